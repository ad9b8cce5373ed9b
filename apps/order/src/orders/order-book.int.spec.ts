import { randomUUID } from 'node:crypto';
import { eventually } from '@partitura/testing';
import { orderService } from '../service';
import { sampleOrder } from '../testing/sample-order';
import { type ServiceUnderTest, startService } from '@partitura/nest-testing';
import { PAGE_SIZE, type OrderPage } from './order-book';
import { type OrderView } from './order-view';

let service: ServiceUnderTest;

beforeAll(async () => {
  service = await startService(orderService);
});

afterAll(() => service.stop());

const place = async (): Promise<{ orderId: string; sagaId: string }> =>
  (await service.http<{ orderId: string; sagaId: string }>('POST', '/orders', sampleOrder())).body;

const list = async (query = ''): Promise<OrderPage> =>
  (await service.http<OrderPage>('GET', `/orders${query}`)).body;

describe('GET /orders/{id}', () => {
  it('shows the order with its history', async () => {
    const { orderId, sagaId } = await place();
    const { status, body } = await service.http('GET', `/orders/${orderId}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      orderId,
      sagaId,
      status: 'pending',
      reason: null,
      total: { amount: 398, currency: 'EUR' },
      items: [{ sku: 'sku-1', quantity: 2, unitPrice: { amount: 199, currency: 'EUR' } }],
      history: [{ at: expect.stringMatching(/^\d{4}-.*Z$/) as string, what: 'placed' }],
    });
  });

  it('tells everything that happened, in order', async () => {
    const { orderId, sagaId } = await place();
    await service.http('POST', `/orders/${orderId}/cancel`);
    const compensates = { elementId: 'registerOrder', reason: { code: 'CANCELLED_BY_CUSTOMER' } };
    await service.orchestrator.ask('order.closeOrder', { orderId }, { sagaId, compensates });
    await service.orchestrator.endSaga({ sagaId, state: 'compensated' });
    const { history } = await eventually(async () => {
      const { body } = await service.http<OrderView>('GET', `/orders/${orderId}`);
      expect(body.status).toBe('cancelled');
      return body;
    });
    expect(history.map(({ what }) => what)).toEqual([
      'placed',
      'cancellation requested',
      'cancelled: CANCELLED_BY_CUSTOMER',
    ]);
  });

  it.each([randomUUID(), 'nonsense', '%00'])('answers 404 for %s', async (orderId) => {
    const { status, type } = await service.http('GET', `/orders/${orderId}`);
    expect(status).toBe(404);
    expect(type).toContain('application/problem+json');
  });
});

describe('GET /orders', () => {
  it('lists newest first, 50 a page, every order once while new ones are placed', async () => {
    const placed: string[] = [];
    for (let n = 0; n < 2 * PAGE_SIZE + 5; n += 1) placed.unshift((await place()).orderId);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: OrderPage = await list(cursor === null ? '' : `?cursor=${cursor}`);
      expect(page.orders.length).toBeLessThanOrEqual(PAGE_SIZE);
      seen.push(...page.orders.map(({ orderId }) => orderId));
      cursor = page.nextCursor;
      await place();
    } while (cursor !== null);
    expect(seen.slice(0, placed.length)).toEqual(placed);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('gives no cursor after the last page, also when that is full', async () => {
    const { sagaId, orderId } = await place();
    await service.orchestrator.endSaga({ sagaId, state: 'completed' });
    const page = await eventually(async () => {
      const found = await list('?status=confirmed');
      expect(found.orders).toHaveLength(1);
      return found;
    });
    expect(page.nextCursor).toBeNull();
    expect(page.orders.map((order) => order.orderId)).toEqual([orderId]);
    expect(page.orders[0]).toMatchObject({
      sagaId,
      status: 'confirmed',
      reason: null,
      total: { amount: 398 },
    });
  });

  it('filters by status', async () => {
    const { orders } = await list('?status=pending');
    expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(['pending']));
    expect((await list('?status=failed')).orders).toEqual([]);
  });

  it.each(['?status=lost', '?cursor=abc', '?status=pending&status=failed'])(
    'answers 400 to %s',
    async (query) => {
      const { status, type, body } = await service.http('GET', `/orders${query}`);
      expect(status).toBe(400);
      expect(type).toContain('application/problem+json');
      expect(JSON.stringify(body)).toMatch(/status|cursor/);
    },
  );
});
