import type { AdHocDefinition, FlowNode, Json } from '@partitura/bpmn';
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

/** What the end of a chain of activities inside means for the ad-hoc sub-process around it. */
export interface PathEnd {
  readonly around: ElementInstance;
  readonly adHoc: AdHocDefinition;
  /** Other tokens are on their way in there, event sub-processes not counted. */
  readonly others: boolean;
  /** Value of the completion condition; undefined without one. */
  readonly isDone?: boolean;
  readonly output?: Json;
}

/** The ad-hoc sub-process in which an element ends a chain of activities; undefined elsewhere. */
export function adHocAround(run: Run, inside: ElementInstance, node: FlowNode): ElementInstance | undefined {
  if (inside.scope === 0 || inside.undoes !== undefined || node.kind === 'eventSubProcess') return undefined;
  const around = run.element(inside.scope);
  return run.node(around).adHoc && around;
}

/** Evaluates the output element, then the completion condition, which sees the outputs so far. */
export function endOfPath(run: Run, inside: ElementInstance, around: ElementInstance): PathEnd | undefined {
  const { adHoc } = run.node(around);
  if (!adHoc) return undefined;
  let end: PathEnd | undefined;
  guarded(run, inside, 'EXPRESSION', 'leave', () => {
    const others = countPaths(run, around) > 1;
    const counts = !adHoc.sequential || !others;
    const output = counts ? adHoc.outputElement?.evaluate(visibleVariables(run, inside), run.at) : undefined;
    const isDone = conditionOf(run, around, adHoc, output);
    end = {
      around,
      adHoc,
      others,
      ...(isDone === undefined ? {} : { isDone }),
      ...(output === undefined ? {} : { output }),
    };
  });
  return end;
}

/** Tokens inside that are not event sub-processes. */
function countPaths(run: Run, around: ElementInstance): number {
  const { tokens = 0 } = around;
  if (run.node(around).eventSubProcesses.length === 0) return tokens;
  const beside = run
    .childrenOf(around.instance, around.id)
    .filter((id) => run.node(run.element(id)).kind === 'eventSubProcess');
  return tokens - beside.length;
}

function conditionOf(
  run: Run,
  around: ElementInstance,
  { completionCondition, outputCollection }: AdHocDefinition,
  output?: Json,
): boolean | undefined {
  if (!completionCondition) return undefined;
  const outputs = [...(around.loop?.outputs ?? []), ...(output === undefined ? [] : [output])];
  const results = outputCollection === undefined ? {} : { [outputCollection]: outputs };
  return isTrueCondition(
    completionCondition,
    { ...visibleVariables(run, around), ...results },
    run.at,
    `Completion condition of ${around.element}`,
  );
}

/**
 * A chain of activities has ended: the next activity begins, or the sub-process ends. With a completion condition it ends by
 * that alone, as in Camunda 8: it stays open for whoever activates more by hand.
 */
export function pathEnded(run: Run, { around, adHoc, others, isDone, output }: PathEnd): void {
  const completed = (around.loop?.completed ?? 0) + 1;
  if (!adHoc.sequential || !others)
    run.emit({
      type: 'LoopInstanceEnded',
      id: around.id,
      loopCounter: completed,
      ...(output === undefined ? {} : { output }),
    });
  if (isDone && adHoc.cancelRemainingInstances) {
    run.forgetArrivalsIn(around.instance, around.id);
    terminateInside(run, around.instance, around.id);
    return endAdHoc(run, around, adHoc);
  }
  const next = adHoc.sequential && !others && !isDone ? around.loop?.items?.[completed] : undefined;
  const activity = adHoc.activities.find(({ id }) => id === next);
  if (activity) enter(run, activity, around.instance, around.id);
  else if ((around.tokens ?? 0) === 0 && isDone !== false) endAdHoc(run, around, adHoc);
}

/** Nothing is inside any more, an event sub-process was the last. */
export function adHocEmptied(run: Run, element: ElementInstance, adHoc: AdHocDefinition): void {
  let ends = true;
  const decided = guarded(run, element, 'EXPRESSION', 'finish', () => {
    if (!element.interrupted) ends = conditionOf(run, element, adHoc) ?? true;
  });
  if (decided && ends) endAdHoc(run, element, adHoc);
}

function endAdHoc(run: Run, element: ElementInstance, { outputCollection }: AdHocDefinition): void {
  if (outputCollection !== undefined) {
    const scope = element.scope === 0 ? undefined : run.element(element.scope);
    propagate(run, element.instance, scope, { [outputCollection]: [...(element.loop?.outputs ?? [])] });
  }
  complete(run, element);
}
