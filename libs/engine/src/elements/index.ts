import type { ElementKind, FlowNode } from '@partitura/bpmn';
import type { ElementBehavior } from '../behavior';
import { compensationBoundaryEvent } from './compensation-boundary-event';
import { compensationEndEvent } from './compensation-end-event';
import { compensationThrowEvent } from './compensation-throw-event';
import { errorBoundaryEvent } from './error-boundary-event';
import { errorEndEvent } from './error-end-event';
import { eventBasedGateway } from './event-based-gateway';
import { exclusiveGateway } from './exclusive-gateway';
import { manualTask } from './manual-task';
import { messageBoundaryEvent } from './message-boundary-event';
import { messageCatchEvent } from './message-catch-event';
import { messageEndEvent } from './message-end-event';
import { messageStartEvent } from './message-start-event';
import { messageThrowEvent } from './message-throw-event';
import { noneEndEvent } from './none-end-event';
import { noneStartEvent } from './none-start-event';
import { noneThrowEvent } from './none-throw-event';
import { parallelGateway } from './parallel-gateway';
import { receiveTask } from './receive-task';
import { serviceTask } from './service-task';
import { subProcess } from './sub-process';
import { terminateEndEvent } from './terminate-end-event';
import { timerBoundaryEvent } from './timer-boundary-event';
import { timerCatchEvent } from './timer-catch-event';
import { timerStartEvent } from './timer-start-event';
import { undefinedTask } from './undefined-task';
import { userTask } from './user-task';

/** Kinds that no model can contain yet: the compiler refuses them. */
const notYet: ElementBehavior = {};

const behaviors: Readonly<Record<ElementKind, ElementBehavior>> = {
  compensationBoundaryEvent,
  compensationEndEvent,
  compensationThrowEvent,
  errorBoundaryEvent,
  errorEndEvent,
  eventBasedGateway,
  exclusiveGateway,
  manualTask,
  messageBoundaryEvent,
  messageCatchEvent,
  messageEndEvent,
  messageStartEvent,
  messageThrowEvent,
  noneEndEvent,
  noneStartEvent,
  noneThrowEvent,
  parallelGateway,
  receiveTask,
  serviceTask,
  subProcess,
  terminateEndEvent,
  timerBoundaryEvent,
  timerCatchEvent,
  timerStartEvent,
  undefinedTask,
  userTask,
  adHocSubProcess: notYet,
  businessRuleTask: notYet,
  callActivity: notYet,
  cancelBoundaryEvent: notYet,
  cancelEndEvent: notYet,
  compensationStartEvent: notYet,
  complexGateway: notYet,
  conditionalBoundaryEvent: notYet,
  conditionalCatchEvent: notYet,
  conditionalStartEvent: notYet,
  errorStartEvent: notYet,
  escalationBoundaryEvent: notYet,
  escalationEndEvent: notYet,
  escalationStartEvent: notYet,
  escalationThrowEvent: notYet,
  eventSubProcess: notYet,
  inclusiveGateway: notYet,
  linkCatchEvent: notYet,
  linkThrowEvent: notYet,
  multipleBoundaryEvent: notYet,
  multipleCatchEvent: notYet,
  multipleEndEvent: notYet,
  multipleStartEvent: notYet,
  multipleThrowEvent: notYet,
  scriptTask: notYet,
  sendTask: notYet,
  signalBoundaryEvent: notYet,
  signalCatchEvent: notYet,
  signalEndEvent: notYet,
  signalStartEvent: notYet,
  signalThrowEvent: notYet,
  transaction: notYet,
};

/** The behaviour of a node: one for each kind that a deployed model can contain. */
export const behaviorOf = (node: FlowNode): ElementBehavior => behaviors[node.kind];
