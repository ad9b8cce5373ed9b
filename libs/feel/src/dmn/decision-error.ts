/** A decision cannot be made: the message names the element, the reason and the remedy. */
export class DecisionError extends Error {
  readonly code = 'DECISION';

  /** `reason` and `remedy` are sentences without the id of the element. */
  constructor(
    readonly element: string,
    readonly reason: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${element}: ${reason}. ${remedy}`, options);
    this.name = 'DecisionError';
  }
}

/** One reason why decisions cannot be deployed. */
export interface DecisionProblem {
  readonly rule: string;
  readonly element: string;
  readonly message: string;
  /** Where an expression does not parse: a zero-based offset into its text. */
  readonly position?: number;
}

/** A DMN file that is not deployable; `problems` holds every reason that was found. */
export class DecisionsRefusedError extends Error {
  readonly code = 'DECISIONS_REFUSED';

  constructor(readonly problems: readonly DecisionProblem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.name = 'DecisionsRefusedError';
  }
}
