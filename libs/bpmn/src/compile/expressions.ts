import { compileValue, constant, type Expression, FeelSyntaxError } from '@partitura/feel';
import type { XmlElement } from '../xml/element';
import type { ProcessContext } from './process-context';

/** A value that may be constant text or, with a leading `=`, FEEL; undefined (and a problem) when it does not parse. */
export function compileText(
  context: ProcessContext,
  at: XmlElement,
  what: string,
  text: string,
): Expression | undefined {
  try {
    return compileValue(text);
  } catch (error) {
    if (!(error instanceof FeelSyntaxError)) throw error;
    context.refuse('expression', at, `the ${what} '${text}' does not parse. ${error.message}`);
    return undefined;
  }
}

/** A value that must be FEEL: constant text would be a forgotten `=`. */
export function compileFormula(
  context: ProcessContext,
  at: XmlElement,
  what: string,
  text: string,
): Expression | undefined {
  if (text.trimStart().startsWith('=')) return compileText(context, at, what, text);
  context.refuse(
    'expression',
    at,
    `the ${what} '${text}' is constant text. Write it as FEEL: '=${text.trim()}'.`,
  );
  return undefined;
}

/** Like `compileText`; a constant is read by `parse` at once, so that a wrong one is refused before it runs. */
export function compileParsed(
  context: ProcessContext,
  at: XmlElement,
  what: string,
  text: string,
  parse: (text: string) => unknown,
): Expression | undefined {
  const expression = compileText(context, at, what, text.trim());
  if (typeof expression?.constant !== 'string') return expression;
  try {
    parse(expression.constant);
    return expression;
  } catch (error) {
    context.refuse(
      'time-format',
      at,
      `the ${what} is wrong. ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}

/** A constant number, or FEEL. */
export function compileCount(
  context: ProcessContext,
  at: XmlElement,
  what: string,
  text: string,
): Expression | undefined {
  const expression = compileText(context, at, what, text.trim());
  if (typeof expression?.constant !== 'string') return expression;
  if (/^\d{1,9}$/.test(expression.constant)) return constant(Number(expression.constant), expression.source);
  context.refuse('expression', at, `the ${what} '${text}' is no whole number. Write for example 3.`);
  return undefined;
}
