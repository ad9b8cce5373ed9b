import type { SagaState } from '@partitura/engine';
import type { ScoreRegistry } from '../scores/score-registry';

/** Jobs of a saga that wait for the answer of a service, by participant. */
export function waitingJobs(state: SagaState, registry: ScoreRegistry): Map<string, number> {
  const counts = new Map<string, number>();
  for (const job of Object.values(state.jobs)) {
    if (job.kind === 'user' || job.state !== 'waiting') continue;
    const instance = state.instances[state.elements[job.element]?.instance ?? job.element];
    const participant =
      instance &&
      registry.definitionOfInstance(instance.score ?? state.score, instance.process)?.process.participant;
    if (participant !== undefined) counts.set(participant, (counts.get(participant) ?? 0) + 1);
  }
  return counts;
}
