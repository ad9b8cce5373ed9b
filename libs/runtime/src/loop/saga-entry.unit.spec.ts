import { initialState, type Timer } from '@partitura/engine';
import { type SagaEntry, writeOf } from './saga-entry';

const NOW = 1_000;

function entry(timers: readonly number[], more: Partial<SagaEntry> = {}): SagaEntry {
  const state = initialState('s', 64, 'score');
  if (more.endedAt !== undefined) state.status = 'completed';
  timers.forEach((due, i) => {
    const timer: Timer = { id: i + 1, element: 1, target: 't', purpose: 'timeout', due };
    state.timers[timer.id] = timer;
  });
  return {
    sagaId: 's',
    shard: 0,
    number: 64,
    version: 3,
    score: 'score',
    status: 'active',
    startedAt: 1,
    fresh: false,
    state,
    ...more,
  };
}

describe('when a saga is due', () => {
  it.each([
    ['the earliest timer', [9_000, 5_000], {}, 5_000],
    ['nothing without timers', [], {}, undefined],
    ['an earlier time that is stored, so that the row stays in its page', [9_000], { nextDue: 5_000 }, 5_000],
    ['the stored time while no timer runs', [], { nextDue: 5_000 }, 5_000],
    ['the timer when it is before the stored time', [4_000], { nextDue: 5_000 }, 4_000],
    ['the timer when the stored time has passed', [9_000], { nextDue: 900 }, 9_000],
    ['nothing after the end', [], { nextDue: 5_000, endedAt: 900 }, undefined],
    ['the end of its parking', [1_000], { parkedUntil: 61_000 }, 61_000],
    ['its timer again after the parking', [500], { parkedUntil: 900 }, 500],
  ])('is %s', (_, timers, more, due) => {
    expect(writeOf(entry(timers, more), NOW).nextDue).toBe(due);
  });
});

it('writes the version after the one it has read', () => {
  expect(writeOf(entry([]), NOW)).toMatchObject({ version: 4, updatedAt: NOW, incidents: 0 });
});
