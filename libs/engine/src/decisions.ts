import type { FlowNode } from '@partitura/bpmn';
import { raiseIncident } from './incidents';
import type { Run } from './run';
import type { ElementInstance } from './state';
import { complete } from './tokens';
import { asText } from './typed-values';
import { visibleVariables } from './variables';

/** Errors by which a decision says that it cannot be made. */
const expected = new Set(['DecisionError', 'FeelError']);

/** Evaluates the called decision and puts its result into the result variable. */
export function decide(run: Run, element: ElementInstance, node: FlowNode): void {
  const { calledDecision: called } = node;
  if (!called) throw new Error(`${node.id} calls no decision: the score was not compiled by this version.`);
  const variables = visibleVariables(run, element);
  const id = asText(
    called.decisionId.evaluate(variables, run.at),
    `The called decision '${called.decisionId.source}' of ${node.id}`,
  );
  const fail = (message: string): void => raiseIncident(run, element, 'DECISION', 'enter', message);
  const decision = run.library.decision(id, called.binding, run.scoreKeyOf(element.instance));
  if (!decision)
    return fail(
      `No decision ${id} is deployed that ${node.id} could call. Deploy it and resolve the incident.`,
    );
  let result;
  try {
    result = decision.evaluate(variables, run.at);
  } catch (error) {
    if (!(error instanceof Error) || !expected.has(error.name)) throw error;
    return fail(`${node.id}: ${error.message}`);
  }
  complete(run, element, { [called.resultVariable]: result });
}
