import { parseExpression, parseUnaryTests } from 'feelin';
import { FeelSyntaxError } from '../feel-error';

/** A node of the syntax tree: its type as in the grammar of lezer-feel, its text, and what stands inside. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly from: number;
  readonly children: readonly SyntaxNode[];
}

/** Camunda's dialect of FEEL: names in backticks may hold any character. */
const DIALECT = 'camunda';

/** Deeper expressions are an attack on the stack, not a condition. */
const MAX_DEPTH = 200;
const MAX_LENGTH = 50_000;

/** Where a test of an implied value (`> 3`) cannot be meant: `a == 3` would be a comparison with one. */
const NO_TESTS = new Set([
  'root',
  'Expression',
  'Comparison',
  'ArithmeticExpression',
  'Conjunction',
  'Disjunction',
]);

/** Parses a FEEL expression; `names` are those that may hold blanks and signs. Throws a `FeelSyntaxError`. */
export function parse(source: string, names: Iterable<string> = []): SyntaxNode {
  const root = read(source, names, parseExpression);
  const expression = root.children[0]?.children[0];
  if (!expression) throw unexpected(source, source.length, source.length);
  return expression;
}

/** Parses unary tests, as decision tables have them; the node is a `Wildcard`, or holds the tests. */
export function parseTests(source: string, names: Iterable<string> = []): SyntaxNode {
  const root = read(source, names, parseUnaryTests).children[0];
  if (!root || root.children.length === 0) throw unexpected(source, source.length, source.length);
  return root;
}

/**
 * What the grammar does not know, written as something of the same length that it does: Camunda's names of durations,
 * `range<…>` as a list, `function` without its types, keys in backticks, and a function with a keyword in its name. The tree's texts are those of the source.
 */
const readable = (source: string): string =>
  source
    .replace(/(\binstance\s+of\s+)(day-time|year-month)-duration\b/g, (written) =>
      written.replaceAll('-', '_'),
    )
    .replace(/(\binstance\s+of\s+functio)n\b(?!\s*<)/g, '$1_')
    .replace(/([{,]\s*)`([^`"\\]*)`(?=\s*:)/g, '$1"$2"')
    .replace(/\brange</g, 'list <')
    .replace(/\bget(\s+)or(\s)else(?=\s*\()/g, 'get$1or_else');

interface Draft extends SyntaxNode {
  readonly children: SyntaxNode[];
}

function read(source: string, names: Iterable<string>, parser: typeof parseExpression): Draft {
  if (source.length > MAX_LENGTH) {
    throw new FeelSyntaxError(
      source.slice(0, 80),
      0,
      `it has more than ${MAX_LENGTH} characters`,
      'Split it.',
    );
  }
  const known = Object.fromEntries([...names].map((name) => [name, null]));
  const root: Draft = { type: 'root', text: source, from: 0, children: [] };
  const stack = [root];
  parser(readable(source), known, DIALECT).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw unexpected(source, from, to);
      if (type.isSkipped || type.name.endsWith('Comment')) return false;
      if (stack.length > MAX_DEPTH) {
        throw new FeelSyntaxError(source.slice(0, 80), from, 'it is nested too deeply', 'Split it.');
      }
      const parent = stack.at(-1);
      if (type.name === 'SimplePositiveUnaryTest' && /[<>=!]/.test(source.charAt(from))) {
        if (NO_TESTS.has(parent?.type ?? 'root')) throw unexpected(source, from, to);
      }
      const node: Draft = { type: type.name, text: source.slice(from, to), from, children: [] };
      parent?.children.push(node);
      stack.push(node);
      return undefined;
    },
    leave: ({ type }) => {
      if (!type.isSkipped && !type.name.endsWith('Comment')) stack.pop();
    },
  });
  return root;
}

function unexpected(source: string, from: number, to: number): FeelSyntaxError {
  const rest = source.slice(from, to > from ? to : undefined).trim();
  const quote = source.includes("'") ? ' Strings stand in double quotes.' : '';
  return rest === ''
    ? new FeelSyntaxError(source, from, 'it ends too early', `Complete it.${quote}`)
    : new FeelSyntaxError(source, from, `'${rest.slice(0, 30)}' was not expected`, `Correct it.${quote}`);
}
