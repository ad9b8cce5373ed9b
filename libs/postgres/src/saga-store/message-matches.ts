import type { MessageMatch, OuterKind, OuterMessage } from '@partitura/runtime';

export interface MessageRecord {
  name: string;
  key: string;
  message_id: string;
  kind: OuterKind;
  unique_id: string | null;
  variables: string;
  trace: string | null;
  transient: boolean;
  sender: string | null;
  arrived_at: number;
  expires_at: number;
}

export interface MatchRecord extends MessageRecord {
  saga_id: string;
  subscription: number;
  receiver: string;
}

export const messageOf = (record: MessageRecord): OuterMessage => ({
  kind: record.kind,
  name: record.name,
  key: record.key,
  messageId: record.message_id,
  variables: record.variables,
  arrivedAt: Math.round(record.arrived_at),
  expiresAt: Math.round(record.expires_at),
  ...(record.unique_id === null ? {} : { uniqueId: record.unique_id }),
  ...(record.transient ? { transient: true } : {}),
  ...(record.sender === null ? {} : { sagaId: record.sender }),
  ...(record.trace === null ? {} : { trace: record.trace }),
});

/**
 * Of all pairs, oldest message and oldest subscription first, those that can be delivered together: each message once to
 * each receiver, each subscription one message.
 */
export function matchOf(pairs: readonly MatchRecord[]): MessageMatch[] {
  const receivers = new Set<string>();
  const subscriptions = new Set<string>();
  const matches: MessageMatch[] = [];
  for (const pair of pairs) {
    const receiver = JSON.stringify([pair.name, pair.key, pair.message_id, pair.receiver]);
    const subscription = `${pair.saga_id} ${pair.subscription}`;
    if (receivers.has(receiver) || subscriptions.has(subscription)) continue;
    receivers.add(receiver);
    subscriptions.add(subscription);
    matches.push({
      message: messageOf(pair),
      receiver: pair.receiver,
      sagaId: pair.saga_id,
      subscription: pair.subscription,
    });
  }
  return matches;
}
