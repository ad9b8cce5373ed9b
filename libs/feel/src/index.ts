/** A JSON value: what variables hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A FEEL expression (or a constant), parsed and compiled once. */
export interface Expression {
  /** As written in the model, with its leading `=` when it is one. */
  readonly source: string;
  /** Evaluates over variables; throws a `FeelError` that names the expression and the reason. */
  evaluate(variables: Readonly<Record<string, Json>>): Json;
}
