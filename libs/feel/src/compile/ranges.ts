import type { SyntaxNode } from '../parse/syntax';
import { order } from '../values/compare';
import { FeelRange } from '../values/feel-range';
import type { Compilation, NodeCompiler } from './compilation';
import type { Compiled } from './environment';

/** The two ends of an `Interval`, and whether they belong to it. */
export function compileInterval(
  { children }: SyntaxNode,
  { compile }: Compilation,
): { start: Compiled; end: Compiled; startIncluded: boolean; endIncluded: boolean } {
  return {
    start: compile(children[1]),
    end: compile(children[3]),
    startIncluded: children[0]?.text === '[',
    endIncluded: children[4]?.text === ']',
  };
}

/** A range as a value: `[1..3]`, or `> 3`, which has no end. Null when its ends cannot be compared. */
export const compileRangeValue: NodeCompiler = (node, compilation) => {
  const inner = node.type === 'Interval' ? node : node.children[0];
  if (inner?.type !== 'Interval') return compileHalf(node, compilation);
  const { start, end, startIncluded, endIncluded } = compileInterval(inner, compilation);
  return (environment) => {
    const [from, to] = [start(environment), end(environment)];
    return order(from, to) === undefined ? null : new FeelRange(from, to, startIncluded, endIncluded);
  };
};

function compileHalf({ children: [operator, bound] }: SyntaxNode, { compile }: Compilation): Compiled {
  const value = compile(bound);
  return (environment) => {
    const limit = value(environment);
    if (order(limit, limit) === undefined) return null;
    switch (operator?.text) {
      case '<':
        return new FeelRange(null, limit, false, false);
      case '<=':
        return new FeelRange(null, limit, false, true);
      case '>':
        return new FeelRange(limit, null, false, false);
      case '>=':
        return new FeelRange(limit, null, true, false);
      case '=':
        return new FeelRange(limit, limit, true, true);
      default:
        return null;
    }
  };
}
