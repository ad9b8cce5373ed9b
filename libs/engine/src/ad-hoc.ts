import type { AdHocDefinition, FlowNode } from '@partitura/bpmn';
import { ExpressionError } from './expression-error';
import { isTrueCondition } from './flows';
import { guarded } from './incidents';
import type { Run } from './run';
import type { ElementInstance } from './state';
import { terminateInside } from './terminate';
import { complete, enter } from './tokens';
import { propagate, visibleVariables } from './variables';

/** Begins the activities that are to be active (BPMN 2.0.2, 10.3.5 and 13.3.5): all at once, or one after the other. */
export function beginAdHoc(run: Run, element: ElementInstance, node: FlowNode): void {
  const { adHoc } = node;
  if (!adHoc) throw new Error(`${node.id} has no activities: the score was not compiled by this version.`);
  const begun = activitiesOf(run, element, node, adHoc);
  run.emit({ type: 'LoopStarted', id: element.id, items: begun.map(({ id }) => id) });
  if (begun.length === 0) return endAdHoc(run, element, adHoc);
  for (const activity of adHoc.sequential ? begun.slice(0, 1) : begun)
    if (element.id in run.state.elements) enter(run, activity, element.instance, element.id);
}

function activitiesOf(
  run: Run,
  element: ElementInstance,
  node: FlowNode,
  { activeElements, activities }: AdHocDefinition,
): readonly FlowNode[] {
  if (!activeElements) return activities;
  const ids = activeElements.evaluate(visibleVariables(run, element), run.at);
  if (!Array.isArray(ids))
    throw new ExpressionError(
      `The active elements '${activeElements.source}' of ${node.id} are ${JSON.stringify(ids)}, not a list. Set the variable to a list of element ids.`,
    );
  return ids.map((id) => {
    const activity = activities.find((one) => one.id === id);
    if (activity) return activity;
    throw new ExpressionError(
      `${node.id} has no activity ${JSON.stringify(id)} to begin with. Choose among ${activities.map((one) => one.id).join(', ')}.`,
    );
  });
}

/**
 * Looks at an ad-hoc sub-process after something inside has completed; true when it has taken care of the flows: with its
 * completion condition true, or nothing left to follow.
 */
export function afterInside(run: Run, inside: ElementInstance, flows: FlowNode['outgoing']): boolean {
  if (inside.scope === 0) return false;
  const around = run.state.elements[inside.scope];
  const node = around && run.node(around);
  if (!around || node?.kind !== 'adHocSubProcess' || !node.adHoc) return false;
  const { adHoc } = node;
  let ends = false;
  const decided = guarded(run, around, 'EXPRESSION', 'leave', () => {
    ends = isDone(run, around, node, adHoc);
    if (flows.length === 0) keepOutput(run, around, inside, adHoc);
  });
  if (!decided) return true;
  if (ends && adHoc.cancelRemainingInstances) {
    run.forgetArrivalsIn(around.instance, around.id);
    terminateInside(run, around.instance, around.id);
    endAdHoc(run, around, adHoc);
    return true;
  }
  if (flows.length > 0) return false;
  const { items = [], completed = 0 } = around.loop ?? {};
  const next = adHoc.sequential && !ends ? items[completed] : undefined;
  const activity = adHoc.activities.find(({ id }) => id === next);
  if (activity && (around.tokens ?? 0) === 0) enter(run, activity, around.instance, around.id);
  else if ((around.tokens ?? 0) === 0) endAdHoc(run, around, adHoc);
  return true;
}

function isDone(run: Run, around: ElementInstance, node: FlowNode, adHoc: AdHocDefinition): boolean {
  if (!adHoc.completionCondition) return false;
  return isTrueCondition(
    adHoc.completionCondition,
    visibleVariables(run, around),
    run.at,
    `Completion condition of ${node.id}`,
  );
}

/** The end of a chain of activities counts as one that has completed; its result is kept. */
function keepOutput(
  run: Run,
  around: ElementInstance,
  { variables }: ElementInstance,
  { outputElement }: AdHocDefinition,
): void {
  const visible = { ...visibleVariables(run, around), ...variables };
  const output = outputElement?.evaluate(visible, run.at);
  run.emit({
    type: 'LoopInstanceEnded',
    id: around.id,
    loopCounter: (around.loop?.completed ?? 0) + 1,
    ...(output === undefined ? {} : { output }),
  });
}

function endAdHoc(run: Run, element: ElementInstance, { outputCollection }: AdHocDefinition): void {
  if (outputCollection !== undefined) {
    const scope = element.scope === 0 ? undefined : run.element(element.scope);
    propagate(run, element.instance, scope, { [outputCollection]: [...(element.loop?.outputs ?? [])] });
  }
  complete(run, element);
}
