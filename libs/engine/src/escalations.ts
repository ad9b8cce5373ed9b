import type { FlowNode } from '@partitura/bpmn';
import { enterCatcher, findCatcher } from './errors';
import type { Run } from './run';
import type { ElementInstance } from './state';
import { asText } from './typed-values';
import { visibleVariables } from './variables';

/**
 * Tells the scopes around (BPMN 2.0.2, 10.5.1): the innermost event that catches the escalation is entered; one that nobody
 * catches changes nothing. No variables go along, as in Camunda 8.
 */
export function throwEscalation(run: Run, element: ElementInstance, node: FlowNode): void {
  const value = node.escalationCode?.evaluate(visibleVariables(run, element), run.at) ?? null;
  const code = asText(value, `The escalation code of ${node.id}`);
  const catcher = findCatcher(run, element, code, {
    boundary: 'escalationBoundaryEvent',
    start: 'escalationStartEvent',
    codeOf: ({ escalationCode }) => escalationCode?.constant,
  });
  run.emit({
    type: 'EscalationThrown',
    instance: element.instance,
    elementId: node.id,
    code,
    caught: catcher !== undefined,
  });
  if (catcher) enterCatcher(run, catcher);
}
