import { FeelSyntaxError } from '../feel-error';
import { nameOf } from '../parse/names';
import { stringValue } from '../parse/string-literal';
import type { NodeCompiler } from './compilation';
import { lookUp } from './environment';

/** What unary tests test stands under this name. */
export const INPUT = '?';

export const compileBoolean: NodeCompiler = ({ text }) => {
  const value = text === 'true';
  return () => value;
};

export const compileNumber: NodeCompiler = ({ text, from }, { source }) => {
  const value = Number(text.replace(/\s/g, ''));
  if (!Number.isFinite(value))
    throw new FeelSyntaxError(source, from, `'${text}' is no number`, 'Correct it.');
  return () => value;
};

export const compileText: NodeCompiler = ({ text }) => {
  const value = stringValue(text);
  return () => value;
};

/** A variable that is missing is null. */
export const compileName: NodeCompiler = (node, { names }) => {
  const written = nameOf(node);
  const name = names.get(written) ?? written;
  return (environment) => lookUp(environment, name) ?? null;
};

export const compileInput: NodeCompiler = () => (environment) => lookUp(environment, INPUT) ?? null;
