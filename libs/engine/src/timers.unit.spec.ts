import { constant } from '@partitura/feel';
import fc from 'fast-check';
import { nextTimer, timerEnded, timerStarted } from './due-timers';
import { initialState } from './evolve';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';
import type { Timer } from './state';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

const HOUR = 3_600_000;

const waitingFor = (timer: Partial<NodeSketch>) =>
  plain({
    start: { kind: 'noneStartEvent', to: ['wait'] },
    wait: { kind: 'timerCatchEvent', ...timer, to: ['end'] },
    end: { kind: 'noneEndEvent' },
  });

const date = (value: string) => ({ timer: { type: 'date' as const, value: constant(value) } });

const reminding = (cycle: string) =>
  plain({
    start: { kind: 'noneStartEvent', to: ['work'] },
    work: { kind: 'serviceTask', to: ['end'] },
    remind: { kind: 'timerBoundaryEvent', attachedTo: 'work', interrupting: false, cycle, to: ['reminded'] },
    reminded: { kind: 'noneEndEvent' },
    end: { kind: 'noneEndEvent' },
  });

const reminders = (play: Play): number => play.completed().filter((id) => id === 'reminded').length;

describe('timers', () => {
  it('of a date that has passed are due at once', () => {
    const play = waitingFor(date('1969-01-01T00:00:00Z')).start('p');
    expect(play.advance(0).state.status).toBe('completed');
  });

  it('of a date wait until then', () => {
    const play = waitingFor(date('1970-01-01T02:00:00+01:00')).start('p');
    expect(play.advance(HOUR - 1).state.status).toBe('active');
    expect(play.advance(1).state.status).toBe('completed');
  });

  it('of a value that is no time wait as an incident, and begin when it is resolved', () => {
    const play = waitingFor(date('soon')).start('p');
    expect(play.incidents()).toEqual(['EXPRESSION at wait']);
    expect(play.state.timers).toEqual({});
  });

  it('that repeat are counted from when they were due', () => {
    const play = reminding('R3/PT1H').start('p');
    play.advance(HOUR + 1000);
    expect(Object.values(play.state.timers)[0]?.due).toBe(2 * HOUR);
    expect(reminders(play.advance(10 * HOUR))).toBe(3);
  });

  it('that repeat without end go on until their activity ends', () => {
    const play = reminding('R/PT1H').start('p').advance(HOUR).advance(HOUR);
    expect(reminders(play)).toBe(2);
    play.complete('work');
    expect(play.state.timers).toEqual({});
  });

  it('that repeat no times never fire', () => {
    expect(reminding('R0/PT1H').start('p').state.timers).toEqual({});
  });

  it('that begin at a date begin then', () => {
    const play = reminding('R2/1970-01-01T05:00:00Z/PT1H').start('p');
    expect(reminders(play.advance(4 * HOUR))).toBe(0);
    expect(reminders(play.advance(HOUR))).toBe(1);
    expect(reminders(play.advance(HOUR))).toBe(2);
    expect(reminders(play.advance(HOUR))).toBe(2);
  });

  it('that should have begun before begin now, and go on from there', () => {
    const play = reminding('R3/1969-01-01T00:00:00Z/PT1H').start('p');
    expect(reminders(play.advance(0))).toBe(1);
    expect(reminders(play.advance(HOUR - 1))).toBe(1);
    expect(reminders(play.advance(1))).toBe(2);
    expect(reminders(play.advance(HOUR))).toBe(3);
  });

  it('follow a cron expression', () => {
    const play = reminding('0 0 8 * * *').start('p');
    expect(reminders(play.advance(8 * HOUR - 1))).toBe(0);
    expect(reminders(play.advance(1))).toBe(1);
    expect(reminders(play.advance(24 * HOUR))).toBe(2);
  });

  it('fire in order of their due times, those due at once the oldest first', () => {
    const nodes: Record<string, NodeSketch> = { fork: { kind: 'parallelGateway', to: ['b', 'c', 'a', 'd'] } };
    for (const [id, hours] of Object.entries({ a: 1, b: 2, c: 2, d: 3 }))
      nodes[id] = { kind: 'timerCatchEvent', duration: `PT${hours}H` };
    const play = plain({ start: { kind: 'noneStartEvent', to: ['fork'] }, ...nodes }).start('p');
    expect(play.advance(5 * HOUR).completed()).toEqual(['start', 'fork', 'a', 'b', 'c', 'd']);
  });
});

describe('the timer that is due first', () => {
  const changes = fc.array(
    fc.oneof(
      fc.record({ due: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ ends: fc.nat({ max: 100 }) }),
      fc.constant('ask' as const),
    ),
    { maxLength: 300 },
  );

  it('is found whatever begins and ends', () => {
    fc.assert(
      fc.property(changes, (history) => {
        const state = initialState('s', 1, 'v');
        let id = 0;
        for (const change of history) {
          const live = Object.values(state.timers);
          if (change === 'ask') expect(nextTimer(state)).toEqual(first(live));
          else if ('due' in change) {
            const timer: Timer = { id: ++id, element: 1, target: 't', purpose: 'catch', due: change.due };
            state.timers[id] = timer;
            timerStarted(state, timer);
          } else {
            const ended = live[change.ends % Math.max(1, live.length)];
            if (!ended) continue;
            delete state.timers[ended.id];
            timerEnded(state);
          }
        }
        expect(nextTimer(state)).toEqual(first(Object.values(state.timers)));
      }),
    );
  });

  const first = (timers: readonly Timer[]): Timer | undefined =>
    [...timers].sort((one, other) => one.due - other.due || one.id - other.id)[0];
});
