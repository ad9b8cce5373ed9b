import type { FlowNode, ProcessModel } from '@partitura/bpmn';
import type { ModifyInstance, Refusal } from '../commands';
import { beginEventSubProcess, listenFor } from '../event-sub-processes';
import { handlerAround } from '../hosts';
import type { Run } from '../run';
import { endInstanceByHand } from '../saga';
import type { ElementInstance } from '../state';
import { terminate } from '../terminate';
import { begin, enter, openBoundaryEvents } from '../tokens';
import { setIn } from '../variables';
import { activeInstance, refused } from './active-instance';
import { tryFirst } from './try-first';

/** Moves tokens by hand: everything is checked before anything is changed. */
export function modifyInstance(run: Run, command: ModifyInstance): Refusal | undefined {
  const { instance } = command;
  const refusal = activeInstance(run, instance);
  if (refusal) return refusal;
  const process = run.processOf(instance);
  const leaving = findLeaving(run, command);
  if ('code' in leaving) return leaving;
  for (const { element } of command.activate) {
    const problem = cannotActivate(run, process, instance, element, leaving);
    if (problem !== undefined) return refused(problem);
  }
  return tryFirst(
    run,
    (doing) => moveTokens(doing, command, process, leaving),
    (tried) => calledStays(tried, instance),
  );
}

function moveTokens(
  run: Run,
  { instance, activate }: ModifyInstance,
  process: ProcessModel,
  leaving: readonly number[],
): void {
  const nodes = activate.map(({ element }) => process.elements.get(element) as FlowNode);
  const kept = new Set(nodes.flatMap((node) => runningScopes(run, process, instance, node, leaving)));
  for (const id of leaving) {
    const element = run.state.elements[id];
    if (element) terminateUp(run, element, kept);
  }
  for (const [index, node] of nodes.entries()) {
    // What was put first may have ended the instance.
    if (run.instance(instance).state !== 'active') break;
    const { variables } = activate[index] ?? {};
    if (variables) setIn(run, instance, 0, variables);
    const scope = openScopes(run, process, instance, node);
    if (node.kind === 'eventSubProcess') beginEventSubProcess(run, node, instance, scope);
    else enter(run, node, instance, scope);
  }
}

/** A called process instance ends by its call activity alone. */
function calledStays(tried: Run, id: number): Refusal | undefined {
  const { state, parent } = tried.instance(id);
  if (state !== 'canceled' || parent === undefined) return undefined;
  return refused(
    `Process instance ${id} was called and would have no token left. Terminate its call activity instead.`,
  );
}

function findLeaving(run: Run, { instance, terminate: leave }: ModifyInstance): number[] | Refusal {
  const leaving: number[] = [];
  const all = Object.values(run.state.elements).filter((element) => element.instance === instance);
  for (const named of leave) {
    const found = all.filter(
      (element) =>
        ('element' in named ? element.element === named.element : element.id === named.elementInstance) &&
        element.loopCounter === undefined,
    );
    if (found.length === 0) {
      const what = 'element' in named ? named.element : `The element instance ${named.elementInstance}`;
      return {
        code: 'NOT_FOUND',
        message: `${what} is not active in process instance ${instance}. Look up what is active and try again.`,
      };
    }
    const handler = found.find((element) => handlerAround(run, element));
    if (handler)
      return refused(
        `${handler.element} undoes what has completed. Let it end, or skip its incident if it cannot.`,
      );
    leaving.push(...found.map(({ id }) => id));
  }
  return leaving;
}

/** Why no token can be put there; undefined when one can. */
function cannotActivate(
  run: Run,
  process: ProcessModel,
  instance: number,
  id: string,
  leaving: readonly number[],
): string | undefined {
  const node = process.elements.get(id);
  if (!node || node.triggerOf !== undefined)
    return `Process ${process.id} has no element ${id}. Choose one of its elements.`;
  if (/(Start|Boundary)Event$/.test(node.kind))
    return `${id} is a ${node.kind}: only what a sequence flow reaches, and event sub-processes, can be activated.`;
  const handler = [node, ...scopesOf(process, node)].find(({ isForCompensation }) => isForCompensation);
  if (handler) return `${handler.id} is a compensation handler, which runs by compensation alone.`;
  if (node.incoming.some(({ source }) => process.elements.get(source)?.kind === 'eventBasedGateway'))
    return `${id} stands behind an event-based gateway. Activate the gateway instead.`;
  let scope = 0;
  for (const around of scopesOf(process, node)) {
    if (around.loop)
      return `${id} stands in ${around.id}, which runs several times: it is not clear in which turn.`;
    const running = run
      .childrenOf(instance, scope)
      .map((child) => run.element(child))
      .filter((element) => element.element === around.id && !leaving.includes(element.id));
    if (running.length > 1)
      return `${around.id} around ${id} runs ${running.length} times: it is not clear which is meant.`;
    if (!running[0]) return undefined;
    scope = running[0].id;
  }
  return undefined;
}

/** The sub-processes around a node, outermost first. */
function scopesOf(process: ProcessModel, { scope }: FlowNode): FlowNode[] {
  const around = scope === undefined ? undefined : process.elements.get(scope);
  return around ? [...scopesOf(process, around), around] : [];
}

/**
 * The element instance of the sub-process around a node. Where it does not run yet it begins without a token of its own, and
 * without its input mappings, as in Camunda 8.
 */
function openScopes(run: Run, process: ProcessModel, instance: number, node: FlowNode): number {
  let scope = 0;
  for (const around of scopesOf(process, node)) {
    const running = run.childrenOf(instance, scope).find((child) => run.element(child).element === around.id);
    if (running !== undefined) {
      scope = running;
      continue;
    }
    const element = begin(run, around, instance, scope);
    openBoundaryEvents(run, element, around);
    listenFor(run, element);
    scope = element.id;
  }
  return scope;
}

/** The scopes around a node that run and stay, by local id; 0 is the process instance itself. */
function runningScopes(
  run: Run,
  process: ProcessModel,
  instance: number,
  node: FlowNode,
  leaving: readonly number[],
): number[] {
  const scopes = [0];
  for (const around of scopesOf(process, node)) {
    const running = run
      .childrenOf(instance, scopes.at(-1) ?? 0)
      .map((child) => run.element(child))
      .find((element) => element.element === around.id && !leaving.includes(element.id));
    if (!running) break;
    scopes.push(running.id);
  }
  return scopes;
}

/**
 * Ends an element, and the scopes around it that it leaves empty unless a token is about to be put there; without any token
 * left the instance is cancelled.
 */
function terminateUp(run: Run, element: ElementInstance, kept: ReadonlySet<number>): void {
  const { instance, scope } = element;
  terminate(run, element);
  if (kept.has(scope)) return;
  const around = scope === 0 ? undefined : run.state.elements[scope];
  if (around && (around.tokens ?? 0) === 0) terminateUp(run, around, kept);
  if (scope === 0 && run.instance(instance).tokens === 0) endInstanceByHand(run, instance);
}
