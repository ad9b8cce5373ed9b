import type { Json } from '../json';

/** The decisions of one DMN file, compiled. */
export interface DecisionModel {
  /** Id of the definitions: what is versioned. */
  readonly id: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly decisions: readonly Decision[];
}

export interface Decision {
  readonly id: string;
  readonly name?: string;
  readonly versionTag?: string;
  /** `at` is epoch ms. Throws a `DecisionError` when the decision cannot be made. */
  evaluate(variables: Readonly<Record<string, Json>>, at?: number): Json;
}
