import type { Admission, HostRecord } from '../ports/host-store';
import { reasonToTurnAway } from './admission';
import { HOST_PROTOCOL } from './host-messages';

const joined = (more: Partial<Admission> = {}): Admission => ({
  name: 'hotel',
  identity: 'one',
  protocol: HOST_PROTOCOL,
  participants: ['hotel'],
  seenAt: 10_000,
  ...more,
});
const known = (more: Partial<HostRecord> = {}): HostRecord => ({ ...joined(), number: 1, ...more });

const reason = (admission: Admission, ...hosts: HostRecord[]) => reasonToTurnAway(admission, hosts, 5_000);

it('takes in a host that is new, or known by its identity', () => {
  expect(reason(joined())).toBeUndefined();
  expect(reason(joined(), known())).toBeUndefined();
});

it('keeps the name for the database that was heard of lately', () => {
  expect(reason(joined({ identity: 'two' }), known())).toMatch(/another database has this name/);
  expect(reason(joined({ identity: 'two' }), known({ seenAt: 5_000 }))).toBeUndefined();
});

it('keeps a participant for the host that was heard of lately', () => {
  const other = known({ name: 'inn', identity: 'two' });
  expect(reason(joined(), other)).toMatch(/the host inn does the tasks of participant hotel already/);
  expect(reason(joined(), { ...other, seenAt: 5_000 })).toBeUndefined();
});

it.each([
  [HOST_PROTOCOL - 1, /of an older release.*: update the service hotel/],
  [HOST_PROTOCOL + 1, /of a newer release.*: update the orchestrator/],
])('says what to update when the protocol is %i', (protocol, text) => {
  expect(reason(joined({ protocol }))).toMatch(text);
});

it('has no second orchestrator', () => {
  expect(reason(joined({ name: 'orchestrator' }))).toMatch(/give this host another name/);
});
