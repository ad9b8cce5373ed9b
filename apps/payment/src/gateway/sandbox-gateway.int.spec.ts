import { createTestDatabase, type TestDatabase } from '@partitura/testing';
import { DataSource } from 'typeorm';
import { entities, migrations } from '../database';
import { GatewayUnavailableError } from './payment-gateway';
import { SandboxAuthorization } from './sandbox-authorization.entity';
import { SandboxGateway } from './sandbox-gateway';

let database: TestDatabase;
let dataSource: DataSource;
let gateway: SandboxGateway;

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await new DataSource({
    type: 'postgres',
    url: database.url,
    entities,
    migrations,
  }).initialize();
  await dataSource.runMigrations();
  gateway = new SandboxGateway(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const authorize = (token: string, idempotencyKey: string, signal = new AbortController().signal) =>
  gateway.authorize({ token, idempotencyKey, amount: { amount: 250, currency: 'EUR' }, signal });

const stateOf = async (idempotencyKey: string) =>
  (await dataSource.manager.findOneBy(SandboxAuthorization, { idempotencyKey }))?.state;

it('accepts tok_visa and gives a repeated call its first answer', async () => {
  const answer = await authorize('tok_visa', 'visa');
  expect(answer).toMatchObject({ approved: true });
  expect(await authorize('tok_visa', 'visa')).toEqual(answer);
  expect(await dataSource.manager.countBy(SandboxAuthorization, { idempotencyKey: 'visa' })).toBe(1);
});

it('gives concurrent calls of one key one answer', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => authorize('tok_visa', 'at-once')));
  expect(new Set(answers.map(({ reference }) => reference)).size).toBe(1);
});

it('declines tok_declined, and tokens that it never issued, with different reasons', async () => {
  expect(await authorize('tok_declined', 'declined')).toMatchObject({
    approved: false,
    why: expect.stringMatching(/declined/) as string,
  });
  expect(await authorize('tok_stolen', 'stolen')).toMatchObject({
    approved: false,
    why: expect.stringMatching(/unknown/) as string,
  });
});

it('fails twice for tok_flaky and then works', async () => {
  await expect(authorize('tok_flaky', 'flaky')).rejects.toThrow(GatewayUnavailableError);
  await expect(authorize('tok_flaky', 'flaky')).rejects.toThrow(GatewayUnavailableError);
  expect(await authorize('tok_flaky', 'flaky')).toMatchObject({ approved: true });
  expect(await authorize('tok_flaky', 'flaky')).toMatchObject({ approved: true });
});

it('never answers tok_hang: only the end of the job ends the wait', async () => {
  const job = new AbortController();
  const answer = authorize('tok_hang', 'hang', job.signal);
  job.abort(new Error('withdrawn'));
  await expect(answer).rejects.toThrow('withdrawn');
  await expect(authorize('tok_hang', 'hang', job.signal)).rejects.toThrow('withdrawn');
  expect(await stateOf('hang')).toBeUndefined();
});

it('answers tok_slow when its time has come, unless the job has ended', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
  try {
    let answered = false;
    const answer = authorize('tok_slow', 'slow').finally(() => (answered = true));
    await jest.advanceTimersByTimeAsync(4_999);
    expect(answered).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await answer).toMatchObject({ approved: true });
  } finally {
    jest.useRealTimers();
  }
  const over = AbortSignal.abort(new Error('withdrawn'));
  await expect(authorize('tok_slow', 'too-slow', over)).rejects.toThrow();
  expect(await stateOf('too-slow')).toBeUndefined();
});

it('takes what it holds, and gives back what it holds or took, as often as asked', async () => {
  const held = await authorize('tok_visa', 'given-back');
  await gateway.giveBack(held.reference);
  await gateway.giveBack(held.reference);
  expect(await stateOf('given-back')).toBe('given-back');
  await expect(gateway.capture(held.reference)).rejects.toThrow(/holds no money/);

  const taken = await authorize('tok_visa', 'taken');
  await gateway.capture(taken.reference);
  await gateway.capture(taken.reference);
  expect(await stateOf('taken')).toBe('taken');
  await gateway.giveBack(taken.reference);
  expect(await stateOf('taken')).toBe('given-back');
});

it('takes nothing from a declined card', async () => {
  const declined = await authorize('tok_declined', 'no-money');
  await expect(gateway.capture(declined.reference)).rejects.toThrow(/holds no money/);
  await gateway.giveBack(declined.reference);
  expect(await stateOf('no-money')).toBe('declined');
});
