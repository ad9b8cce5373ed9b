import type { FlowNode } from '@partitura/bpmn';
import { behaviorOf } from './elements';
import { occur } from './occurrences';
import type { Run } from './run';
import { nodeOf } from './score-index';
import type { Variables } from './state';
import { begin, complete, enter } from './tokens';

/**
 * Puts the first token into a process instance: at a start event or an instantiating receive task whose event has happened,
 * at one trigger of a multiple start event, or behind an instantiating event-based gateway.
 */
export function beginProcess(run: Run, instance: number, start: FlowNode, variables: Variables): void {
  if (start.kind === 'noneStartEvent') return enter(run, start, instance, 0);
  const process = run.processOf(instance);
  const event = start.triggerOf === undefined ? undefined : nodeOf(process, start.triggerOf);
  const gateway = process.startEvents.find(
    ({ kind, outgoing }) => kind === 'eventBasedGateway' && outgoing.some(({ target }) => target === start),
  );
  const waiting = gateway ?? (event?.parallelMultiple ? event : undefined);
  if (!waiting) return complete(run, begin(run, event ?? start, instance, 0), variables);
  const element = begin(run, waiting, instance, 0);
  const others = gateway ? gateway.outgoing.map(({ target }) => target) : (event?.triggers ?? []);
  if (waiting.parallelMultiple)
    for (const other of others) if (other !== start) behaviorOf(other).listen?.(run, element, other);
  occur(run, element, start, variables);
}
