import type { Logger } from '../logger';
import { topics } from '../messages';
import { type Bus, type BusRecord, DEAD_LETTER_SUFFIX, type Subscription } from '../ports/bus';
import { Repeat } from '../repeat';
import { COORDINATOR } from '../scores/placement';
import type { ScoreRegistry } from '../scores/score-registry';

/** While the bus is away, joining it is tried this often. */
const RETRY_MS = 1000;

/** The records of one host: answers, requests, and what the participants of its models publish. */
export class BusIntake {
  private subscription: Subscription | undefined;
  private subscribed = '';
  private started = false;
  private readonly repeat: Repeat;
  private lastError: Error | undefined;

  constructor(
    private readonly host: string,
    private readonly bus: Bus,
    /** Names of the participants as of now, and those of them whose events concern this host. */
    private readonly known: Pick<ScoreRegistry, 'participants' | 'senders'>,
    private readonly handle: (records: readonly BusRecord[]) => Promise<void>,
    private readonly maxBatch: number,
    logger: Logger,
  ) {
    this.repeat = new Repeat('Joining the bus', RETRY_MS, () => this.join(), logger);
  }

  start(): void {
    this.started = true;
    this.repeat.start();
  }

  /** Reads what has become known since, once this has started. */
  async rejoin(): Promise<void> {
    if (this.started) await this.join();
  }

  /** Topics of the participants that are known now exist and are read. Rejects while the bus is away. */
  async join(): Promise<void> {
    const { participants, senders } = this.known;
    const wanted = `${participants.join(' ')} < ${senders.join(' ')}`;
    if (this.subscription && wanted === this.subscribed) return;
    try {
      const read = [
        topics.replies(this.host),
        topics.coordination(this.host),
        // The commands of another host are those of its service.
        ...(this.host === COORDINATOR ? [topics.commands(this.host), topics.events(this.host)] : []),
        ...senders.map(topics.events),
      ];
      await this.bus.ensureTopics([
        ...read,
        ...read.map((topic) => topic + DEAD_LETTER_SUFFIX),
        ...participants.flatMap((name) => [
          topics.commands(name),
          topics.events(name),
          // Of messages that were never on a topic, too.
          topics.events(name) + DEAD_LETTER_SUFFIX,
          topics.coordination(name),
        ]),
        topics.journal,
      ]);
      // All members of a group must read the same topics, so the one subscription is replaced.
      await this.subscription?.close();
      this.subscription = undefined;
      this.subscription = await this.bus.subscribe({
        group: this.host === COORDINATOR ? this.host : `${this.host}.engine`,
        topics: read,
        maxBatch: this.maxBatch,
        handle: this.handle,
      });
      this.subscribed = wanted;
      this.lastError = undefined;
    } catch (error) {
      this.lastError = error as Error;
      throw error;
    }
  }

  /** Why records do not arrive; undefined when they do. */
  get problem(): string | undefined {
    if (this.subscription) return undefined;
    return this.lastError?.message ?? 'The bus has not been joined yet: wait a moment.';
  }

  /** Waits for the records in hand, then leaves the group. */
  async stop(): Promise<void> {
    this.started = false;
    await this.repeat.stop();
    await this.subscription?.close();
    this.subscription = undefined;
  }
}
