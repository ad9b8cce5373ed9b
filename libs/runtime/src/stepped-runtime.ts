import type { Ask, Outcome } from './loop/input';
import { Runtime } from './runtime';
import type { RuntimeOptions } from './runtime-options';

/**
 * The runtime without a pace of its own, for simulations: nothing happens in the background, whoever drives it says when it
 * works and when it looks for work, under a clock that moves when it is told to.
 */
export class SteppedRuntime extends Runtime {
  constructor(options: RuntimeOptions) {
    super({ ...options, journalAfterMs: 0 });
  }

  /** Loads what is deployed and joins the bus. */
  override async start(): Promise<void> {
    await this.registry.refresh();
    await this.parts.intake.join();
    await this.parts.journal?.join();
  }

  override async stop(): Promise<void> {
    await this.parts.intake.stop();
    await this.parts.journal?.stop();
    this.parts.queue.close();
  }

  /** Joins the bus anew when a deployment has brought participants. */
  join(): Promise<void> {
    return this.parts.intake.join();
  }

  /** Hands over an input; the outcome is there when a later `step` has committed it. */
  submit(sagaId: string, ask: Ask): Promise<Outcome> {
    return this.ask(sagaId, ask, undefined, false);
  }

  get hasWork(): boolean {
    return this.parts.queue.length > 0;
  }

  /** Decides, commits and publishes what waits, as one batch. */
  step(): Promise<void> {
    return this.parts.runner.run(this.parts.queue.takeNow(this.options.maxBatch));
  }

  /** Looks for messages that meet subscriptions; what it finds waits for `step`, so that nobody must wait for this. */
  lookForMessages(): Promise<void> {
    return this.parts.matcher.look();
  }

  /** Looks for due timers; as `lookForMessages`. */
  lookForTimers(): Promise<void> {
    return this.parts.timers.look();
  }
}
