import type { FlowNode } from '../../model';
import type { Place, StepKind } from './net';
import type { NetBuilder } from './net-builder';
import type { Senders } from './senders';

/** One way in which an awaited event happens: the messages it takes, and what decides that it happens. */
export interface Happening {
  readonly take: readonly Place[];
  readonly kind: StepKind;
}

/** Whether an event can happen by itself: a timer, a signal, a condition, a message; not what something inside throws. */
export const isListening = (event: FlowNode): boolean =>
  (event.triggers ?? [event]).some(
    ({ message, timer, signal, condition, kind }) =>
      message ?? timer ?? signal ?? condition ?? /^(message|timer|signal|conditional)/.test(kind),
  );

/** How an event may happen while something listens for it. */
export function happeningsOf(event: FlowNode, senders: Senders, net: NetBuilder): readonly Happening[] {
  const triggers = (event.triggers ?? [event]).filter(isListening);
  const bufferOf = (trigger: FlowNode): Place | undefined =>
    senders.isInner(trigger) ? net.buffer(trigger.id) : undefined;
  if (event.parallelMultiple)
    return [{ take: triggers.flatMap((trigger) => bufferOf(trigger) ?? []), kind: 'event' }];
  return triggers.map((trigger) => {
    const buffer = bufferOf(trigger);
    const kind = trigger.kind.startsWith('timer') ? 'failure' : 'event';
    return { take: buffer === undefined ? [] : [buffer], kind };
  });
}
