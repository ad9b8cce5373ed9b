import { isFinal } from '@partitura/engine';
import type { OutboxPublisher } from '../outbox/outbox-publisher';
import { journalMessages } from './journal';
import type { JournaledPart } from './part-summary';

export interface JournalSenderOptions {
  readonly host: string;
  readonly publisher: Pick<OutboxPublisher, 'publish'>;
  readonly clock: () => number;
  /** How long a change may wait for others; 0: each commit is told by itself, before the next one. */
  readonly afterMs: number;
}

/** Of more sagas that are waited for than these, the end of the oldest is told with everything else. */
const MOST_AWAITED = 10_000;

/**
 * Tells the orchestrator what has changed here, a moment later: commits share a message, and a part that has changed again
 * meanwhile is told once. The outbox keeps what each commit has changed until that is told.
 */
export class JournalSender {
  /** The newest that is known of each part. */
  private readonly parts = new Map<string, JournaledPart>();
  private batches: number[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly awaited = new Set<string>();

  constructor(private readonly options: JournalSenderOptions) {}

  /** Somebody asked at the orchestrator waits for the end of this saga, so that end is told at once. */
  hurry(sagaId: string): void {
    const [oldest] = this.awaited;
    if (oldest !== undefined && this.awaited.size >= MOST_AWAITED) this.awaited.delete(oldest);
    this.awaited.add(sagaId);
  }

  /** Takes what an outbox batch tells; resolves when it need not be waited for any more. */
  async tell(batch: number, parts: readonly JournaledPart[]): Promise<void> {
    let hurries = this.options.afterMs === 0;
    for (const part of parts) {
      const known = this.parts.get(part.sagaId);
      if (known === undefined || known.version < part.version) this.parts.set(part.sagaId, part);
      if (isFinal(part.status) && this.awaited.delete(part.sagaId)) hurries = true;
    }
    this.batches.push(batch);
    if (hurries) return this.flush();
    this.timer ??= setTimeout(() => void this.flush(), this.options.afterMs).unref();
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
