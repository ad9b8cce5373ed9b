import type { ScriptDefinition } from '../../model';
import { textOf, type XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';
import { compileFormula } from '../expressions';
import type { ProcessContext } from '../process-context';
import { compileResultVariable } from './result-variable';

/** A script task's FEEL expression; undefined when a worker does the task. */
export function compileScript(context: ProcessContext, xml: XmlElement): ScriptDefinition | undefined {
  const script = extensionOf(xml, 'zeebe:Script');
  if (!script) return undefined;
  const text = textOf(script, 'expression');
  if (text === undefined) {
    context.refuse('script', xml, 'its script is empty. Write a FEEL expression.');
    return undefined;
  }
  const expression = compileFormula(context, xml, 'script', text);
  const resultVariable = compileResultVariable(context, xml, script);
  return expression && resultVariable !== undefined ? { expression, resultVariable } : undefined;
}
