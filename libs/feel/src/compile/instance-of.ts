import type { NodeCompiler } from './compilation';
import { compileType } from './types';

/** `value instance of type`; null is an instance of nothing but `Null`. */
export const compileInstanceOf: NodeCompiler = ({ children }, { compile }) => {
  const value = compile(children[0]);
  const typeNode = children.find(({ type }) => type === 'Type');
  const type = typeNode && compileType(typeNode);
  const isNull = typeNode?.text.trim() === 'Null';
  return (environment) => {
    const tested = value(environment);
    return tested === null ? isNull : (type?.matches(tested) ?? null);
  };
};
