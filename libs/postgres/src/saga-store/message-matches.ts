import type { MessageMatch } from '@partitura/runtime';

export interface MatchRecord {
  name: string;
  key: string;
  message_id: string;
  variables: string;
  trace: string | null;
  expires_at: number;
  saga_id: string;
  subscription: number;
}

/** Of all pairs, oldest message first, those that can be delivered together: each message and each subscription once. */
export function matchOf(pairs: readonly MatchRecord[]): MessageMatch[] {
  const messages = new Set<string>();
  const subscriptions = new Set<string>();
  const matches: MessageMatch[] = [];
  for (const pair of pairs) {
    const message = JSON.stringify([pair.name, pair.key, pair.message_id]);
    const subscription = `${pair.saga_id} ${pair.subscription}`;
    if (messages.has(message) || subscriptions.has(subscription)) continue;
    messages.add(message);
    subscriptions.add(subscription);
    matches.push({
      message: {
        name: pair.name,
        key: pair.key,
        messageId: pair.message_id,
        variables: pair.variables,
        expiresAt: Math.round(pair.expires_at),
        ...(pair.trace === null ? {} : { trace: pair.trace }),
      },
      sagaId: pair.saga_id,
      subscription: pair.subscription,
    });
  }
  return matches;
}
