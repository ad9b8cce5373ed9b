/**
 * A copy as JSON has it, which shares nothing with the value: `Date` becomes text, `undefined` is left out.
 *
 * Throws for what JSON cannot hold (`BigInt`, cycles), with `what` as the sentence's beginning.
 */
export function asJson<T>(value: T, what: string): T {
  try {
    return JSON.parse(JSON.stringify(value)) as T;
  } catch (cause) {
    throw new Error(
      `${what} something that JSON cannot hold (${(cause as Error).message}). Return plain data.`,
      {
        cause,
      },
    );
  }
}
