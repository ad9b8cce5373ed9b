import {
  type Bus,
  type BusHealth,
  type BusMessage,
  type SubscribeOptions,
  type Subscription,
} from '@partitura/runtime';
import { LogConsumer } from './log-consumer';
import { LogDatabase } from './log-database';
import { LogProducer } from './log-producer';
import { ProducerDirectory } from './producer-directory';
import { Retention } from './retention';
import { countMembers } from './statements/beat';

export interface EmbeddedBusOptions {
  /** `postgresql://…`; the schema `partitura_bus` is made in this database. */
  readonly url: string;
  /** Shown by `pg_stat_activity`. */
  readonly name?: string;
  /** Of topics that are made. */
  readonly partitions?: number;
  /** How long a message may wait for the database before `publish` rejects. */
  readonly sendTimeoutMs?: number;
  /** A member that is silent for so long has lost its partitions. */
  readonly sessionTimeoutMs?: number;
  readonly heartbeatMs?: number;
  /** How long after the work its position is stored: what comes again after a crash. */
  readonly commitMs?: number;
  /** How long rows stay after every group has read them. */
  readonly readRetentionMs?: number;
  /** How long rows stay that somebody has not read, or nobody reads. */
  readonly maxAgeMs?: number;
  /** Hears what goes wrong and is tried again. */
  readonly onProblem?: (what: string, error: unknown) => void;
}

/** The embedded bus can also end as a killed process does, which tests of takeover need. */
export interface EmbeddedBus extends Bus {
  die(): Promise<void>;
}

/**
 * A log in Postgres behind the bus port, for one machine: a laptop, a small installation, tests. All members share one
 * database, every message costs a row's share there, and nothing is replicated; where more than one machine works,
 * use Kafka.
 *
 * Connects in the background: a database that is away is waited for, and `health` says so. Errors of `publish` are
 * `BusUnavailableError`, or the database's own for a message it can never store.
 */
export function createEmbeddedBus(options: EmbeddedBusOptions): EmbeddedBus {
  const {
    url,
    name = 'partitura',
    partitions = 4,
    sendTimeoutMs = 10_000,
    sessionTimeoutMs = 5_000,
    heartbeatMs = 1_000,
    commitMs = 100,
    readRetentionMs = 2 * 60_000,
    maxAgeMs = 7 * 24 * 3_600_000,
    onProblem = () => undefined,
  } = options;
  const database = new LogDatabase({ url, name, partitions, queryTimeoutMs: sendTimeoutMs });
  const producer = new LogProducer(database, sendTimeoutMs);
  const producers = new ProducerDirectory(database);
  const consumers = new Set<LogConsumer>();
  const retention = new Retention({ database, readRetentionMs, maxAgeMs });

  const every = (ms: number, what: string, work: () => Promise<void>) => {
    let busy = false;
    const tick = async () => {
      if (busy) return;
      busy = true;
      await work().catch((error: unknown) => onProblem(what, error));
      busy = false;
    };
    void tick();
    return setInterval(() => void tick(), ms);
  };
  // Also what notices a lost connection while nothing else goes on, and mends it.
  const pulse = every(heartbeatMs, 'The embedded bus has no database', async () => {
    await database.ready();
    await producers.refresh(producer.id);
    for (const consumer of consumers) consumer.forgetProducers(producers.known);
  });
  const sweeps = every(10_000, 'Old messages of the embedded bus cannot be deleted', async () => {
    await database.ready();
    await retention.sweep();
  });
  const stopTimers = () => {
    clearInterval(pulse);
    clearInterval(sweeps);
    producers.close();
  };

  return {
    async ensureTopics(topics: readonly string[]): Promise<void> {
      await database.findTopics(topics);
    },
    publish: (messages: readonly BusMessage[]) => producer.publish(messages),
    async subscribe(subscription: SubscribeOptions): Promise<Subscription> {
      const consumer = new LogConsumer({
        ...subscription,
        database,
        producers,
        sessionTimeoutMs,
        heartbeatMs,
        commitMs,
        onProblem,
        pollMs: 250,
      });
      consumers.add(consumer);
      await consumer.started;
      return {
        pause: () => consumer.pause(),
        resume: () => consumer.resume(),
        close: async () => {
          await consumer.close();
          consumers.delete(consumer);
        },
      };
    },
    async groupMembers(group: string): Promise<number> {
      await database.ready();
      return countMembers(database.reader, group, sessionTimeoutMs);
    },
    health(): BusHealth {
      const reason = database.problem ?? [...consumers].map(({ problem }) => problem).find(Boolean);
      return reason === undefined ? { up: true } : { up: false, reason };
    },
    async close(): Promise<void> {
      await Promise.all([...consumers].map((consumer) => consumer.close()));
      await producer.close(5_000);
      stopTimers();
      await database.close();
    },
    async die(): Promise<void> {
      for (const consumer of consumers) consumer.die();
      stopTimers();
      await database.close();
    },
  };
}
