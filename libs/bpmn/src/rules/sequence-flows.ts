import type { NodeDraft } from '../compile/draft';
import type { ProcessContext } from '../compile/process-context';
import { childOf } from '../xml/element';

/** Where sequence flows may not begin or end, and where conditions have no meaning. */
export function checkSequenceFlows(context: ProcessContext): void {
  for (const draft of context.process.nodes.values()) {
    const { node, xml } = draft;
    const refuse = (what: string): void => context.refuse('sequence-flow', xml, what);
    if (node.incoming.length > 0) {
      if (node.kind.endsWith('StartEvent')) refuse('a sequence flow leads into a start event. Remove it.');
      if (node.kind.endsWith('BoundaryEvent'))
        refuse('a sequence flow leads into a boundary event. Remove it.');
    }
    if (node.outgoing.length > 0) {
      if (xml.$type === 'bpmn:EndEvent') refuse('a sequence flow leaves an end event. Remove it.');
      if (node.kind === 'compensationBoundaryEvent') {
        refuse(
          'a sequence flow leaves a compensation boundary event. Connect the handler by an association instead.',
        );
      }
    }
    if (node.isForCompensation && node.incoming.length + node.outgoing.length > 0) {
      refuse(
        'a sequence flow leads to or from a compensation handler. Handlers run only by compensation; remove the flow.',
      );
    }
    if (node.isForCompensation && node.boundaryEvents.length > 0) {
      refuse('a compensation handler has boundary events, which would never go on. Remove them.');
    }
    checkConditions(context, draft);
  }
}

function checkConditions(context: ProcessContext, { node, xml }: NodeDraft): void {
  if (node.kind === 'exclusiveGateway') return;
  for (const flow of node.outgoing.filter(({ condition }) => condition)) {
    context.refuse(
      'condition',
      flow.id,
      `its condition has no effect after ${node.id}. Put an exclusive gateway in between, or remove the condition.`,
    );
  }
  if (childOf(xml, 'default')) {
    context.refuse(
      'condition',
      xml,
      'only an exclusive gateway has a default flow. Put one in between, or remove it.',
    );
  }
}
