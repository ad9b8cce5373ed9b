import type { Expression } from '@partitura/feel';
import { childOf, idOf, textOf, type XmlElement } from '../xml/element';
import type { FlowDraft, NodeDraft } from './draft';
import { compileFormula } from './expressions';
import type { ProcessContext } from './process-context';

/**
 * Links the nodes of one scope. Incoming and outgoing flows are read from the sequence flows alone: the
 * `incoming` and `outgoing` children are a copy that modelers need not write.
 */
export function linkSequenceFlows(
  context: ProcessContext,
  flows: readonly XmlElement[],
  scope: ReadonlyMap<string, NodeDraft>,
): void {
  for (const xml of flows) {
    const source = endOf(context, xml, 'sourceRef', scope);
    const target = endOf(context, xml, 'targetRef', scope);
    const condition = compileCondition(context, xml);
    if (!source || !target) continue;
    const flow: FlowDraft = {
      id: idOf(xml),
      source: source.node.id,
      target: target.node,
      condition,
    };
    source.node.outgoing.push(flow);
    target.node.incoming.push(flow);
    if (childOf(source.xml, 'default') === xml) source.node.defaultFlow = flow;
  }
}

function endOf(
  context: ProcessContext,
  flow: XmlElement,
  end: 'sourceRef' | 'targetRef',
  scope: ReadonlyMap<string, NodeDraft>,
): NodeDraft | undefined {
  const xml = childOf(flow, end);
  if (!xml) {
    context.refuse('sequence-flow', flow, `the sequence flow has no ${end}. Connect it or remove it.`);
    return undefined;
  }
  const draft = scope.get(idOf(xml));
  // An element that was refused has been reported already.
  if (!draft && xml.$parent !== flow.$parent) {
    context.refuse(
      'sequence-flow',
      flow,
      `the sequence flow crosses the border of a process or sub-process to ${idOf(xml)}. Use a message flow, or move the element.`,
    );
  }
  return draft;
}

function compileCondition(context: ProcessContext, flow: XmlElement): Expression | undefined {
  const condition = childOf(flow, 'conditionExpression');
  if (!condition) return undefined;
  context.process.conditional.add(idOf(flow));
  const language = textOf(condition, 'language');
  if (language !== undefined && !/feel/i.test(language)) {
    context.refuse('expression', flow, `its condition is written in ${language}. Write it in FEEL.`);
    return undefined;
  }
  const text = textOf(condition, 'body');
  if (text === undefined) {
    context.refuse('expression', flow, 'its condition is empty. Write it in FEEL, or remove it.');
    return undefined;
  }
  return compileFormula(context, flow, 'condition', text);
}
