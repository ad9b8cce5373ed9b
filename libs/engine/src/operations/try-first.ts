import type { Refusal } from '../commands';
import { isExpected } from '../incidents';
import { Run } from '../run';
import type { SagaState } from '../state';
import { settle } from '../tokens';
import { refused } from './active-instance';

/** Does the work on a copy first, so that what cannot be done, or what `check` finds in the copy, changes nothing. */
export function tryFirst(
  run: Run,
  work: (run: Run) => void,
  check: (tried: Run) => Refusal | undefined = () => undefined,
): Refusal | undefined {
  const copy = JSON.parse(JSON.stringify(run.state)) as SagaState;
  const trial = new Run(run.library, copy, run.at, run.trace);
  try {
    work(trial);
    settle(trial);
  } catch (error) {
    if (!isExpected(error)) throw error;
    return refused(error.message);
  }
  const refusal = check(trial);
  if (!refusal) work(run);
  return refusal;
}
