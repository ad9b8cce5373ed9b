import type { FlowNode } from '../../model';
import { isScope } from '../../compile/element-kind';
import type { Drawing } from './drawing';
import type { Place, Scope } from './net';
import { addWithExits } from './outgoing';

/** An event that may catch an error or escalation. */
interface Catcher {
  readonly event: FlowNode;
  readonly code: unknown;
  /** The activity that it stands on. */
  readonly host?: FlowNode;
  /** The scope whose event sub-process it begins, as long as that listens. */
  readonly listener?: Scope;
}

export type Thrown = 'error' | 'escalation';

/** Where a throw is caught: outwards, in one scope the event sub-processes first, the very code before one for all. */
function catchersAround(drawing: Drawing, node: FlowNode, thrown: Thrown): readonly (readonly Catcher[])[] {
  const { process } = drawing;
  const levels: Catcher[][] = [boundaryCatchers(node, thrown)];
  let inside = node.scope;
  for (;;) {
    const around = inside === undefined ? undefined : process.elements.get(inside);
    const scope = inside === undefined ? drawing.top : drawing.inner(inside);
    const starts = (around ? around.eventSubProcesses : process.eventSubProcesses).flatMap(
      ({ startEvent }) => startEvent ?? [],
    );
    levels.push(starts.flatMap((event) => catching(event, `${thrown}StartEvent`, { listener: scope })));
    if (!around) return levels;
    levels.push(boundaryCatchers(around, thrown));
    inside = around.scope;
  }
}

const boundaryCatchers = (host: FlowNode, thrown: Thrown): Catcher[] =>
  host.boundaryEvents.flatMap((event) => catching(event, `${thrown}BoundaryEvent`, { host }));

function catching(
  event: FlowNode,
  kind: string,
  where: Pick<Catcher, 'host' | 'listener'>,
): readonly Catcher[] {
  return (event.triggers ?? [event])
    .filter((trigger) => trigger.kind === kind)
    .map((trigger) => ({ event, code: (trigger.errorCode ?? trigger.escalationCode)?.constant, ...where }));
}

/** Every code that something around a node catches; undefined stands for all others, if an event catches any. */
export function codesAround(drawing: Drawing, node: FlowNode, thrown: Thrown): readonly unknown[] {
  return [
    ...new Set(
      catchersAround(drawing, node, thrown)
        .flat()
        .map(({ code }) => code),
    ),
  ];
}

export interface Throw {
  readonly node: FlowNode;
  readonly what: Thrown;
  /** Undefined: one that nothing catches by name. */
  readonly code: unknown;
  /** Element ids that lead up to it. */
  readonly elements: readonly string[];
  /** The place that the token leaves where it throws. */
  readonly take: readonly Place[];
  /** Messages that the same event sends before. */
  readonly sent?: readonly Place[];
  /** What happens when nothing catches it; undefined: not followed. */
  readonly uncaught?: 'undo' | 'goOn';
}

/** Adds the steps of a throw: one for each event that may be the innermost one to catch it. */
export function addThrow(drawing: Drawing, thrown: Throw): void {
  const silent: Place[] = [];
  for (const level of catchersAround(drawing, thrown.node, thrown.what)) {
    const catcher =
      level.find(({ code }) => code === thrown.code && code !== undefined) ??
      level.find(({ code }) => code === undefined);
    if (!catcher) continue;
    addCatch(drawing, thrown, catcher, silent);
    const listens = catcher.listener && drawing.listens(catcher.listener);
    // What does not interrupt listens as long as its scope does.
    if (listens === undefined) return;
    silent.push(listens);
  }
  addUncaught(drawing, thrown, silent);
}

function addUncaught(drawing: Drawing, thrown: Throw, absent: readonly Place[]): void {
  const { node, take, elements, sent = [] } = thrown;
  const step = { elements, take, put: sent, absent, scope: drawing.around(node) };
  if (thrown.uncaught === 'undo') drawing.add({ ...step, undoes: true, kind: 'failure' });
  if (thrown.uncaught === 'goOn') addWithExits(drawing, node, step);
}

function addCatch(
  drawing: Drawing,
  { node, take, elements, what, sent = [] }: Throw,
  { event, host, listener }: Catcher,
  silent: readonly Place[],
): void {
  const base = {
    elements: [...elements, event.id],
    kind: what === 'error' ? ('failure' as const) : ('event' as const),
    absent: [...silent],
  };
  const goesOn = !event.interrupting;
  if (listener) {
    const listens = drawing.listens(listener);
    const begun = event.scope === undefined ? [] : eventSubProcess(drawing, event.scope, event);
    const step = { ...base, scope: listener, put: [...sent, ...begun] };
    if (goesOn)
      addWithExits(drawing, node, {
        ...step,
        scope: drawing.around(node),
        take,
        read: place(listens),
      });
    else drawing.add({ ...step, take: [...take, ...place(listens)], empties: listener });
    return;
  }
  if (!host) return;
  const scope = drawing.around(host);
  if (goesOn) {
    for (const put of boundaryExits(drawing, event))
      // The token that threw may have been the last one of its scope.
      addWithExits(drawing, node, { ...base, scope: drawing.around(node), take, put: [...sent, ...put] });
  } else if (host === node) {
    addWithExits(drawing, event, { ...base, scope, take, put: sent, clear: drawing.leaving(node) });
  } else if (isScope(host.kind)) {
    const inner = drawing.inner(host.id);
    addWithExits(drawing, event, {
      ...base,
      scope,
      take: [...take, inner.active],
      put: sent,
      empties: inner,
    });
  }
}

const place = (one: Place | undefined): readonly Place[] => (one === undefined ? [] : [one]);

const boundaryExits = (drawing: Drawing, event: FlowNode): readonly (readonly Place[])[] => [
  event.outgoing.flatMap((flow) => drawing.along(flow)),
];

/** The places that fill when the event of an event sub-process has happened. */
export function eventSubProcess(drawing: Drawing, id: string, start: FlowNode): readonly Place[] {
  const node = drawing.process.elements.get(id);
  return [
    ...drawing.opening(drawing.inner(id), node),
    ...start.outgoing.flatMap((flow) => drawing.along(flow)),
  ];
}
