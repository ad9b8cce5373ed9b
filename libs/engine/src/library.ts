import type { Binding, Score } from '@partitura/bpmn';
import type { Decision } from '@partitura/feel';
import type { Placement } from './distribution/part';
import type { Variables } from './state';

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
  /**
   * Participants whose tasks this host does itself: a job whose answer has not come after so many ms is asked for again. It commits
   * with its answer, so that taking it back needs no acknowledgement. Undefined for the others.
   */
  localLeaseMs?(participant: string): number | undefined;
  decision(decisionId: string, binding: Binding, caller: string): Decision | undefined;
  /** The schema that a message of a score version refers to; throws when it is not deployed here. `caller`: that version's key. */
  messageSchema?(reference: string, caller: string): MessageSchema;
}

/** Lets of a message's variables only those pass that it declares, and says what is wrong with these. */
export type MessageSchema = (variables: Variables) => Admitted;

export interface Admitted {
  readonly variables: Variables;
  /** Which of them break the schema, and why; undefined: none. */
  readonly fault?: string;
}
