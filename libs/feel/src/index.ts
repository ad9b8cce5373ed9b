export { compileExpression, compileValue } from './compile-expression';
export { constant, type Expression } from './expression';
export { FeelError, FeelSyntaxError } from './feel-error';
export type { Json, Scope } from './json';
