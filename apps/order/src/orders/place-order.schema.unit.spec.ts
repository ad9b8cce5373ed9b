import { MAX_LINES, MAX_QUANTITY } from '@partitura/contracts';
import { placeOrderRequest } from './place-order.schema';

const request = () => ({
  customerId: 'c-1',
  items: [{ sku: 'sku-1', quantity: 2 }],
  shippingAddress: { name: 'Ada', street: 'Am Markt 1', city: 'Köln', postalCode: '50667', country: 'DE' },
  paymentToken: 'tok_visa',
});

const faults = (body: unknown): string[] =>
  placeOrderRequest.safeParse(body).error?.issues.map(({ path }) => path.join('.')) ?? [];

it('takes an order as it is meant', () => {
  expect(placeOrderRequest.parse(request())).toEqual(request());
});

it.each(['sku-1', 'sku-100', 'sku-rare', 'sku-none'])('knows %s', (sku) => {
  expect(faults({ ...request(), items: [{ sku, quantity: 1 }] })).toEqual([]);
});

it.each(['sku-0', 'sku-101', 'SKU-1', '__proto__', ''])('refuses %j, which the catalogue lacks', (sku) => {
  const found = faults({ ...request(), items: [{ sku, quantity: 1 }] });
  expect(new Set(found)).toEqual(new Set(['items.0.sku']));
});

it('names every field at fault at once', () => {
  const body = {
    customerId: ' ',
    items: [
      { sku: 'sku-1', quantity: 0 },
      { sku: 'sku-999', quantity: '3' },
    ],
    shippingAddress: { name: 'Ada', street: '', city: 'Köln', country: 'Germany' },
  };
  expect(faults(body).sort()).toEqual([
    'customerId',
    'items.0.quantity',
    'items.1.quantity',
    'items.1.sku',
    'paymentToken',
    'shippingAddress.country',
    'shippingAddress.postalCode',
    'shippingAddress.street',
  ]);
});

it.each([0, -1, 1.5, MAX_QUANTITY + 1, Number.MAX_SAFE_INTEGER, '1', null])(
  'refuses %p pieces',
  (quantity) => {
    expect(faults({ ...request(), items: [{ sku: 'sku-1', quantity }] })).toEqual(['items.0.quantity']);
  },
);

it('refuses no lines and too many', () => {
  expect(faults({ ...request(), items: [] })).toEqual(['items']);
  const items = Array.from({ length: MAX_LINES + 1 }, () => ({ sku: 'sku-1', quantity: 1 }));
  expect(faults({ ...request(), items })).toEqual(['items']);
});

it('refuses a price: those are the catalogue’s', () => {
  const items = [{ sku: 'sku-1', quantity: 1, unitPrice: { amount: 1, currency: 'EUR' } }];
  expect(faults({ ...request(), items, total: 1 }).sort()).toEqual(['items.0.unitPrice', 'total']);
});

it.each([null, [], 'order', 7])('refuses %p as a body', (body) => {
  expect(placeOrderRequest.safeParse(body).success).toBe(false);
});
