/** Codes of refusals, as Camunda's API writes them into the title of its problem JSON, with their HTTP status. */
export const statuses = {
  INVALID_ARGUMENT: 400,
  NOT_FOUND: 404,
  INVALID_STATE: 409,
  ALREADY_EXISTS: 409,
  RESOURCE_EXHAUSTED: 503,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
} as const;

export type ProblemCode = keyof typeof statuses;

/** A request that is answered with problem JSON; `detail` says what to do. */
export class ApiProblem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    /** Further members of the problem JSON. */
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }

  get status(): number {
    return statuses[this.code];
  }
}

export const notFound = (what: string, id: string): ApiProblem =>
  new ApiProblem(
    'NOT_FOUND',
    `No ${what} has the key ${id}: check the key, or that this is the right orchestrator.`,
  );
