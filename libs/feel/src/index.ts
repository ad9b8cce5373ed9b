export { compileExpression, compileValue } from './compile-expression';
export { constant, type Expression } from './expression';
export { FeelError, FeelSyntaxError } from './feel-error';
export type { Json, Scope } from './json';
export { type Cycle, parseCycle } from './iso8601/cycle';
export { parseDateTime } from './iso8601/date-time';
export { formatDateTime } from './iso8601/format-date-time';
export { addDuration, type Duration, parseDuration } from './iso8601/duration';
export { TimeFormatError } from './iso8601/time-format-error';
