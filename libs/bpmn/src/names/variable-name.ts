const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** Words of FEEL, which could not be read back as names of variables, and names that would reach into JavaScript's objects. */
const RESERVED: ReadonlySet<string> = new Set([
  'null',
  'true',
  'false',
  'function',
  'if',
  'then',
  'else',
  'for',
  'between',
  'instance',
  'of',
  'not',
  '__proto__',
  'constructor',
  'prototype',
]);

export const isVariableName = (text: string): boolean => NAME.test(text) && !RESERVED.has(text);
