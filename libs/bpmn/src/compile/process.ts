import type { FlowNode, ProcessModel } from '../model';
import type { ProblemList } from '../problem';
import { checkDuplicateEvents } from '../rules/duplicate-events';
import { checkExtensions } from '../rules/extensions';
import { checkGateways } from '../rules/gateways';
import { checkListeners } from '../rules/listeners';
import { checkQuantities } from '../rules/quantities';
import { checkSequenceFlows } from '../rules/sequence-flows';
import { checkStartEvents } from '../rules/start-events';
import { checkTransactions } from '../rules/transactions';
import { childrenOf, descendants, idOf, textOf, type XmlElement } from '../xml/element';
import { extensionOf } from '../xml/extensions';
import { linkAdHocActivities } from './activities/ad-hoc';
import { compileListeners } from './activities/listeners';
import { linkBoundaryEvents } from './boundary-events';
import { linkCompensation } from './compensation';
import type { NodeDraft, ProcessDraft } from './draft';
import { classify, isFlowNode, isScope } from './element-kind';
import { linkLinkEvents } from './events/links';
import { settleStartNames } from './events/start-names';
import { compileFlowNode } from './flow-node';
import { ProcessContext } from './process-context';
import { linkEventSubProcesses } from './scopes';
import { linkSequenceFlows } from './sequence-flows';

/** Compiles one process up to its message flows; problems are reported, never thrown. */
export function compileProcess(
  xml: XmlElement,
  participant: string | undefined,
  problems: ProblemList,
): ProcessContext {
  const process: ProcessDraft = {
    id: idOf(xml),
    xml,
    participant,
    nodes: new Map(),
    eventSubProcesses: [],
    conditional: new Set(),
  };
  const context = new ProcessContext(process, problems);
  if (typeof xml.id !== 'string') {
    context.refuse('missing-id', xml, 'the process has no id. Give it one.');
  }
  compileScope(context, xml, undefined);
  const associations = descendants(xml).filter(({ $type }) => $type === 'bpmn:Association');
  linkEventSubProcesses(context);
  linkLinkEvents(context);
  linkBoundaryEvents(context);
  settleStartNames(context);
  linkAdHocActivities(context);
  linkCompensation(context, associations);
  checkExtensions(context, xml);
  checkStartEvents(context);
  checkSequenceFlows(context);
  checkGateways(context);
  checkDuplicateEvents(context);
  checkListeners(context);
  checkQuantities(context);
  checkTransactions(context);
  return context;
}

function compileScope(context: ProcessContext, container: XmlElement, around: NodeDraft | undefined): void {
  const elements = childrenOf(container, 'flowElements');
  const scope = new Map<string, NodeDraft>();
  for (const xml of elements.filter(isFlowNode)) {
    const draft = compileElement(context, xml, around?.node.id);
    if (!draft) continue;
    scope.set(draft.node.id, draft);
    context.process.nodes.set(draft.node.id, draft);
    if (isScope(draft.node.kind)) compileScope(context, xml, draft);
  }
  linkSequenceFlows(
    context,
    elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow'),
    scope,
  );
}

function compileElement(
  context: ProcessContext,
  xml: XmlElement,
  scope: string | undefined,
): NodeDraft | undefined {
  if (typeof xml.id !== 'string') {
    context.refuse('missing-id', xml, 'it has no id. Give every element an id.');
    return undefined;
  }
  const classified = classify(xml);
  if ('refusal' in classified) {
    context.refuse('not-supported', xml, classified.refusal);
    return undefined;
  }
  return compileFlowNode(context, xml, classified.kind, xml.id, scope);
}

/** The finished process; its nodes are sealed. */
export function sealProcess(context: ProcessContext): ProcessModel {
  const { process } = context;
  const elements = new Map<string, FlowNode>();
  for (const [id, { node }] of process.nodes) {
    node.outgoing.forEach(Object.freeze);
    Object.values(node).filter(Array.isArray).forEach(Object.freeze);
    // Every message has a name by now, else the score has been refused.
    elements.set(id, Object.freeze(node as FlowNode));
  }
  return {
    id: process.id,
    name: textOf(process.xml, 'name'),
    participant: process.participant,
    versionTag: textOf(extensionOf(process.xml, 'zeebe:VersionTag'), 'value'),
    elements,
    startEvents: [...elements.values()].filter(begins),
    eventSubProcesses: process.eventSubProcesses.map(({ id }) => elements.get(id) as FlowNode),
    listeners: compileListeners(context, process.xml),
  };
}

/** Directly below the process, and a token may begin there: start events, and what instantiates. */
const begins = ({ kind, scope, triggerOf, instantiate }: FlowNode): boolean =>
  scope === undefined && triggerOf === undefined && (kind.endsWith('StartEvent') || instantiate === true);
