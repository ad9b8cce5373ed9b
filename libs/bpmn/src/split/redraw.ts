import type { MessageLink } from '../compile/message-flow-ends';
import { isThrowing } from '../compile/message-flow-ends';
import { copyElement } from '../document/copy-element';
import type { ModelElement } from '../document/model-document';
import { extend } from '../document/new-element';
import type { Expression } from '../model';
import { childOf, idOf, type XmlElement } from '../xml/element';
import type { Selection } from './selection';
import { wordElement, words } from './vocabulary';

/** A message flow of the whole, of which one end is here: the other end is at the bus, and says what it really is. */
export function redraw(flow: ModelElement, bus: ModelElement, selection: Selection): ModelElement {
  const copy = copyElement(flow, undefined);
  const outgoing = selection.isHere(childOf(flow, 'sourceRef'));
  const far = (flow as unknown as Record<string, unknown>)[outgoing ? 'targetRef' : 'sourceRef'];
  copy.set(outgoing ? 'targetRef' : 'sourceRef', bus);
  const link = selection.composition.links.get(flow);
  const pool = selection.composition.pools.of(far as XmlElement | undefined);
  extend(
    copy,
    wordElement(flow.$model, words.otherEnd, {
      ref: (far as { id?: string } | undefined)?.id,
      participant: pool?.name,
      ...(link ? factsOf(link, outgoing, flow) : {}),
    }),
  );
  return copy;
}

/** What the fragment cannot find out by itself: the nodes at both ends, and the name that the message gets. */
function factsOf(
  { source, target }: MessageLink,
  outgoing: boolean,
  flow: ModelElement,
): Readonly<Record<string, string | undefined>> {
  const [near, far] = outgoing ? [source, target] : [target, source];
  const node = far.draft;
  const counts = node && (outgoing || isThrowing(node.node.kind));
  const drawn = childOf(flow, outgoing ? 'sourceRef' : 'targetRef');
  const found = near.draft?.node.id;
  return {
    ...(far.pool ? { participant: far.pool.name } : {}),
    process: counts ? node.process.id : undefined,
    element: counts ? node.node.id : undefined,
    near: found === undefined || (drawn && found === idOf(drawn)) ? undefined : found,
    ...nameOf(near.draft?.node.message?.name),
  };
}

function nameOf(name: Expression | undefined): Readonly<Record<string, string | undefined>> {
  if (!name) return {};
  if (typeof name.constant !== 'string') return { messageSource: name.source };
  return { message: name.constant, messageSource: name.source === name.constant ? undefined : name.source };
}
