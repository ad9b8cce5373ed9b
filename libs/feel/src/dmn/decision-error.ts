/** A decision cannot be made: the message names the element, the reason and the remedy. */
export class DecisionError extends Error {
  readonly code = 'DECISION';

  constructor(
    readonly element: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DecisionError';
  }
}

/** One reason why decisions cannot be deployed. */
export interface DecisionProblem {
  readonly rule: string;
  readonly element: string;
  readonly message: string;
}

/** A DMN file that is not deployable; `problems` holds every reason that was found. */
export class DecisionsRefusedError extends Error {
  readonly code = 'DECISIONS_REFUSED';

  constructor(readonly problems: readonly DecisionProblem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.name = 'DecisionsRefusedError';
  }
}
