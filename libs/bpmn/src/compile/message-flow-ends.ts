import type { ElementKind } from '../model';
import type { ProblemList } from '../problem';
import { childOf, idOf, textOf, type XmlElement } from '../xml/element';
import type { NodeDraft } from './draft';
import { isActivity } from './element-kind';
import { isBus, type OtherEnd, readOtherEnd } from './elsewhere';
import { definitionsOf } from './events/event-kinds';
import type { Pool } from './participants';
import type { ProcessContext } from './process-context';

/** One end of a message flow; without a node it is a pool, or an element of a process that is not executable. */
export interface FlowEnd {
  readonly id: string;
  /** Undefined for an end that is in another fragment. */
  readonly pool?: Pool;
  readonly draft?: NodeDraft;
  readonly elsewhere?: OtherEnd;
}

export interface MessageLink {
  readonly source: FlowEnd;
  readonly target: FlowEnd;
}

const CATCHING: ReadonlySet<ElementKind> = new Set([
  'messageStartEvent',
  'messageCatchEvent',
  'messageBoundaryEvent',
  'receiveTask',
]);

export function isCatching(kind: ElementKind): boolean {
  return CATCHING.has(kind);
}

export function isThrowing(kind: ElementKind): boolean {
  return kind === 'messageThrowEvent' || kind === 'messageEndEvent' || kind === 'sendTask';
}

/** Work that a service or a person does, and that may send messages to the outside in its own way. */
export function isWork(kind: ElementKind): boolean {
  return isActivity(kind) && kind !== 'receiveTask' && kind !== 'sendTask';
}

/** Finds out what the ends of message flows are; what makes no sense is reported. */
export class MessageFlowEnds {
  /** Pools by their own element and by that of their process, executable or not. */
  private readonly pools = new Map<XmlElement, Pool>();
  private readonly nodes: ReadonlyMap<XmlElement, ReadonlyMap<string, NodeDraft>>;

  constructor(
    pools: readonly Pool[],
    contexts: readonly ProcessContext[],
    private readonly problems: ProblemList,
  ) {
    for (const pool of pools) {
      const process = childOf(pool.xml, 'processRef');
      if (process) this.pools.set(process, pool);
      this.pools.set(pool.xml, pool);
    }
    this.nodes = new Map(contexts.map(({ process }) => [process.xml, process.nodes]));
  }

  /** Both ends, or undefined when the flow was refused (or ends at an element that was). */
  of(flow: XmlElement): MessageLink | undefined {
    const source = this.end(flow, 'sourceRef');
    const target = this.end(flow, 'targetRef');
    if (!source || !target) return undefined;
    if (target.pool && source.pool === target.pool) {
      return this.refuse(
        'message-flow',
        flow,
        `it stays inside the pool '${target.pool.label}'. Use a sequence flow, or a message with a subscription.`,
      );
    }
    const from = source.draft?.node.kind;
    if (from && !isThrowing(from) && !isWork(from)) {
      return this.refuse(
        'message-flow',
        flow,
        `${source.id} sends nothing. Begin it at a message throw or end event.`,
      );
    }
    const to = target.draft?.node.kind;
    if (to && !isCatching(to)) {
      return this.refuse(
        'message-without-receiver',
        flow,
        `${target.id} receives nothing. Lead it to a message start, catch or boundary event or to a receive task.`,
      );
    }
    return this.inside(flow, source, target);
  }

  /** An end at the border of a pool that has a process means its one event with the message of the other end. */
  private inside(flow: XmlElement, source: FlowEnd, target: FlowEnd): MessageLink | undefined {
    const bareSource = source.pool?.process && !source.draft;
    const bareTarget = target.pool?.process && !target.draft;
    if (bareTarget && target.pool) {
      const name = messageName(source.draft) ?? textOf(childOf(flow, 'messageRef'), 'name');
      const found = [...(this.nodesOf(target.pool)?.values() ?? [])].filter(
        (draft) => isCatching(draft.node.kind) && name !== undefined && messageName(draft) === name,
      );
      const [draft] = found;
      if (!draft || found.length > 1) {
        return this.refuse(
          'message-without-receiver',
          flow,
          `the process of the pool '${target.pool.label}' has ${found.length === 0 ? 'no event' : 'several events'} for it. Lead it to one message event.`,
        );
      }
      return this.inside(flow, source, { ...target, draft });
    }
    if (bareSource && source.pool && target.pool?.process) {
      const name = messageName(target.draft);
      const found = [...(this.nodesOf(source.pool)?.values() ?? [])].filter(
        (draft) => isThrowing(draft.node.kind) && name !== undefined && messageName(draft) === name,
      );
      const [draft] = found;
      if (!draft || found.length > 1) {
        return this.refuse(
          'message-never-sent',
          flow,
          `the process of the pool '${source.pool.label}' has ${found.length === 0 ? 'no event' : 'several events'} that sends it. Begin it at one message event.`,
        );
      }
      return { source: { ...source, draft }, target };
    }
    return { source, target };
  }

  private end(flow: XmlElement, property: 'sourceRef' | 'targetRef'): FlowEnd | undefined {
    const xml = childOf(flow, property);
    if (!xml) return this.refuse('message-flow', flow, `it has no ${property}. Connect it or remove it.`);
    if (isBus(xml)) return this.endElsewhere(flow);
    const id = idOf(xml);
    const pool = this.poolOf(xml);
    // A pool that was refused has been reported already.
    if (!pool) {
      return xml.$type === 'bpmn:Participant'
        ? undefined
        : this.refuse('message-flow', flow, `${id} stands in no pool. Connect pools or their events.`);
    }
    const nodes = this.nodesOf(pool);
    const near = nodes?.get(readOtherEnd(flow)?.near ?? '');
    if (near) return { id, pool, draft: near };
    if (xml === pool.xml || !pool.process) return { id, pool };
    const draft = nodes?.get(id);
    return draft && { id, pool, draft: triggerFor(flow, draft, nodes) };
  }

  private endElsewhere(flow: XmlElement): FlowEnd | undefined {
    const elsewhere = readOtherEnd(flow);
    if (elsewhere) return { id: elsewhere.id, elsewhere };
    return this.refuse(
      'message-flow',
      flow,
      'it leads to the bus, but does not say what is at its other end. Draw it in the whole model and split that.',
    );
  }

  private poolOf(xml: XmlElement): Pool | undefined {
    let around: XmlElement | undefined = xml;
    while (around && !this.pools.has(around)) around = around.$parent;
    return around && this.pools.get(around);
  }

  private nodesOf(pool: Pool): ReadonlyMap<string, NodeDraft> | undefined {
    return pool.process && this.nodes.get(pool.process);
  }

  private refuse(rule: string, flow: XmlElement, what: string): undefined {
    const element = idOf(flow);
    this.problems.add({ rule, element, message: `${element}: ${what}` });
    return undefined;
  }
}

/** A flow at a multiple event means its definition with the flow's message, or its only message. */
function triggerFor(flow: XmlElement, event: NodeDraft, nodes?: ReadonlyMap<string, NodeDraft>): NodeDraft {
  const messages = (event.node.triggers ?? []).filter(({ message }) => message);
  const name = textOf(childOf(flow, 'messageRef'), 'name');
  const meant = messages.find(({ message }) => message?.name?.constant === name) ?? messages[0];
  return (meant && nodes?.get(meant.id)) ?? event;
}

/** As written in the model, also that of a message that a worker sends. */
function messageName(draft: NodeDraft | undefined): string | undefined {
  if (!draft) return undefined;
  if (draft.node.message) return draft.node.message.name?.source;
  return textOf(childOf(definitionsOf(draft.xml)[0] ?? draft.xml, 'messageRef'), 'name');
}
