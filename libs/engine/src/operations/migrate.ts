import type { FlowNode, ProcessModel } from '@partitura/bpmn';
import type { MigrateInstance, Refusal } from '../commands';
import { behaviorOf } from '../elements';
import { eventSubProcessesOf, type Host, isElement, isHere } from '../hosts';
import { closeSubscription } from '../listening';
import type { Run } from '../run';
import type { Timer } from '../state';
import { forgetWatched } from '../watched-variables';
import { activeInstance, refused } from './active-instance';
import { tryFirst } from './try-first';

/** Goes on with another version of the process; everything is checked before anything is changed. */
export function migrateInstance(run: Run, command: MigrateInstance): Refusal | undefined {
  const { instance, score, process: processId, mapping } = command;
  const refusal = activeInstance(run, instance);
  if (refusal) return refusal;
  const source = run.processOf(instance);
  const target = run.library.score(score).processes.find(({ id }) => id === processId);
  if (!target) return refused(`The target version has no process ${processId}. Choose one of its processes.`);
  const problem =
    checkMapping(source, target, mapping) ?? checkHosts(run, hostsOf(run, instance), source, target, mapping);
  if (problem !== undefined) return refused(problem);
  return tryFirst(run, (doing) => migrate(doing, command, target));
}

/** The process instance and what runs in it. */
const hostsOf = (run: Run, instance: number): Host[] => [
  run.instance(instance),
  ...Object.values(run.state.elements).filter((element) => element.instance === instance),
];

function migrate(
  run: Run,
  { instance, score, process, mapping }: MigrateInstance,
  target: ProcessModel,
): void {
  const hosts = hostsOf(run, instance);
  for (const host of hosts) closeUnmapped(run, host, target, mapping);
  run.emit({ type: 'InstanceMigrated', id: instance, process, score, mapping });
  forgetWatched(run.state);
  const kept = new Set(Object.values(mapping));
  for (const host of hosts) openAnew(run, host, kept);
}

type Mapping = MigrateInstance['mapping'];

function checkMapping(source: ProcessModel, target: ProcessModel, mapping: Mapping): string | undefined {
  for (const [from, to] of Object.entries(mapping)) {
    if (!source.elements.has(from))
      return `The mapping names ${from}, which process ${source.id} does not have.`;
    if (!target.elements.has(to))
      return `The mapping leads to ${to}, which the target version does not have.`;
    const twin = Object.keys(mapping).find((other) => other !== from && mapping[other] === to);
    if (twin !== undefined && /Event$/.test(target.elements.get(to)?.kind ?? ''))
      return `The mapping leads from ${from} and from ${twin} to the event ${to}. Map one of them.`;
  }
  return undefined;
}

/** Every active element goes on as one of the same kind in the same place. */
function checkHosts(
  run: Run,
  hosts: readonly Host[],
  source: ProcessModel,
  target: ProcessModel,
  mapping: Mapping,
): string | undefined {
  const renamed = (id: string): string => mapping[id] ?? id;
  for (const host of hosts) {
    const waiting = [...Object.keys(host.joins ?? {}), ...Object.keys(host.resetting ?? {})];
    const active = isElement(host) ? [host.element, ...waiting] : waiting;
    for (const id of active) {
      const [before, after] = [source.elements.get(id), target.elements.get(renamed(id))];
      if (!after)
        return `${id} is active, and the target version has no ${renamed(id)}. Map it to an element there.`;
      if (!before || describe(before) !== describe(after))
        return `${id} is a ${before ? describe(before) : 'nothing'}, ${after.id} a ${describe(after)}. Map it to an element of the same kind.`;
      const scope = before.scope === undefined ? undefined : renamed(before.scope);
      if (after.scope !== scope)
        return `${after.id} stands in another sub-process than ${id}. Map both sub-processes, or migrate later.`;
    }
    const lost = checkEvents(run, host, source, target, mapping);
    if (lost !== undefined) return lost;
    for (const [gateway, flows] of Object.entries(host.joins ?? {})) {
      const incoming = target.elements.get(renamed(gateway))?.incoming ?? [];
      const lost = Object.keys(flows).find((flow) => !incoming.some(({ id }) => id === flow));
      if (lost !== undefined)
        return `A token waits at ${gateway} on the flow ${lost}, which does not lead to ${renamed(gateway)} in the target version.`;
    }
  }
  return handlersAreThere(run, hosts, target, renamed);
}

/** What must not change while it is active. */
function describe({ kind, loop, parallelMultiple, triggers = [] }: FlowNode): string {
  const repeats = loop && ('sequential' in loop && loop.sequential ? 'sequential multiInstance' : loop.kind);
  return [parallelMultiple && 'parallel', kind, repeats && `(${repeats})`, ...triggers.map((one) => one.kind)]
    .filter(Boolean)
    .join(' ');
}

/** Events that are mapped, and for which something waits, stay where they are and what they are. */
function checkEvents(
  run: Run,
  host: Host,
  source: ProcessModel,
  target: ProcessModel,
  mapping: Mapping,
): string | undefined {
  for (const id of listenedTo(run, host)) {
    const before = source.elements.get(id);
    const after = target.elements.get(mapping[id] ?? '');
    if (!before || !after) continue;
    if (describe(before) !== describe(after))
      return `${id} is a ${describe(before)}, ${after.id} a ${describe(after)}. Map it to an event of the same kind.`;
    const [place, wanted] = [placeOf(target, after), isElement(host) ? host.element : undefined];
    const here = wanted === undefined ? undefined : (mapping[wanted] ?? wanted);
    if (place !== here && after.id !== here && !isBranchOf(target, here, after.id))
      return `${after.id} belongs to another element than ${id} does. Leave it out of the mapping, or map it to an event of ${here ?? 'the process'}.`;
  }
  return undefined;
}

/** The element on whose behalf an event listens; undefined: the process. */
const placeOf = ({ elements }: ProcessModel, { attachedTo, scope }: FlowNode): string | undefined =>
  attachedTo ?? (scope === undefined ? undefined : elements.get(scope)?.scope);

const isBranchOf = ({ elements }: ProcessModel, gateway: string | undefined, event: string): boolean =>
  elements.get(gateway ?? '')?.outgoing.some(({ target }) => target.id === event) ?? false;

/** The events for which a host's timers and subscriptions wait. */
const listenedTo = (run: Run, { timers = [], subscriptions = [] }: Host): string[] =>
  [
    ...timers.flatMap((id) => eventOf(run.state.timers[id]) ?? []),
    ...subscriptions.flatMap((id) => run.state.subscriptions[id]?.target ?? []),
  ].map(withoutTrigger);

/** Retries and timeouts belong to their task. */
const eventOf = (timer: Timer | undefined): string | undefined =>
  timer?.purpose === 'retry' || timer?.purpose === 'timeout' ? undefined : timer?.target;

const withoutTrigger = (target: string): string => target.split('#')[0] as string;

/** What has completed must still be possible to undo. */
function handlersAreThere(
  run: Run,
  [instance]: readonly Host[],
  target: ProcessModel,
  renamed: (id: string) => string,
): string | undefined {
  for (const activity of Object.values(run.state.compensable)) {
    if (activity.instance !== instance?.id) continue;
    const node = target.elements.get(renamed(activity.element));
    const undone = node?.compensationHandler ?? node?.eventSubProcesses.length;
    if (!undone)
      return `${activity.element} has completed and can be undone, but the target version has no handler for it. Map it to an activity with one.`;
  }
  return undefined;
}

/** The waiting element's own event keeps its name or is mapped; boundary events and event sub-processes must be mapped to stay. */
function closeUnmapped(run: Run, host: Host, target: ProcessModel, mapping: Mapping): void {
  const keeps = (id: string): boolean =>
    id in mapping ||
    (isElement(host) &&
      (id === host.element || isBranchOf(target, mapping[host.element] ?? host.element, id)));
  for (const id of host.timers ?? []) {
    const event = eventOf(run.state.timers[id]);
    if (event !== undefined && !keeps(withoutTrigger(event)))
      run.emit({ type: 'TimerEnded', timer: id, fired: false });
  }
  for (const id of host.subscriptions ?? []) {
    const subscription = run.state.subscriptions[id];
    if (subscription && !keeps(withoutTrigger(subscription.target))) closeSubscription(run, id);
  }
}

/** Boundary events and event sub-processes that nothing was mapped to begin to listen. */
function openAnew(run: Run, host: Host, kept: ReadonlySet<string>): void {
  if (!isAtWork(run, host)) return;
  const listening = new Set(listenedTo(run, host));
  const open = (node: FlowNode | undefined): void => {
    const isNew = node && !kept.has(node.id) && !listening.has(node.id);
    // A condition that is true already may have ended the host.
    if (isNew && isHere(run, host)) behaviorOf(node).listen?.(run, host, node);
  };
  if (isElement(host) && host.loopCounter === undefined) {
    const node = run.node(host);
    node.boundaryEvents.forEach(open);
    if (node.kind === 'eventBasedGateway') for (const { target } of node.outgoing) open(target);
  }
  if (!host.interrupted) for (const { startEvent } of eventSubProcessesOf(run, host)) open(startEvent);
}

/** What has not begun yet will listen when it does, what is ending does not listen any more. */
function isAtWork(run: Run, host: Host): boolean {
  const { phase } = host.listener ?? {};
  if (!isHere(run, host) || phase === 'start' || phase === 'end') return false;
  return !host.incidents?.some((id) => run.state.incidents[id]?.retry === 'enter');
}
