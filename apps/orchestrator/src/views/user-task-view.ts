import type { Binding } from '@partitura/bpmn';
import { type FoundUserTask, publicKey, type ScoreRegistry } from '@partitura/runtime';

const DEFAULT_PRIORITY = 50;

/** A deployed form by its key; what is none is a reference that clients resolve themselves. */
function formOf(
  formId: string | undefined,
  binding: Binding | undefined,
  score: string,
  registry: ScoreRegistry,
) {
  if (formId === undefined) return {};
  const form = registry.form(formId, binding ?? { type: 'latest' }, score);
  return form ? { formKey: form.key } : { externalFormReference: formId };
}

/** A user task that waits, as Camunda's API shows it, grown by `sagaId`. */
export function userTaskView(
  { sagaId, number, score, process, instance, elementId, job }: FoundUserTask,
  registry: ScoreRegistry,
) {
  const definition = registry.definitionOfInstance(score, process);
  const node = definition?.process.elements.get(elementId);
  const { assignee, candidateGroups, candidateUsers, dueDate, followUpDate, priority } = job.task ?? {};
  return {
    userTaskKey: publicKey(number, job.id),
    name: node?.name ?? elementId,
    state: 'CREATED',
    elementId,
    elementInstanceKey: publicKey(number, job.element),
    processInstanceKey: publicKey(number, instance),
    processDefinitionId: process,
    processDefinitionKey: definition?.key ?? '',
    processDefinitionVersion: definition?.version ?? 0,
    processName: definition?.process.name ?? process,
    assignee: assignee || null,
    candidateGroups: candidateGroups ?? [],
    candidateUsers: candidateUsers ?? [],
    dueDate: dueDate || null,
    followUpDate: followUpDate || null,
    priority: priority ?? DEFAULT_PRIORITY,
    ...formOf(job.task?.formId, node?.userTask?.formBinding, score, registry),
    customHeaders: node?.job?.headers ?? {},
    tenantId: '<default>',
    tags: [],
    sagaId,
  };
}
