import { isActivity } from '../compile/element-kind';
import type { NodeDraft } from '../compile/draft';
import type { ProcessContext } from '../compile/process-context';
import type { ElementKind } from '../model';
import { childOf, idOf } from '../xml/element';

export function checkGateways(context: ProcessContext): void {
  for (const draft of context.process.nodes.values()) {
    if (CHOOSING.has(draft.node.kind) || isActivity(draft.node.kind)) checkDefault(context, draft);
    if (CHOOSING.has(draft.node.kind)) checkChoice(context, draft);
    if (draft.node.kind === 'eventBasedGateway') checkEventBased(context, draft);
  }
}

/** Exclusive and inclusive gateways need a condition on every way but the default; complex ones may have bare ways. */
const CHOOSING: ReadonlySet<ElementKind> = new Set([
  'exclusiveGateway',
  'inclusiveGateway',
  'complexGateway',
]);

function checkDefault(context: ProcessContext, { node, xml }: NodeDraft): void {
  const declared = childOf(xml, 'default');
  if (declared && !node.defaultFlow) {
    context.refuse(
      'condition',
      xml,
      `its default flow ${idOf(declared)} does not begin here. Choose one of its own flows.`,
    );
  }
  if (node.defaultFlow && context.process.conditional.has(node.defaultFlow.id)) {
    context.refuse(
      'condition',
      node.defaultFlow.id,
      `it is the default flow of ${node.id} and has a condition. Remove one of both.`,
    );
  }
}

function checkChoice(context: ProcessContext, { node }: NodeDraft): void {
  const { conditional } = context.process;
  for (const flow of node.outgoing) {
    const needed = node.outgoing.length > 1 && node.kind !== 'complexGateway';
    if (needed && flow !== node.defaultFlow && !conditional.has(flow.id)) {
      context.refuse(
        'condition',
        flow.id,
        `it leaves the ${node.kind === 'exclusiveGateway' ? 'exclusive' : 'inclusive'} gateway ${node.id} without a condition. Give it one, or make it the default flow.`,
      );
    }
  }
}

const AWAITED: ReadonlySet<ElementKind> = new Set([
  'messageCatchEvent',
  'timerCatchEvent',
  'signalCatchEvent',
  'conditionalCatchEvent',
  'multipleCatchEvent',
  'receiveTask',
]);

function checkEventBased(context: ProcessContext, { node, xml }: NodeDraft): void {
  const refuse = (what: string): void => context.refuse('event-based-gateway', xml, what);
  if (node.parallelMultiple && !node.instantiate)
    refuse(
      'only an event-based gateway that instantiates may wait for all of its events. Use a parallel gateway.',
    );
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
