import type { ProcessModel } from '../../model';
import type { Finding, SoundnessRule } from '../finding';

/** A warning about one element that needs no run to be seen. */
export function findingAt(
  { participant }: ProcessModel,
  rule: SoundnessRule,
  { id }: { readonly id: string },
  message: string,
  path: readonly string[] = [],
): Finding {
  return {
    severity: 'warning',
    rule,
    element: id,
    ...(participant === undefined ? {} : { participant }),
    message,
    path,
  };
}
