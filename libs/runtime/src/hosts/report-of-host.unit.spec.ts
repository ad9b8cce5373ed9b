import type { Share } from '../ports/host-store';
import { reportOf } from './report-of-host';

const share = (more: Partial<Share> = {}): Share => ({
  score: '7',
  host: 'hotel',
  participants: ['hotel'],
  hash: 'good',
  state: 'accepted',
  answer: 'good',
  active: true,
  holding: false,
  at: 0,
  ...more,
});
const has = (hash: string, active = true) => ({ held: [{ score: '7', hash, active, holding: false }] });
const nothing = { held: [] };

it('changes nothing where a host has what it should have', () => {
  expect(reportOf(share(), has('good'))).toBeUndefined();
  expect(reportOf(share({ state: 'refused' }), nothing)).toBeUndefined();
  expect(reportOf(share({ state: 'offered' }), nothing)).toBeUndefined();
});

it('notices that a host has lost what it had', () => {
  expect(reportOf(share(), nothing)).toEqual({ state: 'offered', active: false });
});

it('notices drift, and that it has been mended', () => {
  expect(reportOf(share(), has('bad'))).toEqual({ state: 'drifted', answer: 'bad', active: true });
  expect(reportOf(share({ state: 'drifted', answer: 'bad' }), has('good'))).toMatchObject({
    state: 'accepted',
    answer: 'good',
  });
});

it('does not take a report for drift that is older than what was offered anew', () => {
  expect(reportOf(share({ state: 'offered', answer: 'bad' }), has('bad'))).toBeUndefined();
});

it('notices an answer that was lost', () => {
  expect(reportOf(share({ state: 'offered', answer: undefined, active: false }), has('good'))).toMatchObject({
    state: 'accepted',
    active: true,
  });
});
