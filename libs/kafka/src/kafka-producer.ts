import { type BusMessage, GatheringSender } from '@partitura/runtime';
import { type Kafka, type Message, Partitioners, type Producer } from 'kafkajs';
import { type Cluster } from './cluster';
import { briefRetry } from './kafka-client';
import { errorType, translate } from './kafka-errors';
import { type KafkaBusSettings } from './options';
import { within } from './within';

/** Sends one awaited batch at a time: several sends of one key under way can overtake each other in kafkajs (P3). */
export class KafkaProducer {
  private readonly producer: Producer;
  private readonly sender: GatheringSender;
  private connected: Promise<void> | undefined;
  /** Why the last batch could not be sent; undefined after one that could. */
  problem: string | undefined;

  constructor(
    kafka: Kafka,
    private readonly cluster: Cluster,
    private readonly settings: KafkaBusSettings,
  ) {
    this.producer = kafka.producer({
      allowAutoTopicCreation: false,
      // Not the idempotent one: it may retry for ever, and receivers stand a repeated message (P1).
      idempotent: false,
      // Kafka's own hash of the key, as the shards have it.
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: briefRetry,
    });
    this.sender = new GatheringSender({
      send: (messages) => this.send(messages),
      timeoutMs: settings.sendTimeoutMs,
      maxMessages: 1_000,
      // A broker takes 1 MB per partition and request by default; characters may have three bytes.
      maxChars: 300_000,
    });
  }

  publish(messages: readonly BusMessage[]): Promise<void> {
    return this.sender.publish(messages);
  }

  /** The cluster answers again; nobody may publish for long, and an old failure says nothing then. */
  forgetProblem(): void {
    this.problem = undefined;
  }

  async close(withinMs: number): Promise<void> {
    await this.sender.close(withinMs);
    await within(2_000, this.producer.disconnect());
  }

  private async send(messages: readonly BusMessage[]): Promise<void> {
    const topics = new Map<string, Message[]>();
    for (const { topic, key, value, headers } of messages) {
      let list = topics.get(topic);
      if (!list) topics.set(topic, (list = []));
      list.push({ key, value, headers });
    }
    try {
      for (const topic of topics.keys())
        if (!this.cluster.isUsable(topic)) await this.cluster.ensureTopics([topic]);
      await this.connect();
      await this.producer.sendBatch({
        acks: -1,
        timeout: 5_000,
        topicMessages: [...topics].map(([topic, list]) => ({ topic, messages: list })),
      });
      this.problem = undefined;
    } catch (error) {
      if (errorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION') this.cluster.forgetTopics();
      const translated = translate(error, this.settings.brokers);
      this.problem = translated.message;
      throw translated;
    }
  }

  private async connect(): Promise<void> {
    this.connected ??= this.producer.connect();
    try {
      await this.connected;
    } catch (error) {
      this.connected = undefined;
      throw error;
    }
  }
}
