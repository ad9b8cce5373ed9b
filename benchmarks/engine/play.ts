import type { Score } from '@partitura/bpmn';
import { type Command, execute, type Library, type SagaState, type Variables } from '@partitura/engine';

/** What a worker answers to a job of a type: variables, or the code of a business error. */
export type Worker = (jobType: string) => Variables | string;

/** A library of one score that calls nothing outside of itself. */
export const libraryOf = (score: Score): Library => ({
  score: () => score,
  process: () => undefined,
  decision: () => undefined,
});

/** Runs one saga through the bare engine and answers every job, the oldest first; gives its state at rest. */
export function playSaga(library: Library, process: string, variables: Variables, worker: Worker): SagaState {
  let state: SagaState | undefined;
  const asked: { readonly job: number; readonly attempt: number; readonly type: string }[] = [];
  const tell = (command: Command): void => {
    const decision = execute(library, state, command);
    ({ state } = decision);
    for (const event of decision.events)
      if (event.type === 'JobRequested')
        asked.push({ job: event.job, attempt: event.attempt, type: event.jobType });
  };
  tell({ kind: 'startSaga', sagaId: 's-1', number: 1, score: '1', process, variables, at: 1 });
  // Answers ask for more jobs while this goes on.
  for (const { job, attempt, type } of asked) {
    const answer = worker(type);
    if (typeof answer === 'string') tell({ kind: 'throwJobError', job, attempt, code: answer, at: 1 });
    else tell({ kind: 'completeJob', job, attempt, variables: answer, at: 1 });
  }
  if (!state) throw new Error('The saga was not begun.');
  return state;
}
