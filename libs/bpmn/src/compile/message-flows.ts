import { constant } from '@partitura/feel';
import type { MessageFlow } from '../model';
import type { ProblemList } from '../problem';
import { checkMessages, type Feeds } from '../rules/messages';
import { childOf, childrenOf, idOf, textOf, type XmlElement } from '../xml/element';
import type { NodeDraft } from './draft';
import { type FlowEnd, isThrowing, MessageFlowEnds } from './message-flow-ends';
import type { Pool } from './participants';
import type { ProcessContext } from './process-context';

/** Follows the message flows of a collaboration: tells throwing nodes their receivers, catching ones their senders. */
export function linkMessageFlows(
  collaboration: XmlElement | undefined,
  pools: readonly Pool[],
  contexts: readonly ProcessContext[],
  problems: ProblemList,
): MessageFlow[] {
  const ends = new MessageFlowEnds(pools, contexts, problems);
  const feeds: Feeds = { sent: new Set(), inner: new Set(), outer: new Set() };
  const flows: MessageFlow[] = [];
  for (const xml of childrenOf(collaboration, 'messageFlows')) {
    const found = ends.of(xml);
    if (!found) {
      blameless(xml, feeds);
      continue;
    }
    const { source, target } = found;
    flows.push({
      id: idOf(xml),
      source: source.id,
      target: target.id,
      sender: source.pool.name,
      receiver: target.pool.name,
    });
    connect(xml, source, target, feeds);
  }
  for (const context of contexts) checkMessages(context, feeds);
  return flows;
}

/** The events of a refused flow are not reported once more for having no flow. */
function blameless(flow: XmlElement, feeds: Feeds): void {
  const [source, target] = [childOf(flow, 'sourceRef'), childOf(flow, 'targetRef')];
  if (source) feeds.sent.add(idOf(source));
  if (target) feeds.inner.add(idOf(target));
}

function connect(flow: XmlElement, source: FlowEnd, target: FlowEnd, feeds: Feeds): void {
  const [from, to] = [source.draft, target.draft];
  const throws = from && isThrowing(from.node.kind);
  if (throws) feeds.sent.add(from.node.id);
  if (!to) return;
  if (!throws) {
    feeds.outer.add(to.node.id);
    return;
  }
  feeds.inner.add(to.node.id);
  const receiver = { participant: target.pool.name, processId: to.process.id, elementId: to.node.id };
  const receivers = from.node.message?.receivers ?? [];
  if (!receivers.some(({ elementId }) => elementId === receiver.elementId)) receivers.push(receiver);
  nameMessage(flow, from, to);
}

/** Plain BPMN need not name messages that follow a flow: the other end, the flow or the throwing event names them. */
function nameMessage(flow: XmlElement, from: NodeDraft, to: NodeDraft): void {
  const [sent, caught] = [from.node.message, to.node.message];
  if (!sent || !caught) return;
  sent.name ??=
    caught.name ??
    constant(
      textOf(childOf(flow, 'messageRef'), 'name') ??
        textOf(flow, 'name') ??
        textOf(from.xml, 'name') ??
        from.node.id,
    );
  caught.name ??= sent.name;
}
