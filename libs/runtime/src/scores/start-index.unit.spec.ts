import type { NamedStart } from './event-starts';
import type { EventStart } from './loaded-score';
import { StartIndex } from './start-index';

/** A start event of process `p` that listens to `Booked`, in a version. */
const start = (version: number): NamedStart => ({
  kind: 'message',
  name: 'Booked',
  start: { score: { version }, process: { id: 'p' } } as unknown as EventStart,
});

const versionsAt = (index: StartIndex, ...times: readonly number[]) =>
  times.map((at) => index.of('message', 'Booked', at).map(({ score }) => score.version));

const awaits = (index: StartIndex, at: number) => index.awaits('message', 'Booked', at);

it('begins the newest version with whatever came, where no other host has a part in it', () => {
  const index = new StartIndex();
  index.replace('p', [start(1)], { deployedAt: 100 });
  expect(versionsAt(index, 50, 150)).toEqual([[1], [1]]);
  index.replace('p', [start(2)], { deployedAt: 200 });
  expect(versionsAt(index, 150, 250)).toEqual([[2], [2]]);
  expect(index.subscriptions).toEqual([{ kind: 'message', name: 'Booked', process: 'p', since: 100 }]);
});

it('begins what came before another host took over, however late it is read, and nothing else', () => {
  const index = new StartIndex();
  index.replace('p', [start(1)], { deployedAt: 100 });
  index.replace('p', [], { deployedAt: 200, activeFrom: 300 });
  expect(versionsAt(index, 299, 300)).toEqual([[1], []]);
  expect(index.subscriptions).toMatchObject([{ since: 100, until: 300 }]);
  // And when the process comes back.
  index.replace('p', [start(3)], { deployedAt: 400, activeFrom: 500 });
  expect(versionsAt(index, 299, 300, 499, 500)).toEqual([[1], [], [], [3]]);
});

it('begins only what came since it took over from another host', () => {
  const index = new StartIndex();
  index.replace('p', [start(2)], { deployedAt: 200, activeFrom: 300 });
  expect(versionsAt(index, 299, 300)).toEqual([[], [2]]);
  expect(index.subscriptions).toMatchObject([{ since: 300 }]);
  index.replace('p', [start(3)], { deployedAt: 400 });
  expect(versionsAt(index, 299, 300)).toEqual([[], [3]]);
});

it('keeps what comes while a version is on its way that will begin with it', () => {
  const index = new StartIndex();
  index.expect('p', { starts: [start(1)], since: 100, isHeld: false });
  expect([awaits(index, 99), awaits(index, 100)]).toEqual([false, true]);
  index.replace('p', [start(1)], { deployedAt: 100 });
  expect(awaits(index, 100)).toBe(false);
});

it('keeps nothing that a version before begins here', () => {
  const index = new StartIndex();
  index.replace('p', [start(1)], { deployedAt: 100 });
  index.expect('p', { starts: [start(2)], since: 200, isHeld: false });
  expect(awaits(index, 250)).toBe(false);
  expect(versionsAt(index, 250)).toEqual([[1]]);
});

it('begins nothing, and keeps everything, while another host is about to take over', () => {
  const index = new StartIndex();
  index.replace('p', [start(1)], { deployedAt: 100 });
  index.expect('p', { starts: [], since: 200, isHeld: true });
  expect(versionsAt(index, 150, 250)).toEqual([[], []]);
  expect([awaits(index, 150), awaits(index, 250)]).toEqual([true, true]);
  expect(index.subscriptions).toEqual([]);
  // A newer version that leaves it here sets it free.
  index.expect('p', { starts: [start(3)], since: 300, isHeld: false });
  expect(versionsAt(index, 250)).toEqual([[1]]);
});
