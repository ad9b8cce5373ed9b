import { bpmnDocument } from './document';

/** A saga of one participant, `shop`, that waits for the message `Paid` from outside, by `orderId`, and ends. */
export const shopModel = (): string =>
  bpmnDocument(`
  <bpmn:message id="m-paid" name="Paid"><bpmn:extensionElements>
    <zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements></bpmn:message>
  <bpmn:collaboration id="shop">
    <bpmn:participant id="pool-shop" name="Shop" processRef="shop-process" />
  </bpmn:collaboration>
  <bpmn:process id="shop-process" isExecutable="true">
    <bpmn:startEvent id="begin" />
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="paid" />
    <bpmn:intermediateCatchEvent id="paid"><bpmn:messageEventDefinition id="md1" messageRef="m-paid" /></bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="f2" sourceRef="paid" targetRef="done" />
    <bpmn:endEvent id="done" />
  </bpmn:process>`);
