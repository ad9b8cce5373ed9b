export { compileScore } from './compile-score';
export * from './model';
export { type Problem, ScoreRefusedError } from './problem';
