import { initialState } from '@partitura/engine';
import { stateOf } from './stored-state';

const text = (status: 'active' | 'compensated') =>
  JSON.stringify({
    ...initialState('s', 64, 'score'),
    status,
    instances: { 1: { id: 1, process: 'p', state: 'active', tokens: 0, variables: {}, startedAt: 1 } },
  });

it('completes the state of a part that was finished without its text', () => {
  const state = stateOf({ status: 'completed', state: text('active'), startedAt: 1, endedAt: 5 });
  expect(state).toMatchObject({
    status: 'completed',
    instances: { 1: { state: 'completed', endedAt: 5 } },
  });
});

it.each([
  ['active', 'active'],
  ['compensating', 'active'],
  ['compensated', 'compensated'],
] as const)('leaves the state of a row that is %s as it is written', (status, written) => {
  const state = text(written);
  expect(stateOf({ status, state, startedAt: 1 })).toEqual(JSON.parse(state));
});
