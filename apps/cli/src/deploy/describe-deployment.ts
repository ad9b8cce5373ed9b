import type { CompositionView } from '../api/views';
import type { Paint } from '../terminal/terminal';

const sentences = {
  active: 'begins sagas',
  pending: 'waits for its hosts; it begins sagas as soon as they have answered',
  refused: 'is refused by a host',
  superseded: 'was overtaken by a newer deployment of it, which is the one that counts',
} as const;

/** What became of each composition of a deployment, for people. */
export function describeDeployment(compositions: readonly CompositionView[], paint: Paint): string {
  const lines = compositions.flatMap((composition) => {
    const { state, compositionId, version, placement, waitsFor } = composition;
    const mark = state === 'active' ? paint('green', '✔') : paint('red', '✘');
    return [
      `${mark} ${paint('bold', compositionId)} version ${version} ${sentences[state]}`,
      `    ${paint('dim', describePlacement(placement))}`,
      ...waitsFor.map(({ reason }) => `    ${reason}`),
    ];
  });
  return [...lines, ''].join('\n');
}

/** `orchestrated`, `choreographed`, or the host of each participant. */
export function describePlacement(placement: CompositionView['placement']): string {
  const pairs = Object.entries(placement);
  if (pairs.every(([, host]) => host === 'orchestrator')) return 'orchestrated';
  if (pairs.every(([participant, host]) => participant === host)) return 'choreographed';
  return pairs.map(([participant, host]) => `${participant} on ${host}`).join(', ');
}
