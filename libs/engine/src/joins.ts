import type { FlowNode } from '@partitura/bpmn';
import { isTrueCondition } from './flows';
import { isExpected, raiseScopeIncident } from './incidents';
import { placesIn } from './evolve/places';
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
  if (node.kind !== 'parallelGateway') return lookAtJoins(run, instance, scope);
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

/** Has the inclusive and complex joins of a scope looked at when all tokens have come to rest. */
export function lookAtJoins(run: Run, instance: number, scope: number): void {
  run.joinsToLookAt.set(`${instance} ${scope}`, { instance, scope });
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
 * 13.4.5). Returns whether one has gone on: then its token moves first, because the next join may have to wait for it.
 */
export function fireWaitingJoins(run: Run): boolean {
  for (const [key, { instance, scope }] of run.joinsToLookAt) {
    if (run.isAlive(instance, scope) && fireOneIn(run, instance, scope)) return true;
    run.joinsToLookAt.delete(key);
  }
  return false;
}

function fireOneIn(run: Run, instance: number, scope: number): boolean {
  const holder = scope === 0 ? run.instance(instance) : run.element(scope);
  const gateways = new Set([...Object.keys(holder.joins ?? {}), ...Object.keys(holder.resetting ?? {})]);
  for (const id of gateways) {
    const node = nodeOf(run.processOf(instance), id);
    if (node.kind === 'inclusiveGateway' && tryInclusive(run, node, instance, scope)) return true;
    if (node.kind === 'complexGateway' && tryComplex(run, node, instance, scope)) return true;
  }
  return false;
}

/** Scopes with such joins are looked at again whenever a token in them has gone: it may have been the one they waited for. */
export function tokenMoved(run: Run, instance: number, scope: number): void {
  const holder = scope === 0 ? run.state.instances[instance] : run.state.elements[scope];
  if (holder?.joins || holder?.resetting) lookAtJoins(run, instance, scope);
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
  const holder = scope === 0 ? run.instance(instance) : run.element(scope);
  const mayComeFrom = (place: string): boolean => {
    const flows = place === node.id ? undefined : reach.get(place);
    return flows !== undefined && !flows.some((flow) => present.includes(flow));
  };
  for (const place of placesIn(run.state, holder).keys()) if (mayComeFrom(place)) return true;
  return Object.keys(holder.joins ?? {}).some(mayComeFrom);
}

/**
 * Waits for its activation condition over `activationCount` (tokens that have come), the number of tokens by the id of their
 * sequence flow, and the variables; without a condition it joins like an inclusive gateway. Once it has gone on, the flows that have not brought a token by then are awaited in
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
  lookAtJoins(run, instance, scope);
  enter(run, node, instance, scope);
  return true;
}

/** A condition that gives neither true nor false waits as an incident of the scope, once. */
function isActivated(
  run: Run,
  node: FlowNode,
  instance: number,
  scope: number,
  waiting: Readonly<Record<string, number>>,
): boolean {
  const { activationCondition } = node;
  if (!activationCondition) return !mayStillCome(run, node, instance, scope, Object.keys(waiting));
  const host = hostOf(run, scope === 0 ? instance : scope);
  if (host.incidents?.some((id) => run.state.incidents[id]?.elementId === node.id)) return false;
  const activationCount = Object.values(waiting).reduce((sum, count) => sum + count, 0);
  const counts = Object.fromEntries(node.incoming.map(({ id }) => [id, waiting[id] ?? 0]));
  const variables = { ...variablesAt(run, host), ...counts, activationCount };
  try {
    return isTrueCondition(activationCondition, variables, run.at, `Activation condition of ${node.id}`);
  } catch (error) {
    if (!isExpected(error)) throw error;
    raiseScopeIncident(run, host, {
      type: 'EXPRESSION',
      retry: 'gateway',
      elementId: node.id,
      message: error.message,
    });
    return false;
  }
}
