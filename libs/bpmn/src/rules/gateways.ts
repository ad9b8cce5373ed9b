import type { NodeDraft } from '../compile/draft';
import type { ProcessContext } from '../compile/process-context';
import { childOf, flagOf, idOf, textOf } from '../xml/element';

export function checkGateways(context: ProcessContext): void {
  for (const draft of context.process.nodes.values()) {
    if (draft.node.kind === 'exclusiveGateway') checkExclusive(context, draft);
    if (draft.node.kind === 'eventBasedGateway') checkEventBased(context, draft);
  }
}

function checkExclusive(context: ProcessContext, { node, xml }: NodeDraft): void {
  const { conditional } = context.process;
  const declared = childOf(xml, 'default');
  if (declared && !node.defaultFlow) {
    context.refuse(
      'condition',
      xml,
      `its default flow ${idOf(declared)} does not begin here. Choose one of its own flows.`,
    );
  }
  for (const flow of node.outgoing) {
    if (flow === node.defaultFlow && conditional.has(flow.id)) {
      context.refuse(
        'condition',
        flow.id,
        `it is the default flow of ${node.id} and has a condition. Remove one of both.`,
      );
    }
    if (node.outgoing.length > 1 && flow !== node.defaultFlow && !conditional.has(flow.id)) {
      context.refuse(
        'condition',
        flow.id,
        `it leaves the exclusive gateway ${node.id} without a condition. Give it one, or make it the default flow.`,
      );
    }
  }
}

const AWAITED = new Set(['messageCatchEvent', 'timerCatchEvent', 'receiveTask']);

function checkEventBased(context: ProcessContext, { node, xml }: NodeDraft): void {
  const refuse = (what: string): void => context.refuse('event-based-gateway', xml, what);
  if (flagOf(xml, 'instantiate', false) || textOf(xml, 'eventGatewayType') === 'Parallel') {
    refuse('an event-based gateway that starts the process, or waits for all events, is not supported yet.');
  }
  if (node.outgoing.length < 2)
    refuse('it waits for fewer than two events. Draw one more, or remove the gateway.');
  const names = new Set<string>();
  for (const { target } of node.outgoing) {
    if (!AWAITED.has(target.kind)) {
      refuse(
        `it leads to ${target.id}, which waits for nothing. Lead it to message or timer catch events or receive tasks only.`,
      );
      continue;
    }
    if (target.incoming.length > 1) {
      refuse(
        `it leads to ${target.id}, which another sequence flow reaches as well. Let only the gateway lead there.`,
      );
    }
    if (target.boundaryEvents.length > 0) {
      refuse(`it leads to ${target.id}, which has boundary events. Remove them, or use a catch event.`);
    }
    const name = target.message?.name?.constant;
    if (typeof name !== 'string') continue;
    if (names.has(name)) refuse(`two of its branches wait for the message '${name}'. Keep one of them.`);
    names.add(name);
  }
}
