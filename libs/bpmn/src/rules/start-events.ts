import type { NodeDraft } from '../compile/draft';
import { isScope } from '../compile/element-kind';
import type { ProcessContext } from '../compile/process-context';
import { groupByScope } from '../compile/scopes';
import { childrenOf } from '../xml/element';

/** A process begins somewhere, a sub-process at exactly one none start event, an event sub-process at its trigger. */
export function checkStartEvents(context: ProcessContext): void {
  const nodes = [...context.process.nodes.values()];
  const starts = groupByScope(nodes.filter(isStart));
  checkProcess(context, starts.get(undefined) ?? [], nodes);
  for (const scope of nodes.filter(({ node }) => isScope(node.kind) && node.kind !== 'adHocSubProcess'))
    checkScope(context, scope, starts.get(scope.node.id) ?? []);
}

const isStart = ({ node }: NodeDraft): boolean =>
  node.kind.endsWith('StartEvent') && node.triggerOf === undefined;

function checkScope(context: ProcessContext, scope: NodeDraft, inside: readonly NodeDraft[]): void {
  const triggered = scope.node.kind === 'eventSubProcess';
  for (const { node, xml } of inside) {
    if (!triggered && node.kind !== 'noneStartEvent') {
      context.refuse('start-event', xml, 'a sub-process starts without a trigger. Remove the definition.');
    }
  }
  const drawn = drawnStarts(scope);
  if (drawn !== 1) {
    context.refuse(
      'start-event',
      scope.xml,
      triggered
        ? `an event sub-process needs exactly one start event with a trigger, this one has ${drawn}. Draw one.`
        : `a sub-process needs exactly one start event without a trigger, this one has ${drawn}. Draw one.`,
    );
  }
  scope.node.startEvent = inside[0]?.node;
}

/** A start event that was refused has been reported already. */
const drawnStarts = ({ xml }: Pick<NodeDraft, 'xml'>): number =>
  childrenOf(xml, 'flowElements').filter(({ $type }) => $type === 'bpmn:StartEvent').length;

function checkProcess(
  context: ProcessContext,
  starts: readonly NodeDraft[],
  nodes: readonly NodeDraft[],
): void {
  for (const { node, xml } of nodes) {
    if (node.instantiate && (node.scope !== undefined || node.incoming.length > 0))
      context.refuse(
        'start-event',
        xml,
        'it instantiates the process, but stands in a sub-process or behind a sequence flow. Remove instantiate="true".',
      );
  }
  const instantiates = nodes.some(({ node }) => node.instantiate && node.scope === undefined);
  if (drawnStarts(context.process) === 0 && !instantiates) {
    context.refuse('start-event', context.process.xml, 'the process has no start event. Draw one.');
  }
  const none = starts.filter(({ node }) => node.kind === 'noneStartEvent');
  for (const { xml } of none.slice(1)) {
    context.refuse(
      'start-event',
      xml,
      `the process has a start event without a trigger already, ${none[0]?.node.id ?? ''}. Keep one, or give this one a message.`,
    );
  }
}
