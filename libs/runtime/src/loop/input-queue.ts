import type { Input } from './input';

/**
 * Gathers inputs while a batch is under way: an idle loop gets one at once, a busy one gets what has piled up. That is
 * all the batching there is; nobody waits for a batch to fill.
 */
export class InputQueue {
  private inputs: Input[] = [];
  private wake: (() => void) | undefined;
  private closed = false;

  push(inputs: readonly Input[]): void {
    if (this.closed) {
      for (const input of inputs)
        input.fail(new Error('The runtime is stopping: send it again in a moment.'));
      return;
    }
    for (const input of inputs) this.inputs.push(input);
    this.wake?.();
  }

  /** Up to `max` inputs in order of arrival; undefined once it is closed and empty. */
  async take(max: number): Promise<Input[] | undefined> {
    if (this.inputs.length === 0) {
      if (this.closed) return undefined;
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = undefined;
      return this.take(max);
    }
    if (this.inputs.length <= max) {
      const all = this.inputs;
      this.inputs = [];
      return all;
    }
    return this.inputs.splice(0, max);
  }

  /** What waits now, up to `max`, without waiting for more. */
  takeNow(max: number): Input[] {
    return this.inputs.splice(0, max);
  }

  get length(): number {
    return this.inputs.length;
  }

  /** Epoch ms of the oldest input. */
  get oldest(): number | undefined {
    return this.inputs[0]?.at;
  }

  /** Gives up those that wait and would rather be told at once. */
  failWaiting(which: (input: Input) => boolean, error: Error): void {
    const failed = this.inputs.filter(which);
    if (failed.length === 0) return;
    this.inputs = this.inputs.filter((input) => !which(input));
    for (const input of failed) input.fail(error);
  }

  /** Takes no more; what is there is still handed out. */
  close(): void {
    this.closed = true;
    this.wake?.();
  }
}
