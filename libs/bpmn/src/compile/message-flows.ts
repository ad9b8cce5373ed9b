import { constant } from '@partitura/feel';
import type { MessageFlow, MessageReceiver } from '../model';
import type { ProblemList } from '../problem';
import { checkMessages, type Feeds } from '../rules/messages';
import { childOf, childrenOf, idOf, textOf, type XmlElement } from '../xml/element';
import type { NodeDraft } from './draft';
import { schemaOf } from './events/message-schema';
import { leadsElsewhere, nameFromElsewhere } from './elsewhere';
import { type FlowEnd, isThrowing, type MessageLink, MessageFlowEnds } from './message-flow-ends';
import type { Pool } from './participants';
import type { ProcessContext } from './process-context';

/**
 * Follows the message flows of a collaboration: tells throwing nodes their receivers, catching ones their senders.
 * Gives what is at the ends of each flow, in their order; undefined for those that were refused.
 */
export function linkMessageFlows(
  collaboration: XmlElement | undefined,
  pools: readonly Pool[],
  contexts: readonly ProcessContext[],
  problems: ProblemList,
): readonly (MessageLink | undefined)[] {
  const ends = new MessageFlowEnds(pools, contexts, problems);
  const feeds: Feeds = { sent: new Set(), inner: new Set(), outer: new Set() };
  const flows = childrenOf(collaboration, 'messageFlows');
  // The composition has settled the names of what leads elsewhere; they come before those that flows in this file give.
  const crossing = flows.filter(leadsElsewhere);
  const settled = new Map(crossing.map((flow) => [flow, nameNearEnd(flow, ends.of(flow), contexts)]));
  const links = flows.map((flow) => {
    const link = settled.has(flow) ? settled.get(flow) : ends.of(flow);
    if (link) {
      declareSchema(flow, link);
      connect(flow, link.source, link.target, feeds);
    } else blameless(flow, feeds);
    return link;
  });
  for (const context of contexts) checkMessages(context, feeds);
  return links;
}

/** The flows as they are drawn, without those that were refused. */
export function messageFlowsOf(
  collaboration: XmlElement | undefined,
  links: readonly (MessageLink | undefined)[],
): readonly MessageFlow[] {
  return childrenOf(collaboration, 'messageFlows').flatMap((flow, place) => {
    const { source, target } = links[place] ?? {};
    return source?.pool && target?.pool
      ? [
          {
            id: idOf(flow),
            source: source.id,
            target: target.id,
            sender: source.pool.name,
            receiver: target.pool.name,
          },
        ]
      : [];
  });
}

function nameNearEnd(
  flow: XmlElement,
  link: MessageLink | undefined,
  contexts: readonly ProcessContext[],
): MessageLink | undefined {
  const near = link?.source.draft ?? link?.target.draft;
  const context = near && contexts.find(({ process }) => process === near.process);
  if (context) nameFromElsewhere(context, near, flow);
  return link;
}

/** Plain BPMN may name the message at its flow alone. */
function declareSchema(flow: XmlElement, { source, target }: MessageLink): void {
  const schema = schemaOf(childOf(flow, 'messageRef'));
  if (schema === undefined) return;
  for (const { draft } of [source, target]) if (draft?.node.message) draft.node.message.schema ??= schema;
}

/** The events of a refused flow are not reported once more for having no flow. */
function blameless(flow: XmlElement, feeds: Feeds): void {
  const [source, target] = [childOf(flow, 'sourceRef'), childOf(flow, 'targetRef')];
  if (source) feeds.sent.add(idOf(source));
  if (target) feeds.inner.add(idOf(target));
}

function connect(flow: XmlElement, source: FlowEnd, target: FlowEnd, feeds: Feeds): void {
  const [from, to] = [source.draft, target.draft];
  const throws = from ? isThrowing(from.node.kind) : source.elsewhere?.node !== undefined;
  if (from && throws) feeds.sent.add(from.node.id);
  if (from && throws && target.elsewhere?.node) addReceiver(from, target.elsewhere.node);
  if (!to) return;
  if (!throws) {
    feeds.outer.add(to.node.id);
    return;
  }
  feeds.inner.add(to.node.id);
  if (!from || !target.pool) return;
  addReceiver(from, { participant: target.pool.name, processId: to.process.id, elementId: to.node.id });
  nameMessage(flow, from, to);
}

function addReceiver({ node }: NodeDraft, receiver: MessageReceiver): void {
  const receivers = node.message?.receivers ?? [];
  if (!receivers.some(({ elementId }) => elementId === receiver.elementId)) receivers.push(receiver);
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
