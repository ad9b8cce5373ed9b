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
import type { RemotePart, SagaStore } from '../ports/saga-store';
import { Repeat } from '../repeat';
import { COORDINATOR } from '../scores/placement';
import type { SagaEnd, Waiters } from '../views/waiters';
import type { EarlyRequests } from './early-requests';
import { isFinal, journaledParts, type PartSummary } from './part-summary';
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

/** Reads what the other hosts journal: the orchestrator shows all parts of a saga, and tells hosts how their sagas have ended. */
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
    const summaries: PartSummary[] = [];
    const broken: BusMessage[] = [];
    for (const record of told)
      try {
        summaries.push(...summariesOf(record));
      } catch (error) {
        if (!(error instanceof MalformedMessageError)) throw error;
        broken.push(deadLetter(record, error.message));
        this.parts.logger.error({ reason: error.message }, 'A record of the journal was put aside.');
      }
    if (broken.length > 0) await this.parts.bus.publish(broken);
    if (summaries.length === 0) return;
    await this.parts.store.keepRemoteParts(summaries.map(rowOf));
    const open = summaries.filter(({ status }) => !isFinal(status)).map(({ sagaId }) => sagaId);
    await this.parts.earlyRequests.whenTold([...new Set(open)]);
    await this.tellEnds(summaries);
  }

  /** Sagas that are complete: whoever waits here, and the other hosts. */
  private async tellEnds(summaries: readonly PartSummary[]): Promise<void> {
    const ended = summaries.filter(({ host, root, status }) => host === root && status === 'completed');
    const byHost = new Map<string, string[]>();
    for (const { sagaId, others } of ended)
      for (const other of others) byHost.set(other, [...(byHost.get(other) ?? []), sagaId]);
    const { bus, waiters } = this.parts;
    if (byHost.size > 0) await bus.publish([...byHost].map(([host, sagas]) => finishedMessage(host, sagas)));
    for (const summary of summaries)
      if (isFinal(summary.status) && summary.host === summary.root)
        waiters.ended(summary.sagaId, endOf(summary));
  }
}

function summariesOf(record: BusRecord): PartSummary[] {
  const { data } = decodeCloudEvent(record);
  const parsed = journaledParts.safeParse(data);
  if (!parsed.success)
    throw new MalformedMessageError(
      `Not a journal of parts: ${faults(parsed.error)}. Run the same release on all hosts.`,
    );
  return parsed.data.parts as unknown as PartSummary[];
}

const rowOf = (summary: PartSummary): RemotePart => ({
  sagaId: summary.sagaId,
  host: summary.host,
  version: summary.version,
  number: summary.number,
  score: summary.score,
  part: JSON.stringify(summary),
  incidents: Object.keys(summary.incidents).length,
});

const finishedMessage = (host: string, sagas: readonly string[]): BusMessage =>
  encodeCloudEvent(topics.coordination(host), {
    id: v7(),
    source: SOURCE_PREFIX + COORDINATOR,
    type: distributionTypes.finished,
    sagaId: sagas[0] ?? host,
    data: { sagas, status: 'completed' },
  });

/** What those who wait for the end are told. */
const endOf = ({ status, reason, handlerSkipped, instances, result }: PartSummary): SagaEnd => {
  const [first] = Object.keys(instances);
  return {
    status,
    ...(reason ? { reason } : {}),
    ...(handlerSkipped ? { handlerSkipped } : {}),
    instances: first === undefined || !result ? {} : { [first]: { variables: result } },
  };
};
