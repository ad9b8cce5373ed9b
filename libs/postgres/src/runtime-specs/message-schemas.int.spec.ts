import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_TYPE_PREFIX, type Runtime } from '@partitura/runtime';
import { eventually } from '@partitura/testing';
import { openTestSite, type TestSite } from './test-runtime';

const examples = join(__dirname, '../../../../processes/examples/messages');
const read = (name: string) => ({ name, content: readFileSync(join(examples, name), 'utf8') });

let site: TestSite;
let runtime: Runtime;
let letters: Awaited<ReturnType<TestSite['listen']>>;

beforeEach(async () => {
  site = await openTestSite();
  runtime = site.runtime();
  await runtime.deploy(
    ['wait-for-parcel.bpmn', 'order-placed.schema.json', 'parcel-delivered.schema.json'].map(read),
  );
  await runtime.start();
  letters = await site.listen('orchestrator.events.dlq');
});
afterEach(() => site.close());

const send = (name: string, sagaId: string, data: object, key?: string) =>
  site.send(
    'orchestrator.events',
    EVENT_TYPE_PREFIX + name,
    sagaId,
    data,
    key === undefined ? {} : { extensions: { correlationkey: key } },
  );
const incidents = async (sagaId: string) =>
  Object.values((await runtime.saga(sagaId))?.state?.incidents ?? {}).map(
    ({ elementId, type }) => `${type} at ${elementId}`,
  );
const reasons = () => letters.map(({ headers }) => headers.partitura_reason);

it('puts a record aside that breaks the schema of its start event, and begins with a good one', async () => {
  await send('OrderPlaced', 's-1', { orderId: 1 });
  await send('OrderPlaced', 's-2', { orderId: 'o-2', more: true });
  await eventually(async () =>
    expect((await runtime.saga('s-2'))?.state?.instances).toMatchObject({
      1: { variables: { orderId: 'o-2' } },
    }),
  );
  await eventually(() => expect(letters).toHaveLength(1));
  expect(reasons()[0]).toContain('orderId must be string');
  expect(letters[0]).toMatchObject({
    value: '{"orderId":1}',
    headers: { ce_type: `${EVENT_TYPE_PREFIX}OrderPlaced` },
  });
  expect(await runtime.saga('s-1')).toBeUndefined();
});

it('does the same with one that was buffered under a key, and takes the next one', async () => {
  await send('OrderPlaced', 's-1', { orderId: 1 }, 'k');
  await send('OrderPlaced', 's-2', { orderId: 'o-2' }, 'k');
  await eventually(async () => expect(await runtime.saga('s-2')).toMatchObject({ status: 'active' }));
  await eventually(() => expect(letters).toHaveLength(1));
  expect(letters[0]).toMatchObject({ value: '{"orderId":1}', headers: { ce_correlationkey: 'k' } });
});

it('leaves an element waiting with an incident, and the next good message closes that', async () => {
  await send('OrderPlaced', 's-1', { orderId: 'o-1' });
  await send('ParcelDelivered', 'other', { signedBy: 3 }, 'o-1');
  await eventually(async () => expect(await incidents('s-1')).toEqual(['IO_MAPPING at Delivered']));
  await eventually(() => expect(letters).toHaveLength(1));
  expect(reasons()[0]).toContain('signedBy must be string');
  expect(letters[0]).toMatchObject({ key: 's-1', value: '{"signedBy":3}' });
  await send('ParcelDelivered', 'other', { signedBy: 'Ann', truck: 7 }, 'o-1');
  const end = await runtime.waitForEnd('s-1', 15_000);
  expect(end?.status).toBe('completed');
  expect(end?.instances[1]?.variables).toEqual({ orderId: 'o-1', signedBy: 'Ann' });
});

it('leaves out of a dead letter what no bus would take', async () => {
  await runtime.stop();
  runtime = site.runtime({ maxMessageBytes: 1000 });
  await runtime.start();
  await runtime.publish({ name: 'OrderPlaced', variables: { orderId: 'o-1' }, sagaId: 's-1' });
  const note = 'x'.repeat(2000);
  await runtime.publish({ name: 'ParcelDelivered', key: 'o-1', variables: { note } });
  await eventually(async () => expect(await incidents('s-1')).toEqual(['IO_MAPPING at Delivered']));
  await eventually(() => expect(letters).toHaveLength(1));
  expect(letters[0]).toMatchObject({ value: 'null', headers: { partitura_omitted_bytes: '2011' } });
});

it('tells a caller, who can send it better, and puts nothing aside', async () => {
  const refusal = {
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('orderId is missing') as string,
  };
  expect(await runtime.publish({ name: 'OrderPlaced', variables: {} })).toMatchObject({ refusal });
  await expect(runtime.correlate({ name: 'OrderPlaced', variables: {} })).rejects.toThrow(
    'orderId is missing',
  );
  const [begun] = await runtime.correlate({ name: 'OrderPlaced', variables: { orderId: 'o-1' } });
  const parcel = { name: 'ParcelDelivered', key: 'o-1' };
  await expect(runtime.correlate({ ...parcel, variables: { signedBy: 3 } })).rejects.toThrow(
    'signedBy must be string',
  );
  await runtime.correlate({ ...parcel, variables: { signedBy: 'Ann' } });
  expect((await runtime.waitForEnd(begun?.sagaId ?? '', 15_000))?.status).toBe('completed');
  expect(reasons()).toEqual([expect.stringContaining('signedBy must be string')]);
});

it('holds a saga to the schemas of its deployment, in another process and after a new one', async () => {
  await send('OrderPlaced', 's-1', { orderId: 'o-1' });
  await eventually(async () => expect(await runtime.saga('s-1')).toMatchObject({ status: 'active' }));
  await runtime.stop();
  const next = site.runtime();
  await next.deploy([read('parcel-delivered.next.schema.json'), read('wait-for-parcel.bpmn')]);
  await next.start();
  await next.publish({ name: 'ParcelDelivered', key: 'o-1', variables: { signedBy: 'Ann' } });
  expect((await next.waitForEnd('s-1', 15_000))?.status).toBe('completed');
});
