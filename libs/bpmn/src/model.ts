import type { Expression, Json } from '@partitura/feel';

/**
 * Every element that a model may contain and still be deployed; the engine has one behaviour for each.
 * Names are BPMN's: element, for events after their definition and position.
 */
export type ElementKind =
  | 'noneStartEvent'
  | 'messageStartEvent'
  | 'timerStartEvent'
  | 'noneEndEvent'
  | 'messageEndEvent'
  | 'errorEndEvent'
  | 'terminateEndEvent'
  | 'compensationEndEvent'
  | 'noneThrowEvent'
  | 'messageThrowEvent'
  | 'compensationThrowEvent'
  | 'messageCatchEvent'
  | 'timerCatchEvent'
  | 'errorBoundaryEvent'
  | 'messageBoundaryEvent'
  | 'timerBoundaryEvent'
  | 'compensationBoundaryEvent'
  | 'undefinedTask'
  | 'manualTask'
  | 'serviceTask'
  | 'userTask'
  | 'receiveTask'
  | 'exclusiveGateway'
  | 'parallelGateway'
  | 'eventBasedGateway'
  | 'subProcess';

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
  /** Start events of the process itself (not of its sub-processes). */
  readonly startEvents: readonly FlowNode[];
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
  /** Boundary events attached to this activity (error, timer, message; not compensation). */
  readonly boundaryEvents: readonly FlowNode[];
  /** Boundary events: the activity they stand on. */
  readonly attachedTo?: string;
  /** Boundary events: whether the activity is interrupted. */
  readonly interrupting: boolean;
  /** Activities: the handler that undoes it, when it has a compensation boundary event. */
  readonly compensationHandler?: FlowNode;
  /** This activity is a compensation handler; no sequence flow reaches it. */
  readonly isForCompensation: boolean;
  /** Sub-processes: their none start event. */
  readonly startEvent?: FlowNode;
  /** Service tasks, and message throw and end events whose message a worker sends. */
  readonly job?: JobDefinition;
  /** User tasks. */
  readonly userTask?: UserTaskDefinition;
  /** Tasks with the property `timeout`: the duration after which they fail with error TIMEOUT. */
  readonly timeout?: Expression;
  /** Message events and receive tasks. */
  readonly message?: MessageDefinition;
  /** Timer events. */
  readonly timer?: TimerDefinition;
  /** Error events: the error's code; a boundary event without one catches every error. */
  readonly errorCode?: string;
  /** Compensation throw and end events: the activity to undo; undefined: the whole scope. */
  readonly compensates?: string;
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
}

export interface MessageDefinition {
  readonly name: Expression;
  /** Catching side: subscription key for messages from outside; none: follows a message flow. */
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
