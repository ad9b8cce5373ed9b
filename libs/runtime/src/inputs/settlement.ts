/** Resolves when every one of a set of inputs is settled, whatever its outcome. */
export class Settlement {
  private open = 0;
  private resolve: (() => void) | undefined;

  /** To be called by each input. */
  readonly one = (): void => {
    this.open -= 1;
    if (this.open === 0) this.resolve?.();
  };

  expect(): void {
    this.open += 1;
  }

  all(): Promise<void> {
    if (this.open === 0) return Promise.resolve();
    return new Promise((resolve) => (this.resolve = resolve));
  }
}
