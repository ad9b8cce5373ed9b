import type { FeelValue } from '../values/feel-object';

/** What the parts of one evaluation share. */
export interface Evaluation {
  /** Epoch ms that `now()` and `today()` read. */
  readonly at: number | undefined;
  /**
   * `camunda`: types of inputs, parameters and entries are documentation, the type of a decision is checked.
   * `standard`: a value that does not fit its type is null (DMN 1.5, 10.3.2.9.4).
   */
  readonly mode: 'camunda' | 'standard';
}

/** Values of FEEL by the names that an expression sees. */
export type Values = Readonly<Record<string, FeelValue>>;

/** Computes the value of a boxed expression. */
export type Logic = (scope: Values, evaluation: Evaluation) => FeelValue;

export const nothing: Logic = () => null;
