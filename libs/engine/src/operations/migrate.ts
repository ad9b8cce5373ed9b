import type { FlowNode, ProcessModel } from '@partitura/bpmn';
import type { MigrateInstance, Refusal } from '../commands';
import { behaviorOf } from '../elements';
import { eventSubProcessesOf, type Host, isElement } from '../hosts';
import { closeSubscription } from '../listening';
import type { Run } from '../run';
import { processOf } from '../score-index';
import type { ElementInstance } from '../state';
import { forgetWatched } from '../watched-variables';
import { activeInstance, refused } from './active-instance';

/** Goes on with another version of the process; everything is checked before anything is changed. */
export function migrateInstance(run: Run, command: MigrateInstance): Refusal | undefined {
  const { instance, score, process: processId, mapping } = command;
  const refusal = activeInstance(run, instance);
  if (refusal) return refusal;
  const source = run.processOf(instance);
  const target = processOf(run.library.score(score), processId);
  const hosts: Host[] = [
    run.instance(instance),
    ...Object.values(run.state.elements).filter((element) => element.instance === instance),
  ];
  const problem = checkMapping(source, target, mapping) ?? checkHosts(run, hosts, source, target, mapping);
  if (problem !== undefined) return refused(problem);
  for (const host of hosts) closeUnmapped(run, host, target, mapping);
  run.emit({ type: 'InstanceMigrated', id: instance, process: processId, score, mapping });
  forgetWatched(run.state);
  const kept = new Set(Object.values(mapping));
  for (const host of hosts) openAnew(run, host, kept);
  return undefined;
}

type Mapping = MigrateInstance['mapping'];

function checkMapping(source: ProcessModel, target: ProcessModel, mapping: Mapping): string | undefined {
  for (const [from, to] of Object.entries(mapping)) {
    if (!source.elements.has(from))
      return `The mapping names ${from}, which process ${source.id} does not have.`;
    if (!target.elements.has(to))
      return `The mapping leads to ${to}, which the target version does not have.`;
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
      if (before?.kind !== after.kind || before.loop?.kind !== after.loop?.kind)
        return `${id} is a ${before?.kind ?? 'nothing'}, ${after.id} a ${after.kind}. Map it to an element of the same kind.`;
      const scope = before.scope === undefined ? undefined : renamed(before.scope);
      if (after.scope !== scope)
        return `${after.id} stands in another sub-process than ${id}. Map both sub-processes, or migrate later.`;
    }
    for (const [gateway, flows] of Object.entries(host.joins ?? {})) {
      const incoming = target.elements.get(renamed(gateway))?.incoming ?? [];
      const lost = Object.keys(flows).find((flow) => !incoming.some(({ id }) => id === flow));
      if (lost !== undefined)
        return `A token waits at ${gateway} on the flow ${lost}, which does not lead to ${renamed(gateway)} in the target version.`;
    }
  }
  return handlersAreThere(run, hosts, target, renamed);
}

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
    (isElement(host) && (id === host.element || (isBranch(run, host) && target.elements.has(id))));
  for (const id of host.timers ?? []) {
    const timer = run.state.timers[id];
    const events = timer?.purpose !== 'retry' && timer?.purpose !== 'timeout';
    if (timer && events && !keeps(timer.target)) run.emit({ type: 'TimerEnded', timer: id, fired: false });
  }
  for (const id of host.subscriptions ?? []) {
    const subscription = run.state.subscriptions[id];
    if (subscription && !keeps(subscription.target.split('#')[0] as string)) closeSubscription(run, id);
  }
}

const isBranch = (run: Run, element: ElementInstance): boolean =>
  run.node(element).kind === 'eventBasedGateway';

/** Boundary events and event sub-processes that nothing was mapped to begin to listen. */
function openAnew(run: Run, host: Host, kept: ReadonlySet<string>): void {
  const listening = new Set([
    ...(host.timers ?? []).map((id) => run.state.timers[id]?.target),
    ...(host.subscriptions ?? []).map((id) => run.state.subscriptions[id]?.target),
  ]);
  const open = (node: FlowNode | undefined): void => {
    if (node && !kept.has(node.id) && !listening.has(node.id)) behaviorOf(node).listen?.(run, host, node);
  };
  if (isElement(host) && host.loopCounter === undefined) {
    const node = run.node(host);
    node.boundaryEvents.forEach(open);
    if (node.kind === 'eventBasedGateway') for (const { target } of node.outgoing) open(target);
  }
  if (!host.interrupted) for (const { startEvent } of eventSubProcessesOf(run, host)) open(startEvent);
}
