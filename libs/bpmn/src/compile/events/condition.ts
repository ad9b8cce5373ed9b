import type { ConditionDefinition } from '../../model';
import { childOf, textOf, type XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';
import { compileFormula } from '../expressions';
import type { ProcessContext } from '../process-context';

/** The condition of a conditional event, and the changes that it looks at. */
export function compileCondition(
  context: ProcessContext,
  xml: XmlElement,
  definition: XmlElement,
): ConditionDefinition | undefined {
  const text = textOf(childOf(definition, 'condition'), 'body');
  if (text === undefined) {
    context.refuse('condition', xml, 'its condition is empty. Write it in FEEL.');
    return undefined;
  }
  const expression = compileFormula(context, xml, 'condition', text);
  if (!expression) return undefined;
  const filter =
    extensionOf(definition, 'zeebe:ConditionalFilter') ?? extensionOf(xml, 'zeebe:ConditionalFilter');
  const names = words(textOf(filter, 'variableNames'));
  const events = words(textOf(filter, 'variableEvents'));
  const unknown = events.find((event) => event !== 'create' && event !== 'update');
  if (unknown !== undefined) {
    context.refuse('condition', xml, `the variable event '${unknown}' is unknown. Use create or update.`);
  }
  return {
    expression,
    ...(names.length > 0 ? { variableNames: names } : {}),
    ...(events.length > 0 ? { variableEvents: events as ('create' | 'update')[] } : {}),
  };
}

const words = (text = ''): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
