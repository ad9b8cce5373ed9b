import { backoffMs, type SubscribeOptions, type Subscription, Wake } from '@partitura/runtime';
import { type Consumer, type Kafka } from 'kafkajs';
import { BatchGate } from './batch-gate';
import { type Cluster } from './cluster';
import { briefRetry } from './kafka-client';
import { errorType, translate } from './kafka-errors';
import { OffsetCommitter } from './offset-committer';
import { type KafkaBusSettings } from './options';
import { within } from './within';

/** More than the partitions that one fetch can bring: all of them shall reach the gate together. */
const ALL_PARTITIONS = 256;

/** One member of a consumer group, set up anew whenever kafkajs gives up. */
export class KafkaConsumer implements Subscription {
  private readonly gate: BatchGate;
  private readonly stop = new Wake();
  private tellClosed: () => void = () => undefined;
  private readonly closed = new Promise<void>((resolve) => (this.tellClosed = resolve));
  private readonly loop: Promise<void>;
  private committer: OffsetCommitter | undefined;
  private closing = false;
  private heardAt = Date.now();
  private lost: string | undefined;
  private settle: () => void = () => undefined;
  /** The first assignment is there, or the broker is away. */
  readonly started = new Promise<void>((resolve) => (this.settle = resolve));

  constructor(
    private readonly kafka: Kafka,
    private readonly cluster: Cluster,
    private readonly settings: KafkaBusSettings,
    private readonly options: SubscribeOptions,
  ) {
    const { heartbeatMs, onProblem } = settings;
    this.gate = new BatchGate({
      handle: options.handle,
      maxBatch: options.maxBatch ?? 500,
      heartbeatMs,
      onFinished: (topic, partition, offset) => this.committer?.note(topic, partition, offset),
      onProblem: (error) => onProblem(`Consumer group ${options.group}: the handler rejected a batch`, error),
    });
    this.loop = this.run();
  }

  /** kafkajs can try for days while the process looks healthy, so the age of the last heartbeat counts as well. */
  get problem(): string | undefined {
    if (this.lost !== undefined) return this.lost;
    const silentMs = Date.now() - this.heardAt;
    return silentMs > this.settings.sessionTimeoutMs
      ? `Consumer group ${this.options.group} has had no heartbeat for ${silentMs} ms: ` +
          'check the broker and that no handler blocks the event loop.'
      : undefined;
  }

  pause(): void {
    this.gate.pause();
  }

  resume(): void {
    this.gate.resume();
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.gate.close();
    // Before kafkajs stops: afterwards it commits nothing.
    await within(2_000, this.committer?.flush());
    this.tellClosed();
    this.stop.signal();
    await this.loop;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.closing) {
      try {
        await this.cluster.ensureTopics(this.options.topics);
        await this.session(() => (failures = 0));
      } catch (error) {
        failures += 1;
        this.lost = translate(error, this.settings.brokers).message;
        this.settings.onProblem(`Consumer group ${this.options.group} cannot read`, error);
        // A broker that answers with an error is there, and a fresh one does so until its coordinator is ready.
        if (errorType(error) === undefined || failures > 5) this.settle();
        if (!this.closing) await this.stop.wait(backoffMs(failures, 2_000));
      }
    }
    this.settle();
  }

  /** From joining the group until kafkajs gives up (throws why) or the subscription is closed. */
  private async session(onJoin: () => void): Promise<void> {
    const { sessionTimeoutMs, heartbeatMs, commitMs, onProblem } = this.settings;
    const consumer = this.kafka.consumer({
      groupId: this.options.group,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatMs,
      rebalanceTimeout: Math.max(60_000, sessionTimeoutMs),
      // It delays heartbeats and the notice of a rebalance; data ends it at once.
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      // Restarted here, where health can see it.
      retry: { ...briefRetry, restartOnFailure: () => Promise.resolve(false) },
    });
    this.committer = new OffsetCommitter(consumer, commitMs, (error) =>
      onProblem(`Consumer group ${this.options.group} could not commit offsets`, error),
    );
    const crashed = this.watch(consumer, this.committer, onJoin);
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: ALL_PARTITIONS,
        eachBatch: this.gate.eachBatch,
      });
      await Promise.race([crashed, this.closed]);
    } finally {
      this.committer.forget();
      await within(3_000, consumer.disconnect());
    }
  }

  /** Rejects when kafkajs gives up. */
  private watch(consumer: Consumer, committer: OffsetCommitter, onJoin: () => void): Promise<never> {
    const { GROUP_JOIN, HEARTBEAT, FETCH, REBALANCING, CRASH } = consumer.events;
    const heard = () => (this.heardAt = Date.now());
    consumer.on(HEARTBEAT, heard);
    consumer.on(FETCH, heard);
    consumer.on(GROUP_JOIN, () => {
      heard();
      committer.forget();
      this.lost = undefined;
      onJoin();
      this.settle();
    });
    // The old generation may commit until it has joined again.
    consumer.on(REBALANCING, () => void committer.flush());
    const crashed = new Promise<never>((_, reject) => {
      consumer.on(CRASH, ({ payload }) => reject(payload.error));
    });
    // It may come before somebody waits for it.
    crashed.catch(() => undefined);
    return crashed;
  }
}
