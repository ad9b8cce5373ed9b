import type { FlowNode, Score } from '../../model';
import type { SoundnessRule } from '../finding';
import type { Transition } from '../net/net';
import type { Sender } from '../net/senders';
import type { Alternatives } from './alternatives';
import type { Stuck } from './endings';

/** What was found out about one hang. */
export interface Hang {
  readonly rule: SoundnessRule;
  readonly element: string;
  readonly stuck: Stuck;
  /** All that wait for one another; the element alone where it waits for nobody who has come to a stop. */
  readonly circle: readonly Stuck[];
  readonly alternatives?: Alternatives;
  readonly sent?: readonly Sender[];
  /** More may be sent than was followed: nothing is proven. */
  readonly isDoubtful?: true;
  /** Nobody begins the senders in this saga. */
  readonly isUnbegun?: true;
  /** The step after which the wait can never end. */
  readonly cause?: Transition;
}

/** A hang in plain words, with the remedy. */
export function describeHang(score: Score, hang: Hang, mayBeExcluded: boolean): string {
  const text = sentence(new Namer(score), hang);
  if (!mayBeExcluded) return text;
  return hang.isDoubtful
    ? `${text} What sends to it may do so several times, and how often is not followed; if enough is sent, set this rule to off with that reason.`
    : `${text} Conditions of several gateways lead there; if the data never allow it, set this rule to off with that reason.`;
}

function sentence(
  names: Namer,
  { rule, element, stuck, circle, alternatives, sent = [], isUnbegun, cause }: Hang,
): string {
  const here = names.of(element);
  const senders = names.list([...new Set(sent.map(({ node }) => node.triggerOf ?? node.id))]);
  switch (rule) {
    case 'parallel-before-exclusive-catches': {
      const other = alternatives?.other.id ?? '';
      return `${element}: ${here} waits for the messages of ${names.of(stuck.element)} and ${names.of(other)} at the same time, but only one of them is ever sent. Put an event-based gateway in its place.`;
    }
    case 'failure-not-propagated':
      return `${element}: ${here} waits for ever after ${names.of(cause?.elements.at(-1) ?? '')}: on that path nobody sends its message (${senders} is not reached). Send a message on that path too and await it here with an event-based gateway, or let the error go uncaught so that the saga is undone.`;
    case 'message-never-sent':
      if (isUnbegun)
        return `${element}: ${here} waits for a message that nobody sends in its saga: ${senders} stands in a process that no message of the composition begins, and only one process begins a saga. Let a message begin it.`;
      return sent.length === 0
        ? `${element}: ${here} waits for a message that nobody sends. Draw a message flow to it, or remove the wait.`
        : `${element}: ${here} waits for a message that is never sent: no run comes to ${senders}. Let the sender reach it, or remove the wait.`;
    default:
      return deadlock(names, stuck, circle, cause, senders);
  }
}

function deadlock(
  names: Namer,
  { element, kind }: Stuck,
  circle: readonly Stuck[],
  cause: Transition | undefined,
  senders: string,
): string {
  const here = names.of(element);
  if (circle.length > 1)
    return `${element}: ${names.list(circle.map((one) => one.element))} wait for one another for ever. Let one of them go on without the other's message.`;
  if (kind === 'join')
    return `${element}: ${here} waits for ever: not all of its incoming flows bring a token. Join with the same kind of gateway that splits, or an exclusive one where only one flow is taken.`;
  const after = cause ? ` after ${names.of(cause.elements.at(-1) ?? '')}` : '';
  return `${element}: ${here} waits for ever${after}: ${senders || 'its sender'} is not reached on that path. Send a message on every path, or await another event beside it with an event-based gateway.`;
}

/** Calls elements by what people see in the diagram. */
class Namer {
  private readonly nodes = new Map<string, { readonly node: FlowNode; readonly participant?: string }>();

  constructor({ processes }: Score) {
    for (const { elements, participant } of processes)
      for (const node of elements.values())
        this.nodes.set(node.id, { node, ...(participant === undefined ? {} : { participant }) });
  }

  of(id: string): string {
    const found = this.nodes.get(id);
    const name = found?.node.name?.replace(/\s+/g, ' ').trim();
    const called = name ? `'${name}'` : id;
    return found?.participant === undefined ? called : `${called} of ${found.participant}`;
  }

  list(ids: readonly string[]): string {
    const names = ids.map((id) => this.of(id));
    const last = names.at(-1) ?? '';
    return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
  }
}
