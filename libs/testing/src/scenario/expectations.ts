import { isDeepStrictEqual } from 'node:util';
import type { DeploymentRefusedError, Variables } from '@partitura/runtime';
import { type ElementRef, isNamed } from './history';
import type { Names } from './names';
import { keyOf } from './part-ref';
import type { Difference } from './report';
import type { Expectation } from './scenario';
import { sameJson } from './same-json';
import { waitingElements } from './waiting-elements';
import type { PartState, World } from './world';

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
  compareActive(expected, observed, states, say);
  compareIncidents(expected, observed, states, say);
  compareMessages(expected, observed, say);
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
  states: readonly PartState[],
  say: Say,
): void {
  for (const [name, expected] of Object.entries(instances)) {
    const observed = names.find(name);
    const saga = observed && states.find((part) => keyOf(part) === keyOf(observed.part))?.state;
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
    for (const [variable, value] of Object.entries(expected.variables))
      if (!Object.hasOwn(instance.variables, variable) || !sameJson(instance.variables[variable], value))
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
        if (!sameJson(received[index]?.variables[name], value))
          say(
            `inputs.${type}[${index + 1}].${name}`,
            value,
            received[index] ? received[index].variables[name] : 'no such call',
          );
  }
}

function compareActive(
  { active: expected }: Expectation,
  { world }: Observed,
  states: readonly PartState[],
  say: Say,
): void {
  if (!expected) return;
  const active = states.flatMap(({ state }) => waitingElements(state, world.runtime.registry));
  const missing = expected.some((name) => !active.some((element) => isNamed(name, element)));
  const extra = active.some((element) => !expected.some((name) => isNamed(name, element)));
  if (missing || extra) say('active', expected, [...new Set(active.map(({ element }) => element))]);
}

function compareIncidents(
  { incidents: expected }: Expectation,
  { world }: Observed,
  states: readonly PartState[],
  say: Say,
): void {
  if (!expected) return;
  const open = states.flatMap(({ state, ...part }) =>
    Object.values(state.incidents).map(({ instance, elementId: element, type, message }) => ({
      process: world.history.processOf(part, instance),
      shown: { element, type, message },
    })),
  );
  const left = [...open];
  // Those that name a type choose first: the others take what is left.
  const choosy = [...expected].sort((one, other) => Number(!one.type) - Number(!other.type));
  const missing = choosy.filter(({ element, type }) => {
    const place = left.findIndex(
      ({ process, shown }) =>
        isNamed(element, { process, element: shown.element }) && (type === undefined || shown.type === type),
    );
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
  if (missing.length + left.length > 0)
    say(
      'incidents',
      expected,
      open.map(({ shown }) => shown),
    );
}

function compareMessages({ messages: expected }: Expectation, { world }: Observed, say: Say): void {
  if (!expected) return;
  const { messages } = world.history;
  const same =
    messages.length === expected.length &&
    expected.every(
      ({ name, key }, index) =>
        messages[index]?.name === name && (key === undefined || messages[index].key === key),
    );
  if (!same) say('messages', expected, messages);
}

const MAX_SHOWN = 1000;

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${text.length} characters)` : text;
}
