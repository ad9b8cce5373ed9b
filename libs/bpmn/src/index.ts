export { compileScore } from './compile-score';
export * from './model';
export { checkScore } from './soundness/check-score';
export { type Finding, type SoundnessRule, soundnessRules } from './soundness/finding';
export { projectScore } from './project-score';
export { type Problem, ScoreRefusedError } from './problem';
export type { MissingElement, ModelDocument, ModelElement } from './document/model-document';
export { readModel } from './document/read-model';
export { writeModel } from './document/write-model';
