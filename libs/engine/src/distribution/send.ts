import type { MessageReceiver } from '@partitura/bpmn';
import type { Run } from '../run';
import type { ElementInstance, Variables } from '../state';
import { tick } from './logical-time';

/** The host where a receiver of a message runs; undefined when that is here. */
export function elsewhere(run: Run, { participant }: MessageReceiver): string | undefined {
  const { placement } = run;
  const host = placement?.hostOf(participant);
  return host === placement?.host ? undefined : host;
}

/** Sends a message to fragments of the same saga on other hosts: one message, however many receive it. */
export function sendElsewhere(
  run: Run,
  element: ElementInstance,
  name: string,
  variables: Variables,
  receivers: readonly MessageReceiver[],
): void {
  const { part } = run.state;
  if (!part) throw new Error(`Saga ${run.state.id} began on this host alone: deploy its score again.`);
  const to: Record<string, number> = {};
  for (const receiver of receivers) {
    const host = elsewhere(run, receiver);
    if (host !== undefined) to[host] = (part.sent[host] ?? 0) + 1;
  }
  const { participant } = run.processOf(element.instance);
  run.emit({
    type: 'MessageSent',
    id: run.nextId(),
    instance: element.instance,
    elementId: element.element,
    ...(participant === undefined ? {} : { participant }),
    name,
    to,
    receivers,
    variables,
    time: tick(part.time, run.at),
  });
}
