import fc from 'fast-check';
import type { Command } from '../commands';
import { expectTokensToAddUp, finish, hasEnded, historyOf, playHistory } from '../fixtures/history';
import { json, type Play } from '../fixtures/play';
import { randomGraph } from '../fixtures/random-graph';
import { randomProcess } from '../fixtures/random-process';

const operation = fc.record({
  what: fc.constantFrom('modify', 'modify', 'migrate', 'set', 'complete', 'advance'),
  activate: fc.array(fc.nat(30), { maxLength: 2 }),
  terminate: fc.array(fc.nat(30), { maxLength: 2 }),
  instance: fc.nat(3),
});

type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)];

const picked = (list: readonly string[], which: readonly number[]): string[] =>
  which.flatMap((one) => pick(list, one) ?? []);

function commandFor(play: Play, ids: readonly string[], drawn: Operation): Command | undefined {
  const instance = pick(Object.values(play.state.instances), drawn.instance);
  const job = play.waiting()[0];
  const at = play.now;
  if (!instance) return undefined;
  switch (drawn.what) {
    case 'modify':
      return {
        kind: 'modifyInstance',
        instance: instance.id,
        activate: picked(ids, drawn.activate).map((element) => ({ element })),
        terminate: picked(play.active(), drawn.terminate).map((element) => ({ element })),
        at,
      };
    case 'migrate': {
      // To the same version: the names that the mapping holds keep their events, the others begin anew.
      const mapping = Object.fromEntries(picked(ids, drawn.activate).map((id) => [id, id]));
      return {
        kind: 'migrateInstance',
        instance: instance.id,
        score: 'v1',
        process: instance.process,
        mapping,
        at,
      };
    }
    case 'set':
      return { kind: 'setVariables', instance: instance.id, variables: { go: drawn.instance }, at };
    case 'complete':
      return job && { kind: 'completeJob', job: job.id, variables: {}, at };
    case 'advance':
      play.now += 60_000;
      return { kind: 'fireTimers', at: play.now };
  }
}

const operated = fc.record({
  history: fc.oneof(historyOf(randomProcess), historyOf(randomGraph)),
  operations: fc.array(operation, { minLength: 1, maxLength: 12 }),
});

describe('any operations at any point of any process', () => {
  it('are done or change nothing, replay (P4), and lose no token', () => {
    fc.assert(
      fc.property(operated, ({ history, operations }) => {
        const play = playHistory(history);
        const ids = history.processes.flatMap(({ nodes }) => Object.keys(nodes));
        for (const drawn of operations) {
          const command = commandFor(play, ids, drawn);
          if (!command || hasEnded(play)) continue;
          const before = json(play.state);
          if (play.tell(command) !== undefined) expect(json(play.state)).toEqual(before);
          expectTokensToAddUp(play.state);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leave nothing behind when the saga is then cancelled or undone', () => {
    fc.assert(
      fc.property(operated, fc.boolean(), ({ history, operations }, cancel) => {
        const play = playHistory(history);
        const ids = history.processes.flatMap(({ nodes }) => Object.keys(nodes));
        for (const drawn of operations) {
          const command = commandFor(play, ids, drawn);
          if (command && !hasEnded(play)) play.tell(command);
        }
        if (play.state.status !== 'active') return;
        if (cancel) play.tell({ kind: 'cancelSaga', at: play.now });
        else finish(play.undo());
        const { status, elements, jobs, timers, subscriptions, incidents } = play.state;
        expect(status).toBe(cancel ? 'cancelled' : 'compensated');
        expect([elements, jobs, timers, subscriptions, incidents]).toEqual([{}, {}, {}, {}, {}]);
      }),
      { numRuns: 200 },
    );
  });
});
