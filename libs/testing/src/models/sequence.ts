/** Small processes for tests, put together from elements. */
import { bpmnDocument } from './document';

export const messageElement = (name: string, key?: string): string =>
  `<bpmn:message id="m-${name}" name="${name}">${
    key === undefined
      ? ''
      : `<bpmn:extensionElements><zeebe:subscription correlationKey="${key}" /></bpmn:extensionElements>`
  }</bpmn:message>`;

export const signalElement = (name: string): string => `<bpmn:signal id="s-${name}" name="${name}" />`;

const definitions = {
  message: (name: string) => `<bpmn:messageEventDefinition messageRef="m-${name}" />`,
  signal: (name: string) => `<bpmn:signalEventDefinition signalRef="s-${name}" />`,
};

export type Kind = keyof typeof definitions;

export const startEvent = (event?: [Kind, string]): string =>
  `<bpmn:startEvent id="begin">${event ? definitions[event[0]](event[1]) : ''}</bpmn:startEvent>`;

export const catchEvent = (id: string, [kind, name]: [Kind, string]): string =>
  `<bpmn:intermediateCatchEvent id="${id}">${definitions[kind](name)}</bpmn:intermediateCatchEvent>`;

export const throwEvent = (id: string, [kind, name]: [Kind, string]): string =>
  `<bpmn:intermediateThrowEvent id="${id}">${definitions[kind](name)}</bpmn:intermediateThrowEvent>`;

export const serviceTask = (id: string, type: string, more = ''): string =>
  `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${type}" />${more}</bpmn:extensionElements></bpmn:serviceTask>`;

export const userTask = (id: string): string =>
  `<bpmn:userTask id="${id}"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements></bpmn:userTask>`;

/** A process without a pool: its elements one after the other, to an end event `done`. */
export function sequence(id: string, elements: readonly string[], declarations = ''): string {
  const ids = [...elements.map((xml) => /id="([^"]+)"/.exec(xml)?.[1] ?? ''), 'done'];
  const flows = ids
    .slice(1)
    .map((to, i) => `<bpmn:sequenceFlow id="f${i}" sourceRef="${ids[i]}" targetRef="${to}" />`);
  return bpmnDocument(
    `${declarations}<bpmn:process id="${id}" isExecutable="true">${elements.join('')}<bpmn:endEvent id="done" />${flows.join('')}</bpmn:process>`,
  );
}

export const callActivity = (id: string, process: string, binding = 'latest'): string =>
  `<bpmn:callActivity id="${id}"><bpmn:extensionElements><zeebe:calledElement processId="${process}" bindingType="${binding}" propagateAllChildVariables="false" /></bpmn:extensionElements></bpmn:callActivity>`;

export const decisionTask = (id: string, decision: string, binding = 'latest'): string =>
  `<bpmn:businessRuleTask id="${id}"><bpmn:extensionElements><zeebe:calledDecision decisionId="${decision}" bindingType="${binding}" resultVariable="result" /></bpmn:extensionElements></bpmn:businessRuleTask>`;

/** A decision that is one FEEL expression. */
export const decisionModel = (id: string, expression: string, name = id): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${id}-graph" name="${name}" namespace="http://example.org/tests">
  <decision id="${id}" name="${name}"><variable name="${name}" />
    <literalExpression><text>${expression}</text></literalExpression></decision>
</definitions>`;

export const formModel = (id: string, field = 'name'): string =>
  JSON.stringify({ id, type: 'default', components: [{ type: 'textfield', key: field }] });
