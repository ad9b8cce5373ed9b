import { messageTypes, type Runtime } from '@partitura/runtime';
import { eventually, models } from '@partitura/testing';
import { begin } from './begin';
import { openTestSite, type TestSite } from './test-runtime';

const { catchEvent, sequence, serviceTask, signalElement, startEvent, throwEvent } = models;

let site: TestSite;
let runtime: Runtime;

const closed = signalElement('Closed');
const waits = (id: string) => sequence(id, [startEvent(), catchEvent('wait', ['signal', 'Closed'])], closed);
const begins = (id: string) =>
  sequence(id, [startEvent(['signal', 'Closed']), serviceTask('work', `${id}.work`)], closed);
const throws = sequence('caller', [startEvent(), throwEvent('shout', ['signal', 'Closed'])], closed);

beforeEach(async () => {
  site = await openTestSite();
  runtime = site.runtime();
  await runtime.deploy(
    [waits('one'), waits('two'), begins('three'), throws].map((content, i) => ({
      name: `${i}.bpmn`,
      content,
    })),
  );
  await runtime.start();
});
afterEach(() => site.close());

const statuses = async (...all: readonly { readonly sagaId: string }[]) =>
  Promise.all(all.map(async ({ sagaId }) => (await runtime.saga(sagaId))?.status));
const begun = async () =>
  (await site.pool.query(`SELECT FROM partitura_engine.sagas WHERE state LIKE '%"process":"three"%'`))
    .rowCount;

it('reaches every saga that waits and every start event, once', async () => {
  const waiting = [await begin(runtime, 'one'), await begin(runtime, 'one'), await begin(runtime, 'two')];
  await runtime.broadcastSignal({ name: 'Closed', variables: { at: 'noon' }, signalId: 'x' });
  for (const { sagaId, instance } of waiting)
    expect((await runtime.waitForEnd(sagaId, 15_000))?.instances[instance]?.variables).toEqual({
      at: 'noon',
    });
  await eventually(async () => expect(await begun()).toBe(1));
  const late = await begin(runtime, 'one');
  await runtime.broadcastSignal({ name: 'Closed', variables: {}, signalId: 'x' });
  await runtime.broadcastSignal({ name: 'Opened', variables: {} });
  await runtime.broadcastSignal({ name: 'Closed', variables: {}, signalId: 'y' });
  expect((await runtime.waitForEnd(late.sagaId, 15_000))?.status).toBe('completed');
  await eventually(async () => expect(await begun()).toBe(2));
});

it('is thrown by a saga to all the others', async () => {
  const waiting = await begin(runtime, 'one');
  const caller = await begin(runtime, 'caller');
  expect((await runtime.waitForEnd(waiting.sagaId, 15_000))?.status).toBe('completed');
  await eventually(async () => expect(await statuses(caller)).toEqual(['completed']));
  await eventually(async () => expect(await begun()).toBe(1));
});

it('is delivered by another runtime when the one that committed it has died', async () => {
  const waiting = await begin(runtime, 'two');
  await runtime.stop();
  // What a runtime leaves that dies between its commit and its match.
  await site.pool.query(
    `INSERT INTO partitura_engine.messages (shard, name, key, message_id, kind, variables, transient, expires_at)
     SELECT shard, name, key, 'signal of the dead', 'signal', '{"left": true}', true, now() + interval '1 min'
       FROM partitura_engine.subscriptions`,
  );
  const next = site.runtime();
  await next.start();
  const end = await next.waitForEnd(waiting.sagaId, 15_000);
  expect(end?.instances[waiting.instance]?.variables).toEqual({ left: true });
});

it('may come from the bus', async () => {
  const waiting = await begin(runtime, 'one');
  const signal = { name: 'Closed', variables: { by: 'bus' } };
  await site.send('orchestrator.commands', messageTypes.signalBroadcast, 'any', signal, { id: 'same' });
  expect((await runtime.waitForEnd(waiting.sagaId, 15_000))?.status).toBe('completed');
  const late = await begin(runtime, 'one');
  await site.send('orchestrator.commands', messageTypes.signalBroadcast, 'any', signal, { id: 'same' });
  await site.send('orchestrator.commands', messageTypes.signalBroadcast, 'any', { ...signal, name: 'Other' });
  await eventually(async () => {
    const { rows } = await site.pool.query('SELECT FROM partitura_engine.messages');
    expect(rows).toHaveLength(2);
  });
  expect(await statuses(late)).toEqual(['active']);
});
