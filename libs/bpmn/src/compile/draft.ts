import type {
  AdHocDefinition,
  ElementKind,
  FlowNode,
  MessageDefinition,
  MessageReceiver,
  SequenceFlow,
} from '../model';
import type { XmlElement } from '../xml/element';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

/** A sequence flow while it is compiled. */
export interface FlowDraft extends Omit<Writable<SequenceFlow>, 'target'> {
  target: NodeContent;
}

/** A message definition while message flows are still being followed. */
export interface MessageDraft extends Omit<Writable<MessageDefinition>, 'name' | 'receivers'> {
  /** Undefined until a message flow gives it one. */
  name?: MessageDefinition['name'];
  receivers: MessageReceiver[];
}

/** A flow node while it is compiled: links lead to other drafts, and its message may have no name yet. */
export interface NodeContent extends Omit<
  Writable<FlowNode>,
  | 'message'
  | 'incoming'
  | 'outgoing'
  | 'defaultFlow'
  | 'boundaryEvents'
  | 'compensationHandler'
  | 'startEvent'
  | 'eventSubProcesses'
  | 'linkTarget'
  | 'triggers'
  | 'adHoc'
> {
  message?: MessageDraft;
  incoming: FlowDraft[];
  outgoing: FlowDraft[];
  defaultFlow?: FlowDraft;
  boundaryEvents: NodeContent[];
  compensationHandler?: NodeContent;
  startEvent?: NodeContent;
  eventSubProcesses: NodeContent[];
  linkTarget?: NodeContent;
  triggers?: NodeContent[];
  adHoc?: Omit<AdHocDefinition, 'activities'> & { activities: NodeContent[] };
}

/** A node with the XML that it comes from and the process in which it stands. */
export interface NodeDraft {
  readonly node: NodeContent;
  readonly xml: XmlElement;
  readonly process: ProcessDraft;
}

export interface ProcessDraft {
  readonly id: string;
  readonly xml: XmlElement;
  readonly participant?: string;
  readonly nodes: Map<string, NodeDraft>;
  /** Those directly below the process. */
  readonly eventSubProcesses: NodeContent[];
  /** Ids of the sequence flows that have a condition, also one that did not parse. */
  readonly conditional: Set<string>;
}

/** Every field in one order, so that all nodes of all models share one shape. */
export function draftNode(xml: XmlElement, process: ProcessDraft, kind: ElementKind, id: string): NodeDraft {
  return {
    node: {
      id,
      name: undefined,
      kind,
      scope: undefined,
      incoming: [],
      outgoing: [],
      defaultFlow: undefined,
      inputs: [],
      outputs: [],
      boundaryEvents: [],
      attachedTo: undefined,
      interrupting: false,
      compensationHandler: undefined,
      isForCompensation: false,
      startEvent: undefined,
      eventSubProcesses: [],
      job: undefined,
      userTask: undefined,
      timeout: undefined,
      message: undefined,
      timer: undefined,
      errorCode: undefined,
      compensates: undefined,
      loop: undefined,
      listeners: undefined,
      signal: undefined,
      condition: undefined,
      escalationCode: undefined,
      linkTarget: undefined,
      triggers: undefined,
      triggerOf: undefined,
      parallelMultiple: undefined,
      instantiate: undefined,
      activationCondition: undefined,
      script: undefined,
      calledDecision: undefined,
      calledElement: undefined,
      adHoc: undefined,
    },
    xml,
    process,
  };
}
