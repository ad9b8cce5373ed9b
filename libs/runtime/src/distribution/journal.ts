import { v7 } from 'uuid';
import { encodeCloudEvent } from '../cloud-event';
import { SOURCE_PREFIX } from '../loop/effects';
import type { SagaEntry } from '../loop/saga-entry';
import { messageTypes, topics } from '../messages';
import type { BusMessage } from '../ports/bus';
import { COORDINATOR } from '../scores/placement';
import { type PartSummary, summaryOf } from './part-summary';
import { isAtWork } from './shown';

/** So many parts fit into a message on any bus, also those with many instances. */
const PARTS_PER_MESSAGE = 100;

/** The parts that a commit of another host than the orchestrator has changed, as the orchestrator shall know them. */
export function changedParts(changed: Iterable<SagaEntry>, host: string): PartSummary[] {
  if (host === COORDINATOR) return [];
  const parts: PartSummary[] = [];
  for (const saga of changed)
    if (saga.state && !isAtWork(saga.state)) parts.push(summaryOf(saga, saga.state, saga.version + 1, host));
  return parts;
}

/** The parts on their way to the orchestrator: one message for many, because nobody waits for it. */
export function journalMessages(parts: readonly PartSummary[], host: string, now: number): BusMessage[] {
  const messages: BusMessage[] = [];
  for (let first = 0; first < parts.length; first += PARTS_PER_MESSAGE)
    messages.push(
      encodeCloudEvent(topics.journal, {
        id: v7(),
        source: SOURCE_PREFIX + host,
        type: messageTypes.partsJournaled,
        time: new Date(now).toISOString(),
        // The key keeps a host's messages in order.
        sagaId: host,
        data: { parts: parts.slice(first, first + PARTS_PER_MESSAGE) },
      }),
    );
  return messages;
}
