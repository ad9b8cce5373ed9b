import type { Input } from './input';

/** The batch must be decided again on freshly read sagas; `poison` is an input that the engine cannot decide. */
export class DecideAgain extends Error {
  constructor(
    message: string,
    readonly poison?: Poison,
  ) {
    super(message);
  }
}

export interface Poison {
  readonly input: Input;
  readonly error: Error;
  /** What the input asks for instead cannot be decided either. */
  readonly noFallback?: boolean;
}

/** What to do with an input that threw: put it aside and decide the others again. */
export const decideWithout = (input: Input, cause: unknown): DecideAgain =>
  new DecideAgain(`An input for saga ${input.sagaId} cannot be decided.`, {
    input,
    error: cause instanceof Error ? cause : new Error(String(cause)),
  });
