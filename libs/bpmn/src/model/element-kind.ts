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
