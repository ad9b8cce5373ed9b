import type { ElementKind } from '../model';
import { childrenOf, flagOf, localType, type XmlElement } from '../xml/element';
import { extensionOf } from '../xml/extensions';

/** Either what an element is, or why it is refused. */
export type Classified = { readonly kind: ElementKind } | { readonly refusal: string };

/** Elements that inform people and change nothing in a run. */
const PASSIVE = new Set([
  'bpmn:SequenceFlow',
  'bpmn:DataObject',
  'bpmn:DataObjectReference',
  'bpmn:DataStoreReference',
]);

const ACTIVITIES: Readonly<Record<string, ElementKind>> = {
  'bpmn:Task': 'undefinedTask',
  'bpmn:ManualTask': 'manualTask',
  'bpmn:ServiceTask': 'serviceTask',
  'bpmn:UserTask': 'userTask',
  'bpmn:ReceiveTask': 'receiveTask',
  'bpmn:ExclusiveGateway': 'exclusiveGateway',
  'bpmn:ParallelGateway': 'parallelGateway',
  'bpmn:EventBasedGateway': 'eventBasedGateway',
  'bpmn:SubProcess': 'subProcess',
};

type Position = Readonly<Record<string, ElementKind>>;

/** Per position of an event, the definitions that are supported there; `none` is an event without one. */
const EVENTS: Readonly<Record<string, Position>> = {
  'bpmn:StartEvent': {
    none: 'noneStartEvent',
    message: 'messageStartEvent',
    timer: 'timerStartEvent',
  },
  'bpmn:EndEvent': {
    none: 'noneEndEvent',
    message: 'messageEndEvent',
    error: 'errorEndEvent',
    terminate: 'terminateEndEvent',
    compensate: 'compensationEndEvent',
  },
  'bpmn:IntermediateThrowEvent': {
    none: 'noneThrowEvent',
    message: 'messageThrowEvent',
    compensate: 'compensationThrowEvent',
  },
  'bpmn:IntermediateCatchEvent': { message: 'messageCatchEvent', timer: 'timerCatchEvent' },
  'bpmn:BoundaryEvent': {
    error: 'errorBoundaryEvent',
    message: 'messageBoundaryEvent',
    timer: 'timerBoundaryEvent',
    compensate: 'compensationBoundaryEvent',
  },
};

const REMEDIES: Readonly<Record<string, string>> = {
  'bpmn:SendTask': 'Use a message throw event, or a service task.',
  'bpmn:ScriptTask': 'Use a service task, or an output mapping with a FEEL expression.',
  'bpmn:BusinessRuleTask': 'Use a service task.',
  'bpmn:CallActivity': 'Use an embedded sub-process.',
  'bpmn:InclusiveGateway': 'Use exclusive and parallel gateways.',
  'bpmn:ComplexGateway': 'Use exclusive and parallel gateways.',
  'bpmn:Transaction': 'Use an embedded sub-process and compensation.',
  'bpmn:AdHocSubProcess': 'Draw the order of the activities.',
};

export function isFlowNode(xml: XmlElement): boolean {
  return !PASSIVE.has(xml.$type);
}

export function isActivity(kind: ElementKind): boolean {
  return isTask(kind) || kind === 'subProcess';
}

export function isTask(kind: ElementKind): boolean {
  return kind.endsWith('Task');
}

export function classify(xml: XmlElement): Classified {
  const positions = EVENTS[xml.$type];
  if (positions) return classifyEvent(xml, positions);
  const kind = ACTIVITIES[xml.$type];
  if (!kind) {
    const remedy = REMEDIES[xml.$type] ?? `Supported are ${supportedTypes()}.`;
    return { refusal: `${article(localType(xml))} is not supported yet. ${remedy}` };
  }
  if (flagOf(xml, 'triggeredByEvent', false)) {
    return { refusal: 'an event sub-process is not supported yet. Use a boundary event on a sub-process.' };
  }
  return { kind };
}

function classifyEvent(xml: XmlElement, positions: Position): Classified {
  const definitions = childrenOf(xml, 'eventDefinitions');
  const references = childrenOf(xml, 'eventDefinitionRef');
  if (definitions.length + references.length > 1 || flagOf(xml, 'parallelMultiple', false)) {
    return { refusal: 'an event with several definitions is not supported yet. Draw one event for each.' };
  }
  if (references.length > 0) {
    return { refusal: 'a shared event definition is not supported. Put the definition into the event.' };
  }
  const name = definitions[0] ? definitionName(definitions[0]) : 'none';
  const kind = Object.hasOwn(positions, name) ? positions[name] : undefined;
  if (!kind) {
    return {
      refusal: `${article(localType(xml))} of the kind '${name}' is not supported yet. Supported here are ${Object.keys(positions).join(', ')}.`,
    };
  }
  // A worker sends the message: for the engine that is a job like any other.
  const job = name === 'message' && /throw|end/i.test(kind) && extensionOf(xml, 'zeebe:TaskDefinition');
  return { kind: job ? 'serviceTask' : kind };
}

/** `message` for `bpmn:MessageEventDefinition`. */
function definitionName(definition: XmlElement): string {
  return localType(definition).replace(/EventDefinition$/, '');
}

function article(type: string): string {
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function supportedTypes(): string {
  return [...Object.keys(EVENTS), ...Object.keys(ACTIVITIES)]
    .map((type) => localType({ $type: type }))
    .join(', ');
}
