import fc from 'fast-check';
import type { Command } from './commands';
import { Play } from './fixtures/play';
import { randomProcess } from './fixtures/random-process';
import { buildScore } from './fixtures/score-builder';
import type { Joins, SagaState } from './state';

/** One thing that happens to the saga; `which` picks among the jobs that wait. */
const happening = fc.record({
  what: fc.constantFrom(
    'complete',
    'complete',
    'complete',
    'fail',
    'error',
    'advance',
    'resolve',
    'redeliver',
    'undo',
  ),
  which: fc.nat(20),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const history = fc.record({
  process: randomProcess,
  composition: fc.boolean(),
  pick: fc.nat(2),
  happenings: fc.array(happening, { maxLength: 40 }),
});

function play({
  process,
  composition,
  pick,
  happenings,
}: typeof history extends fc.Arbitrary<infer T> ? T : never): Play {
  const score = buildScore([{ id: 'p', nodes: process, ...(composition ? { participant: 'p' } : {}) }]);
  const play = new Play(score).start('p', { pick });
  const told: Command[] = [];
  for (const each of happenings) {
    const command = commandFor(play, each, told);
    if (!command) continue;
    told.push(command);
    play.tell(command);
    expectTokensToAddUp(play.state);
  }
  return play;
}

function commandFor(play: Play, { what, which }: Happening, told: readonly Command[]): Command | undefined {
  const at = play.now;
  const waiting = play.waiting();
  const job = waiting[which % Math.max(1, waiting.length)];
  const incidents = Object.keys(play.state.incidents).map(Number);
  switch (what) {
    case 'complete':
      return (
        job && {
          kind: 'completeJob',
          job: job.id,
          attempt: job.attempt,
          variables: { [`v${which}`]: which },
          at,
        }
      );
    case 'fail':
      return (
        job && {
          kind: 'failJob',
          job: job.id,
          attempt: job.attempt,
          message: 'no luck',
          retries: which % 2,
          at,
        }
      );
    case 'error':
      return job && { kind: 'throwJobError', job: job.id, attempt: job.attempt, code: 'BAD', at };
    case 'advance':
      play.now += 60_000;
      return { kind: 'fireTimers', at: play.now };
    case 'resolve':
      return incidents.length > 0
        ? { kind: 'resolveIncident', incident: incidents[which % incidents.length] as number, at }
        : undefined;
    case 'redeliver':
      return told[which % Math.max(1, told.length)];
    default:
      return which === 0 ? { kind: 'compensateSaga', reason: { code: 'WISH' }, at } : undefined;
  }
}

/** No token is lost or doubled: what a scope counts is what is there. */
function expectTokensToAddUp(state: SagaState): void {
  const joined = (joins: Joins = {}) =>
    Object.values(joins)
      .flatMap(Object.values<number>)
      .reduce((sum, n) => sum + n, 0);
  const elements = Object.values(state.elements);
  for (const { id, tokens, joins, state: instanceState } of Object.values(state.instances))
    if (instanceState === 'active')
      expect(tokens).toBe(elements.filter((e) => e.instance === id && e.scope === 0).length + joined(joins));
  for (const { id, tokens, joins } of elements)
    if (tokens !== undefined)
      expect(tokens).toBe(elements.filter((e) => e.scope === id).length + joined(joins));
}

/** Answers everything that waits until the saga has ended; handlers and tasks all succeed from here on. */
function finish(play: Play): void {
  for (let step = 0; step < 2_000 && !hasEnded(play); step++) {
    const [job] = play.waiting();
    const [incident] = Object.keys(play.state.incidents).map(Number);
    if (job)
      play.tell({ kind: 'completeJob', job: job.id, attempt: job.attempt, variables: {}, at: play.now });
    else if (incident !== undefined) play.tell({ kind: 'resolveIncident', incident, at: play.now });
    else play.advance(60_000);
  }
}

const hasEnded = ({ state }: Play) => state.status !== 'active' && state.status !== 'compensating';

describe('any history of any process', () => {
  it('replays to the live state (P4), adds up, and can always be brought to an end (P8)', () => {
    fc.assert(
      fc.property(history, (random) => {
        const played = play(random);
        if (!hasEnded(played)) {
          const { jobs, timers, incidents } = played.state;
          expect([jobs, timers, incidents].some((waiting) => Object.keys(waiting).length > 0)).toBe(true);
        }
        finish(played);
        expect(hasEnded(played)).toBe(true);
        expect([
          played.state.elements,
          played.state.jobs,
          played.state.timers,
          played.state.incidents,
        ]).toEqual([{}, {}, {}, {}]);
      }),
      { numRuns: 300 },
    );
  });

  it('undoes exactly the completed compensable activities, in reverse order of their completion (P5)', () => {
    fc.assert(
      fc.property(history, (random) => {
        const played = play({
          ...random,
          happenings: random.happenings.filter(({ what }) => what !== 'undo'),
        });
        if (played.state.status !== 'active') return;
        const toUndo = Object.values(played.state.compensable)
          .filter(({ within }) => within === undefined)
          .map(({ element }) => `${element}-undo`)
          .reverse();
        const before = played.completed().length;
        played.undo();
        finish(played);
        expect(played.completed().slice(before)).toEqual(toUndo);
        expect(played.state.status).toBe('compensated');
      }),
      { numRuns: 200 },
    );
  });

  it('leaves nothing behind when it is cancelled at any point', () => {
    fc.assert(
      fc.property(history, (random) => {
        const played = play(random);
        if (played.tell({ kind: 'cancelSaga', at: played.now }) !== undefined) return;
        const { elements, jobs, timers, subscriptions, incidents, compensations } = played.state;
        expect({ elements, jobs, timers, subscriptions, incidents, compensations }).toEqual({
          elements: {},
          jobs: {},
          timers: {},
          subscriptions: {},
          incidents: {},
          compensations: {},
        });
      }),
      { numRuns: 200 },
    );
  });
});
