import { date, dateAndTime, evaluate, FeelFunction, parseExpression, unaryTest } from 'feelin';
import { FeelError, FeelSyntaxError } from './feel-error';
import { formatDateTime } from './iso8601/format-date-time';
import { builtinOf } from './names';
import { decimal } from './operators';

/** Values of FEEL, by name: numbers, texts, dates, functions … as the library that evaluates has them. */
export type FeelScope = Readonly<Record<string, unknown>>;

/** An expression whose values are FEEL's own, not JSON: for decisions, which pass dates and functions to each other. */
export interface FeelExpression {
  readonly source: string;
  /** Throws a `FeelError`. `at` is epoch ms. */
  evaluate(scope: FeelScope, at?: number): unknown;
}

export interface FeelTest {
  readonly source: string;
  /** Whether a value passes. */
  matches(value: unknown, scope: FeelScope, at?: number): boolean;
}

const INPUT = 'input value of the test';

/** Compiles an expression, once; `names` are those that may hold blanks and signs. Throws a `FeelSyntaxError`. */
export function compileFeel(source: string, names: Iterable<string> = []): FeelExpression {
  const used = usedNames(source, names);
  check(source, used);
  const run = compileBody(source, used);
  return { source, evaluate: (scope, at) => guard(source, () => decimals(run(scope, at))) };
}

/**
 * Compiles unary tests (`< 18`, `[18..65)`, `"a", "b"`, `not(…)`, `-`, expressions over `?`), once. Throws a
 * `FeelSyntaxError`.
 */
export function compileFeelTest(text: string, names: Iterable<string> = []): FeelTest {
  const source = text.trim();
  if (source === '' || source === '-') return { source, matches: () => true };
  const negated = negatedTests(source);
  if (negated !== undefined) {
    const test = compileFeelTest(negated, names);
    return { source, matches: (value, scope, at) => !test.matches(value, scope, at) };
  }
  return { source, matches: compileTests(source, [...names]) };
}

function negatedTests(source: string): string | undefined {
  const inner = /^not\s*\(([\s\S]*)\)$/.exec(source)?.[1];
  return inner !== undefined && isBalanced(inner) ? inner : undefined;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const [sign] of text.replace(/"(?:[^"\\]|\\.)*"/g, '').matchAll(/[()]/g)) {
    depth += sign === '(' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function compileTests(source: string, names: readonly string[]): FeelTest['matches'] {
  const asks = source.replace(/"(?:[^"\\]|\\.)*"/g, '').includes('?');
  if (asks) {
    const replaced = source.replace(/"(?:[^"\\]|\\.)*"|\?/g, (part) => (part === '?' ? INPUT : part));
    const whole = tryCompile(replaced, [...names, INPUT]);
    if (!whole) return interpretTests(source, names);
    return (value, scope, at) => whole.evaluate({ ...scope, [INPUT]: value }, at) === true;
  }
  const member = tryCompile(`${INPUT} in (${source})`, [...names, INPUT]);
  if (!member) return interpretTests(source, names);
  const condition =
    /^[\p{L}(]/u.test(source) && !/^(true|false|null)$/.test(source) ? tryCompile(source, names) : undefined;
  return (value, scope, at) => {
    const result = member.evaluate({ ...scope, [INPUT]: value }, at);
    if (result === true) return true;
    return typeof value !== 'boolean' && condition !== undefined && condition.evaluate(scope, at) === true;
  };
}

function tryCompile(source: string, names: Iterable<string>): FeelExpression | undefined {
  try {
    return compileFeel(source, names);
  } catch (error) {
    if (error instanceof FeelSyntaxError) return undefined;
    throw error;
  }
}

/** What cannot be rewritten as one expression is parsed at each evaluation. */
function interpretTests(source: string, names: readonly string[]): FeelTest['matches'] {
  const known = Object.fromEntries(names.map((name) => [name, null]));
  try {
    unaryTest(source, { '?': null, ...known });
  } catch (error) {
    throw new FeelSyntaxError(source, 0, (error as Error).message, 'Correct it.');
  }
  return (value, scope) =>
    guard(source, () => unaryTest(source, { ...scope, '?': value }).value === true) as boolean;
}

/** Names that the source mentions: the given ones, and words that are no functions of FEEL. */
function usedNames(source: string, names: Iterable<string>): string[] {
  const plain = source.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const given = [...new Set(names)].filter((name) => plain.includes(name));
  const covered = given.reduce((text, name) => (/\W/.test(name) ? text.replaceAll(name, ' ') : text), plain);
  const words = covered.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  const used = new Set(given);
  for (const word of words) if (!KEYWORDS.has(word) && !isCall(covered, word)) used.add(word);
  for (const clock of ['now', 'today']) if (isCall(covered, clock)) used.add(clock);
  return [...used];
}

const isCall = (text: string, word: string): boolean =>
  builtinOf(word) !== undefined && new RegExp(`\\b${word}\\s*\\(`).test(text);

const KEYWORDS = new Set(
  'if then else for in return some every satisfies and or not between instance of function external true false null'.split(
    ' ',
  ),
);

type Run = (scope: FeelScope, at: number | undefined) => unknown;

/** The body of a function of FEEL is compiled once; everything else that the library evaluates is parsed at each call. */
function compileBody(source: string, names: readonly string[]): Run {
  try {
    return compileFunction(source, names);
  } catch (cause) {
    // What the library cannot compute fails where it is evaluated, not the whole file.
    return () => {
      throw cause;
    };
  }
}

function compileFunction(source: string, names: readonly string[]): Run {
  const known = Object.fromEntries(names.map((name) => [name, null]));
  const { value, warnings } = evaluate(`function(${names.join(', ')}) ${source}`, known);
  if (value instanceof FeelFunction)
    return (scope, at) => {
      try {
        return value.invoke(names.map((name) => valueOf(scope, name, at, source))) as unknown;
      } finally {
        warnings.length = 0;
      }
    };
  return (scope, at) =>
    evaluate(source, Object.fromEntries(names.map((name) => [name, valueOf(scope, name, at, source)]))).value;
}

function valueOf(scope: FeelScope, name: string, at: number | undefined, source: string): unknown {
  if (Object.hasOwn(scope, name)) return scope[name] ?? null;
  if (name !== 'now' && name !== 'today') return builtinOf(name) === undefined ? null : builtinOf(name);
  return () => {
    if (at === undefined)
      throw new FeelError(source, `${name}() has no moment here. Use it where an instance runs.`);
    const moment = formatDateTime(at);
    return name === 'now' ? dateAndTime(moment) : date(moment.slice(0, 10));
  };
}

function check(source: string, names: readonly string[]): void {
  const context = Object.fromEntries(names.map((name) => [name, null]));
  parseExpression(source, context, undefined).iterate({
    enter: ({ type, from, to }) => {
      if (!type.isError) return;
      const rest = source.slice(from, Math.max(to, from + 30)).trim();
      throw new FeelSyntaxError(
        source,
        from,
        rest === '' ? 'it ends too early' : `'${rest}' was not expected`,
        'Correct it.',
      );
    },
  });
}

function guard(source: string, compute: () => unknown): unknown {
  try {
    return compute();
  } catch (cause) {
    if (cause instanceof FeelError) throw cause;
    throw new FeelError(source, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Numbers as decimals, as everywhere in this library. */
function decimals(value: unknown): unknown {
  if (typeof value === 'number') return decimal(value);
  if (Array.isArray(value)) return value.map(decimals);
  return value;
}
