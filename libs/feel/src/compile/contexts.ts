import { nameOf } from '../parse/names';
import { stringValue } from '../parse/string-literal';
import { type FeelContext, setKey } from '../values/feel-object';
import type { NodeCompiler } from './compilation';
import { within } from './environment';

/** Later entries see earlier ones, as variables. */
export const compileContext: NodeCompiler = ({ children }, { compile }) => {
  const entries = children.slice(1, -1).map(({ children: [key, value] }) => ({
    key: key?.children[0]?.type === 'StringLiteral' ? stringValue(key.text) : key ? nameOf(key) : '',
    value: compile(value),
  }));
  return (environment) => {
    const result: FeelContext = {};
    const inside = within(environment, result);
    for (const { key, value } of entries) setKey(result, key, value(inside));
    return result;
  };
};
