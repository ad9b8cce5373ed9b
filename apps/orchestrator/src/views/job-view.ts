import type { Job } from '@partitura/engine';
import { type ActivatedJob, publicKey } from '@partitura/runtime';

const kinds: Record<Job['kind'], string> = {
  service: 'BPMN_ELEMENT',
  user: 'BPMN_ELEMENT',
  executionListener: 'EXECUTION_LISTENER',
  taskListener: 'TASK_LISTENER',
};

/** A job as Camunda's API gives it to a worker, grown by `sagaId`. */
export function activatedJobView(activated: ActivatedJob, worker: string, fetched: readonly string[]) {
  const { sagaId, number, job, definition, elementId, instance, headers, variables, deadline } = activated;
  return {
    jobKey: publicKey(number, job.id),
    type: job.type,
    kind: kinds[job.kind],
    listenerEventType: 'UNSPECIFIED',
    processDefinitionId: definition.process.id,
    processDefinitionKey: definition.key,
    processDefinitionVersion: definition.version,
    processInstanceKey: publicKey(number, instance),
    elementId,
    elementInstanceKey: publicKey(number, job.element),
    customHeaders: headers,
    worker,
    retries: job.retries,
    deadline,
    variables:
      fetched.length === 0
        ? variables
        : Object.fromEntries(
            fetched.filter((name) => name in variables).map((name) => [name, variables[name]]),
          ),
    tenantId: '<default>',
    tags: [],
    sagaId,
  };
}
