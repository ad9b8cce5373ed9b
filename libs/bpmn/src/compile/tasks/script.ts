import type { JobDefinition, ScriptDefinition } from '../../model';
import { textOf, type XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';
import { compileFormula } from '../expressions';
import type { ProcessContext } from '../process-context';
import { compileJob } from './job';
import { compileResultVariable } from './result-variable';

/** A script task's FEEL expression. */
export function compileScript(context: ProcessContext, xml: XmlElement): ScriptDefinition | undefined {
  const script = extensionOf(xml, 'zeebe:Script');
  const text = textOf(script, 'expression');
  if (text === undefined) {
    context.refuse('script', xml, 'its script is empty. Write a FEEL expression.');
    return undefined;
  }
  const expression = compileFormula(context, xml, 'script', text);
  const resultVariable = script && compileResultVariable(context, xml, script);
  return expression && resultVariable !== undefined ? { expression, resultVariable } : undefined;
}

/** A script in another language is a worker's; there is no default for its job type, because a forgotten script looks alike. */
export function compileScriptJob(context: ProcessContext, xml: XmlElement): JobDefinition | undefined {
  if (extensionOf(xml, 'zeebe:TaskDefinition')) return compileJob(context, xml);
  context.refuse(
    'task-definition',
    xml,
    'it has neither a FEEL expression (zeebe:script) nor a task definition for a worker. Add one of them.',
  );
  return undefined;
}
