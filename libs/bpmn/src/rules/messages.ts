import type { NodeDraft } from '../compile/draft';
import { isCatching, isThrowing } from '../compile/message-flow-ends';
import type { ProcessContext } from '../compile/process-context';
import { reachableFrom } from './reachable';

/** Ids of message nodes: throwing ones with a flow, catching ones with a flow from inside or outside of the score. */
export interface Feeds {
  readonly sent: Set<string>;
  readonly inner: Set<string>;
  readonly outer: Set<string>;
}

/** No message without a receiver, no wait without a sender, and every message has a name. */
export function checkMessages(context: ProcessContext, feeds: Feeds): void {
  for (const draft of context.process.nodes.values()) {
    const { message, kind } = draft.node;
    if (!message) continue;
    if (isThrowing(kind)) checkThrow(context, draft, feeds);
    if (isCatching(kind)) checkCatch(context, draft, feeds);
  }
}

function checkThrow(context: ProcessContext, { node, xml }: NodeDraft, feeds: Feeds): void {
  if (!feeds.sent.has(node.id)) {
    context.refuse(
      'message-without-receiver',
      xml,
      'nobody receives its message. Draw a message flow to a pool or to an event in one, or give it a task definition so that a worker sends it.',
    );
  } else if (!node.message?.name) {
    context.refuse('message-name', xml, 'its message has no name. Choose a message and name it.');
  }
}

function checkCatch(context: ProcessContext, { node, xml }: NodeDraft, feeds: Feeds): void {
  const { message } = node;
  if (!message) return;
  const fromInside = feeds.inner.has(node.id);
  if (beginsProcess(context, node)) {
    message.inner = fromInside && !feeds.outer.has(node.id);
  } else {
    message.inner = fromInside && message.correlationKey === undefined;
    if (!fromInside && message.correlationKey === undefined) {
      context.refuse(
        'message-never-sent',
        xml,
        feeds.outer.has(node.id)
          ? 'its message comes from outside, but nothing tells which instance it is for. Give the message a correlation key.'
          : 'nobody sends its message. Draw a message flow to it, or give the message a correlation key so that it can come from outside.',
      );
      return;
    }
  }
  if (!message.name) {
    context.refuse('message-name', xml, 'its message has no name. Choose a message and name it.');
  }
}

/** A message start event, or what an instantiating gateway or receive task waits for: nobody has to be there before. */
function beginsProcess({ process }: ProcessContext, node: NodeDraft['node']): boolean {
  if (node.kind === 'messageStartEvent')
    return process.nodes.get(node.scope ?? '')?.node.kind !== 'eventSubProcess';
  return (
    node.instantiate === true ||
    node.incoming.some(({ source }) => process.nodes.get(source)?.node.instantiate === true)
  );
}

/** One throw may have several receivers, but a participant that waits for it twice in a row would wait for ever. */
export function checkReceivers(context: ProcessContext, others: ReadonlyMap<string, ProcessContext>): void {
  for (const { node, xml } of context.process.nodes.values()) {
    const receivers = node.message?.receivers ?? [];
    if (receivers.length < 2) continue;
    for (const first of receivers) {
      const process = others.get(first.processId)?.process;
      const after = process && reachableFrom(process, first.elementId);
      const second = receivers.find(
        ({ processId, elementId }) =>
          processId === first.processId && elementId !== first.elementId && after?.has(elementId),
      );
      if (second) {
        context.refuse(
          'message-sent-once',
          xml,
          `its one message leads to ${first.elementId} and then to ${second.elementId} of the same participant. Send two messages, or wait once.`,
        );
      }
    }
  }
}
