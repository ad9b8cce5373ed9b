import { bpmnDocument } from './document';

/**
 * A saga of two participants: `trip` (message start `TripBooked`, a none start as well, a task of its own) asks `hotel`
 * to book and waits for the answer. `hotel.bookRoom` is undone by `hotel.cancelRoom`, `trip.confirmTrip` ends it.
 */
export const tripModel = (options: { retries?: number; backoff?: string; timeout?: string } = {}): string => {
  const { retries = 3, backoff = 'PT0S', timeout = 'PT1M' } = options;
  const properties = `<zeebe:properties>
        <zeebe:property name="retryBackoff" value="${backoff}" />
        <zeebe:property name="timeout" value="${timeout}" />
      </zeebe:properties>`;
  return bpmnDocument(`
  <bpmn:message id="m-booked" name="TripBooked" />
  <bpmn:message id="m-request" name="RoomRequested" />
  <bpmn:message id="m-answer" name="RoomBooked" />
  <bpmn:collaboration id="trip">
    <bpmn:participant id="pool-trip" name="Trip" processRef="trip-process" />
    <bpmn:participant id="pool-hotel" name="Hotel" processRef="hotel-process" />
    <bpmn:messageFlow id="mf1" sourceRef="request" targetRef="requested" />
    <bpmn:messageFlow id="mf2" sourceRef="answer" targetRef="answered" />
  </bpmn:collaboration>
  <bpmn:process id="trip-process" isExecutable="true">
    <bpmn:startEvent id="booked"><bpmn:outgoing>f1</bpmn:outgoing>
      <bpmn:messageEventDefinition id="md1" messageRef="m-booked" /></bpmn:startEvent>
    <bpmn:startEvent id="begin"><bpmn:outgoing>f1b</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="booked" targetRef="request" />
    <bpmn:sequenceFlow id="f1b" sourceRef="begin" targetRef="request" />
    <bpmn:intermediateThrowEvent id="request"><bpmn:messageEventDefinition id="md2" messageRef="m-request" /></bpmn:intermediateThrowEvent>
    <bpmn:sequenceFlow id="f2" sourceRef="request" targetRef="answered" />
    <bpmn:intermediateCatchEvent id="answered"><bpmn:messageEventDefinition id="md3" messageRef="m-answer" /></bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="f3" sourceRef="answered" targetRef="confirm" />
    <bpmn:serviceTask id="confirm" name="Confirm trip"><bpmn:extensionElements>
      <zeebe:taskDefinition type="trip.confirmTrip" retries="${retries}" />${properties}
    </bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f4" sourceRef="confirm" targetRef="done" />
    <bpmn:endEvent id="done" />
  </bpmn:process>
  <bpmn:process id="hotel-process" isExecutable="true">
    <bpmn:startEvent id="requested"><bpmn:messageEventDefinition id="md4" messageRef="m-request" /></bpmn:startEvent>
    <bpmn:sequenceFlow id="g1" sourceRef="requested" targetRef="book" />
    <bpmn:serviceTask id="book" name="Book room"><bpmn:extensionElements>
      <zeebe:taskDefinition type="hotel.bookRoom" retries="${retries}" />${properties}
    </bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:boundaryEvent id="undo-book" attachedToRef="book"><bpmn:compensateEventDefinition id="cd" /></bpmn:boundaryEvent>
    <bpmn:serviceTask id="cancel" name="Cancel room" isForCompensation="true"><bpmn:extensionElements>
      <zeebe:taskDefinition type="hotel.cancelRoom" retries="${retries}" />
    </bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:association id="a1" associationDirection="One" sourceRef="undo-book" targetRef="cancel" />
    <bpmn:sequenceFlow id="g2" sourceRef="book" targetRef="answer" />
    <bpmn:endEvent id="answer"><bpmn:messageEventDefinition id="md5" messageRef="m-answer" /></bpmn:endEvent>
  </bpmn:process>`);
};
