import type { FlowNode } from '../../model';
import { eventSubProcess } from './catchers';
import type { Drawing } from './drawing';
import type { Scope } from './net';
import { addWithExits, exitsOf } from './outgoing';
import { happeningsOf } from './triggers';

/** What interrupts or goes on beside a scope: the event sub-processes that it listens for. */
export function addEventSubProcesses(
  drawing: Drawing,
  scope: Scope,
  subProcesses: readonly FlowNode[],
): void {
  const listens = drawing.listens(scope);
  if (listens === undefined) return;
  for (const { id, startEvent } of subProcesses) {
    if (!startEvent || drawing.senders.isUndoing(startEvent)) continue;
    for (const { take, kind } of happeningsOf(startEvent, drawing.senders, drawing.net)) {
      const step = { elements: [startEvent.id], kind, scope, put: eventSubProcess(drawing, id, startEvent) };
      const once = take.length === 0 ? drawing.flagOf(startEvent) : undefined;
      if (startEvent.interrupting)
        drawing.add({
          ...step,
          take: [listens, ...take],
          empties: scope,
        });
      else drawing.add({ ...step, take: [...take, ...(once === undefined ? [] : [once])], read: [listens] });
    }
  }
}

/** Boundary events that happen while their activity is active, errors and escalations apart. */
export function addBoundaryEvents(drawing: Drawing, node: FlowNode, inner?: Scope): void {
  const scope = drawing.around(node);
  const active = inner ? inner.active : drawing.place(node);
  for (const event of node.boundaryEvents) {
    for (const { take, kind } of happeningsOf(event, drawing.senders, drawing.net)) {
      const step = { elements: [event.id], kind, scope };
      const once = take.length === 0 ? drawing.flagOf(event) : undefined;
      if (!event.interrupting)
        addWithExits(drawing, event, {
          ...step,
          read: [active],
          take: [...take, ...(once === undefined ? [] : [once])],
        });
      else
        addWithExits(drawing, event, {
          ...step,
          take: [active, ...take],
          clear: drawing.leaving(node),
          ...(inner ? { empties: inner } : {}),
        });
    }
  }
}

/** A sub-process is left when it is empty: how its tokens go on. */
export function addCompletion(drawing: Drawing, node: FlowNode): void {
  const inner = drawing.inner(node.id);
  const around = drawing.around(node);
  const exits = node.kind === 'eventSubProcess' ? [{ put: [] }] : exitsOf(drawing, node);
  const flags = drawing.leaving(node);
  inner.flags.push(...flags.filter((flag) => !inner.flags.includes(flag)));
  const [only, ...more] = exits;
  if (only && more.length === 0) {
    inner.exits.push(...only.put);
    return;
  }
  const done = drawing.net.inside(around);
  inner.exits.push(done);
  addWithExits(drawing, node, { elements: [], scope: around, take: [done] });
}

/**
 * Activities in an order that is not drawn: all at once, or where data say which, any one or all of them. A completion
 * condition may end it whenever a chain of them ends (`addWithExits`).
 */
export function addAdHoc(drawing: Drawing, node: FlowNode): void {
  const { adHoc } = node;
  if (!adHoc) return;
  const inner = drawing.inner(node.id);
  const all = adHoc.activities.filter((one) => !drawing.senders.isUndoing(one));
  const choices = adHoc.activeElements && all.length > 1 ? [all, ...all.map((one) => [one])] : [all];
  for (const begun of choices)
    drawing.add({
      elements: [node.id],
      scope: inner,
      take: [drawing.place(node)],
      put: [...drawing.opening(inner, node), ...begun.flatMap((one) => drawing.entry(one))],
      ...(choices.length > 1 ? { kind: 'data' as const, choice: node.id, isDoubtful: true } : {}),
    });
}
