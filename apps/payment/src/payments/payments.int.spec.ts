import { randomUUID } from 'node:crypto';
import { eventually } from '@partitura/testing';
import { type ServiceUnderTest, startService } from '@partitura/nest-testing';
import { SandboxAuthorization } from '../gateway/sandbox-authorization.entity';
import { paymentService } from '../service';
import { type PaymentView } from './payments.controller';

let service: ServiceUnderTest;

beforeAll(async () => {
  service = await startService(paymentService);
});

afterAll(() => service.stop());

interface Order {
  readonly orderId: string;
  readonly sagaId: string;
}

const total = { amount: 1250, currency: 'EUR' };
const newOrder = (): Order => ({ orderId: randomUUID(), sagaId: randomUUID() });

const ask = (task: string, { orderId, sagaId }: Order, more: object = {}, job: object = {}) =>
  service.orchestrator.ask(`payment.${task}`, { orderId, ...more }, { sagaId, ...job });

const authorize = (order: Order, paymentToken = 'tok_visa', job: object = {}) =>
  ask('authorizePayment', order, { total, paymentToken }, job);

const list = async (query: string) => (await service.http<PaymentView[]>('GET', `/payments${query}`)).body;
const statusOf = async ({ orderId }: Order) =>
  (await list(`?orderId=${orderId}`)).map(({ status }) => status);

/** What the provider thinks of the money of one saga. */
const atTheGateway = async ({ sagaId }: Order) =>
  (await service.dataSource.manager.find(SandboxAuthorization, { order: { reference: 'ASC' } }))
    .filter(({ idempotencyKey }) => idempotencyKey.startsWith(sagaId))
    .map(({ state }) => state);

const published = (order: Order, names: string[]) =>
  eventually(() =>
    expect(
      service.orchestrator.events
        .filter(({ data, sagaId }) => data.orderId === order.orderId && sagaId === order.sagaId)
        .map(({ name }) => name),
    ).toEqual(names),
  );

const completed = { kind: 'completed', variables: {} };

describe('authorizing a payment', () => {
  it('holds the order’s total', async () => {
    const order = newOrder();
    const outcome = await authorize(order);
    const [payment] = await list(`?orderId=${order.orderId}`);
    expect(payment).toEqual({
      paymentId: expect.any(String) as string,
      orderId: order.orderId,
      amount: total,
      status: 'authorized',
    });
    expect(outcome).toEqual({ kind: 'completed', variables: { paymentId: payment!.paymentId } });
    expect(await atTheGateway(order)).toEqual(['held']);
    await published(order, ['PaymentAuthorized']);
  });

  it('keeps a declined payment and answers with the error', async () => {
    const order = newOrder();
    expect(await authorize(order, 'tok_declined')).toMatchObject({ kind: 'error', code: 'PAYMENT_DECLINED' });
    expect(await statusOf(order)).toEqual(['declined']);
    await published(order, ['PaymentDeclined']);
  });

  it('declines a token that nobody knows', async () => {
    const order = newOrder();
    expect(await authorize(order, 'tok_unheard_of')).toMatchObject({
      kind: 'error',
      code: 'PAYMENT_DECLINED',
    });
    expect(await statusOf(order)).toEqual(['declined']);
  });

  it('fails twice for tok_flaky, leaves nothing behind, and works at the third attempt', async () => {
    const order = newOrder();
    const job = { jobKey: '1000001', idempotencyKey: `${order.sagaId}/authorize/1` };
    for (const attempt of [1, 2]) {
      expect(await authorize(order, 'tok_flaky', { ...job, attempt })).toMatchObject({ kind: 'failed' });
      expect(await statusOf(order)).toEqual([]);
    }
    expect(await authorize(order, 'tok_flaky', { ...job, attempt: 3 })).toMatchObject({ kind: 'completed' });
    expect(await statusOf(order)).toEqual(['authorized']);
    expect(await atTheGateway(order)).toEqual(['held']);
  });

  it('never charges an order twice: a second authorization is given back', async () => {
    const order = newOrder();
    const first = await authorize(order);
    expect(await authorize(order)).toEqual(first);
    expect(await statusOf(order)).toEqual(['authorized']);
    expect((await atTheGateway(order)).sort()).toEqual(['given-back', 'held']);
    await published(order, ['PaymentAuthorized']);
  });

  it('charges no order whose payment was declined or given back before', async () => {
    const [declined, voided] = [newOrder(), newOrder()];
    await authorize(declined, 'tok_declined');
    expect(await authorize(declined)).toMatchObject({ kind: 'error', code: 'PAYMENT_DECLINED' });
    await authorize(voided);
    await ask('voidPayment', voided);
    expect(await authorize(voided)).toMatchObject({ kind: 'error', code: 'ORDER_CLOSED' });
    for (const order of [declined, voided]) expect(await atTheGateway(order)).not.toContain('held');
  });

  it('holds nothing for a job that hangs until its deadline', async () => {
    const order = newOrder();
    const deadline = new Date(Date.now() + 400).toISOString();
    expect(await authorize(order, 'tok_hang', { deadline })).toMatchObject({ kind: 'failed' });
    expect(await statusOf(order)).toEqual([]);
    expect(await atTheGateway(order)).toEqual([]);
  });
});

describe('capturing a payment', () => {
  it('takes what is held, once', async () => {
    const order = newOrder();
    await authorize(order);
    expect(await ask('capturePayment', order)).toEqual(completed);
    expect(await ask('capturePayment', order)).toEqual(completed);
    expect(await list(`?orderId=${order.orderId}`)).toMatchObject([{ status: 'captured', amount: total }]);
    expect(await atTheGateway(order)).toEqual(['taken']);
    await published(order, ['PaymentAuthorized', 'PaymentCaptured']);
  });

  it('needs a payment that is authorized', async () => {
    const [unknown, declined, voided] = [newOrder(), newOrder(), newOrder()];
    await authorize(declined, 'tok_declined');
    await authorize(voided);
    await ask('voidPayment', voided);
    for (const order of [unknown, declined, voided])
      expect(await ask('capturePayment', order)).toMatchObject({ kind: 'error', code: 'NOT_AUTHORIZED' });
  });
});

describe('undoing', () => {
  it('voids what is held, once', async () => {
    const order = newOrder();
    await authorize(order);
    expect(await ask('voidPayment', order)).toEqual(completed);
    expect(await ask('voidPayment', order)).toEqual(completed);
    expect(await statusOf(order)).toEqual(['voided']);
    expect(await atTheGateway(order)).toEqual(['given-back']);
    await published(order, ['PaymentAuthorized', 'PaymentVoided']);
  });

  it('refunds what was taken, and has nothing to void then', async () => {
    const order = newOrder();
    await authorize(order);
    await ask('capturePayment', order);
    for (const task of ['refundPayment', 'refundPayment', 'voidPayment'])
      expect(await ask(task, order)).toEqual(completed);
    expect(await statusOf(order)).toEqual(['refunded']);
    expect(await atTheGateway(order)).toEqual(['given-back']);
    await published(order, ['PaymentAuthorized', 'PaymentCaptured', 'PaymentRefunded']);
  });

  it('refunds also where only the authorization is undone', async () => {
    const order = newOrder();
    await authorize(order);
    await ask('capturePayment', order);
    await ask('voidPayment', order);
    await ask('refundPayment', order);
    expect(await statusOf(order)).toEqual(['refunded']);
  });

  it('refunds nothing that was not taken', async () => {
    const order = newOrder();
    await authorize(order);
    expect(await ask('refundPayment', order)).toEqual(completed);
    expect(await statusOf(order)).toEqual(['authorized']);
  });

  it('voids a declined payment whose answer came too late to count', async () => {
    const order = newOrder();
    await authorize(order, 'tok_declined');
    expect(await ask('voidPayment', order)).toEqual(completed);
    expect(await statusOf(order)).toEqual(['voided']);
    expect(await atTheGateway(order)).toEqual(['declined']);
  });

  it('has nothing to do where there is no payment', async () => {
    const order = newOrder();
    for (const task of ['voidPayment', 'refundPayment']) expect(await ask(task, order)).toEqual(completed);
    expect(await statusOf(order)).toEqual([]);
  });
});

describe('GET /payments', () => {
  it.each([
    '?orderId=',
    '?orderId=nonsense',
    '?orderId=%00',
    `?orderId=${randomUUID()}`,
    '?orderId=1&orderId=2',
  ])('answers an empty array to %s', async (query) => {
    expect(await list(query)).toEqual([]);
  });

  it('lists the latest payments without a filter', async () => {
    const order = newOrder();
    await authorize(order);
    const payments = await list('');
    expect(payments[0]).toMatchObject({ orderId: order.orderId });
    expect(payments.length).toBeGreaterThan(1);
  });
});
