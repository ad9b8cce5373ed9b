import { FeelError } from './feel-error';
import { PatternTooDear } from './patterns/match-pattern';

/** Turns whatever an evaluation throws into a `FeelError` that names the expression. */
export function guard<T>(source: string, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    if (cause instanceof FeelError) throw cause;
    if (cause instanceof PatternTooDear) {
      const reason =
        'a regular expression tries too many ways. Write it without repetitions inside of repetitions.';
      throw new FeelError(source, reason, { cause });
    }
    if (cause instanceof RangeError)
      throw new FeelError(source, 'it needs too much memory. Split it.', { cause });
    throw new FeelError(source, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
