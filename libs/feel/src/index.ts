export { compileExpression, compileUnaryTests, compileValue, type UnaryTests } from './compile-expression';
export { constant, type Expression } from './expression';
export { FeelError, FeelSyntaxError } from './feel-error';
export type { Json, Scope } from './json';
export { type Cycle, parseCycle } from './iso8601/cycle';
export { isCron, nextCron } from './iso8601/cron';
export { parseDateTime } from './iso8601/date-time';
export { formatDateTime } from './iso8601/format-date-time';
export { addDuration, type Duration, parseDuration } from './iso8601/duration';
export { TimeFormatError } from './iso8601/time-format-error';
export { compileDecisions } from './dmn/compile-decisions';
export { DecisionError, type DecisionProblem, DecisionsRefusedError } from './dmn/decision-error';
export type {
  Decision,
  DecisionEvaluation,
  DecisionModel,
  EvaluatedCell,
  EvaluatedDecision,
  Invocable,
  MatchedRule,
} from './dmn/decision-model';
export { compileFeel, compileFeelTest, type FeelExpression, type FeelTest } from './feel-values';
export type { FeelScope } from './feel-scope';
export { type FeelValue, isContext } from './values/feel-object';
export { toJson } from './to-json';
export { valueOfText } from './dmn/text-values';
export { childOf, childrenOf, readXml, type Tree } from './dmn/xml-tree';
