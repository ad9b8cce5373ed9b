import type { Runtime } from '@partitura/runtime';
import { bpmnDocument } from '@partitura/testing';

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

export const start = (event?: [Kind, string]): string =>
  `<bpmn:startEvent id="begin">${event ? definitions[event[0]](event[1]) : ''}</bpmn:startEvent>`;

export const caught = (id: string, [kind, name]: [Kind, string]): string =>
  `<bpmn:intermediateCatchEvent id="${id}">${definitions[kind](name)}</bpmn:intermediateCatchEvent>`;

export const thrown = (id: string, [kind, name]: [Kind, string]): string =>
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

/** Begins a process at its none start event. */
export function begin(runtime: Runtime, process: string, variables: Record<string, string | number> = {}) {
  const definition = runtime.registry.definitionById(process);
  if (!definition) throw new Error(`${process} is not deployed.`);
  return runtime.startSaga({ definition, variables });
}
