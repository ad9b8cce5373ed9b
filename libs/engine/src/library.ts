import type { Binding, Score } from '@partitura/bpmn';
import type { Decision } from '@partitura/feel';
import type { Placement } from './distribution/part';

/**
 * What is deployed where a saga runs. What it answers is journaled with the decision that it led to, so that a replay asks
 * nothing.
 */
export interface Library {
  /** The compiled score of a key; throws when it is not deployed here. */
  score(key: string): Score;
  /** Key of the score version whose process a call activity means; undefined when there is none. `caller`: the calling score's key. */
  process(processId: string, binding: Binding, caller: string): string | undefined;
  /** Where the participants of a score version run; undefined when all of them run here. */
  placement?(key: string): Placement | undefined;
  decision(decisionId: string, binding: Binding, caller: string): Decision | undefined;
}
