/** CloudEvents 1.0, JSON batch format: several events in the value of one record. */
import type { BusMessage, BusRecord } from './ports/bus';
import { shardOf } from './shard';

const CONTENT_TYPE = 'application/cloudevents-batch+json';

/** Sagas whose events share records: as many groups as a topic has partitions, so that each saga stays in its own. */
const LANES = 4;
const MAX_EVENTS = 100;
/** Of the values; a larger event has a record of its own. */
const MAX_CHARS = 200_000;

interface Batch {
  readonly messages: BusMessage[];
  chars: number;
}

/** Attributes that are no `ce_` headers in binary mode. */
const bare: ReadonlySet<string> = new Set(['traceparent', 'tracestate']);

/**
 * The same events in fewer records, for topics that only hosts read: a bus costs by the record. Events of one saga and topic keep
 * their order; one that is alone in its record stays in binary mode.
 */
export function batched(messages: readonly BusMessage[]): BusMessage[] {
  const all: Batch[] = [];
  const open = new Map<string, Batch>();
  for (const message of messages) {
    const lane = `${message.topic} ${shardOf(message.key) % LANES}`;
    const { length } = message.value;
    let batch = open.get(lane);
    if (!batch || batch.messages.length === MAX_EVENTS || batch.chars + length > MAX_CHARS) {
      batch = { messages: [], chars: 0 };
      open.set(lane, batch);
      all.push(batch);
    }
    batch.messages.push(message);
    batch.chars += length;
  }
  return all.map(recordOf);
}

function recordOf({ messages }: Batch): BusMessage {
  const first = messages[0] as BusMessage;
  if (messages.length === 1) return first;
  const { topic, key } = first;
  return {
    topic,
    key,
    value: `[${messages.map(jsonEvent).join(',')}]`,
    headers: { 'content-type': CONTENT_TYPE },
  };
}

/** The value is JSON already: it is not parsed in order to be written. */
function jsonEvent({ headers, value }: BusMessage): string {
  const attributes: Record<string, string> = {};
  for (const name in headers)
    if (name.startsWith('ce_')) attributes[name.slice(3)] = headers[name] as string;
    else if (bare.has(name)) attributes[name] = headers[name] as string;
  return `${JSON.stringify(attributes).slice(0, -1)},"data":${value}}`;
}

export const isBatch = ({ headers }: Pick<BusRecord, 'headers'>): boolean =>
  headers['content-type'] === CONTENT_TYPE;

/** Every event as if it had come in a record of its own, in binary mode; a record that is none of `batched` stays as it is. */
export function unbatched(record: BusRecord): BusRecord[] {
  if (!isBatch(record)) return [record];
  const events = eventsOf(record.value);
  if (events === undefined) return [record];
  return events.map(({ data, ...attributes }) => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    for (const name in attributes) headers[bare.has(name) ? name : `ce_${name}`] = String(attributes[name]);
    return { ...record, key: headers.ce_sagaid ?? record.key, value: JSON.stringify(data), headers };
  });
}

function eventsOf(text: string): Record<string, unknown>[] | undefined {
  try {
    const events = JSON.parse(text) as unknown;
    return Array.isArray(events) && events.every((event) => typeof event === 'object' && event !== null)
      ? (events as Record<string, unknown>[])
      : undefined;
  } catch {
    return undefined;
  }
}
