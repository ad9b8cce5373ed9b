import type { InstanceState } from '@partitura/engine';
import { publicKey, type ScoreRegistry } from '@partitura/runtime';

/** What a view of an instance needs of its saga. */
export interface InstanceContext {
  readonly sagaId: string;
  readonly number: number;
  readonly score: string;
  readonly hasIncident: boolean;
}

const camundaStates: Record<InstanceState['state'], string> = {
  active: 'ACTIVE',
  completed: 'COMPLETED',
  canceled: 'TERMINATED',
  compensated: 'TERMINATED',
};

/** A process instance as Camunda's API shows it, grown by `sagaId`, `participant` and the own `instanceState`. */
export function processInstanceView(
  instance: Pick<
    InstanceState,
    'id' | 'process' | 'score' | 'parent' | 'caller' | 'state' | 'startedAt' | 'endedAt'
  >,
  context: InstanceContext,
  registry: ScoreRegistry,
) {
  const definition = registry.definitionOfInstance(instance.score ?? context.score, instance.process);
  const { process, version, key } = definition ?? {};
  const { caller, parent } = instance;
  return {
    processInstanceKey: publicKey(context.number, instance.id),
    processDefinitionId: instance.process,
    processDefinitionKey: key ?? '',
    processDefinitionName: process?.name ?? instance.process,
    processDefinitionVersion: version ?? 0,
    ...(process?.versionTag === undefined ? {} : { processDefinitionVersionTag: process.versionTag }),
    state: camundaStates[instance.state],
    hasIncident: context.hasIncident,
    startDate: new Date(instance.startedAt).toISOString(),
    ...(instance.endedAt === undefined ? {} : { endDate: new Date(instance.endedAt).toISOString() }),
    ...(caller === undefined ? {} : { parentProcessInstanceKey: publicKey(context.number, caller) }),
    ...(parent === undefined ? {} : { parentElementInstanceKey: publicKey(context.number, parent) }),
    tenantId: '<default>',
    tags: [],
    sagaId: context.sagaId,
    instanceState: instance.state,
    ...(process?.participant === undefined ? {} : { participant: process.participant }),
  };
}
