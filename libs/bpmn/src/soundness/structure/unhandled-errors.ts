import type { Score } from '../../model';
import type { Finding } from '../finding';
import { findingAt } from './finding-at';
import type { Possible } from './possible';

/** Error end events that nothing catches: in a process without a pool they wait for a person. */
export function findUnhandledErrors(score: Score, { transitions }: Possible): readonly Finding[] {
  // In a composition the saga is undone: that is what an error end event is for.
  if (score.composition) return [];
  const found = new Map<string, Finding>();
  for (const { undoes, elements, process: number } of transitions) {
    const process = score.processes[number];
    const node = process?.elements.get(elements.at(-1) ?? '');
    if (!undoes || !process || node?.kind !== 'errorEndEvent') continue;
    found.set(
      node.id,
      findingAt(
        process,
        'unhandled-error',
        node,
        `${node.id}: nothing catches its error, so that the instance waits with an incident. Draw an error boundary event or event sub-process around it, or end otherwise.`,
      ),
    );
  }
  return [...found.values()];
}
