import type { Outcome } from '@partitura/runtime';
import { ApiProblem } from './api-problem';

/** What the engine refuses is the caller's to correct. */
export function throwIfRefused({ refusal }: Outcome): void {
  if (refusal) throw new ApiProblem(refusal.code, refusal.message);
}
