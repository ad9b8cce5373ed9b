import type { Json, Scope } from './json';

/** A FEEL expression (or a constant), parsed and compiled once. */
export interface Expression {
  /** As written in the model, with its leading `=` when it is one. */
  readonly source: string;
  /** A constant: `evaluate` gives this value whatever the variables are. */
  readonly constant?: Json;
  /** The variables whose values it may depend on. */
  readonly names: readonly string[];
  /**
   * Evaluates over variables; throws a `FeelError` that names the expression and the reason.
   * `at` (epoch ms) is what `now()` and `today()` read, in UTC; an expression that calls them needs it.
   */
  evaluate(variables: Scope, at?: number): Json;
}

/** An expression that always gives `value`; its source is `source`, by default the value as text. */
export function constant(
  value: Json,
  source = typeof value === 'string' ? value : JSON.stringify(value),
): Expression {
  return { source, constant: value, names: [], evaluate: () => value };
}
