import { backoffMs } from './backoff';
import { type BusMessage, BusUnavailableError } from './ports/bus';
import { Wake } from './wake';

export interface GatheringSenderOptions {
  /**
   * Makes a batch durable. Never called twice at once. Rejects with `BusUnavailableError` to be tried again;
   * with another error when something in the batch can never be sent.
   */
  readonly send: (messages: readonly BusMessage[]) => Promise<void>;
  /** How long a message may wait for the bus. */
  readonly timeoutMs: number;
  readonly maxMessages: number;
  /** Characters of keys and values in one batch; a larger message goes alone. */
  readonly maxChars: number;
}

interface Entry {
  readonly messages: readonly BusMessage[];
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  sent: number;
  settled: boolean;
}

interface Part {
  readonly entry: Entry;
  readonly messages: readonly BusMessage[];
}

/**
 * Sends one batch at a time and gathers meanwhile: several sends under way could overtake each other (P3), and the
 * cost of a bus is per request, not per message. The first message of an idle sender leaves at once.
 */
export class GatheringSender {
  private readonly queue: Entry[] = [];
  private readonly wake = new Wake();
  private running: Promise<void> | undefined;
  private expiry: NodeJS.Timeout | undefined;
  private closed = false;
  private lastProblem = 'the last batch is still under way';

  constructor(private readonly options: GatheringSenderOptions) {}

  /** Resolves when all messages are durable; rejects with `BusUnavailableError` after `timeoutMs`. */
  publish(messages: readonly BusMessage[]): Promise<void> {
    if (messages.length === 0) return Promise.resolve();
    if (this.closed)
      return Promise.reject(new Error('The bus is closed: stop publishing before you close it.'));
    return new Promise((resolve, reject) => {
      const deadline = Date.now() + this.options.timeoutMs;
      this.queue.push({ messages, deadline, resolve, reject, sent: 0, settled: false });
      this.watchDeadlines();
      this.running ??= this.run();
    });
  }

  /** Takes no more; sends what is there, and rejects what is left after `withinMs`. */
  async close(withinMs: number): Promise<void> {
    this.closed = true;
    if (!this.running) return;
    const timer = setTimeout(() => this.rejectUntil(Infinity), withinMs);
    await this.running;
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    // What is published in the same turn of the event loop leaves together.
    await Promise.resolve();
    let failures = 0;
    while (this.queue.length > 0) {
      const outcome = await this.attempt(this.take());
      failures = outcome === 'unavailable' ? failures + 1 : 0;
      if (failures > 0 && this.queue.length > 0) await this.wake.wait(backoffMs(failures, 1_000));
    }
    clearTimeout(this.expiry);
    this.expiry = undefined;
    this.running = undefined;
  }

  private async attempt(parts: readonly Part[]): Promise<'done' | 'unavailable'> {
    try {
      await this.options.send(parts.flatMap((part) => part.messages));
      for (const part of parts) this.settle(part);
      return 'done';
    } catch (error) {
      const [first] = parts;
      if (error instanceof BusUnavailableError) {
        this.lastProblem = error.message;
        return 'unavailable';
      }
      if (parts.length === 1 && first) {
        this.fail(first.entry, error as Error);
        return 'done';
      }
      // One message that can never be sent shall not take its neighbours with it.
      for (const part of parts) if ((await this.attempt([part])) === 'unavailable') return 'unavailable';
      return 'done';
    }
  }

  private take(): Part[] {
    const parts: Part[] = [];
    let messages = 0;
    let chars = 0;
    for (const entry of this.queue) {
      let end = entry.sent;
      for (; end < entry.messages.length; end++) {
        const message = entry.messages[end] as BusMessage;
        chars += message.value.length + message.key.length;
        if (messages > 0 && (messages === this.options.maxMessages || chars > this.options.maxChars)) break;
        messages += 1;
      }
      if (end > entry.sent) parts.push({ entry, messages: entry.messages.slice(entry.sent, end) });
      if (end < entry.messages.length) break;
    }
    return parts;
  }

  private settle({ entry, messages }: Part): void {
    if (entry.settled) return;
    entry.sent += messages.length;
    if (entry.sent < entry.messages.length) return;
    this.remove(entry);
    entry.resolve();
  }

  private fail(entry: Entry, error: Error): void {
    if (entry.settled) return;
    this.remove(entry);
    entry.reject(error);
  }

  private remove(entry: Entry): void {
    entry.settled = true;
    // Entries finish in the order they came, so this is the first one but for rare failures.
    this.queue.splice(this.queue.indexOf(entry), 1);
  }

  /** One timer for all: every entry has the same patience, so the first one's deadline is the earliest. */
  private watchDeadlines(): void {
    const [first] = this.queue;
    if (this.expiry || !first) return;
    this.expiry = setTimeout(
      () => {
        this.expiry = undefined;
        this.rejectUntil(Date.now());
        this.watchDeadlines();
      },
      Math.max(first.deadline - Date.now(), 1),
    );
  }

  private rejectUntil(time: number): void {
    for (const entry of this.queue.filter(({ deadline }) => deadline <= time))
      this.fail(
        entry,
        new BusUnavailableError(
          `${entry.messages.length} message(s) could not be sent within ${this.options.timeoutMs} ms: ${this.lastProblem} ` +
            'Send them again later.',
        ),
      );
    this.wake.signal();
  }
}
