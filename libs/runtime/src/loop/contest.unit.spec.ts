import type { OuterMessage, StartTimerRow } from '../ports/saga-store';
import { claimsOf, Contest, noClaims } from './contest';
import type { Ask, Input } from './input';

const message = (more: Partial<OuterMessage> = {}): OuterMessage => ({
  kind: 'message',
  name: 'Paid',
  key: 'k',
  messageId: 'm-1',
  variables: '{}',
  arrivedAt: 0,
  expiresAt: 1,
  ...more,
});
const timer: StartTimerRow = { score: '1', process: 'p', element: 'e', due: 1, left: 0, every: '' };

it('lets nobody have what was lost before, nor twice what is there', () => {
  const lost = new Contest({
    taken: [{ message: message(), receiver: 'p' }],
    unique: [message({ uniqueId: 'u' })],
    locks: [{ process: 'p', key: 'k' }],
    timers: [timer],
  });
  expect(lost.has({ message: message({ variables: '{"other":1}' }), receiver: 'p' })).toBe(true);
  expect(lost.has({ message: message(), receiver: 'q' })).toBe(false);
  expect(lost.buffer(message({ uniqueId: 'u', messageId: 'm-2' }))).toBe(false);
  expect(lost.isHeld({ process: 'p', key: 'k' })).toBe(true);
  expect(lost.fire(timer)).toBe(false);
  const contest = new Contest(noClaims);
  expect([contest.fire(timer), contest.fire(timer), contest.fire({ ...timer, due: 2 })]).toEqual([
    true,
    false,
    true,
  ]);
  expect(contest.buffer(message({ uniqueId: 'u' }))).toBe(true);
  expect(contest.buffer(message({ uniqueId: 'u' }))).toBe(false);
  expect(contest.buffer(message())).toBe(true);
});

it('leaves the id of a message that is not buffered free', () => {
  const contest = new Contest(noClaims);
  expect(contest.buffer(message({ uniqueId: 'u', transient: true }))).toBe(true);
  expect(contest.buffer(message({ uniqueId: 'u' }))).toBe(true);
});

it('knows what inputs contend for', () => {
  const input = (ask: Ask): Input => ({
    sagaId: 's',
    ask,
    at: 0,
    origin: { source: 'store' },
    settle: () => undefined,
    fail: () => undefined,
  });
  const match = { message: message(), receiver: 'p', sagaId: 's', subscription: 1 };
  const lock = { process: 'p', key: 'k' };
  const unique = message({ uniqueId: 'u' });
  const start = { kind: 'start', score: '1', process: 'p', variables: {} } as const;
  expect(
    claimsOf([
      input({ kind: 'deliver', match, recorded: true }),
      input({ kind: 'deliver', match, recorded: false }),
      input({ kind: 'buffer', message: unique }),
      input({ kind: 'buffer', message: message() }),
      input({ ...start, message: message(), lock }),
      input({ ...start, timer: { fired: timer } }),
      input({ kind: 'timers' }),
    ]),
  ).toEqual({
    taken: [match, { message: message(), receiver: 'p' }],
    unique: [unique],
    locks: [lock],
    timers: [timer],
  });
});
