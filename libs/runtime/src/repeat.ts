import type { Logger } from './logger';

/**
 * Does something again and again, never twice at once, until it is stopped; an error is logged and does not end it.
 * `wake` brings the next run forward.
 */
export class Repeat {
  private timer: NodeJS.Timeout | undefined;
  private at = Infinity;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = true;

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    /** May answer when to run next (epoch ms), if that is before the usual time. */
    private readonly work: () => Promise<number | void>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.stopped = false;
    this.schedule(0);
  }

  /** Runs at the given time (epoch ms) at the latest; now when it is absent. */
  wake(at = 0): void {
    if (this.stopped) return;
    if (this.running) {
      if (at <= Date.now()) this.again = true;
      else this.at = Math.min(this.at, at);
      return;
    }
    if (at < this.at) this.schedule(at - Date.now());
  }

  /** Does the work once, now, whether it was started or not. */
  async once(): Promise<void> {
    await this.work();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(inMs: number): void {
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(inMs, this.everyMs));
    this.at = Date.now() + wait;
    this.timer = setTimeout(() => {
      this.running = this.run().finally(() => (this.running = undefined));
    }, wait);
    this.timer.unref();
  }

  private async run(): Promise<void> {
    this.at = Infinity;
    this.again = false;
    let next: number | void = undefined;
    try {
      next = await this.work();
    } catch (error) {
      this.logger.warn({ err: error }, `${this.name} failed and is tried again.`);
    }
    if (this.stopped) return;
    const due = this.again ? 0 : Math.min(this.at, next ?? Infinity, Date.now() + this.everyMs);
    this.schedule(due - Date.now());
  }
}
