import type { ElementKind, ScopeKind } from '../model';
import { flagOf, localType, type XmlElement } from '../xml/element';
import { classifyEvent, eventTypes } from './events/event-kinds';

/** Either what an element is, or why it is refused. */
export type Classified = { readonly kind: ElementKind } | { readonly refusal: string };

/** Elements that inform people and change nothing in a run. */
const PASSIVE = new Set([
  'bpmn:SequenceFlow',
  'bpmn:DataObject',
  'bpmn:DataObjectReference',
  'bpmn:DataStoreReference',
]);

const NODES: Readonly<Record<string, ElementKind>> = {
  'bpmn:Task': 'undefinedTask',
  'bpmn:ManualTask': 'manualTask',
  'bpmn:ServiceTask': 'serviceTask',
  'bpmn:UserTask': 'userTask',
  'bpmn:SendTask': 'sendTask',
  'bpmn:ReceiveTask': 'receiveTask',
  'bpmn:ScriptTask': 'scriptTask',
  'bpmn:BusinessRuleTask': 'businessRuleTask',
  'bpmn:ExclusiveGateway': 'exclusiveGateway',
  'bpmn:ParallelGateway': 'parallelGateway',
  'bpmn:InclusiveGateway': 'inclusiveGateway',
  'bpmn:ComplexGateway': 'complexGateway',
  'bpmn:EventBasedGateway': 'eventBasedGateway',
  'bpmn:SubProcess': 'subProcess',
  'bpmn:Transaction': 'transaction',
  'bpmn:AdHocSubProcess': 'adHocSubProcess',
  'bpmn:CallActivity': 'callActivity',
};

const SCOPES: ReadonlySet<ElementKind> = new Set<ScopeKind>([
  'subProcess',
  'eventSubProcess',
  'transaction',
  'adHocSubProcess',
]);

export function isFlowNode(xml: XmlElement): boolean {
  return !PASSIVE.has(xml.$type);
}

/** Has flow nodes inside. */
export function isScope(kind: ElementKind): boolean {
  return SCOPES.has(kind);
}

/** A token can be in it for a time: event sub-processes are none, because no flow leads to them. */
export function isActivity(kind: ElementKind): boolean {
  return isTask(kind) || kind === 'callActivity' || (isScope(kind) && kind !== 'eventSubProcess');
}

export function isTask(kind: ElementKind): boolean {
  return kind.endsWith('Task');
}

export function classify(xml: XmlElement): Classified {
  if (eventTypes.includes(xml.$type)) return classifyEvent(xml);
  const kind = NODES[xml.$type];
  if (!kind) {
    return { refusal: `${localType(xml)} is not supported. Supported are ${supportedTypes()}.` };
  }
  if (!flagOf(xml, 'triggeredByEvent', false)) return { kind };
  return kind === 'subProcess'
    ? { kind: 'eventSubProcess' }
    : { refusal: `a ${localType(xml)} cannot be triggered by an event. Use an event sub-process.` };
}

function supportedTypes(): string {
  return [...eventTypes, ...Object.keys(NODES)].map((type) => localType({ $type: type })).join(', ');
}
