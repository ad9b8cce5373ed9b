import { type FoundUserTask, publicKey, type ScoreRegistry } from '@partitura/runtime';

const DEFAULT_PRIORITY = 50;

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
    ...(job.task?.formId === undefined ? {} : { externalFormReference: job.task.formId }),
    customHeaders: node?.job?.headers ?? {},
    tenantId: '<default>',
    tags: [],
    sagaId,
  };
}
