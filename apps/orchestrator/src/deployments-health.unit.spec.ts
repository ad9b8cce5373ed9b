import type { Runtime } from '@partitura/runtime';
import { deploymentsHealth } from './deployments-health';

interface Composition {
  readonly key: string;
  readonly id: string;
  readonly state: string;
  readonly waitsFor: readonly { host: string; reason: string }[];
  readonly shares: readonly { host: string; participants: readonly string[]; active: boolean }[];
}

const trip: Composition = { key: '1', id: 'trip', state: 'active', waitsFor: [], shares: [] };
const share = (active: boolean, participants = ['hotel']) => ({ host: 'hotel', participants, active });

/** The health of version `1`, asked once after each change of what is known of compositions. */
async function healthOver(...changes: readonly (readonly Composition[])[]) {
  let now: readonly Composition[] = [];
  let asked = 0;
  const status = () => {
    asked += 1;
    return Promise.resolve({ compositions: now });
  };
  const check = deploymentsHealth({ deployments: { status } } as unknown as Runtime, ['1']);
  const answers: unknown[] = [];
  for (const change of changes) {
    now = change;
    answers.push(await check());
  }
  return { answers, asked };
}

it('waits for hosts that do not have it, and names them', async () => {
  const reason = 'hotel has not answered: start the service hotel.';
  const pending = { ...trip, state: 'pending', waitsFor: [{ host: 'hotel', reason }] };
  const { answers } = await healthOver([pending]);
  expect(answers).toEqual([{ up: false, reason: `trip: ${reason}` }]);
});

it('waits while it is not known yet which hosts have it', async () => {
  const { answers } = await healthOver([{ ...trip, state: 'pending' }]);
  expect(answers).toEqual([{ up: false, reason: 'trip: its hosts are asked: wait a moment.' }]);
});

it('waits until every host begins sagas with it', async () => {
  const { answers } = await healthOver(
    [{ ...trip, shares: [share(true), share(false)] }],
    [{ ...trip, shares: [share(true), share(true), share(false, [])] }],
  );
  expect(answers).toEqual([
    { up: false, reason: 'trip: hotel has not begun with it yet: wait a moment.' },
    { up: true },
  ]);
});

it('stays up when a later version waits, and asks no more', async () => {
  const { answers, asked } = await healthOver([trip], [{ ...trip, state: 'pending' }]);
  expect(answers).toEqual([{ up: true }, { up: true }]);
  expect(asked).toBe(1);
});

it('does not wait for versions that a newer one has overtaken, nor for those of others', async () => {
  const { answers } = await healthOver([
    { ...trip, state: 'superseded' },
    { ...trip, key: '2', state: 'pending' },
  ]);
  expect(answers).toEqual([{ up: true }]);
});
