import { textOf, type XmlElement } from '../../xml/element';
import { isVariableName } from '../../names/variable-name';
import type { ProcessContext } from '../process-context';

/** The variable that receives the result of a script or decision. */
export function compileResultVariable(
  context: ProcessContext,
  xml: XmlElement,
  from: XmlElement,
): string | undefined {
  const name = textOf(from, 'resultVariable')?.trim();
  if (name !== undefined && isVariableName(name)) return name;
  context.refuse(
    'result-variable',
    xml,
    name === undefined
      ? 'it has no result variable. Name the variable that receives the result.'
      : `the result variable '${name}' is no variable name. Use letters, digits and _.`,
  );
  return undefined;
}
