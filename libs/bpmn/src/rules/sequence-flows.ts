import type { NodeDraft } from '../compile/draft';
import type { ProcessContext } from '../compile/process-context';
import { isActivity } from '../compile/element-kind';
import type { ElementKind } from '../model';
import { childOf } from '../xml/element';

/** Gateways that choose by conditions: `checkGateways` looks at them. */
const CHOOSING: ReadonlySet<ElementKind> = new Set([
  'exclusiveGateway',
  'inclusiveGateway',
  'complexGateway',
]);

/** Where sequence flows may not begin or end, and where conditions have no meaning. */
export function checkSequenceFlows(context: ProcessContext): void {
  for (const draft of context.process.nodes.values()) {
    const { node, xml } = draft;
    const refuse = (what: string): void => context.refuse('sequence-flow', xml, what);
    if (node.incoming.length > 0) {
      if (node.kind.endsWith('StartEvent')) refuse('a sequence flow leads into a start event. Remove it.');
      if (node.kind === 'eventSubProcess')
        refuse('a sequence flow leads into an event sub-process, which an event triggers. Remove it.');
      if (node.kind === 'linkCatchEvent')
        refuse('a sequence flow leads into a link catch event. Let a link throw event lead there.');
      if (node.kind.endsWith('BoundaryEvent'))
        refuse('a sequence flow leads into a boundary event. Remove it.');
    }
    if (node.outgoing.length > 0) {
      if (xml.$type === 'bpmn:EndEvent') refuse('a sequence flow leaves an end event. Remove it.');
      if (node.kind === 'linkThrowEvent')
        refuse('a sequence flow leaves a link throw event. Let the link catch event go on.');
      if (node.kind === 'eventSubProcess')
        refuse('a sequence flow leaves an event sub-process, to which none leads. Remove it.');
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

/** Nodes after which every flow is taken, or which choose by events. */
const WITHOUT_CHOICE: ReadonlySet<ElementKind> = new Set(['parallelGateway', 'eventBasedGateway']);

function checkConditions(context: ProcessContext, { node, xml }: NodeDraft): void {
  if (CHOOSING.has(node.kind)) return;
  const choosesNothing = WITHOUT_CHOICE.has(node.kind) || !isActivity(node.kind);
  for (const flow of node.outgoing.filter(({ condition }) => condition)) {
    if (choosesNothing)
      context.refuse(
        'condition',
        flow.id,
        `its condition has no effect after ${node.id}. Put an exclusive gateway in between, or remove the condition.`,
      );
  }
  if (choosesNothing && childOf(xml, 'default')) {
    context.refuse(
      'condition',
      xml,
      'only activities and exclusive, inclusive and complex gateways have a default flow. Put one in between, or remove it.',
    );
  }
}
