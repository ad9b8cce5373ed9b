import { bpmnDocument } from '@partitura/testing';

/**
 * A composition of one participant, `payment`: `charge` (undone by `refund`, a business error `DECLINED` ends it at `declined`),
 * then the message `Charged` to a customer outside.
 */
export const chargingModel = bpmnDocument(`
  <bpmn:message id="m-charged" name="Charged" />
  <bpmn:collaboration id="charging">
    <bpmn:participant id="pool-payment" name="Payment" processRef="charging-process" />
    <bpmn:participant id="pool-customer" name="Customer" />
    <bpmn:messageFlow id="mf1" sourceRef="tell" targetRef="pool-customer" />
  </bpmn:collaboration>
  <bpmn:process id="charging-process" isExecutable="true">
    <bpmn:startEvent id="begin" />
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="charge" />
    <bpmn:serviceTask id="charge" name="Charge"><bpmn:extensionElements>
      <zeebe:taskDefinition type="payment.charge" retries="2" />
      <zeebe:properties><zeebe:property name="retryBackoff" value="PT0S" /></zeebe:properties>
    </bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:boundaryEvent id="on-declined" attachedToRef="charge">
      <bpmn:errorEventDefinition id="ed" errorRef="e-declined" /></bpmn:boundaryEvent>
    <bpmn:boundaryEvent id="on-undo" attachedToRef="charge"><bpmn:compensateEventDefinition id="cd" /></bpmn:boundaryEvent>
    <bpmn:serviceTask id="refund" name="Refund" isForCompensation="true"><bpmn:extensionElements>
      <zeebe:taskDefinition type="payment.refund" retries="2" />
    </bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:association id="a1" associationDirection="One" sourceRef="on-undo" targetRef="refund" />
    <bpmn:sequenceFlow id="f2" sourceRef="charge" targetRef="tell" />
    <bpmn:sequenceFlow id="f3" sourceRef="on-declined" targetRef="declined" />
    <bpmn:endEvent id="declined" />
    <bpmn:intermediateThrowEvent id="tell"><bpmn:messageEventDefinition id="md" messageRef="m-charged" /></bpmn:intermediateThrowEvent>
    <bpmn:sequenceFlow id="f4" sourceRef="tell" targetRef="check" />
    <bpmn:serviceTask id="check" name="Check"><bpmn:extensionElements>
      <zeebe:taskDefinition type="payment.check" />
    </bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f5" sourceRef="check" targetRef="done" />
    <bpmn:endEvent id="done" />
  </bpmn:process>
  <bpmn:error id="e-declined" errorCode="DECLINED" />`);
