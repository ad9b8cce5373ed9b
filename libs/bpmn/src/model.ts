import type { Expression, Json } from '@partitura/feel';

/**
 * Every element that a model may contain and still be deployed; the engine has one behaviour for each.
 * Names are BPMN's: element, for events after their definition and position.
 */
export type ElementKind =
  | StartEventKind
  | EndEventKind
  | ThrowEventKind
  | CatchEventKind
  | BoundaryEventKind
  | TaskKind
  | GatewayKind
  | ScopeKind
  | 'callActivity';

/** Error, escalation and compensation start events exist in event sub-processes only. */
export type StartEventKind =
  | 'noneStartEvent'
  | 'messageStartEvent'
  | 'timerStartEvent'
  | 'signalStartEvent'
  | 'conditionalStartEvent'
  | 'errorStartEvent'
  | 'escalationStartEvent'
  | 'compensationStartEvent'
  | 'multipleStartEvent';

export type EndEventKind =
  | 'noneEndEvent'
  | 'messageEndEvent'
  | 'errorEndEvent'
  | 'escalationEndEvent'
  | 'signalEndEvent'
  | 'terminateEndEvent'
  | 'cancelEndEvent'
  | 'compensationEndEvent'
  | 'multipleEndEvent';

export type ThrowEventKind =
  | 'noneThrowEvent'
  | 'messageThrowEvent'
  | 'escalationThrowEvent'
  | 'signalThrowEvent'
  | 'compensationThrowEvent'
  | 'linkThrowEvent'
  | 'multipleThrowEvent';

export type CatchEventKind =
  | 'messageCatchEvent'
  | 'timerCatchEvent'
  | 'signalCatchEvent'
  | 'conditionalCatchEvent'
  | 'linkCatchEvent'
  | 'multipleCatchEvent';

export type BoundaryEventKind =
  | 'errorBoundaryEvent'
  | 'messageBoundaryEvent'
  | 'timerBoundaryEvent'
  | 'escalationBoundaryEvent'
  | 'signalBoundaryEvent'
  | 'conditionalBoundaryEvent'
  | 'cancelBoundaryEvent'
  | 'compensationBoundaryEvent'
  | 'multipleBoundaryEvent';

export type TaskKind =
  | 'undefinedTask'
  | 'manualTask'
  | 'serviceTask'
  | 'userTask'
  | 'sendTask'
  | 'receiveTask'
  | 'scriptTask'
  | 'businessRuleTask';

export type GatewayKind =
  'exclusiveGateway' | 'parallelGateway' | 'inclusiveGateway' | 'eventBasedGateway' | 'complexGateway';

/** What has flow nodes inside. */
export type ScopeKind = 'subProcess' | 'eventSubProcess' | 'transaction' | 'adHocSubProcess';

/** One deployable unit: a collaboration with its processes, or the processes of a file without pools. */
export interface Score {
  /** Id of the collaboration, or of the first process when there is none. */
  readonly id: string;
  readonly name?: string;
  /** A collaboration (a saga that can be undone as a whole), or a plain process. */
  readonly composition: boolean;
  /** Pools, those without an executable process included. */
  readonly participants: readonly Participant[];
  readonly processes: readonly ProcessModel[];
  readonly messageFlows: readonly MessageFlow[];
}

export interface Participant {
  readonly id: string;
  /** The pool's name in lower case with hyphens: the service that owns the work. */
  readonly name: string;
  /** The pool's name as drawn. */
  readonly label: string;
  readonly processId?: string;
}

/** An edge between two pools; source and target are ids of flow nodes or of participants. */
export interface MessageFlow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
}

export interface ProcessModel {
  readonly id: string;
  readonly name?: string;
  /** Name of the participant whose process this is. */
  readonly participant?: string;
  readonly versionTag?: string;
  /** Every flow node of the process, those inside sub-processes included, by id. */
  readonly elements: ReadonlyMap<string, FlowNode>;
  /**
   * Where the process itself (not a sub-process) begins: its start events, and the receive tasks and event-based gateways
   * that instantiate it.
   */
  readonly startEvents: readonly FlowNode[];
  /** Event sub-processes directly below the process. */
  readonly eventSubProcesses: readonly FlowNode[];
  /** Execution listeners of the process itself. */
  readonly listeners?: Listeners;
}

export interface SequenceFlow {
  readonly id: string;
  readonly source: string;
  readonly target: FlowNode;
  readonly condition?: Expression;
}

/** A flow node; the graph is linked (flows point at nodes), sealed after compilation. */
export interface FlowNode {
  readonly id: string;
  readonly name?: string;
  readonly kind: ElementKind;
  /** Id of the sub-process around it; undefined directly below the process. */
  readonly scope?: string;
  readonly incoming: readonly SequenceFlow[];
  /** In the order of the sequence flow elements in the XML. */
  readonly outgoing: readonly SequenceFlow[];
  /** The default flow of a gateway or activity; it is one of `outgoing`. */
  readonly defaultFlow?: SequenceFlow;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  /** Boundary events attached to this activity, compensation excepted. */
  readonly boundaryEvents: readonly FlowNode[];
  /** Boundary events: the activity they stand on. */
  readonly attachedTo?: string;
  /** Boundary events, and start events of event sub-processes: whether what they listen for interrupts. */
  readonly interrupting: boolean;
  /** Activities: the handler that undoes it, when it has a compensation boundary event. */
  readonly compensationHandler?: FlowNode;
  /** This activity is a compensation handler; no sequence flow reaches it. */
  readonly isForCompensation: boolean;
  /** Sub-processes: their none start event; event sub-processes: the start event that triggers them. */
  readonly startEvent?: FlowNode;
  /** Sub-processes: the event sub-processes directly inside. */
  readonly eventSubProcesses: readonly FlowNode[];
  /** Activities that run several times. */
  readonly loop?: LoopCharacteristics;
  /** Service tasks, and other tasks and throw and end events whose work a worker does. */
  readonly job?: JobDefinition;
  readonly listeners?: Listeners;
  /** User tasks. */
  readonly userTask?: UserTaskDefinition;
  /** Tasks with the property `timeout`: the duration after which they fail with error TIMEOUT. */
  readonly timeout?: Expression;
  /** Message events, send tasks without a job, receive tasks. */
  readonly message?: MessageDefinition;
  /** Timer events. */
  readonly timer?: TimerDefinition;
  /** Signal events: the signal's name. */
  readonly signal?: Expression;
  /** Conditional events. */
  readonly condition?: ConditionDefinition;
  /** Error events: the error's code, constant where it is caught; a catching event without one catches every error. */
  readonly errorCode?: Expression;
  /** Escalation events: the escalation's code, constant where it is caught; a catching event without one catches all. */
  readonly escalationCode?: Expression;
  /** Link throw events: the link catch event of the same name and scope. */
  readonly linkTarget?: FlowNode;
  /** Compensation throw and end events: the activity to undo; undefined: the whole scope. */
  readonly compensates?: string;
  /**
   * Multiple events: one node per definition, of the kind that an event with this definition alone would have; its id is
   * the event's, `#` and the definition's place counted from 0. They stand in `ProcessModel.elements` as well.
   */
  readonly triggers?: readonly FlowNode[];
  /** Nodes of `triggers`: id of the multiple event. */
  readonly triggerOf?: string;
  /** Multiple catching events, instantiating event-based gateways: all triggers must happen, not one. */
  readonly parallelMultiple?: boolean;
  /** Receive tasks and event-based gateways that begin the process. */
  readonly instantiate?: boolean;
  /** Complex gateways: when, besides the arrival of a token, the gateway goes on (see `complexGateway` of the engine). */
  readonly activationCondition?: Expression;
  readonly script?: ScriptDefinition;
  readonly calledDecision?: CalledDecision;
  readonly calledElement?: CalledElement;
  readonly adHoc?: AdHocDefinition;
}

export type LoopCharacteristics = MultiInstance | StandardLoop;

export interface MultiInstance {
  readonly kind: 'multiInstance';
  readonly sequential: boolean;
  /** `zeebe:loopCharacteristics` collection; a list. Exactly one of `collection` and `cardinality` is there. */
  readonly collection?: Expression;
  /** `bpmn:loopCardinality`; a whole number from 0. */
  readonly cardinality?: Expression;
  readonly inputElement?: string;
  /** A variable that receives the list of results, in the order of the collection. */
  readonly outputCollection?: string;
  readonly outputElement?: Expression;
  readonly completionCondition?: Expression;
}

export interface StandardLoop {
  readonly kind: 'standardLoop';
  readonly testBefore: boolean;
  /** Goes on while it is true; undefined: always, up to `maximum`. */
  readonly condition?: Expression;
  readonly maximum?: number;
}

export interface ConditionDefinition {
  readonly expression: Expression;
  /** `zeebe:conditionalFilter`: only changes of these variables, and of these kinds (create, update), count. */
  readonly variableNames?: readonly string[];
  readonly variableEvents?: readonly ('create' | 'update')[];
}

export interface ScriptDefinition {
  readonly expression: Expression;
  readonly resultVariable: string;
}

/** Which version of a called process, decision or form is meant. */
export type Binding =
  | { readonly type: 'latest' }
  /** The version that was deployed together with the caller. */
  | { readonly type: 'deployment' }
  | { readonly type: 'versionTag'; readonly versionTag: string };

export interface CalledDecision {
  readonly decisionId: Expression;
  readonly binding: Binding;
  readonly resultVariable: string;
}

export interface CalledElement {
  readonly processId: Expression;
  readonly binding: Binding;
  readonly propagateAllParentVariables: boolean;
  readonly propagateAllChildVariables: boolean;
}

export interface AdHocDefinition {
  /** Activities inside that no sequence flow reaches: what can be activated. */
  readonly activities: readonly FlowNode[];
  /** Ids of the activities to begin with, a list; undefined: all. */
  readonly activeElements?: Expression;
  readonly sequential: boolean;
  readonly completionCondition?: Expression;
  readonly cancelRemainingInstances: boolean;
  readonly outputCollection?: string;
  readonly outputElement?: Expression;
}

/** `zeebe:executionListeners` and `zeebe:taskListeners`: jobs around an element, one after the other. */
export interface Listeners {
  readonly start: readonly ListenerDefinition[];
  readonly end: readonly ListenerDefinition[];
  /** User tasks, by event type of Camunda 8. */
  readonly task: Readonly<Partial<Record<TaskListenerEvent, readonly ListenerDefinition[]>>>;
}

export type TaskListenerEvent = 'creating' | 'assigning' | 'updating' | 'completing' | 'canceling';

export interface ListenerDefinition {
  readonly type: Expression;
  readonly retries: Expression;
  readonly headers: Readonly<Record<string, string>>;
}

/** `target` (a dotted path) receives what `source` evaluates to. */
export interface Mapping {
  readonly source: Expression;
  readonly target: string;
}

export interface JobDefinition {
  readonly type: Expression;
  readonly retries: Expression;
  /** Wait before the next attempt, an ISO 8601 duration (property `retryBackoff`); none: at once. */
  readonly retryBackoff?: Expression;
  readonly headers: Readonly<Record<string, string>>;
}

export interface UserTaskDefinition {
  readonly assignee?: Expression;
  readonly candidateGroups?: Expression;
  readonly candidateUsers?: Expression;
  /** ISO 8601 date-times; they inform people and change nothing in the engine. */
  readonly dueDate?: Expression;
  readonly followUpDate?: Expression;
  readonly priority?: Expression;
  readonly formId?: string;
  readonly formBinding?: Binding;
}

export interface MessageDefinition {
  readonly name: Expression;
  /**
   * Catching side: subscription key for messages from outside; none: follows a message flow. Throwing side: the key that a
   * message to the outside carries, so that a receiver with the same subscription is found.
   */
  readonly correlationKey?: Expression;
  /** Throwing side: how long the message is buffered (ISO 8601 duration). */
  readonly timeToLive?: Expression;
  /** Throwing side: the nodes (of other processes of this score) that its message flows point to. */
  readonly receivers: readonly MessageReceiver[];
  /**
   * Catching side: a message flow from a process of this score points here, and nothing lets messages from outside
   * in (no subscription; for a start event no flow from a pool without a process): only its own saga's messages count.
   */
  readonly inner: boolean;
}

export interface MessageReceiver {
  readonly processId: string;
  readonly elementId: string;
}

export interface TimerDefinition {
  readonly type: 'date' | 'duration' | 'cycle';
  readonly value: Expression;
}

export type { Expression, Json };
