import type { FlowNode, ProcessModel } from '../model';
import type { ProblemList } from '../problem';
import { checkEvents } from '../rules/events';
import { checkExtensions } from '../rules/extensions';
import { checkGateways } from '../rules/gateways';
import { checkSequenceFlows } from '../rules/sequence-flows';
import { checkStartEvents } from '../rules/start-events';
import { childOf, childrenOf, descendants, idOf, textOf, type XmlElement } from '../xml/element';
import { extensionOf } from '../xml/extensions';
import { linkBoundaryEvents } from './boundary-events';
import { linkCompensation } from './compensation';
import type { NodeDraft, ProcessDraft } from './draft';
import { classify, isFlowNode } from './element-kind';
import { compileFlowNode } from './flow-node';
import { ProcessContext } from './process-context';
import { linkSequenceFlows } from './sequence-flows';

/** Compiles one process up to its message flows; problems are reported, never thrown. */
export function compileProcess(
  xml: XmlElement,
  participant: string | undefined,
  problems: ProblemList,
): ProcessContext {
  const process: ProcessDraft = { id: idOf(xml), xml, participant, nodes: new Map(), conditional: new Set() };
  const context = new ProcessContext(process, problems);
  if (typeof xml.id !== 'string') {
    context.refuse('missing-id', xml, 'the process has no id. Give it one.');
  }
  compileScope(context, xml, undefined);
  const associations = [...descendants(xml)].filter(({ $type }) => $type === 'bpmn:Association');
  linkBoundaryEvents(context);
  linkCompensation(context, associations);
  checkExtensions(context, xml);
  checkStartEvents(context);
  checkSequenceFlows(context);
  checkGateways(context);
  checkEvents(context);
  return context;
}

function compileScope(context: ProcessContext, container: XmlElement, around: NodeDraft | undefined): void {
  const elements = childrenOf(container, 'flowElements');
  const scope = new Map<string, NodeDraft>();
  for (const xml of elements.filter(isFlowNode)) {
    const draft = compileElement(context, xml);
    if (!draft) continue;
    draft.node.scope = around?.node.id;
    scope.set(draft.node.id, draft);
    context.process.nodes.set(draft.node.id, draft);
    if (draft.node.kind === 'subProcess') compileScope(context, xml, draft);
  }
  linkSequenceFlows(
    context,
    elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow'),
    scope,
  );
}

function compileElement(context: ProcessContext, xml: XmlElement): NodeDraft | undefined {
  if (typeof xml.id !== 'string') {
    context.refuse('missing-id', xml, 'it has no id. Give every element an id.');
    return undefined;
  }
  const classified = classify(xml);
  if ('refusal' in classified) {
    context.refuse('not-supported', xml, classified.refusal);
    return undefined;
  }
  for (const [property, what] of UNSUPPORTED) {
    if (childOf(xml, property)) context.refuse('not-supported', xml, what);
  }
  return compileFlowNode(context, xml, classified.kind, xml.id);
}

const UNSUPPORTED = [
  [
    'loopCharacteristics',
    'loops and multi-instance activities are not supported yet. Draw the loop with gateways.',
  ],
] as const;

/** The finished process; its nodes are sealed. */
export function sealProcess({ process }: ProcessContext): ProcessModel {
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
    startEvents: [...elements.values()].filter(
      ({ kind, scope }) => kind.endsWith('StartEvent') && scope === undefined,
    ),
    eventSubProcesses: [],
  };
}
