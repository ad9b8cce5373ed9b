import { decodeCloudEvent, MalformedMessageError } from '../cloud-event';
import { unbatched } from '../cloud-event-batch';
import { type HostRequests, requestTypes } from '../distribution/host-requests';
import type { Logger } from '../logger';
import type { Input, Origin } from '../loop/input';
import type { InputQueue } from '../loop/input-queue';
import type { BusRecord } from '../ports/bus';
import type { ScoreRegistry } from '../scores/score-registry';
import { BrokenAnswerError } from './read-answer';
import { isUnknownEvent, type RecordAsk, readRecord } from './read-record';
import { Settlement } from './settlement';

export interface IntakeParts {
  readonly host: string;
  readonly registry: ScoreRegistry;
  readonly queue: InputQueue;
  readonly requests: HostRequests;
  readonly clock: () => number;
  readonly messageTtlMs: number;
  readonly logger: Logger;
}

/**
 * Hands bus records to the loop; resolves when all of them are committed, so that offsets follow the work. What the
 * commits have put into the outbox may still be on its way: if the process dies now, a sweep sends it.
 */
export function takeIn(records: readonly BusRecord[], parts: IntakeParts): Promise<void> {
  return takeEvents(records.flatMap(unbatched), parts);
}

async function takeEvents(records: readonly BusRecord[], parts: IntakeParts): Promise<void> {
  const settlement = new Settlement();
  const between = records.filter(isBetween);
  if (between.length > 0) {
    const others = records.filter((record) => !isBetween(record));
    await Promise.all([speak(between, parts), ...(others.length > 0 ? [takeEvents(others, parts)] : [])]);
    return;
  }
  const unknown = records.filter((record) => isUnknownEvent(record, parts.registry));
  enqueue(
    unknown.length === 0 ? records : records.filter((record) => !unknown.includes(record)),
    parts,
    settlement,
  );
  if (unknown.length > 0) {
    // Another process may have deployed what waits for them a moment ago; nobody else waits for this look.
    await parts.registry.refresh();
    enqueue(unknown, parts, settlement);
  }
  await settlement.all();
}

const BETWEEN_HOSTS: ReadonlySet<string> = new Set(Object.values(requestTypes));

const isBetween = ({ headers }: BusRecord): boolean => BETWEEN_HOSTS.has(headers.ce_type ?? '');

/** What hosts ask of one another is no input of its own: it is answered. All at once, so that they share commits. */
async function speak(records: readonly BusRecord[], parts: IntakeParts): Promise<void> {
  await Promise.all(records.map((record) => speakOf(record, parts)));
}

async function speakOf(record: BusRecord, { requests, logger }: IntakeParts): Promise<void> {
  try {
    const event = decodeCloudEvent(record);
    await (event.type === requestTypes.asked ? requests.carryOut(event) : requests.take(event));
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error;
    logger.error({ err: error, topic: record.topic }, 'A request of another host was dropped.');
  }
}

function enqueue(records: readonly BusRecord[], parts: IntakeParts, settlement: Settlement): void {
  const now = parts.clock();
  const inputs: Input[] = [];
  for (const record of records)
    for (const { sagaId, ask, about } of understand(record, parts, now)) {
      settlement.expect();
      inputs.push({
        sagaId,
        ask,
        at: now,
        origin: originOf(record, ask.kind === 'deadLetter', about),
        settle: settlement.settle,
        fail: settlement.fail,
      });
    }
  if (inputs.length > 0) parts.queue.push(inputs);
}

/** P9: what cannot be understood goes to the dead-letter topic with the reason; the partition goes on. */
function understand(
  record: BusRecord,
  { host, registry, messageTtlMs }: IntakeParts,
  now: number,
): RecordAsk[] {
  try {
    return readRecord(record, { host, registry, now, messageTtlMs });
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error;
    const { topic, key, value, headers } = record;
    const letter: RecordAsk = {
      sagaId: key,
      ask: { kind: 'deadLetter', message: { topic, key, value, headers }, reason: error.message },
    };
    return error instanceof BrokenAnswerError ? [{ sagaId: key, ask: error.ask }, letter] : [letter];
  }
}

function originOf({ topic, key, value, headers }: BusRecord, isDeadLetter: boolean, about?: boolean): Origin {
  return {
    source: 'bus',
    topic,
    traceparent: headers.traceparent,
    ...(about ? { about } : {}),
    // A dead letter that cannot be stored must not become another one.
    ...(isDeadLetter ? {} : { record: { topic, key, value, headers } }),
  };
}
