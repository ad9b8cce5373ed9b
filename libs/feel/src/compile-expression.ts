import { evaluate, parseExpression } from 'feelin';
import { constant, type Expression } from './expression';
import { FeelError, FeelSyntaxError } from './feel-error';
import type { Json } from './json';

export function compileExpression(text: string): Expression {
  const tree = parseExpression(text, {}, undefined);
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) throw new FeelSyntaxError(text, node.from, 'unexpected token', 'Correct it.');
    },
  });
  return {
    source: `=${text}`,
    evaluate: (variables) => {
      try {
        return (evaluate(text, { ...variables }).value ?? null) as Json;
      } catch (cause) {
        throw new FeelError(text, String(cause), { cause });
      }
    },
  };
}

export function compileValue(text: string): Expression {
  const trimmed = text.trimStart();
  return trimmed.startsWith('=') ? compileExpression(trimmed.slice(1)) : constant(text);
}
