import { Kafka, logLevel } from 'kafkajs';
import { serviceNames } from './service-names';

const prefixes = [...serviceNames, 'partitura'].map((name) => `${name}.`);

/** The run's broker is shared by its suites: a system must not hear of the hosts and sagas of the one before. */
export async function emptyBroker(brokers: readonly string[]): Promise<void> {
  const kafka = new Kafka({ clientId: 'demo-e2e', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const all = await admin.listTopics();
    const topics = all.filter((topic) => prefixes.some((prefix) => topic.startsWith(prefix)));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
