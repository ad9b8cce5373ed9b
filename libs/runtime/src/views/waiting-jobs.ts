import type { SagaState } from '@partitura/engine';
import type { ScoreRegistry } from '../scores/score-registry';

/** Service jobs of a saga that wait for an answer, by participant. */
export function waitingJobs(state: SagaState, registry: ScoreRegistry): Map<string, number> {
  const counts = new Map<string, number>();
  for (const job of Object.values(state.jobs)) {
    if (job.kind !== 'service' || job.state !== 'waiting') continue;
    const instance = state.instances[state.elements[job.element]?.instance ?? 0];
    const participant =
      instance && registry.definitionOfInstance(state.score, instance.process)?.process.participant;
    if (participant !== undefined) counts.set(participant, (counts.get(participant) ?? 0) + 1);
  }
  return counts;
}
