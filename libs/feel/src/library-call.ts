import type { Compiled } from './compile-node';
import type { Json } from './json';
import { builtinOf } from './names';
import { toJson } from './to-json';

/** Functions of FEEL's library whose results are JSON when their arguments are. */
const PLAIN = new Set([
  'string',
  'substring',
  'string length',
  'upper case',
  'lower case',
  'substring before',
  'substring after',
  'replace',
  'contains',
  'matches',
  'starts with',
  'ends with',
  'split',
  'string join',
  'number',
  'abs',
  'floor',
  'ceiling',
  'decimal',
  'round up',
  'round down',
  'round half up',
  'round half down',
  'modulo',
  'sqrt',
  'odd',
  'even',
  'count',
  'sum',
  'product',
  'mean',
  'median',
  'list contains',
  'append',
  'concatenate',
  'reverse',
  'flatten',
  'union',
  'distinct values',
  'index of',
  'sublist',
  'get value',
  'get entries',
  'context put',
  'context merge',
]);

/** A call of the library with arguments that are JSON; numbers come back as decimals. */
export function compileCall(
  name: string,
  args: readonly Compiled[],
  decimal: (value: number) => number | null,
): Compiled | undefined {
  const call = PLAIN.has(name) ? builtinOf(name) : undefined;
  if (!call) return undefined;
  return (scope) => {
    const result = call(...args.map((arg) => arg(scope)));
    return typeof result === 'number' ? decimal(result) : resultOf(result);
  };
}

/** Arguments that a function refuses give null; feelin says so with an object of a class of its own. */
function resultOf(result: unknown): Json {
  if (typeof result === 'object' && result !== null && !Array.isArray(result)) {
    if (Object.getPrototypeOf(result) !== Object.prototype) return null;
  }
  return toJson(result);
}
