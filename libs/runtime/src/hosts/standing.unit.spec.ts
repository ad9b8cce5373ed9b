import type { HostRecord, Share } from '../ports/host-store';
import type { LoadedScore } from '../scores/loaded-score';
import { type Known, standingOf } from './standing';

const version = {
  key: '7',
  id: 'trip',
  version: 1,
  active: false,
  whole: { participants: [{ name: 'hotel', processId: 'hotel-process' }] },
  placement: { hosts: ['hotel'], hostOf: () => 'hotel' },
} as unknown as LoadedScore;

const share = (more: Partial<Share> = {}): Share => ({
  score: '7',
  host: 'hotel',
  participants: ['hotel'],
  hash: 'good',
  state: 'accepted',
  answer: 'good',
  active: false,
  at: 0,
  ...more,
});

const host = (more: Partial<HostRecord> = {}): HostRecord => ({
  name: 'hotel',
  identity: 'one',
  number: 1,
  protocol: 1,
  participants: ['hotel'],
  seenAt: 9_000,
  ...more,
});

const standing = (
  shares: readonly Share[],
  hosts: readonly HostRecord[] = [host()],
  more: Partial<Known> = {},
) => {
  const { state, waitsFor } = standingOf(version, {
    hosts,
    shares,
    before: () => new Set(['5']),
    isSuperseded: () => false,
    now: 10_000,
    aliveForMs: 5_000,
    ...more,
  });
  return [state, ...waitsFor.map(({ reason }) => reason)];
};

it('waits for nothing when every host has the text that it should have', () => {
  expect(standing([share()])).toEqual(['pending']);
});

it('waits for a host that it has not been planned for yet', () => {
  expect(standing([])).toEqual(['pending', 'hotel has not been asked yet: wait a moment.']);
});

it('waits for a host that has answered with another hash', () => {
  expect(standing([share({ state: 'drifted', answer: 'bad' })])).toEqual([
    'pending',
    expect.stringContaining('hotel has another text than was deployed'),
  ]);
  expect(standing([share({ answer: 'bad' })])).toHaveLength(2);
});

it('waits until a host has what may be called', () => {
  const called = share({ score: '5', state: 'offered' });
  expect(standing([share(), called])).toEqual(['pending', 'hotel has not taken it over yet: wait a moment.']);
  expect(standing([share(), { ...called, score: '8' }])).toEqual(['pending']);
});

it.each<[string, Partial<HostRecord>[], string]>([
  ['has never joined', [], 'hotel has not answered: start the service hotel'],
  ['is away', [{ seenAt: 0 }], 'hotel has not been heard of since 1970-01-01T00:00:00.000Z'],
  [
    'was turned away',
    [{ number: undefined, problem: { text: 'hotel is of an older release', at: 9_000 } }],
    'hotel is of an older release',
  ],
])('says what to do when a host %s', (_, hosts, reason) => {
  expect(standing([share({ state: 'offered' })], hosts.map(host))).toEqual([
    'pending',
    expect.stringContaining(reason),
  ]);
});

it('is refused when a host refuses it, and superseded by a newer version', () => {
  const refused = share({ state: 'refused', reason: 'no handler does hotel.book' });
  expect(standing([refused])).toEqual(['refused', 'hotel refuses it: no handler does hotel.book']);
  expect(standing([refused], [host()], { isSuperseded: () => true })).toEqual(['superseded']);
});

it('does not wait for a host that it only leaves and that is away', () => {
  const left = share({ host: 'inn', state: 'offered' });
  const inn = host({ name: 'inn' });
  expect(standing([share(), left], [host(), inn])).toEqual([
    'pending',
    expect.stringContaining('inn has not'),
  ]);
  expect(standing([share(), left], [host(), { ...inn, seenAt: 0 }])).toEqual(['pending']);
});
