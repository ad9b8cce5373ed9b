import { isDeepStrictEqual } from 'node:util';
import type { ElementInstance, SagaState } from '@partitura/engine';
import type { DeploymentRefusedError, Variables } from '@partitura/runtime';
import { type ElementRef, isNamed } from './history';
import type { Names } from './names';
import type { Difference } from './report';
import type { Expectation } from './scenario';
import type { World } from './world';

/** A call of a scripted worker. */
export interface Call {
  readonly type: string;
  readonly variables: Variables;
}

export interface Observed {
  readonly world: World;
  readonly names: Names;
  readonly calls: readonly Call[];
  readonly refusal: DeploymentRefusedError | undefined;
}

/** Everything in which what has happened differs from what a scenario expects. */
export async function differencesOf(expected: Expectation, observed: Observed): Promise<Difference[]> {
  const states = await observed.world.states();
  const differences: Difference[] = [];
  const say = (what: string, wanted: unknown, actual: unknown): void =>
    void differences.push({ what, expected: show(wanted), actual: show(actual) });
  compareRejection(expected, observed, say);
  compareInstances(expected, observed, states, say);
  comparePaths(expected, observed, say);
  compareCalls(expected, observed, say);
  if (expected.active) {
    const active = [...new Set(states.flatMap((state) => activeIn(state, observed.world)))];
    if (!sameSet(expected.active, active)) say('active', expected.active, active);
  }
  if (expected.incidents) compareIncidents(expected.incidents, states, say);
  if (expected.messages) {
    const { messages } = observed.world.history;
    const same =
      messages.length === expected.messages.length &&
      expected.messages.every(
        ({ name, key }, i) => messages[i]?.name === name && (key === undefined || messages[i].key === key),
      );
    if (!same) say('messages', expected.messages, messages);
  }
  return differences;
}

type Say = (what: string, expected: unknown, actual: unknown) => void;

function compareRejection({ rejected }: Expectation, { refusal }: Observed, say: Say): void {
  if (rejected === undefined) return;
  if (rejected === false) {
    if (refusal) say('rejected', false, refusal.message);
  } else if (!refusal) say('rejected', rejected, 'the deployment was accepted');
  else if (rejected !== true && !refusal.message.includes(rejected.message))
    say('rejected.message', rejected.message, refusal.message);
}

function compareInstances(
  { instances = {} }: Expectation,
  { names }: Observed,
  states: readonly SagaState[],
  say: Say,
): void {
  for (const [name, expected] of Object.entries(instances)) {
    const observed = names.find(name);
    const saga = states.find(({ id }) => id === observed?.sagaId);
    const instance = observed && saga?.instances[observed.id];
    if (!instance || !saga) {
      say(
        `instances.${name}`,
        'an instance',
        `none; there are ${names
          .all()
          .map(([other]) => other)
          .join(', ')}`,
      );
      continue;
    }
    const hasIncident = Object.values(saga.incidents).some((incident) => incident.instance === instance.id);
    const state = instance.state === 'active' && hasIncident ? 'incident' : instance.state;
    if (expected.state !== undefined && expected.state !== state)
      say(`instances.${name}.state`, expected.state, state);
    for (const [variable, value] of Object.entries(expected.variables ?? {}))
      if (
        !Object.hasOwn(instance.variables, variable) ||
        !isDeepStrictEqual(instance.variables[variable], value)
      )
        say(`instances.${name}.variables.${variable}`, value, instance.variables[variable]);
    for (const variable of expected.absent ?? [])
      if (Object.hasOwn(instance.variables, variable))
        say(`instances.${name}.absent`, `no variable ${variable}`, instance.variables[variable]);
  }
}

function comparePaths({ completed, never, order, counts }: Expectation, { world }: Observed, say: Say): void {
  const { history } = world;
  const count = (name: string, list: readonly ElementRef[]): number =>
    list.filter((element) => isNamed(name, element)).length;
  const ids = (): string[] => history.completed.map(({ element }) => element);
  for (const name of completed ?? []) if (count(name, history.completed) === 0) say('completed', name, ids());
  for (const name of never ?? [])
    if (count(name, history.entered) > 0)
      say('never', `${name} is never entered`, `entered ${count(name, history.entered)} times`);
  for (const [name, times] of Object.entries(counts ?? {}))
    if (count(name, history.completed) !== times)
      say(`counts.${name}`, times, count(name, history.completed));
  if (order && !isSubsequence(order, history.completed)) say('order', order, ids());
}

function isSubsequence(names: readonly string[], completed: readonly ElementRef[]): boolean {
  let next = 0;
  for (const element of completed) {
    const name = names[next];
    if (name !== undefined && isNamed(name, element)) next += 1;
  }
  return next === names.length;
}

function compareCalls({ calls, callsAnyOrder, inputs }: Expectation, observed: Observed, say: Say): void {
  const types = observed.calls.map(({ type }) => type);
  if (calls && !isDeepStrictEqual(calls, types)) say('calls', calls, types);
  if (callsAnyOrder && !isDeepStrictEqual([...callsAnyOrder].sort(), [...types].sort()))
    say('callsAnyOrder', callsAnyOrder, types);
  for (const [type, expected] of Object.entries(inputs ?? {})) {
    const received = observed.calls.filter((call) => call.type === type);
    for (const [index, variables] of expected.entries())
      for (const [name, value] of Object.entries(variables))
        if (!isDeepStrictEqual(received[index]?.variables[name], value))
          say(
            `inputs.${type}[${index + 1}].${name}`,
            value,
            received[index] ? received[index].variables[name] : 'no such call',
          );
  }
}

function compareIncidents(
  expected: NonNullable<Expectation['incidents']>,
  states: readonly SagaState[],
  say: Say,
): void {
  const open = states.flatMap(({ incidents }) =>
    Object.values(incidents).map(({ elementId, type, message }) => ({ element: elementId, type, message })),
  );
  const left = [...open];
  const missing = expected.filter(({ element, type }) => {
    const place = left.findIndex(
      (one) => one.element === element && (type === undefined || one.type === type),
    );
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
  if (missing.length + left.length > 0) say('incidents', expected, open);
}

/** Element ids that wait now: what holds others inside, and what only calls or repeats, is not listed. */
function activeIn(state: SagaState, world: World): string[] {
  return Object.values(state.elements)
    .filter((element) => isListed(state, element, world))
    .map(({ element }) => element);
}

const HOLDERS = new Set(['subProcess', 'eventSubProcess', 'transaction', 'adHocSubProcess', 'callActivity']);

function isListed(state: SagaState, element: ElementInstance, world: World): boolean {
  if (element.incidents?.length) return true;
  const instance = state.instances[element.instance];
  const score = world.runtime.registry.get(instance?.score ?? state.score)?.score;
  const node = score?.processes.find(({ id }) => id === instance?.process)?.elements.get(element.element);
  if (!node || HOLDERS.has(node.kind)) return false;
  return node.loop === undefined || element.loopCounter !== undefined;
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  isDeepStrictEqual([...new Set(one)].sort(), [...new Set(other)].sort());

const show = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
