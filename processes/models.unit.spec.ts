import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkScore, compileScore, type FlowNode, type Score } from '@partitura/bpmn';

const root = join(__dirname, '..');
const score = (path: string): Promise<Score> => compileScore(readFileSync(join(root, path), 'utf8'));
const nodes = (of: Score): FlowNode[] => of.processes.flatMap(({ elements }) => [...elements.values()]);
const jobTypes = (of: readonly FlowNode[]): unknown[] => of.map(({ job }) => job?.type.evaluate({}));

const compositions = globSync(['processes/*.bpmn', 'processes/*/*.bpmn'], {
  cwd: root,
  exclude: ['processes/examples'],
}).sort();

test.each([...compositions, 'benchmarks/models/s4.bpmn'])('%s is a composition', async (path) => {
  expect((await score(path)).composition).toBe(true);
});

test.each(globSync(['processes/examples/**/*.bpmn', 'benchmarks/models/*.bpmn'], { cwd: root }))(
  '%s is deployable',
  async (path) => {
    expect((await score(path)).processes).not.toEqual([]);
  },
);

describe.each(compositions)('%s', (path) => {
  test('cannot hang', async () => {
    expect(checkScore(await score(path))).toEqual([]);
  });

  test('asks each service for its tasks, with a timeout, three retries and a backoff', async () => {
    const tasks = nodes(await score(path)).filter(({ kind }) => kind === 'serviceTask');
    expect(tasks).not.toEqual([]);
    for (const { timeout, job, isForCompensation } of tasks) {
      // A handler that took too long would only be asked again.
      expect(timeout?.evaluate({})).toBe(isForCompensation ? undefined : 'PT15S');
      expect(job?.retries.evaluate({})).toBe(3);
      expect(job?.retryBackoff?.evaluate({})).toBe('PT1S');
    }
  });

  test('uses the job types that it would have by default', async () => {
    const typed = readFileSync(join(root, path), 'utf8');
    const xml = typed.replaceAll(/ type="[\w-]+\.\w+"/g, '');
    expect(xml).not.toBe(typed);
    expect(jobTypes(nodes(await compileScore(xml)))).toEqual(jobTypes(nodes(await score(path))));
  });

  test('says at each throw what its message carries', async () => {
    const thrown = nodes(await score(path)).filter(({ kind, message }) => message && /Throw|End/.test(kind));
    expect(thrown).not.toEqual([]);
    expect(thrown.filter(({ inputs }) => inputs.length === 0).map(({ id }) => id)).toEqual([]);
  });
});

test.each([
  ['purchase-order', 'PaymentAnswer', 'parallel-before-exclusive-catches'],
  ['health-care', 'SomebodyComes', 'deadlock'],
])('%s would hang with a parallel gateway at %s', async (name, gateway, rule) => {
  const xml = readFileSync(join(root, 'processes', name, `${name}.bpmn`), 'utf8');
  const element = new RegExp(`<bpmn:(\\w+)( id="${gateway}".*?</bpmn:)\\1>`, 's');
  const changed = await compileScore(xml.replace(element, '<bpmn:parallelGateway$2parallelGateway>'));
  expect(checkScore(changed)).toMatchObject([{ rule, element: gateway }]);
});

describe('order fulfilment', () => {
  const path = 'processes/order-fulfilment.bpmn';

  test('is started by the order that was placed, from outside', async () => {
    const model = await score(path);
    const [start] = model.processes[0]?.startEvents ?? [];
    expect(start?.message?.name.evaluate({})).toBe('OrderPlaced');
    expect(start?.message?.inner).toBe(false);
    expect(model.participants.map(({ name }) => name)).toEqual([
      'customer',
      'order',
      'inventory',
      'payment',
      'shipping',
    ]);
  });

  test('tells the outside when nothing can undo it any more', async () => {
    const [order] = (await score(path)).processes;
    const end = order?.elements.get('OrderFulfilled');
    expect(end?.kind).toBe('messageEndEvent');
    expect(end?.message?.name.evaluate({})).toBe('OrderFulfilled');
    expect(end?.message?.receivers ?? []).toEqual([]);
    expect(end?.inputs.map(({ target }) => target)).toEqual(['orderId']);
  });

  test('undoes everything but the confirmation', async () => {
    const undone = nodes(await score(path)).flatMap(({ compensationHandler }) =>
      compensationHandler ? [compensationHandler] : [],
    );
    expect(jobTypes(undone)).toEqual([
      'order.closeOrder',
      'inventory.releaseStock',
      'inventory.takeBackStock',
      'payment.voidPayment',
      'payment.refundPayment',
      'shipping.recallParcel',
    ]);
  });

  test('tells each service only what it needs', async () => {
    const requestStock = nodes(await score(path)).find(({ id }) => id === 'RequestStock');
    const variables = {
      orderId: 'o-1',
      paymentToken: 'tok_visa',
      items: [{ sku: 'sku-1', quantity: 2, unitPrice: { amount: 150, currency: 'EUR' } }],
    };
    expect(requestStock?.inputs.map(({ target, source }) => [target, source.evaluate(variables)])).toEqual([
      ['orderId', 'o-1'],
      ['items', [{ sku: 'sku-1', quantity: 2 }]],
    ]);
  });
});

test('the saga of the benchmark starts without a message and undoes the reservation and the order', async () => {
  const model = await score('benchmarks/models/s4.bpmn');
  expect(model.processes.map(({ id }) => id)).toEqual([
    's4-order',
    's4-inventory',
    's4-payment',
    's4-shipping',
  ]);
  expect(model.processes[0]?.startEvents.map(({ kind }) => kind)).toEqual(['noneStartEvent']);
  const all = nodes(model);
  expect(jobTypes(all.filter(({ job }) => job))).toEqual([
    'order.cancel',
    'order.confirm',
    'inventory.reserve',
    'inventory.release',
    'payment.charge',
    'shipping.ship',
  ]);
  expect(all.filter(({ compensationHandler }) => compensationHandler).map(({ id }) => id)).toEqual([
    'RegisterOrder',
    'Reserve',
  ]);
});
