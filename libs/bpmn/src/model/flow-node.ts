import type { Expression } from '@partitura/feel';
import type { AdHocDefinition } from './ad-hoc';
import type { CalledDecision, CalledElement, ScriptDefinition } from './calls';
import type { ElementKind } from './element-kind';
import type { ConditionDefinition, MessageDefinition, TimerDefinition } from './events';
import type { Listeners } from './listeners';
import type { LoopCharacteristics } from './loop';
import type { JobDefinition, Mapping, UserTaskDefinition } from './work';

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
