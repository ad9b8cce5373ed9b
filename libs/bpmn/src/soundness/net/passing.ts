import type { ElementKind, FlowNode } from '../../model';
import { addThrow, codesAround } from './catchers';
import type { Drawing } from './drawing';
import type { Place } from './net';
import { addWithExits, exitsOf } from './outgoing';

/** What takes no time: throws, sends, ends, or lets tokens pass. */
export function addPassing(drawing: Drawing, node: FlowNode): void {
  const at = drawing.place(node);
  const scope = drawing.around(node);
  const sent = sentBy(drawing, node);
  const step = { elements: [node.id], scope, take: [at], put: sent };
  const inside = (node.triggers ?? [node]).find(({ kind }) => ENDING.has(kind)) ?? node;
  switch (inside.kind) {
    case 'errorEndEvent': {
      const code = inside.errorCode?.constant;
      const codes = code === undefined ? codesAround(drawing, node, 'error') : [code];
      for (const one of codes)
        addThrow(drawing, {
          node,
          what: 'error',
          code: one,
          elements: [node.id],
          take: [at],
          sent,
          uncaught: 'undo',
        });
      if (codes.length === 0) drawing.add({ ...step, kind: 'failure', undoes: true });
      return;
    }
    case 'escalationEndEvent':
    case 'escalationThrowEvent': {
      const code = inside.escalationCode?.constant;
      addThrow(drawing, {
        node,
        what: 'escalation',
        code,
        elements: [node.id],
        take: [at],
        sent,
        uncaught: 'goOn',
      });
      return;
    }
    case 'terminateEndEvent':
      drawing.add({ ...step, empties: scope });
      return;
    case 'cancelEndEvent':
      return addCancel(drawing, node);
    case 'linkThrowEvent':
      drawing.add({ ...step, put: node.linkTarget ? drawing.entry(node.linkTarget) : [] });
      return;
    default:
      addWithExits(drawing, node, step);
  }
}

/** What changes where the token of a throwing event goes. */
const ENDING: ReadonlySet<ElementKind> = new Set([
  'errorEndEvent',
  'escalationEndEvent',
  'escalationThrowEvent',
  'terminateEndEvent',
]);

/** The buffers that a node's messages go to. */
function sentBy(drawing: Drawing, node: FlowNode): readonly Place[] {
  return (node.triggers ?? [node]).flatMap(({ message, job }) =>
    job
      ? []
      : (message?.receivers ?? []).flatMap(({ elementId }) =>
          drawing.senders.reaches(elementId) ? [drawing.net.buffer(elementId)] : [],
        ),
  );
}

/** A transaction is left at its cancel boundary event; without one no token goes on behind it. */
function addCancel(drawing: Drawing, node: FlowNode): void {
  const transaction = drawing.process.elements.get(node.scope ?? '');
  if (!transaction) return;
  const inner = drawing.inner(transaction.id);
  const boundary = transaction.boundaryEvents.find(({ kind }) => kind === 'cancelBoundaryEvent');
  const exits = boundary ? exitsOf(drawing, boundary) : [{ put: [] }];
  for (const { put } of exits)
    drawing.add({
      elements: [node.id, ...(boundary ? [boundary.id] : [])],
      kind: 'failure',
      scope: drawing.around(transaction),
      take: [drawing.place(node), inner.active],
      empties: inner,
      put,
    });
}
