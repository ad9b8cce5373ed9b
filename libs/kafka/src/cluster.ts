import { setTimeout as pause } from 'node:timers/promises';
import { type Admin, type Kafka } from 'kafkajs';
import { briefRetry } from './kafka-client';
import { errorType, translate } from './kafka-errors';
import { type KafkaBusSettings } from './options';
import { within } from './within';

/** Questions to the cluster itself: topics, groups, whether it answers. One connection, renewed after a failure. */
export class Cluster {
  private admin: Promise<Admin> | undefined;
  private readonly usable = new Set<string>();
  /** Why the cluster does not answer; undefined while it does. */
  problem: string | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: KafkaBusSettings,
  ) {
    this.problem = `Kafka at ${settings.brokers.join(',')} has not answered yet.`;
  }

  /** Makes topics that are missing and waits until each of them can be used. */
  async ensureTopics(topics: readonly string[]): Promise<void> {
    const unknown = [...new Set(topics)].filter((topic) => !this.usable.has(topic));
    if (unknown.length === 0) return;
    await this.ask(async (admin) => {
      // Asked first, so that a client which may not create topics can use those that are there.
      const existing = new Set(await admin.listTopics());
      const missing = unknown.filter((topic) => !existing.has(topic));
      if (missing.length > 0) await this.create(admin, missing);
    });
    for (const topic of unknown) this.usable.add(topic);
  }

  isUsable(topic: string): boolean {
    return this.usable.has(topic);
  }

  /** After a broker lost its data a topic may have to be made again. */
  forgetTopics(): void {
    this.usable.clear();
  }

  async groupMembers(group: string): Promise<number> {
    return this.ask(async (admin) => {
      const { groups } = await admin.describeGroups([group]);
      return groups[0]?.members.length ?? 0;
    }, 'GROUP_ID_NOT_FOUND').then((count) => count ?? 0);
  }

  /** Notices a broker that went away while nothing else is sent. */
  async check(): Promise<void> {
    await this.ask((admin) => admin.describeCluster());
  }

  async close(): Promise<void> {
    const { admin } = this;
    this.admin = undefined;
    await within(
      2_000,
      admin?.then((each) => each.disconnect()),
    );
  }

  private async create(admin: Admin, topics: readonly string[]): Promise<void> {
    const { partitions, replicationFactor } = this.settings;
    await admin.createTopics({
      topics: topics.map((topic) => ({ topic, numPartitions: partitions, replicationFactor })),
      // Waiting for leaders inside kafkajs fails: the broker learns of a new topic a moment after the controller.
      waitForLeaders: false,
    });
    const deadline = Date.now() + 15_000;
    while (!(await hasLeaders(admin, topics))) {
      if (Date.now() > deadline) throw new Error(`Topics ${topics.join(', ')} got no leaders in 15 s.`);
      await pause(20);
    }
  }

  private async ask<T>(question: (admin: Admin) => Promise<T>): Promise<T>;
  private async ask<T>(question: (admin: Admin) => Promise<T>, harmless: string): Promise<T | undefined>;
  private async ask<T>(question: (admin: Admin) => Promise<T>, harmless?: string): Promise<T | undefined> {
    this.admin ??= this.connect();
    const { admin } = this;
    try {
      const answer = await question(await admin);
      this.problem = undefined;
      return answer;
    } catch (error) {
      if (harmless !== undefined && errorType(error) === harmless) return undefined;
      // A connection that failed once may stay broken in kafkajs: the next question opens another.
      if (this.admin === admin) this.admin = undefined;
      void admin.then((each) => each.disconnect()).catch(() => undefined);
      const translated = translate(error, this.settings.brokers);
      this.problem = translated.message;
      throw translated;
    }
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin({ retry: briefRetry });
    await admin.connect();
    return admin;
  }
}

async function hasLeaders(admin: Admin, topics: readonly string[]): Promise<boolean> {
  try {
    const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
    return metadata.topics.every(
      ({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0),
    );
  } catch (error) {
    if (errorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION' || errorType(error) === 'LEADER_NOT_AVAILABLE')
      return false;
    throw error;
  }
}
