import type { Json } from '../json';

/** The decisions of one DMN file, compiled. */
export interface DecisionModel {
  /** Id of the definitions: what is versioned. */
  readonly id: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly decisions: readonly Decision[];
  /** Decision services and knowledge models, which can be invoked by name. */
  readonly invocables: readonly Invocable[];
}

export interface Decision {
  readonly id: string;
  readonly name: string;
  readonly versionTag?: string;
  /** `at` is epoch ms. Throws a `DecisionError` when the decision cannot be made. */
  evaluate(variables: Readonly<Record<string, Json>>, at?: number): Json;
  /** As `evaluate`, with values of FEEL (dates, durations, functions) in and out. */
  evaluateFeel(variables: Readonly<Record<string, unknown>>, at?: number): unknown;
}

export interface Invocable {
  readonly name: string;
  /** Calls it with arguments by parameter name, values of FEEL. */
  invoke(args: Readonly<Record<string, unknown>>, at?: number): unknown;
}
