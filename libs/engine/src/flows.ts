import type { Expression, FlowNode, SequenceFlow } from '@partitura/bpmn';
import { ExpressionError } from './expression-error';
import type { Run } from './run';
import type { ElementInstance, Variables } from './state';
import { visibleVariables } from './variables';

/**
 * The outgoing flows that tokens take: an exclusive gateway takes the first true one in the order of the XML, everything
 * a parallel one all of them, everything else all that are unconditional or true; the default flow when no other is taken.
 */
export function chooseFlows(run: Run, element: ElementInstance, node: FlowNode): readonly SequenceFlow[] {
  const { outgoing, defaultFlow, kind } = node;
  if (element.undoes !== undefined || kind === 'eventBasedGateway') return [];
  if (kind === 'parallelGateway' || !hasConditions(outgoing)) return outgoing;
  const variables = visibleVariables(run, element);
  const taken: SequenceFlow[] = [];
  for (const flow of outgoing) {
    if (flow === defaultFlow || !isTrue(flow, variables, run.at)) continue;
    taken.push(flow);
    if (kind === 'exclusiveGateway') break;
  }
  return taken.length === 0 && defaultFlow ? [defaultFlow] : taken;
}

function hasConditions(flows: readonly SequenceFlow[]): boolean {
  for (const { condition } of flows) if (condition) return true;
  return false;
}

function isTrue(flow: SequenceFlow, variables: Readonly<Variables>, at: number): boolean {
  return (
    !flow.condition || isTrueCondition(flow.condition, variables, at, `Condition of sequence flow ${flow.id}`)
  );
}

/** Evaluates a condition; what gives neither true nor false is an error that names it by `what`. */
export function isTrueCondition(
  condition: Expression,
  variables: Readonly<Variables>,
  at: number,
  what: string,
): boolean {
  const value = condition.evaluate(variables, at);
  if (typeof value === 'boolean') return value;
  throw new ExpressionError(
    `${what} '${condition.source}' gives ${JSON.stringify(value)}, not true or false. ` +
      'Set the variables that it names, or compare them with null in the condition.',
  );
}
