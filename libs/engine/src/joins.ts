import type { FlowNode } from '@partitura/bpmn';
import { isTrueCondition } from './flows';
import { reachOf } from './reach';
import type { Run } from './run';
import { nodeOf } from './score-index';
import { enter, finishScope } from './tokens';
import { hostOf, variablesAt } from './hosts';

const JOINING: ReadonlySet<FlowNode['kind']> = new Set([
  'parallelGateway',
  'inclusiveGateway',
  'complexGateway',
]);

/** Holds tokens until it may go on; with one incoming flow there is nothing to wait for. */
export const isJoin = ({ kind, incoming }: FlowNode): boolean => incoming.length > 1 && JOINING.has(kind);

export function arriveAtGateway(
  run: Run,
  instance: number,
  scope: number,
  { id: flow, target: node }: FlowNode['outgoing'][number],
): void {
  run.emit({ type: 'TokenArrivedAtJoin', instance, scope, element: node.id, flow });
  if (node.kind !== 'parallelGateway') {
    run.joinsToLookAt.set(`${instance} ${scope}`, { instance, scope });
    return;
  }
  const waiting = waitingAt(run, instance, scope, node.id);
  if (node.incoming.every(({ id }) => waiting[id]))
    fire(
      run,
      node,
      instance,
      scope,
      node.incoming.map(({ id }) => id),
    );
}

function waitingAt(
  run: Run,
  instance: number,
  scope: number,
  gateway: string,
): Readonly<Record<string, number>> {
  const holder = scope === 0 ? run.state.instances[instance] : run.state.elements[scope];
  return holder?.joins?.[gateway] ?? {};
}

function fire(run: Run, node: FlowNode, instance: number, scope: number, flows: readonly string[]): void {
  run.emit({ type: 'JoinFired', instance, scope, element: node.id, flows });
  enter(run, node, instance, scope);
}

/**
 * When all tokens have come to rest, inclusive and complex joins look at where the others are (BPMN 2.0.2, 13.4.3 and
 * 13.4.5). Returns whether one has gone on.
 */
export function fireWaitingJoins(run: Run): boolean {
  const scopes = [...run.joinsToLookAt.values()];
  run.joinsToLookAt.clear();
  let fired = false;
  for (const { instance, scope } of scopes) {
    if (!run.isAlive(instance, scope)) continue;
    const holder = scope === 0 ? run.instance(instance) : run.element(scope);
    const gateways = new Set([...Object.keys(holder.joins ?? {}), ...Object.keys(holder.resetting ?? {})]);
    for (const id of gateways) {
      const node = nodeOf(run.processOf(instance), id);
      if (node.kind === 'inclusiveGateway') fired = tryInclusive(run, node, instance, scope) || fired;
      if (node.kind === 'complexGateway') fired = tryComplex(run, node, instance, scope) || fired;
    }
  }
  return fired;
}

/** Scopes with such joins are looked at again whenever a token in them has gone: it may have been the one they waited for. */
export function tokenMoved(run: Run, instance: number, scope: number): void {
  const holder = scope === 0 ? run.state.instances[instance] : run.state.elements[scope];
  if (holder?.joins || holder?.resetting) run.joinsToLookAt.set(`${instance} ${scope}`, { instance, scope });
}

/**
 * Goes on when at least one flow has brought a token and no token elsewhere can still reach a flow without one, unless it
 * can reach a flow with one as well.
 */
function tryInclusive(run: Run, node: FlowNode, instance: number, scope: number): boolean {
  const present = Object.keys(waitingAt(run, instance, scope, node.id));
  if (present.length === 0 || mayStillCome(run, node, instance, scope, present)) return false;
  fire(run, node, instance, scope, present);
  return true;
}

function mayStillCome(
  run: Run,
  node: FlowNode,
  instance: number,
  scope: number,
  present: readonly string[],
): boolean {
  if (present.length === node.incoming.length) return false;
  const reach = reachOf(run.processOf(instance), node);
  for (const place of placesOf(run, instance, scope)) {
    if (place === node.id) continue;
    const flows = reach.get(place);
    if (
      flows &&
      flows.some((flow) => !present.includes(flow)) &&
      !flows.some((flow) => present.includes(flow))
    )
      return true;
  }
  return false;
}

/** Ids of the nodes of a scope where tokens are. */
function placesOf(run: Run, instance: number, scope: number): ReadonlySet<string> {
  const places = new Set(run.childrenOf(instance, scope).map((id) => run.element(id).element));
  const holder = scope === 0 ? run.instance(instance) : run.element(scope);
  for (const gateway of Object.keys(holder.joins ?? {})) places.add(gateway);
  return places;
}

/**
 * Waits for its activation condition over `activationCount` (tokens that have come) and the variables; without a condition
 * it joins like an inclusive gateway. Once it has gone on, the flows that have not brought a token by then are awaited in
 * the same way and taken in without going on again, before it can be activated anew.
 */
function tryComplex(run: Run, node: FlowNode, instance: number, scope: number): boolean {
  const holder = scope === 0 ? run.instance(instance) : run.element(scope);
  const waiting = waitingAt(run, instance, scope, node.id);
  const present = Object.keys(waiting);
  const activated = holder.resetting?.[node.id];
  if (activated) {
    const late = present.filter((flow) => !activated.includes(flow));
    if (mayStillCome(run, node, instance, scope, [...activated, ...late])) return false;
    if (late.length > 0) run.emit({ type: 'JoinFired', instance, scope, element: node.id, flows: late });
    run.emit({ type: 'ComplexGatewayReset', instance, scope, element: node.id });
    if (present.length > late.length) tokenMoved(run, instance, scope);
    finishScope(run, instance, scope);
    return true;
  }
  if (present.length === 0 || !isActivated(run, node, instance, scope, waiting)) return false;
  run.emit({ type: 'ComplexGatewayActivated', instance, scope, element: node.id, flows: present });
  run.joinsToLookAt.set(`${instance} ${scope}`, { instance, scope });
  enter(run, node, instance, scope);
  return true;
}

function isActivated(
  run: Run,
  node: FlowNode,
  instance: number,
  scope: number,
  waiting: Readonly<Record<string, number>>,
): boolean {
  const { activationCondition } = node;
  if (!activationCondition) return !mayStillCome(run, node, instance, scope, Object.keys(waiting));
  const activationCount = Object.values(waiting).reduce((sum, count) => sum + count, 0);
  const variables = variablesAt(run, hostOf(run, scope === 0 ? instance : scope));
  return isTrueCondition(
    activationCondition,
    { ...variables, activationCount },
    run.at,
    `Activation condition of ${node.id}`,
  );
}
