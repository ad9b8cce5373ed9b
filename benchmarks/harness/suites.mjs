import { request } from './http.mjs';

const finalWithinSeconds = 60;
const lookEveryMs = 25;

const bytes = 306;

/** The benchmark's order: 306 bytes of JSON. */
export function sampleOrder(number) {
  const order = {
    orderId: `o-${String(number).padStart(16, '0')}`,
    customerId: 'customer-42',
    items: [
      { sku: 'sku-1', quantity: 2, unitPrice: 1999 },
      { sku: 'sku-2', quantity: 1, unitPrice: 4950 },
    ],
    total: { amount: 8948, currency: 'EUR' },
    shippingAddress: { name: 'Ada Lovelace', street: 'St James', city: 'London', country: 'GB' },
    note: '',
  };
  return { ...order, note: '.'.repeat(bytes - JSON.stringify(order).length) };
}

/** Results of the handlers that a confirmed saga carries at its end. */
const results = ['reservationId', 'paymentId', 'trackingId', 'confirmed'];

/** The host where the saga begins: it begins sagas, and knows how they have ended. */
const frontDoors = {
  orchestrated: ({ orchestrator }, variables) =>
    request('POST', `${orchestrator}/v2/process-instances`, {
      processDefinitionId: 's4-order',
      variables,
      awaitCompletion: true,
      requestTimeout: finalWithinSeconds * 1000,
    }),
  choreographed: ({ order }, variables) => request('POST', `${order}/orders`, variables),
};

/** Four participants with trivial handlers: one request starts the saga and is answered with its final state. */
const saga = {
  /** @returns {Promise<boolean>} whether the result is right */
  async run({ urls, placement, scenario, number }) {
    const declined = scenario === 'S4C';
    const order = { ...sampleOrder(number), ...(declined ? { declined } : {}) };
    const { status, body } = await frontDoors[placement](urls, order);
    if (status !== 200) throw new Error(`The order was answered ${status} ${JSON.stringify(body)}`);
    if (declined) return body.state === 'compensated';
    return body.state === 'completed' && results.every((name) => body.variables[name] !== undefined);
  },
};

const outcomes = {
  S4: { status: 'confirmed', reason: null },
  S4C: { status: 'rejected', reason: 'PAYMENT_DECLINED' },
};

/** The services of the demo: an order is placed, the saga awaited, and the order read. */
const demo = {
  async run({ urls: { order, orchestrator }, scenario, number }) {
    const placed = await request('POST', `${order}/orders`, {
      customerId: `customer-${number % 1000}`,
      items: [{ sku: `sku-${(number % 100) + 1}`, quantity: 1 }],
      shippingAddress: {
        name: 'Ada Lovelace',
        street: 'St James Square 12',
        city: 'London',
        postalCode: 'SW1Y',
        country: 'GB',
      },
      paymentToken: scenario === 'S4' ? 'tok_visa' : 'tok_declined',
    });
    if (placed.status !== 202)
      throw new Error(`POST /orders answered ${placed.status} ${JSON.stringify(placed.body)}`);
    await finalSaga(orchestrator, placed.body.sagaId);
    const body = await finalOrder(order, placed.body.orderId);
    const wanted = outcomes[scenario];
    return body.status === wanted.status && body.reason === wanted.reason;
  },
};

/** The saga is not known until its order's event has arrived. */
const finalSaga = (orchestrator, sagaId) =>
  until(
    `${orchestrator}/v2/sagas/${sagaId}?wait=${finalWithinSeconds}`,
    ({ status, body }) => status === 200 && !['active', 'incident'].includes(body.state),
  );

/** The order hears of the saga's end from the journal, a moment later. */
const finalOrder = (order, orderId) =>
  until(`${order}/orders/${orderId}`, ({ status, body }) => status === 200 && body.status !== 'pending');

async function until(url, isFinal) {
  const deadline = Date.now() + finalWithinSeconds * 1000;
  for (;;) {
    const answer = await request('GET', url);
    if (isFinal(answer)) return answer.body;
    if (Date.now() > deadline)
      throw new Error(`${url} is not final after ${finalWithinSeconds} s: ${JSON.stringify(answer.body)}`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

export const suites = { saga, demo };
