import type { Json } from '../json';
import type { FeelValue } from '../values/feel-object';

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

/** Variables of a process, by name. */
export type DecisionVariables = Readonly<Record<string, Json>>;

export interface Decision {
  readonly id: string;
  readonly name: string;
  readonly versionTag?: string;
  /** As Camunda 8 decides; `at` is epoch ms. Throws a `DecisionError` when the decision cannot be made. */
  evaluate(variables: DecisionVariables, at?: number): Json;
  /** As `evaluate`, and how it came about. */
  evaluateDetailed(variables: DecisionVariables, at?: number): DecisionEvaluation;
  /**
   * As the standard decides, with values of FEEL (dates, durations, functions) in and out: what does not fit its type
   * is null instead of an error.
   */
  evaluateFeel(variables: Readonly<Record<string, FeelValue>>, at?: number): FeelValue;
}

export interface DecisionEvaluation {
  readonly output: Json;
  /** The decision and those it requires, each after what it required itself. */
  readonly evaluated: readonly EvaluatedDecision[];
}

export interface EvaluatedDecision {
  readonly decisionId: string;
  readonly decisionName: string;
  /** The element that holds its logic: `decisionTable`, `literalExpression`, `context` … */
  readonly logic: string;
  /** Of a decision table, else empty. */
  readonly inputs: readonly EvaluatedCell[];
  readonly matchedRules: readonly MatchedRule[];
  /** Null when it is a function. */
  readonly output: Json;
}

export interface MatchedRule {
  readonly ruleId: string;
  /** Counted from 1. */
  readonly ruleIndex: number;
  readonly outputs: readonly EvaluatedCell[];
}

/** The value of an input or output column. */
export interface EvaluatedCell {
  readonly id: string;
  readonly name: string;
  readonly value: Json;
}

export interface Invocable {
  readonly name: string;
  /** Calls it with arguments by parameter name, values of FEEL. */
  invoke(args: Readonly<Record<string, FeelValue>>, at?: number): FeelValue;
}
