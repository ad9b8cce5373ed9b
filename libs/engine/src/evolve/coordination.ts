import type { CoordinationEvent } from '../distribution/events';
import { compareTimes } from '../distribution/logical-time';
import type { Coordination, RemoteActivity } from '../distribution/part';
import type { SagaState } from '../state';

/** Applies what the coordinator of a saga decides and hears. */
export function evolveCoordination(state: SagaState, event: CoordinationEvent): void {
  if (event.type === 'HostTold') return;
  if (event.type === 'CoordinationBegun') {
    const { intent, reason, hosts } = event;
    state.coordination = { intent, ...(reason ? { reason } : {}), stopping: [...hosts], queue: [] };
    return;
  }
  if (state.coordination) evolveIn(state, state.coordination, event);
}

function evolveIn(
  state: SagaState,
  coordination: Coordination,
  event: Exclude<CoordinationEvent, { type: 'HostTold' | 'CoordinationBegun' }>,
): void {
  switch (event.type) {
    case 'HostStopped':
      coordination.stopping = coordination.stopping.filter((host) => host !== event.host);
      coordination.queue = [...coordination.queue, ...event.activities].sort(byCompletion);
      if (event.ended) coordination.before = event.ended;
      return;
    case 'UndoAsked':
      coordination.queue = coordination.queue.slice(0, -1);
      coordination.current = event.activity;
      return;
    case 'ActivityUndone':
      coordination.current = undefined;
      if (event.skipped) state.handlerSkipped = true;
  }
}

/** By time of completion; what happened at the same time by participant, and on one host in its own order. */
const byCompletion = (one: RemoteActivity, other: RemoteActivity): number =>
  compareTimes(one.time, other.time) ||
  compareTexts(one.participant, other.participant) ||
  compareTexts(one.host, other.host) ||
  one.activity - other.activity;

const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
