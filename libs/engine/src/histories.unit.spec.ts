import fc from 'fast-check';
import { expectTokensToAddUp, finish, hasEnded, historyOf, playHistory } from './fixtures/history';
import { randomGraph } from './fixtures/random-graph';
import { randomProcess } from './fixtures/random-process';
import type { CompletedActivity } from './state';

const structured = historyOf(randomProcess);
const unstructured = historyOf(randomGraph);

describe('any history of any process', () => {
  it('replays to the live state (P4), adds up, and can always be brought to an end (P8)', () => {
    fc.assert(
      fc.property(structured, (random) => {
        const played = playHistory(random);
        if (!hasEnded(played)) {
          const { jobs, timers, subscriptions, incidents } = played.state;
          const waiting = [jobs, timers, subscriptions, incidents];
          expect(waiting.some((some) => Object.keys(some).length > 0)).toBe(true);
        }
        finish(played);
        expect(hasEnded(played)).toBe(true);
        expect([
          played.state.elements,
          played.state.jobs,
          played.state.timers,
          played.state.subscriptions,
          played.state.incidents,
        ]).toEqual([{}, {}, {}, {}, {}]);
      }),
      { numRuns: 200 },
    );
  });

  it('undoes exactly the completed compensable activities, in reverse order of their completion (P5)', () => {
    fc.assert(
      fc.property(structured, (random) => {
        const played = playHistory({
          ...random,
          happenings: random.happenings.filter(({ what }) => what !== 'undo'),
        });
        if (played.state.status !== 'active') return;
        const entries = Object.values(played.state.compensable).filter(({ within }) => within === undefined);
        const handlers = (at: readonly CompletedActivity[]) => at.map(({ element }) => `${element}-undo`);
        const underWay = handlers(entries.filter(({ handler }) => handler !== undefined));
        const toUndo = handlers(entries.filter(({ handler }) => handler === undefined).reverse());
        const before = played.completed().length;
        played.undo();
        finish(played);
        const undone = played
          .completed()
          .slice(before)
          .filter((id) => id.endsWith('-undo'));
        expect(undone.slice(0, underWay.length).sort()).toEqual(underWay.sort());
        expect(undone.slice(underWay.length)).toEqual(toUndo);
        expect(played.state.status).toBe('compensated');
      }),
      { numRuns: 200 },
    );
  });

  it('leaves nothing behind when it is cancelled at any point', () => {
    fc.assert(
      fc.property(structured, (random) => {
        const played = playHistory(random);
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

describe('any tokens moved by hand', () => {
  it('add up, replay, and leave nothing behind when the saga is cancelled', () => {
    const moves = fc.array(fc.record({ to: fc.nat(60), from: fc.option(fc.nat(60)) }), { maxLength: 6 });
    fc.assert(
      fc.property(structured, moves, (random, each) => {
        const played = playHistory(random);
        const ids = Object.keys(random.processes[0]?.nodes ?? {});
        for (const { to, from } of each) {
          const active = Object.values(played.state.elements).filter(({ instance }) => instance === 1);
          const left = from === null ? undefined : active[from % active.length];
          played.tell({
            kind: 'modifyInstance',
            instance: 1,
            activate: [{ element: ids[to % ids.length] as string }],
            terminate: left ? [{ elementInstance: left.id }] : [],
            at: played.now,
          });
          expectTokensToAddUp(played.state);
        }
        if (played.state.status !== 'active') return;
        played.tell({ kind: 'cancelSaga', at: played.now });
        const { elements, jobs, timers, subscriptions, incidents } = played.state;
        expect([elements, jobs, timers, subscriptions, incidents]).toEqual([{}, {}, {}, {}, {}]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('any history of any graph', () => {
  it('replays to the live state (P4), adds up, and ends or waits at something named', () => {
    fc.assert(
      fc.property(unstructured, (random) => {
        const played = playHistory(random);
        if (hasEnded(played)) return;
        const { jobs, timers, incidents, instances } = played.state;
        const joins = Object.values(instances).map((instance) => instance.joins ?? {});
        const waiting = [jobs, timers, incidents, ...joins];
        expect(waiting.some((some) => Object.keys(some).length > 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('can be undone at any point, and leaves nothing behind when it is cancelled instead', () => {
    fc.assert(
      fc.property(unstructured, fc.boolean(), (random, cancel) => {
        const played = playHistory(random);
        if (played.state.status !== 'active') return;
        if (cancel) played.tell({ kind: 'cancelSaga', at: played.now });
        else finish(played.undo());
        const { status, elements, jobs, timers, incidents } = played.state;
        expect(status).toBe(cancel ? 'cancelled' : 'compensated');
        expect([elements, jobs, timers, incidents]).toEqual([{}, {}, {}, {}]);
      }),
      { numRuns: 200 },
    );
  });
});
