import { isFinal } from '@partitura/engine';
import { v7 } from 'uuid';
import { decodeCloudEvent, encodeCloudEvent, MalformedMessageError } from '../cloud-event';
import { faults } from '../inputs/message-schemas';
import type { Logger } from '../logger';
import { SOURCE_PREFIX } from '../loop/effects';
import { messageTypes, topics } from '../messages';
import {
  type Bus,
  type BusMessage,
  type BusRecord,
  deadLetter,
  DEAD_LETTER_SUFFIX,
  type Subscription,
} from '../ports/bus';
import type { SagaStore } from '../ports/saga-store';
import { Repeat } from '../repeat';
import { COORDINATOR } from '../scores/placement';
import type { Waiters } from '../views/waiters';
import type { EarlyRequests } from './early-requests';
import { endOf, journalOfParts, type PartSummary, remotePartOf } from './part-summary';
import { distributionTypes } from './wire';

export interface JournalParts {
  readonly bus: Bus;
  readonly store: SagaStore;
  readonly earlyRequests: EarlyRequests;
  readonly waiters: Waiters;
  readonly logger: Logger;
}

const RETRY_MS = 1000;
const MAX_BATCH = 500;
/** So many ids fit into a message on any bus; a host that was away a long time finds the ends of more. */
const SAGAS_PER_MESSAGE = 1000;

/** Reads what the other hosts journal: the orchestrator shows all parts of a saga, and ends its own. */
export class JournalIntake {
  private subscription: Subscription | undefined;
  private readonly repeat: Repeat;

  constructor(private readonly parts: JournalParts) {
    this.repeat = new Repeat('Joining the journal', RETRY_MS, () => this.join(), parts.logger);
  }

  start(): void {
    this.repeat.start();
  }

  async join(): Promise<void> {
    if (this.subscription) return;
    const { bus } = this.parts;
    await bus.ensureTopics([topics.journal, topics.journal + DEAD_LETTER_SUFFIX]);
    this.subscription = await bus.subscribe({
      group: `${COORDINATOR}.journal`,
      topics: [topics.journal],
      maxBatch: MAX_BATCH,
      handle: (records) => this.read(records),
    });
  }

  async stop(): Promise<void> {
    await this.repeat.stop();
    await this.subscription?.close();
    this.subscription = undefined;
  }

  private async read(records: readonly BusRecord[]): Promise<void> {
    const told = records.filter(({ headers }) => headers.ce_type === messageTypes.partsJournaled);
    const parts: PartSummary[] = [];
    const broken: BusMessage[] = [];
    for (const record of told)
      try {
        parts.push(...partsOf(record));
      } catch (error) {
        if (!(error instanceof MalformedMessageError)) throw error;
        broken.push(deadLetter(record, error.message));
        this.parts.logger.error({ reason: error.message }, 'A record of the journal was put aside.');
      }
    if (broken.length > 0) await this.parts.bus.publish(broken);
    if (parts.length === 0) return;
    await this.parts.store.keepRemoteParts(parts.map(remotePartOf));
    const ended = parts.filter(({ host, root, status }) => host === root && isFinal(status));
    this.tellWaiters(ended);
    const open = parts.filter(({ status }) => !isFinal(status)).map(({ sagaId }) => sagaId);
    await this.parts.earlyRequests.whenTold([...new Set(open)]);
    await this.endOwnParts(ended);
  }

  /** They need not wait for anything that is sent: the parts are stored. */
  private tellWaiters(ended: readonly PartSummary[]): void {
    const { waiters } = this.parts;
    for (const part of ended) if (waiters.isAwaited(part.sagaId)) waiters.ended(part.sagaId, endOf(part));
  }

  /** Parts of this host end with their saga; those of the others rest. */
  private async endOwnParts(ended: readonly PartSummary[]): Promise<void> {
    const complete = ended.filter(
      ({ status, others }) => status === 'completed' && others.includes(COORDINATOR),
    );
    const messages = finishedMessages(complete.map(({ sagaId }) => sagaId));
    if (messages.length > 0) await this.parts.bus.publish(messages);
  }
}

function partsOf(record: BusRecord): PartSummary[] {
  const parsed = journalOfParts.safeParse(decodeCloudEvent(record).data);
  if (parsed.success) return parsed.data.parts as unknown as PartSummary[];
  throw new MalformedMessageError(
    `Not a journal of parts: ${faults(parsed.error)}. Run the same release on all hosts.`,
  );
}

function finishedMessages(all: readonly string[]): BusMessage[] {
  const messages: BusMessage[] = [];
  for (let first = 0; first < all.length; first += SAGAS_PER_MESSAGE) {
    const sagas = all.slice(first, first + SAGAS_PER_MESSAGE);
    messages.push(
      encodeCloudEvent(topics.coordination(COORDINATOR), {
        id: v7(),
        source: SOURCE_PREFIX + COORDINATOR,
        type: distributionTypes.finished,
        sagaId: sagas[0] ?? COORDINATOR,
        data: { sagas, status: 'completed' },
      }),
    );
  }
  return messages;
}
