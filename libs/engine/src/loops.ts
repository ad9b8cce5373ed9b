import type { FlowNode, MultiInstance, StandardLoop } from '@partitura/bpmn';
import type { Json } from '@partitura/feel';
import { selfAndScopes } from './errors';
import { ExpressionError } from './expression-error';
import { isTrueCondition } from './flows';
import { guarded } from './incidents';
import type { Run } from './run';
import type { ElementInstance, Variables } from './state';
import { terminateInside } from './terminate';
import { activate, begin, complete, finish, stopAtStepLimit } from './tokens';
import { asWholeNumber } from './typed-values';
import { outerVariables, propagate, visibleVariables } from './variables';

/** The body around the instances of an activity that runs several times. */
export const isBody = ({ loopCounter }: ElementInstance, { loop }: FlowNode): boolean =>
  loop !== undefined && loopCounter === undefined;

/** Begins all instances, or the first one (BPMN 2.0.2, 10.3.7). */
export function beginBody(run: Run, body: ElementInstance, node: FlowNode): void {
  guarded(run, body, 'EXPRESSION', 'enter', () => {
    if (node.loop?.kind === 'standardLoop') beginStandardLoop(run, body, node, node.loop);
    else if (node.loop) beginMultiInstance(run, body, node, node.loop);
  });
}

function beginMultiInstance(run: Run, body: ElementInstance, node: FlowNode, loop: MultiInstance): void {
  const items = itemsOf(run, body, node, loop);
  run.emit({
    type: 'LoopStarted',
    id: body.id,
    total: items.length,
    ...(loop.sequential && items.length > 1 ? { items } : {}),
  });
  grantSteps(run, body, items.length);
  if (items.length === 0) endLoop(run, body, loop);
  else if (loop.sequential) beginInstance(run, body, node, 1, items[0]);
  else
    for (const [index, item] of items.entries()) {
      // An instance may have ended the whole activity at once.
      if (!(body.id in run.state.elements)) return;
      beginInstance(run, body, node, index + 1, item);
    }
}

function itemsOf(run: Run, body: ElementInstance, node: FlowNode, loop: MultiInstance): readonly Json[] {
  const variables = outerVariables(run, body);
  if (loop.collection) {
    const items = loop.collection.evaluate(variables, run.at);
    if (Array.isArray(items)) return items;
    throw new ExpressionError(
      `The input collection '${loop.collection.source}' of ${node.id} gives ${JSON.stringify(items)}, not a list. Set the variable to a list.`,
    );
  }
  const cardinality = loop.cardinality?.evaluate(variables, run.at) ?? null;
  const count = asWholeNumber(
    cardinality,
    `The loop cardinality '${loop.cardinality?.source ?? ''}' of ${node.id}`,
  );
  return Array.from({ length: count }, () => null);
}

function beginInstance(
  run: Run,
  body: ElementInstance,
  node: FlowNode,
  loopCounter: number,
  item: Json | undefined,
): void {
  const locals: Variables = { loopCounter };
  if (node.loop?.kind === 'multiInstance') {
    const { inputElement, outputElement, collection } = node.loop;
    // What a result is read from must not be shared by instances that run at the same time.
    const result =
      outputElement && /^=\s*([\p{L}_$][\p{L}\p{N}_$]*)(\.[\p{L}\p{N}_$.]+)?\s*$/u.exec(outputElement.source);
    if (result?.[1] !== undefined && result[1] !== 'loopCounter') locals[result[1]] = null;
    if (inputElement !== undefined && collection) locals[inputElement] = item ?? null;
  }
  const element = begin(run, node, body.instance, body.id, { loopCounter, locals });
  if (++run.steps > run.stepLimit) stopAtStepLimit(run, element, node);
  else activate(run, element, node);
}

/**
 * Each item may pass every element of the process once. A cycle around the activity does not bring it more steps: it comes by
 * the same place in the model, in the same turns of the multi-instances around it.
 */
function grantSteps(run: Run, body: ElementInstance, items: number): void {
  const place = placeOf(run, body);
  if (run.granted.has(place)) return;
  run.granted.add(place);
  run.stepLimit += items * (run.processOf(body.instance).elements.size + 1);
}

const placeOf = (run: Run, body: ElementInstance): string =>
  selfAndScopes(run, body)
    .map((around) => {
      const turn = run.node(around).loop?.kind === 'multiInstance' ? around.loopCounter : undefined;
      return turn === undefined ? around.element : `${around.element}[${turn}]`;
    })
    .join(' in ');

function beginStandardLoop(run: Run, body: ElementInstance, node: FlowNode, loop: StandardLoop): void {
  run.emit({ type: 'LoopStarted', id: body.id });
  const variables = { ...outerVariables(run, body), loopCounter: 0 };
  const begins = loop.testBefore ? goesOn(run, node, loop, 0, variables) : loop.maximum !== 0;
  if (!begins) complete(run, body);
  else beginInstance(run, body, node, 1, undefined);
}

function goesOn(
  run: Run,
  node: FlowNode,
  loop: StandardLoop,
  done: number,
  variables: Readonly<Variables>,
): boolean {
  if (loop.maximum !== undefined && done >= loop.maximum) return false;
  return (
    loop.condition === undefined ||
    isTrueCondition(loop.condition, variables, run.at, `Loop condition of ${node.id}`)
  );
}

/** An instance inside a body has done its work: its result is kept, and the next one begins or the body ends. */
export function instanceEnded(run: Run, element: ElementInstance, node: FlowNode): void {
  const body = run.element(element.scope);
  const { loopCounter = 1 } = element;
  let ends = false;
  const decided = guarded(run, element, 'EXPRESSION', 'leave', () => {
    const variables = visibleVariables(run, element);
    const output = outputOf(run, node, variables);
    ends = isLast(run, body, node, variables, loopCounter, output);
    run.emit({
      type: 'LoopInstanceEnded',
      id: body.id,
      loopCounter,
      ...(output === undefined ? {} : { output }),
    });
  });
  if (!decided) return;
  finish(run, element, node);
  if (!ends) {
    if (isSequential(node)) run.send({ instance: body.instance, scope: body.id });
    return;
  }
  terminateInside(run, body.instance, body.id);
  if (node.loop?.kind === 'multiInstance') endLoop(run, body, node.loop);
  else complete(run, body);
}

const isSequential = ({ loop }: FlowNode): boolean =>
  loop?.kind === 'standardLoop' || loop?.sequential === true;

/** Begins the next instance of a sequential body, after everything that the last one has caused. */
export function beginNext(run: Run, body: ElementInstance): void {
  const node = run.node(body);
  const done = body.loop?.completed ?? 0;
  // It may have waited in between: the rest of the items counts anew.
  if (node.loop?.kind === 'multiInstance') grantSteps(run, body, (body.loop?.total ?? 0) - done);
  beginInstance(run, body, node, done + 1, body.loop?.items?.[done]);
}

function outputOf(run: Run, { loop }: FlowNode, variables: Readonly<Variables>): Json | undefined {
  return loop?.kind === 'multiInstance' ? loop.outputElement?.evaluate(variables, run.at) : undefined;
}

function isLast(
  run: Run,
  body: ElementInstance,
  node: FlowNode,
  variables: Readonly<Variables>,
  loopCounter: number,
  output: Json | undefined,
): boolean {
  const { loop } = node;
  const completed = (body.loop?.completed ?? 0) + 1;
  if (loop?.kind !== 'multiInstance') return !loop || !goesOn(run, node, loop, completed, variables);
  const total = body.loop?.total ?? 0;
  if (completed >= total) return true;
  const { completionCondition, outputCollection, sequential } = loop;
  if (!completionCondition) return false;
  const counts: Variables = {
    // Of a sequential one only those that have begun, as in Camunda 8.
    numberOfInstances: sequential ? loopCounter : total,
    numberOfActiveInstances: sequential ? 0 : total - completed,
    numberOfCompletedInstances: completed,
    numberOfTerminatedInstances: 0,
  };
  if (outputCollection !== undefined && completionCondition.source.includes(outputCollection)) {
    const results = resultsOf(body);
    results[loopCounter - 1] = output ?? null;
    counts[outputCollection] = results;
  }
  return isTrueCondition(
    completionCondition,
    { ...variables, ...counts },
    run.at,
    `Completion condition of ${node.id}`,
  );
}

/** The results so far, in the order of the collection. */
function resultsOf({ loop }: ElementInstance): Json[] {
  const { total = 0, outputs = [] } = loop ?? {};
  return Array.from({ length: total }, (_, index) => outputs[index] ?? null);
}

/** The results leave together, in the order of the collection. */
function endLoop(run: Run, body: ElementInstance, { outputCollection }: MultiInstance): void {
  if (outputCollection !== undefined) {
    const scope = body.scope === 0 ? undefined : run.element(body.scope);
    propagate(run, body.instance, scope, { [outputCollection]: resultsOf(body) });
  }
  complete(run, body);
}
