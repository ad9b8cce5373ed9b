import { FeelSyntaxError } from '../feel-error';
import { findFunction } from '../functions/library';
import { nameOf } from '../parse/names';
import { stringValue } from '../parse/string-literal';
import { FeelFunction } from '../values/feel-function';
import type { NodeCompiler } from './compilation';
import { lookUp } from './environment';

/** What unary tests test stands under this name. */
export const INPUT = '?';

export const compileBoolean: NodeCompiler = ({ text }) => {
  const value = text === 'true';
  return () => value;
};

export const compileNumber: NodeCompiler = ({ text, from }, { source }) => {
  const value = Number(text.replace(/\s/g, '')) || 0;
  if (!Number.isFinite(value))
    throw new FeelSyntaxError(source, from, `'${text}' is no number`, 'Correct it.');
  return () => value;
};

export const compileText: NodeCompiler = ({ text }) => {
  const value = stringValue(text);
  return () => value;
};

/** A variable that is missing is null. */
export const compileName: NodeCompiler = (node, { names, functionsAreValues }) => {
  const written = nameOf(node);
  const name = names.get(written) ?? written;
  const found = functionsAreValues ? findFunction(written) : undefined;
  if (!found) return (environment) => lookUp(environment, name) ?? null;
  return (environment) =>
    lookUp(environment, name) ??
    new FeelFunction(found.forms[0] ?? [], (args) => found.call(args, environment.run));
};

export const compileInput: NodeCompiler = () => (environment) => lookUp(environment, INPUT) ?? null;
