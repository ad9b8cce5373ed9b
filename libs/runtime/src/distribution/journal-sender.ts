import { isFinal } from '@partitura/engine';
import type { OutboxPublisher } from '../outbox/outbox-publisher';
import { journalMessages } from './journal';
import type { PartSummary } from './part-summary';

export interface JournalSenderOptions {
  readonly host: string;
  readonly publisher: Pick<OutboxPublisher, 'publish'>;
  readonly clock: () => number;
  /** How long a change may wait for others; 0: each commit is told by itself, before the next one. */
  readonly afterMs: number;
}

/** Of more sagas that were asked for than these, the oldest are told of with everything else. */
const MOST_ASKED_FOR = 10_000;

/**
 * Tells the orchestrator what has changed here, a moment later: commits share a message, and a part that has changed again
 * meanwhile is told once. The outbox keeps what each commit has changed until that is told.
 */
export class JournalSender {
  /** The newest that is known of each part. */
  private readonly parts = new Map<string, PartSummary>();
  private batches: number[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** When the timer ends, by `performance.now`. */
  private due = 0;
  /** Whether its end is awaited, by saga. */
  private readonly askedFor = new Map<string, boolean>();

  constructor(private readonly options: JournalSenderOptions) {}

  /**
   * Somebody has asked the orchestrator for this saga and will look for it there: its beginning is told at once, or its end where
   * that is `awaited`.
   */
  hurry(sagaId: string, awaited: boolean): void {
    const [oldest] = this.askedFor.keys();
    if (oldest !== undefined && this.askedFor.size >= MOST_ASKED_FOR) this.askedFor.delete(oldest);
    this.askedFor.set(sagaId, awaited);
  }

  /** Takes what an outbox batch tells; resolves when it need not be waited for any more. */
  async tell(batch: number, parts: readonly PartSummary[]): Promise<void> {
    let hurries = this.options.afterMs === 0;
    for (const part of parts) {
      const known = this.parts.get(part.sagaId);
      if (known === undefined || known.version < part.version) this.parts.set(part.sagaId, part);
      if (this.isLookedFor(part) && this.askedFor.delete(part.sagaId)) hurries = true;
    }
    this.batches.push(batch);
    if (hurries) return this.flush();
    this.flushWithin(this.patienceFor(parts));
  }

  /**
   * Parts of sagas that began elsewhere are told sooner: when the first host tells of the end of a saga, the orchestrator shall
   * know its other parts.
   */
  private patienceFor(parts: readonly PartSummary[]): number {
    const { host, afterMs } = this.options;
    return parts.every(({ root }) => root === host) ? afterMs : afterMs / 10;
  }

  private flushWithin(ms: number): void {
    const due = performance.now() + ms;
    if (this.timer !== undefined && this.due <= due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => void this.flush(), ms).unref();
  }

  private isLookedFor({ sagaId, status }: PartSummary): boolean {
    const awaited = this.askedFor.get(sagaId);
    return awaited === false || (awaited === true && isFinal(status));
  }

  /** Resolves when everything told so far is on the bus, or waits in the outbox for it. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.batches.length === 0) return;
    const { host, publisher, clock } = this.options;
    const messages = journalMessages([...this.parts.values()], host, clock());
    const { batches } = this;
    this.parts.clear();
    this.batches = [];
    await publisher.publish(batches, messages);
  }
}
