import type { ElementKind, FlowNode } from '@partitura/bpmn';
import type { ElementBehavior } from '../behavior';
import { adHocSubProcess } from './ad-hoc-sub-process';
import { businessRuleTask } from './business-rule-task';
import { callActivity } from './call-activity';
import { cancelBoundaryEvent } from './cancel-boundary-event';
import { cancelEndEvent } from './cancel-end-event';
import { compensationBoundaryEvent } from './compensation-boundary-event';
import { compensationEndEvent } from './compensation-end-event';
import { compensationStartEvent } from './compensation-start-event';
import { compensationThrowEvent } from './compensation-throw-event';
import { complexGateway } from './complex-gateway';
import { conditionalBoundaryEvent } from './conditional-boundary-event';
import { conditionalCatchEvent } from './conditional-catch-event';
import { conditionalStartEvent } from './conditional-start-event';
import { errorBoundaryEvent } from './error-boundary-event';
import { errorEndEvent } from './error-end-event';
import { errorStartEvent } from './error-start-event';
import { escalationBoundaryEvent } from './escalation-boundary-event';
import { escalationEndEvent } from './escalation-end-event';
import { escalationStartEvent } from './escalation-start-event';
import { escalationThrowEvent } from './escalation-throw-event';
import { eventBasedGateway } from './event-based-gateway';
import { eventSubProcess } from './event-sub-process';
import { exclusiveGateway } from './exclusive-gateway';
import { inclusiveGateway } from './inclusive-gateway';
import { linkCatchEvent } from './link-catch-event';
import { linkThrowEvent } from './link-throw-event';
import { manualTask } from './manual-task';
import { messageBoundaryEvent } from './message-boundary-event';
import { messageCatchEvent } from './message-catch-event';
import { messageEndEvent } from './message-end-event';
import { messageStartEvent } from './message-start-event';
import { messageThrowEvent } from './message-throw-event';
import { multipleBoundaryEvent } from './multiple-boundary-event';
import { multipleCatchEvent } from './multiple-catch-event';
import { multipleEndEvent } from './multiple-end-event';
import { multipleStartEvent } from './multiple-start-event';
import { multipleThrowEvent } from './multiple-throw-event';
import { noneEndEvent } from './none-end-event';
import { noneStartEvent } from './none-start-event';
import { noneThrowEvent } from './none-throw-event';
import { parallelGateway } from './parallel-gateway';
import { receiveTask } from './receive-task';
import { scriptTask } from './script-task';
import { sendTask } from './send-task';
import { serviceTask } from './service-task';
import { signalBoundaryEvent } from './signal-boundary-event';
import { signalCatchEvent } from './signal-catch-event';
import { signalEndEvent } from './signal-end-event';
import { signalStartEvent } from './signal-start-event';
import { signalThrowEvent } from './signal-throw-event';
import { subProcess } from './sub-process';
import { terminateEndEvent } from './terminate-end-event';
import { timerBoundaryEvent } from './timer-boundary-event';
import { timerCatchEvent } from './timer-catch-event';
import { timerStartEvent } from './timer-start-event';
import { transaction } from './transaction';
import { undefinedTask } from './undefined-task';
import { userTask } from './user-task';

const behaviors: Readonly<Record<ElementKind, ElementBehavior>> = {
  adHocSubProcess,
  businessRuleTask,
  callActivity,
  cancelBoundaryEvent,
  cancelEndEvent,
  compensationBoundaryEvent,
  compensationEndEvent,
  compensationStartEvent,
  compensationThrowEvent,
  complexGateway,
  conditionalBoundaryEvent,
  conditionalCatchEvent,
  conditionalStartEvent,
  errorBoundaryEvent,
  errorEndEvent,
  errorStartEvent,
  escalationBoundaryEvent,
  escalationEndEvent,
  escalationStartEvent,
  escalationThrowEvent,
  eventBasedGateway,
  eventSubProcess,
  exclusiveGateway,
  inclusiveGateway,
  linkCatchEvent,
  linkThrowEvent,
  manualTask,
  messageBoundaryEvent,
  messageCatchEvent,
  messageEndEvent,
  messageStartEvent,
  messageThrowEvent,
  multipleBoundaryEvent,
  multipleCatchEvent,
  multipleEndEvent,
  multipleStartEvent,
  multipleThrowEvent,
  noneEndEvent,
  noneStartEvent,
  noneThrowEvent,
  parallelGateway,
  receiveTask,
  scriptTask,
  sendTask,
  serviceTask,
  signalBoundaryEvent,
  signalCatchEvent,
  signalEndEvent,
  signalStartEvent,
  signalThrowEvent,
  subProcess,
  terminateEndEvent,
  timerBoundaryEvent,
  timerCatchEvent,
  timerStartEvent,
  transaction,
  undefinedTask,
  userTask,
};

/** The behaviour of a node: one for each kind that a deployed model can contain. */
export const behaviorOf = (node: FlowNode): ElementBehavior => behaviors[node.kind];
