import { migrate } from '../migrate';
import { Connection } from './connection';
import { EMBEDDED_BUS_SCHEMA, embeddedBusMigrations } from './migrations';
import { CHANNEL, decodeNotice, type Notice } from './notice';
import { findOrCreateTopics, type Topic } from './statements/topics';

export interface LogDatabaseOptions {
  readonly url: string;
  readonly name: string;
  readonly partitions: number;
  readonly queryTimeoutMs: number;
}

/** The two connections of one bus, its schema, and what is known of topics. */
export class LogDatabase {
  /** Appends: a commit waits for the disk. */
  readonly writer: Connection;
  /**
   * Everything else, without waiting for the disk: a position or a heartbeat that a crash loses is made good by
   * reading or beating again.
   */
  readonly reader: Connection;
  private readonly topics = new Map<string, Topic>();
  private readonly listeners = new Set<(notice: Notice | 'reconnected') => void>();
  private migrated: Promise<void> | undefined;
  private refusal: string | undefined;

  constructor(private readonly options: LogDatabaseOptions) {
    const { url, name, queryTimeoutMs } = options;
    this.writer = new Connection({ url, queryTimeoutMs, name: `${name} bus writer` });
    this.reader = new Connection({
      url,
      queryTimeoutMs,
      name: `${name} bus reader`,
      prepare: async (client) => {
        await client.query(`SET synchronous_commit = off; LISTEN ${CHANNEL}`);
        this.tell('reconnected');
      },
      onNotification: (payload) => {
        const notice = decodeNotice(payload);
        if (notice) this.tell(notice);
      },
    });
  }

  /** Connects, and migrates once. Rejects with `BusUnavailableError` when that is not possible now. */
  async ready(): Promise<void> {
    await this.writer.connect();
    this.migrated ??= this.migrateOnce();
    await this.migrated;
    await this.reader.connect();
  }

  /** Why the bus is not up, with the remedy. */
  get problem(): string | undefined {
    return this.refusal ?? this.writer.problem ?? this.reader.problem;
  }

  /** Topics by name, made when they are missing. */
  async findTopics(names: readonly string[]): Promise<Topic[]> {
    const missing = names.filter((name) => !this.topics.has(name));
    if (missing.length > 0) {
      await this.ready();
      for (const topic of await findOrCreateTopics(this.writer, missing, this.options.partitions))
        this.topics.set(topic.name, topic);
    }
    return names.map((name) => this.topics.get(name) as Topic);
  }

  /** Without a round trip, for topics that were found before. */
  knownTopic(name: string): Topic | undefined {
    return this.topics.get(name);
  }

  /** Calls for each notice, and after each new connection, when notices may have been missed. */
  onNotice(listener: (notice: Notice | 'reconnected') => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    await Promise.all([this.writer.close(), this.reader.close()]);
  }

  private async migrateOnce(): Promise<void> {
    try {
      await migrate({
        url: this.options.url,
        schema: EMBEDDED_BUS_SCHEMA,
        migrations: embeddedBusMigrations,
      });
      this.refusal = undefined;
    } catch (error) {
      this.migrated = undefined;
      this.refusal = (error as Error).message;
      throw this.writer.translate(error as Error);
    }
  }

  private tell(notice: Notice | 'reconnected'): void {
    for (const listener of this.listeners) listener(notice);
  }
}
