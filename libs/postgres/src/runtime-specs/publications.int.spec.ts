import { EVENT_TYPE_PREFIX, type Runtime } from '@partitura/runtime';
import { bpmnDocument, eventually, models } from '@partitura/testing';
import { begin } from './begin';
import { openTestSite, type TestSite } from './test-runtime';

const { catchEvent, messageElement, sequence, serviceTask, startEvent } = models;

let site: TestSite;
let runtime: Runtime;

beforeEach(async () => {
  site = await openTestSite();
  runtime = site.runtime();
});
afterEach(() => site.close());

const paid = messageElement('Paid', '=orderId');
const waits = (id: string) => sequence(id, [startEvent(), catchEvent('wait', ['message', 'Paid'])], paid);
const marker = sequence(
  'marker',
  [startEvent(), catchEvent('wait', ['message', 'Marked'])],
  messageElement('Marked', '=mark'),
);
const begins = (id: string) =>
  sequence(id, [startEvent(['message', 'Paid']), serviceTask('work', `${id}.work`)], messageElement('Paid'));

async function deploy(...models: readonly string[]): Promise<void> {
  await runtime.deploy(models.map((content, i) => ({ name: `${i}.bpmn`, content })));
}

const statusOf = async (sagaId: string) => (await runtime.saga(sagaId))?.status;
const sagas = async (process: string) => {
  const { rows } = await site.pool.query<{ saga_id: string; status: string }>(
    `SELECT saga_id, status FROM partitura_engine.sagas WHERE state LIKE $1 ORDER BY number`,
    [`%"process":"${process}"%`],
  );
  return rows;
};

/** Everything published before has met whom it meets. */
async function settled(): Promise<void> {
  await runtime.publish({ name: 'Marked', key: 'x', variables: {} });
  const { sagaId } = await begin(runtime, 'marker', { mark: 'x' });
  expect((await runtime.waitForEnd(sagaId, 15_000))?.status).toBe('completed');
}

it('reaches every process that waits once, and the oldest instance of each', async () => {
  await deploy(waits('order'), waits('bill'), marker);
  await runtime.start();
  const first = await begin(runtime, 'order', { orderId: 'o-1' });
  const second = await begin(runtime, 'order', { orderId: 'o-1' });
  const bill = await begin(runtime, 'bill', { orderId: 'o-1' });
  await runtime.publish({ name: 'Paid', key: 'o-1', variables: { amount: 3 } });
  expect((await runtime.waitForEnd(first.sagaId, 15_000))?.instances[first.instance]?.variables).toEqual({
    orderId: 'o-1',
    amount: 3,
  });
  expect((await runtime.waitForEnd(bill.sagaId, 15_000))?.status).toBe('completed');
  await settled();
  expect(await statusOf(second.sagaId)).toBe('active');
});

it('gives buffered messages in the order in which they came', async () => {
  await deploy(waits('order'));
  await runtime.start();
  for (const amount of [1, 2]) await runtime.publish({ name: 'Paid', key: 'o-1', variables: { amount } });
  for (const amount of [1, 2]) {
    const { sagaId, instance } = await begin(runtime, 'order', { orderId: 'o-1' });
    const end = await runtime.waitForEnd(sagaId, 15_000);
    expect(end?.instances[instance]?.variables.amount).toBe(amount);
  }
});

it('forgets a message without a time-to-live that nobody waits for', async () => {
  await deploy(waits('order'), marker);
  await runtime.start();
  const waiting = await begin(runtime, 'order', { orderId: 'o-1' });
  await runtime.publish({ name: 'Paid', key: 'o-1', variables: {}, ttlMs: 0 });
  expect((await runtime.waitForEnd(waiting.sagaId, 15_000))?.status).toBe('completed');
  await runtime.publish({ name: 'Paid', key: 'o-2', variables: {}, ttlMs: 0 });
  const late = await begin(runtime, 'order', { orderId: 'o-2' });
  await settled();
  expect(await statusOf(late.sagaId)).toBe('active');
});

it('refuses a second message of an id while the first one is buffered', async () => {
  await deploy(waits('order'));
  await runtime.start();
  const publish = (more = {}) =>
    runtime.publish({ name: 'Paid', key: 'o-1', variables: {}, messageId: 'the-id', ...more });
  const results = await Promise.all([publish(), publish(), publish()]);
  expect(results.filter(({ refusal }) => refusal).map(({ refusal }) => refusal?.code)).toEqual([
    'ALREADY_EXISTS',
    'ALREADY_EXISTS',
  ]);
  const { sagaId } = await begin(runtime, 'order', { orderId: 'o-1' });
  await runtime.waitForEnd(sagaId, 15_000);
  expect((await publish()).refusal?.code).toBe('ALREADY_EXISTS');
  expect((await publish({ key: 'o-2' })).refusal).toBeUndefined();
  await site.pool.query(`UPDATE partitura_engine.messages SET expires_at = now() - interval '1 s'`);
  expect((await publish()).refusal).toBeUndefined();
});

describe('a message start event', () => {
  it('begins one saga per message without a key, and one at a time per key', async () => {
    await deploy(begins('order'));
    await runtime.start();
    for (const amount of [1, 2]) await runtime.publish({ name: 'Paid', variables: { amount } });
    await eventually(async () => expect(await sagas('order')).toHaveLength(2));
    for (const amount of [3, 4]) await runtime.publish({ name: 'Paid', key: 'k', variables: { amount } });
    await runtime.publish({ name: 'Paid', key: 'other', variables: { amount: 5 } });
    const running = await eventually(async () => {
      const all = await sagas('order');
      expect(all).toHaveLength(4);
      return all;
    });
    for (const { saga_id } of running) await runtime.tell(saga_id, { kind: 'cancelSaga' });
    await eventually(async () => expect(await sagas('order')).toHaveLength(5));
    const [last] = (await sagas('order')).filter(({ status }) => status === 'active');
    const state = (await runtime.saga(last?.saga_id ?? ''))?.state;
    expect(Object.values(state?.instances ?? {})[0]?.variables).toEqual({ amount: 4 });
  });

  it('begins nothing with a message that was published before its deployment', async () => {
    await deploy(marker);
    await runtime.start();
    await runtime.publish({ name: 'Paid', key: 'k', variables: {} });
    await site.pool.query(`UPDATE partitura_engine.messages SET arrived_at = arrived_at - interval '1 s'`);
    await deploy(begins('order'));
    await settled();
    expect(await sagas('order')).toEqual([]);
  });

  it('leaves a message to an instance of its process that waits for it', async () => {
    const model = sequence(
      'order',
      [startEvent(['message', 'Begin']), catchEvent('wait', ['message', 'Paid'])],
      messageElement('Begin') + paid,
    );
    await deploy(model, marker);
    await runtime.start();
    await runtime.publish({ name: 'Begin', variables: { orderId: 'o-1' }, sagaId: 'mine' });
    await eventually(async () => expect(await statusOf('mine')).toBe('active'));
    await runtime.publish({ name: 'Begin', variables: {}, sagaId: 'mine' });
    await runtime.publish({ name: 'Paid', key: 'o-1', variables: {} });
    expect((await runtime.waitForEnd('mine', 15_000))?.status).toBe('completed');
    expect(await sagas('order')).toHaveLength(1);
  });

  it('follows the newest version', async () => {
    await deploy(begins('order'));
    await runtime.start();
    await deploy(sequence('order', [startEvent(), serviceTask('work', 'w')]), marker);
    await runtime.publish({ name: 'Paid', key: 'k', variables: {} });
    await settled();
    expect(await sagas('order')).toEqual([]);
  });

  it('takes a record of the bus once, with a key as without (P1)', async () => {
    await deploy(begins('order'), marker);
    await runtime.start();
    const send = (id: string, extensions = {}) =>
      site.send('orchestrator.events', `${EVENT_TYPE_PREFIX}Paid`, `saga-${id}`, {}, { id, extensions });
    for (const _ of [1, 2]) {
      await send('plain');
      await send('keyed', { correlationkey: 'k' });
    }
    await send('last', { correlationkey: 'l' });
    await eventually(async () => expect(await statusOf('saga-last')).toBe('active'));
    await settled();
    expect((await sagas('order')).map(({ saga_id }) => saga_id).sort()).toEqual([
      'saga-keyed',
      'saga-last',
      'saga-plain',
    ]);
  });
});

describe('correlation', () => {
  it('answers whom the message has reached or begun, and keeps nothing', async () => {
    await deploy(waits('order'), begins('bill'));
    await runtime.start();
    const waiting = await begin(runtime, 'order', { orderId: 'o-1' });
    const reached = await runtime.correlate({ name: 'Paid', key: 'o-1', variables: {} });
    expect(reached.map(({ sagaId }) => sagaId)[0]).toBe(waiting.sagaId);
    expect(reached).toHaveLength(2);
    expect(reached[0]?.instance).toBe(waiting.instance);
    expect(await runtime.correlate({ name: 'Paid', key: 'o-1', variables: {} })).toEqual([]);
    expect((await site.pool.query('SELECT FROM partitura_engine.messages')).rowCount).toBe(0);
  });
});

describe('a message that a model throws to the outside', () => {
  const throwing = bpmnDocument(`
    <bpmn:message id="m-Shipped" name="Shipped"><bpmn:extensionElements><zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements></bpmn:message>
    <bpmn:collaboration id="store"><bpmn:participant id="pool" name="Store" processRef="store-process" />
      <bpmn:participant id="customer" name="Customer" /><bpmn:messageFlow id="mf" sourceRef="tell" targetRef="customer" /></bpmn:collaboration>
    <bpmn:process id="store-process" isExecutable="true"><bpmn:startEvent id="begin" />
      <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="tell" />
      <bpmn:endEvent id="tell"><bpmn:extensionElements><zeebe:properties><zeebe:property name="timeToLive" value="PT5M" /></zeebe:properties></bpmn:extensionElements>
        <bpmn:messageEventDefinition messageRef="m-Shipped" /></bpmn:endEvent></bpmn:process>`);
  const receives = sequence(
    'customer',
    [startEvent(), catchEvent('wait', ['message', 'Shipped'])],
    messageElement('Shipped', '=orderId'),
  );

  it('reaches another saga here, for as long as its model says', async () => {
    await deploy(throwing, receives);
    await runtime.start();
    await begin(runtime, 'store-process', { orderId: 'o-1' });
    const { sagaId } = await begin(runtime, 'customer', { orderId: 'o-1' });
    expect((await runtime.waitForEnd(sagaId, 15_000))?.status).toBe('completed');
    const { rows } = await site.pool.query<{ minutes: number }>(
      `SELECT round(extract(epoch FROM expires_at - arrived_at) / 60)::int AS minutes FROM partitura_engine.messages`,
    );
    expect(rows).toEqual([{ minutes: 5 }]);
  });

  it('is refused with what led to it when it is larger than the bus allows', async () => {
    runtime = site.runtime({ maxMessageBytes: 2000 });
    await deploy(throwing);
    await runtime.start();
    const start = begin(runtime, 'store-process', { orderId: 'o-1', text: 'x'.repeat(3000) });
    await expect(start).rejects.toThrow(/Shipped of tell has \d+ bytes, 2000 are allowed/);
    await expect(begin(runtime, 'store-process', { orderId: 'o-2' })).resolves.toMatchObject({
      status: 'completed',
    });
  });
});
