import type { Expression } from '@partitura/feel';
import type { Binding } from './calls';

/** `target` (a dotted path) receives what `source` evaluates to. */
export interface Mapping {
  readonly source: Expression;
  readonly target: string;
}

export interface JobDefinition {
  readonly type: Expression;
  readonly retries: Expression;
  /** Wait before the next attempt, an ISO 8601 duration (property `retryBackoff`); none: at once. */
  readonly retryBackoff?: Expression;
  readonly headers: Readonly<Record<string, string>>;
}

export interface UserTaskDefinition {
  readonly assignee?: Expression;
  readonly candidateGroups?: Expression;
  readonly candidateUsers?: Expression;
  /** ISO 8601 date-times; they inform people and change nothing in the engine. */
  readonly dueDate?: Expression;
  readonly followUpDate?: Expression;
  readonly priority?: Expression;
  readonly formId?: string;
  readonly formBinding?: Binding;
}
