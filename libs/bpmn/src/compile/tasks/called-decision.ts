import type { CalledDecision } from '../../model';
import { textOf, type XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';
import { compileBinding } from '../activities/binding';
import { compileText } from '../expressions';
import type { ProcessContext } from '../process-context';
import { compileResultVariable } from './result-variable';

/** The decision that a business rule task asks for; undefined when it names none. */
export function compileCalledDecision(context: ProcessContext, xml: XmlElement): CalledDecision | undefined {
  const called = extensionOf(xml, 'zeebe:CalledDecision');
  if (!called) return undefined;
  const id = textOf(called, 'decisionId');
  if (id === undefined) {
    context.refuse(
      'called-decision',
      xml,
      'it calls a decision without an id. Give it the id of a decision.',
    );
    return undefined;
  }
  const decisionId = compileText(context, xml, 'id of the called decision', id.trim());
  const resultVariable = compileResultVariable(context, xml, called);
  if (!decisionId || resultVariable === undefined) return undefined;
  return { decisionId, resultVariable, binding: compileBinding(context, xml, called) };
}
