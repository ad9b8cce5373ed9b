import type { Expression } from '@partitura/feel';

export interface ScriptDefinition {
  readonly expression: Expression;
  readonly resultVariable: string;
}

/** Which version of a called process, decision or form is meant. */
export type Binding =
  | { readonly type: 'latest' }
  /** The version that was deployed together with the caller. */
  | { readonly type: 'deployment' }
  | { readonly type: 'versionTag'; readonly versionTag: string };

export interface CalledDecision {
  readonly decisionId: Expression;
  readonly binding: Binding;
  readonly resultVariable: string;
}

export interface CalledElement {
  readonly processId: Expression;
  readonly binding: Binding;
  readonly propagateAllParentVariables: boolean;
  readonly propagateAllChildVariables: boolean;
}
