import type { FlowNode } from '../../model';
import { isScope } from '../../compile/element-kind';
import { waysInto } from '../structure/ways';
import { type Drawing, isJoin } from './drawing';
import type { Place } from './net';
import { addWithExits } from './outgoing';

/** A parallel join takes a token of each flow; the others those that have come, when no more can (BPMN 2.0.2, 13.4). */
export function addJoin(drawing: Drawing, node: FlowNode): void {
  const scope = drawing.around(node);
  const arrivals = node.incoming.map((flow) => drawing.arrival(flow));
  const step = { elements: [node.id], scope };
  if (node.kind === 'parallelGateway') {
    addWithExits(drawing, node, { ...step, take: arrivals });
    addWaits(drawing, node, arrivals);
    return;
  }
  // The tokens of two instances would be taken for those of one.
  const joining = { ...step, takeEach: arrivals, single: scope.active };
  if (node.activationCondition) {
    // Data say how many it waits for; those that come later are taken in.
    for (const arrival of arrivals) drawing.add({ ...step, take: [arrival] });
    addWithExits(drawing, node, joining);
    return;
  }
  addWithExits(drawing, node, { ...joining, awaited: awaitedBy(drawing, node) });
  addWaits(drawing, node, arrivals);
}

function addWaits({ net, number }: Drawing, { id }: FlowNode, arrivals: readonly Place[]): void {
  for (const place of arrivals)
    net.waits.set(place, { element: id, process: number, kind: 'join', buffers: [] });
}

/** Where tokens may be that can still come to a join, and to which of its flows. */
function awaitedBy(
  drawing: Drawing,
  node: FlowNode,
): readonly { readonly place: Place; readonly reaches: readonly Place[] }[] {
  const ways = waysInto(drawing.process, node);
  return drawing.nodes.flatMap((other) => {
    const flows = other === node || other.scope !== node.scope ? undefined : ways.get(other.id);
    if (!flows) return [];
    const reaches = node.incoming.filter(({ id }) => flows.includes(id)).map((flow) => drawing.arrival(flow));
    const active = isScope(other.kind) ? [drawing.inner(other.id).active] : [];
    const places = isJoin(other)
      ? other.incoming.map((flow) => drawing.arrival(flow))
      : [drawing.place(other), ...active];
    return places.map((place) => ({ place, reaches }));
  });
}
