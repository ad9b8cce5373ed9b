/** Resolves when every one of a set of inputs is settled; rejects when one of them was given up and must come again. */
export class Settlement {
  private open = 0;
  private givenUp: Error | undefined;
  private finish: (() => void) | undefined;

  /** To be called for each input whose effect is committed. */
  readonly settle = (): void => {
    this.open -= 1;
    if (this.open === 0) this.finish?.();
  };

  /** To be called for each input that had no effect. */
  readonly fail = (error: Error): void => {
    this.givenUp ??= error;
    this.settle();
  };

  expect(): void {
    this.open += 1;
  }

  async all(): Promise<void> {
    if (this.open > 0) await new Promise<void>((resolve) => (this.finish = resolve));
    if (this.givenUp) throw this.givenUp;
  }
}
