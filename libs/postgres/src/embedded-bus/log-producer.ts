import { type BusMessage, BusUnavailableError, GatheringSender, shardOf } from '@partitura/runtime';
import { encodeFrame } from './frames';
import { type LogDatabase } from './log-database';
import { appendBatches, type NewBatch } from './statements/append-batches';
import { notify } from './statements/notify';
import { registerProducer } from './statements/producers';

/** A row of so many characters fits a page, so that it need not be stored out of line. */
const ROW_CHARS = 7_600;

/** Appends to the log: numbers its own rows, so that readers need no order among producers and no lock. */
export class LogProducer {
  /** Undefined until the first batch. */
  id: number | undefined;
  private seq = 0;
  private readonly sender: GatheringSender;

  constructor(
    private readonly database: LogDatabase,
    timeoutMs: number,
  ) {
    this.sender = new GatheringSender({
      send: (messages) => this.send(messages),
      timeoutMs,
      maxMessages: 1_000,
      maxChars: 1_000_000,
    });
  }

  publish(messages: readonly BusMessage[]): Promise<void> {
    return this.sender.publish(messages);
  }

  close(withinMs: number): Promise<void> {
    return this.sender.close(withinMs);
  }

  private async send(messages: readonly BusMessage[]): Promise<void> {
    await this.database.ready();
    const unknown = messages.filter(({ topic }) => !this.database.knownTopic(topic));
    if (unknown.length > 0) await this.database.findTopics([...new Set(unknown.map(({ topic }) => topic))]);
    this.id ??= await registerProducer(this.database.writer);
    const producer = this.id;

    // A batch whose fate is unknown is sent again under new numbers: a row twice is allowed, one out of order is not.
    const rows = this.cutRows(messages);
    if (!(await appendBatches(this.database.writer, producer, rows))) {
      this.id = undefined;
      throw new BusUnavailableError('The producer was idle for so long that it must register again.');
    }
    // Not awaited: the rows are durable, and the readers' poll makes good a notice that gets lost.
    notify(this.database.reader, { kind: 'batch', producer, partitions: rows }).catch(() => undefined);
  }

  private cutRows(messages: readonly BusMessage[]): NewBatch[] {
    const rows: NewBatch[] = [];
    const open = new Map<string, { topic: number; partition: number; records: string }>();
    const cut = (row: { topic: number; partition: number; records: string }) =>
      rows.push({ ...row, seq: ++this.seq });
    for (const message of messages) {
      const topic = this.database.knownTopic(message.topic);
      if (!topic) throw new BusUnavailableError(`Topic ${message.topic} is not known yet.`);
      const partition = shardOf(message.key) % topic.partitions;
      const frame = encodeFrame(message);
      const key = `${topic.id}:${partition}`;
      const row = open.get(key);
      if (!row) open.set(key, { topic: topic.id, partition, records: frame });
      else if (row.records.length + frame.length <= ROW_CHARS) row.records += frame;
      else {
        cut(row);
        open.set(key, { topic: topic.id, partition, records: frame });
      }
    }
    for (const row of open.values()) cut(row);
    return rows;
  }
}
