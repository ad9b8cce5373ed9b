/** CloudEvents 1.0, Kafka protocol binding, binary content mode: attributes in `ce_*` headers, JSON in the value. */
import { isBatch } from './cloud-event-batch';
import type { BusMessage } from './ports/bus';

export interface CloudEvent<T = unknown> {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly subject?: string;
  /** Extension `sagaid`; it is the Kafka key as well. */
  readonly sagaId: string;
  readonly traceparent?: string;
  readonly tracestate?: string;
  /** Further extension attributes (lower-case letters and digits). */
  readonly extensions?: Readonly<Record<string, string>>;
  readonly data: T;
}

/** A record whose headers or value are no CloudEvent in binary mode. */
export class MalformedMessageError extends Error {
  readonly code = 'MALFORMED_MESSAGE';
}

export function encodeCloudEvent(topic: string, event: CloudEvent): BusMessage {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_source: event.source,
    ce_type: event.type,
    ce_sagaid: event.sagaId,
    'content-type': 'application/json',
  };
  if (event.time !== undefined) headers.ce_time = event.time;
  if (event.subject !== undefined) headers.ce_subject = event.subject;
  if (event.traceparent !== undefined) headers.traceparent = event.traceparent;
  if (event.tracestate !== undefined && event.tracestate !== '') headers.tracestate = event.tracestate;
  for (const [name, value] of Object.entries(event.extensions ?? {})) headers[`ce_${name}`] = value;
  return { topic, key: event.sagaId, value: JSON.stringify(event.data), headers };
}

const known = new Set([
  'ce_specversion',
  'ce_id',
  'ce_source',
  'ce_type',
  'ce_sagaid',
  'ce_time',
  'ce_subject',
]);

/** Throws `MalformedMessageError` naming the attribute at fault. */
export function decodeCloudEvent(record: BusMessage): CloudEvent {
  const { headers } = record;
  if (isBatch(record)) throw new MalformedMessageError('The value is not a batch of CloudEvents in JSON.');
  const attribute = (name: string): string => {
    const value = headers[`ce_${name}`];
    if (!value)
      throw new MalformedMessageError(`Header ce_${name} is missing: send CloudEvents 1.0 in binary mode.`);
    return value;
  };
  if (attribute('specversion') !== '1.0')
    throw new MalformedMessageError(
      `Header ce_specversion is ${headers.ce_specversion}: only 1.0 is understood.`,
    );
  let data: unknown;
  try {
    data = JSON.parse(record.value);
  } catch (cause) {
    throw new MalformedMessageError(`The value is not JSON: ${(cause as Error).message}`, { cause });
  }
  const extensions: Record<string, string> = {};
  for (const name in headers)
    if (name.startsWith('ce_') && !known.has(name)) extensions[name.slice(3)] = headers[name] as string;
  return {
    id: attribute('id'),
    source: attribute('source'),
    type: attribute('type'),
    time: headers.ce_time,
    subject: headers.ce_subject,
    sagaId: headers.ce_sagaid ?? record.key,
    traceparent: headers.traceparent,
    tracestate: headers.tracestate,
    extensions,
    data,
  };
}
