import type { Mapping } from '../model';
import { isVariableName } from '../names/variable-name';
import { childrenOf, textOf, type XmlElement } from '../xml/element';
import { extensionOf } from '../xml/extensions';
import { compileFormula, compileText } from './expressions';
import type { ProcessContext } from './process-context';

export function compileMappings(
  context: ProcessContext,
  xml: XmlElement,
  direction: 'input' | 'output',
): Mapping[] {
  const mappings: Mapping[] = [];
  for (const entry of childrenOf(extensionOf(xml, 'zeebe:IoMapping'), `${direction}Parameters`)) {
    const mapping = compileMapping(context, xml, direction, entry);
    if (mapping) mappings.push(mapping);
  }
  return mappings;
}

function compileMapping(
  context: ProcessContext,
  xml: XmlElement,
  direction: string,
  entry: XmlElement,
): Mapping | undefined {
  const target = textOf(entry, 'target');
  const source = textOf(entry, 'source');
  if (target === undefined || source === undefined) {
    const missing = target === undefined ? 'target' : 'source';
    context.refuse(
      'mapping',
      xml,
      `an ${direction} mapping has no ${missing}. Fill it in or remove the mapping.`,
    );
    return undefined;
  }
  const path = target.trim();
  if (!path.split('.').every(isVariableName)) {
    context.refuse(
      'mapping',
      xml,
      `the target '${target}' of an ${direction} mapping is no variable name. Use letters, digits and _, with dots between names.`,
    );
    return undefined;
  }
  // Constant text goes in as it is; what comes out is a result, so that there it is a forgotten `=` (as in Camunda 8).
  const compile = direction === 'input' ? compileText : compileFormula;
  const expression = compile(context, xml, `source of the ${direction} mapping to ${path}`, source);
  return expression && { source: expression, target: path };
}
