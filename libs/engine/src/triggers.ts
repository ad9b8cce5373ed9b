import type { FlowNode } from '@partitura/bpmn';
import { behaviorOf } from './elements';
import { throwEscalation } from './escalations';
import { type Host, isHere } from './hosts';
import { payloadOf, throwMessage } from './messages';
import type { Run } from './run';
import { throwSignal } from './signals';
import type { ElementInstance } from './state';
import { complete } from './tokens';

/** Listens to every trigger of an event with several definitions that has not happened yet. */
export function listenToAll(run: Run, host: Host, { triggers = [] }: FlowNode): void {
  for (const trigger of triggers)
    if (isHere(run, host) && !host.happened?.includes(trigger.id))
      behaviorOf(trigger).listen?.(run, host, trigger);
}

/** What ends or completes the throwing event itself; the compiler puts it behind the other triggers. */
const ENDS_ITS_EVENT: ReadonlySet<FlowNode['kind']> = new Set([
  'compensationThrowEvent',
  'compensationEndEvent',
  'errorEndEvent',
  'terminateEndEvent',
]);

/** Throws every trigger of an event with several definitions, in order, and goes on. */
export function throwAll(run: Run, element: ElementInstance, { triggers = [] }: FlowNode): void {
  // What waits in an incident has thrown nothing yet, or it would throw it again.
  for (const trigger of triggers) if (trigger.message?.schema) payloadOf(run, element, trigger);
  for (const trigger of triggers) {
    if (!isHere(run, element)) return;
    if (ENDS_ITS_EVENT.has(trigger.kind)) return behaviorOf(trigger).enter?.(run, element, trigger);
    throwOne(run, element, trigger);
  }
  completeIfHere(run, element);
}

function throwOne(run: Run, element: ElementInstance, trigger: FlowNode): void {
  if (trigger.message) throwMessage(run, element, trigger);
  else if (trigger.signal) throwSignal(run, element, trigger);
  else if (trigger.escalationCode) throwEscalation(run, element, trigger);
}

/** What an event has thrown may have interrupted the scope in which it stands. */
export function completeIfHere(run: Run, element: ElementInstance): void {
  if (isHere(run, element)) complete(run, element);
}
