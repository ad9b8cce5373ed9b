import { type Bus, type SubscribeOptions } from '@partitura/runtime';
import { Cluster } from './cluster';
import { createKafkaClient } from './kafka-client';
import { KafkaConsumer } from './kafka-consumer';
import { KafkaProducer } from './kafka-producer';
import { type KafkaBusOptions, withDefaults } from './options';

/** How often the cluster is asked whether it is there. */
const PULSE_MS = 2_000;

/**
 * The bus on Apache Kafka.
 *
 * Connects in the background: brokers that are away are waited for, and `health` says so. Errors of `publish` are
 * `BusUnavailableError`, or an `Error` with the remedy for a message that Kafka can never take.
 */
export function createKafkaBus(options: KafkaBusOptions): Bus {
  const settings = withDefaults(options);
  const kafka = createKafkaClient(settings);
  const cluster = new Cluster(kafka, settings);
  const producer = new KafkaProducer(kafka, cluster, settings);
  const consumers = new Set<KafkaConsumer>();

  let asking = false;
  const pulse = async () => {
    if (asking) return;
    asking = true;
    await cluster.check().then(
      () => producer.forgetProblem(),
      (error: unknown) => settings.onProblem('Kafka does not answer', error),
    );
    asking = false;
  };
  void pulse();
  const timer = setInterval(() => void pulse(), PULSE_MS);

  return {
    ensureTopics: (topics) => cluster.ensureTopics(topics),
    publish: (messages) => producer.publish(messages),
    async subscribe(subscription: SubscribeOptions) {
      const consumer = new KafkaConsumer(kafka, cluster, settings, subscription);
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
    groupMembers: (group) => cluster.groupMembers(group),
    health() {
      const reason =
        cluster.problem ?? producer.problem ?? [...consumers].map(({ problem }) => problem).find(Boolean);
      return reason === undefined ? { up: true } : { up: false, reason };
    },
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.close()));
      await producer.close(5_000);
      clearInterval(timer);
      await cluster.close();
    },
  };
}
