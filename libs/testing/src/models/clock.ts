import { bpmnDocument } from './document';

/** A process of its own that a timer starts; `cycle` as in ISO 8601, `R2/PT1S`. */
export const clockModel = (cycle: string): string =>
  bpmnDocument(`
  <bpmn:process id="clock-process" isExecutable="true">
    <bpmn:startEvent id="tick"><bpmn:timerEventDefinition id="td">
      <bpmn:timeCycle xsi:type="bpmn:tFormalExpression">${cycle}</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="tick" targetRef="done" />
    <bpmn:endEvent id="done" />
  </bpmn:process>`);
