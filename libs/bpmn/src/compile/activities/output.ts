import type { Expression } from '@partitura/feel';
import { isVariableName } from '../../names/variable-name';
import { textOf, type XmlElement } from '../../xml/element';
import { compileFormula } from '../expressions';
import type { ProcessContext } from '../process-context';

export interface Output {
  readonly outputCollection?: string;
  readonly outputElement?: Expression;
}

/** What an activity collects from what runs inside: a list, and the expression that gives each item. Both, or none. */
export function compileOutput(
  context: ProcessContext,
  xml: XmlElement,
  extension: XmlElement | undefined,
): Output {
  const outputCollection = compileVariableName(context, xml, extension, 'outputCollection');
  const text = textOf(extension, 'outputElement');
  if ((outputCollection === undefined) !== (text === undefined)) {
    const missing = text === undefined ? 'output element' : 'output collection';
    context.refuse('output', xml, `it collects results, but has no ${missing}. Give it both, or none.`);
  }
  const outputElement = text === undefined ? undefined : compileFormula(context, xml, 'output element', text);
  return {
    ...(outputCollection === undefined ? {} : { outputCollection }),
    ...(outputElement ? { outputElement } : {}),
  };
}

/** The name of a variable that an extension sets; undefined when there is none, or it cannot be one. */
export function compileVariableName(
  context: ProcessContext,
  xml: XmlElement,
  extension: XmlElement | undefined,
  attribute: string,
): string | undefined {
  const name = textOf(extension, attribute)?.trim();
  if (name === undefined || isVariableName(name)) return name;
  context.refuse(
    'variable-name',
    xml,
    `its ${attribute} '${name}' is no variable name. Use letters, digits and _.`,
  );
  return name;
}
