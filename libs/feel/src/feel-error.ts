/** A FEEL source that does not parse; `position` is a zero-based offset into the source without its `=`. */
export class FeelSyntaxError extends Error {
  readonly code = 'FEEL_SYNTAX';

  constructor(
    readonly source: string,
    readonly position: number,
    readonly reason: string,
    remedy: string,
  ) {
    super(`FEEL expression '${source}' does not parse at position ${position}: ${reason}. ${remedy}`);
    this.name = 'FeelSyntaxError';
  }
}

/** An expression that could not be evaluated, or whose result is no JSON value. */
export class FeelError extends Error {
  readonly code = 'FEEL_EVALUATION';

  constructor(
    readonly source: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`FEEL expression '${source}' failed: ${reason}`, options);
    this.name = 'FeelError';
  }
}
