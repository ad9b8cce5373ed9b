import type { FlowNode } from '@partitura/bpmn';
import { isHere } from './hosts';
import { occur } from './occurrences';
import type { Run } from './run';
import { nodeOf } from './score-index';
import type { Variables } from './state';
import { begin, complete, enter, proceed } from './tokens';

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
  occur(run, element, start, variables);
  // The keys of the others may depend on what the first one has brought.
  if (waiting.parallelMultiple && isHere(run, element)) proceed(run, element, waiting);
}
