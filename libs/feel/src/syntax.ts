import { parseExpression } from 'feelin';
import { FeelSyntaxError } from './feel-error';

/** A node of the syntax tree: its type as in the grammar of lezer-feel, its text, and what stands inside. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly from: number;
  readonly children: readonly SyntaxNode[];
}

/** Camunda's dialect of FEEL: names in backticks may hold any character. */
export const DIALECT = 'camunda';

/** Deeper expressions are an attack on the stack, not a condition. */
const MAX_DEPTH = 200;
const MAX_LENGTH = 50_000;

/** Where a test of an implied value (`> 3`) may stand. */
const UNARY_TESTS = new Set(['PositiveUnaryTest', 'FilterExpression']);

/** Parses a FEEL expression; throws a `FeelSyntaxError` that names the position. */
export function parse(source: string): SyntaxNode {
  if (source.length > MAX_LENGTH) {
    throw new FeelSyntaxError(
      source.slice(0, 80),
      0,
      `it has more than ${MAX_LENGTH} characters`,
      'Split it.',
    );
  }
  interface Draft extends SyntaxNode {
    readonly children: SyntaxNode[];
  }
  const root: Draft = { type: 'root', text: source, from: 0, children: [] };
  const stack = [root];
  parseExpression(source, {}, DIALECT).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw unexpected(source, from, to);
      if (type.isSkipped || type.name.endsWith('Comment')) return false;
      if (stack.length > MAX_DEPTH) {
        throw new FeelSyntaxError(source.slice(0, 80), from, 'it is nested too deeply', 'Split it.');
      }
      // The grammar lets `== 3` pass, as an equality with a unary test that nothing could fulfil.
      if (type.name === 'SimplePositiveUnaryTest' && /[<>=!]/.test(source.charAt(from))) {
        if (!UNARY_TESTS.has(stack.at(-1)?.type ?? '')) throw unexpected(source, from, to);
      }
      const node: Draft = { type: type.name, text: source.slice(from, to), from, children: [] };
      stack.at(-1)?.children.push(node);
      stack.push(node);
      return undefined;
    },
    leave: ({ type }) => {
      if (!type.isSkipped && !type.name.endsWith('Comment')) stack.pop();
    },
  });
  const expression = root.children[0]?.children[0];
  if (!expression) throw unexpected(source, source.length, source.length);
  return expression;
}

function unexpected(source: string, from: number, to: number): FeelSyntaxError {
  const rest = source.slice(from, to > from ? to : undefined).trim();
  const quote = source.includes("'") ? ' Strings stand in double quotes.' : '';
  return rest === ''
    ? new FeelSyntaxError(source, from, 'it ends too early', `Complete it.${quote}`)
    : new FeelSyntaxError(source, from, `'${rest.slice(0, 30)}' was not expected`, `Correct it.${quote}`);
}
