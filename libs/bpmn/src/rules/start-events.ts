import type { NodeDraft } from '../compile/draft';
import type { ProcessContext } from '../compile/process-context';
import { childrenOf } from '../xml/element';

/** A process starts somewhere, a sub-process at exactly one none start event. */
export function checkStartEvents(context: ProcessContext): void {
  const nodes = [...context.process.nodes.values()];
  const starts = new Map<string | undefined, NodeDraft[]>();
  for (const draft of nodes.filter(({ node }) => node.kind.endsWith('StartEvent'))) {
    const inScope = starts.get(draft.node.scope) ?? [];
    inScope.push(draft);
    starts.set(draft.node.scope, inScope);
  }
  checkProcess(context, starts.get(undefined) ?? []);
  for (const subProcess of nodes.filter(({ node }) => node.kind === 'subProcess')) {
    const inside = starts.get(subProcess.node.id) ?? [];
    for (const { node, xml } of inside) {
      if (node.kind !== 'noneStartEvent') {
        context.refuse('start-event', xml, 'a sub-process starts without a trigger. Remove the definition.');
      }
    }
    const drawn = childrenOf(subProcess.xml, 'flowElements').filter(
      ({ $type }) => $type === 'bpmn:StartEvent',
    ).length;
    if (drawn !== 1) {
      context.refuse(
        'start-event',
        subProcess.xml,
        `a sub-process needs exactly one start event without a trigger, this one has ${drawn}. Draw one.`,
      );
    }
    subProcess.node.startEvent = inside[0]?.node;
  }
}

function checkProcess(context: ProcessContext, starts: readonly NodeDraft[]): void {
  // A start event that was refused has been reported already.
  const drawn = childrenOf(context.process.xml, 'flowElements').filter(
    ({ $type }) => $type === 'bpmn:StartEvent',
  );
  if (drawn.length === 0) {
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
  const names = new Map<string, string>();
  for (const { node, xml } of starts) {
    const name = node.message?.name?.constant;
    if (typeof name !== 'string') continue;
    const other = names.get(name);
    if (other !== undefined) {
      context.refuse('start-event', xml, `${other} starts on the same message '${name}'. Keep one of them.`);
    }
    names.set(name, node.id);
  }
}
