import type { Difference } from './report';

/** A scenario does not hold. */
export class ScenarioFailure extends Error {
  constructor(
    message: string,
    readonly differences: readonly Difference[] = [],
  ) {
    super(message);
    this.name = 'ScenarioFailure';
  }
}
