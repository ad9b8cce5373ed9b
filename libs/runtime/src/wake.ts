/** Lets one loop wait for news: a signal that came before the wait is not lost. */
export class Wake {
  private signalled = false;
  private release: (() => void) | undefined;

  signal(): void {
    this.signalled = true;
    this.release?.();
  }

  /** Resolves at the next signal, or after `ms`. */
  async wait(ms: number): Promise<void> {
    if (!this.signalled)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.release = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.release = undefined;
    this.signalled = false;
  }
}
