import {
  ContractError,
  demoJobs,
  domainEvents,
  occurred,
  orderPlaced,
  received,
  reserveStock,
  MAX_AMOUNT,
  MAX_LINES,
  MAX_QUANTITY,
  type OrderPlaced,
} from './index';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

const placed = (changes: Partial<OrderPlaced> = {}): OrderPlaced => ({
  orderId: '0199d3a8-6f5a-7c31-9a8e-3f1f6f3c2b10',
  customerId: 'c-1',
  items: [{ sku: 'sku-1', quantity: 2, unitPrice: eur(150) }],
  total: eur(300),
  shippingAddress: { name: 'Ada', street: 'Am Markt 1', city: 'Köln', postalCode: '50667', country: 'DE' },
  paymentToken: 'tok_visa',
  ...changes,
});

describe('what a producer publishes', () => {
  it('carries the name and the data of the event', () => {
    expect(occurred(orderPlaced, placed())).toEqual({ name: 'OrderPlaced', data: placed() });
  });

  it('is refused when it breaks the schema, naming every field', () => {
    const broken = placed({ customerId: '', total: eur(-1) });
    expect(() => occurred(orderPlaced, broken)).toThrow(ContractError);
    expect(() => occurred(orderPlaced, broken)).toThrow(
      /OrderPlaced of order.*customerId: .*total\.amount: /,
    );
  });
});

describe('what a consumer reads', () => {
  it('is the data without fields it does not know', () => {
    expect(received(orderPlaced, { ...placed(), addedLater: true })).toEqual(placed());
  });

  it('is refused when it breaks the schema', () => {
    expect(() => received(orderPlaced, { ...placed(), items: 'none' })).toThrow(/items: /);
    expect(() => received(orderPlaced, null)).toThrow(/\(all of it\)/);
  });
});

describe('values out of range', () => {
  const items = (item: object) => [{ ...placed().items[0], ...item }] as OrderPlaced['items'];

  it.each<[string, Partial<OrderPlaced>]>([
    ['no piece', { items: items({ quantity: 0 }) }],
    ['too many pieces', { items: items({ quantity: MAX_QUANTITY + 1 }) }],
    ['half a piece', { items: items({ quantity: 0.5 }) }],
    ['a negative price', { items: items({ unitPrice: eur(-1) }) }],
    ['fractions of a cent', { items: items({ unitPrice: eur(0.5) }) }],
    ['more money than an order can be worth', { total: eur(MAX_AMOUNT + 1) }],
    ['a currency that is none', { total: { amount: 1, currency: 'euro' } }],
    ['no line', { items: [] }],
    ['too many lines', { items: Array.from({ length: MAX_LINES + 1 }, () => placed().items[0]!) }],
    ['a country by its name', { shippingAddress: { ...placed().shippingAddress, country: 'Germany' } }],
    ['a NUL in a name', { shippingAddress: { ...placed().shippingAddress, name: 'A\u0000da' } }],
    ['half a character in a name', { shippingAddress: { ...placed().shippingAddress, name: 'A\ud800' } }],
    ['blanks for a street', { shippingAddress: { ...placed().shippingAddress, street: '   ' } }],
    ['an order id that is none', { orderId: '42' }],
  ])('refuses %s', (_, change) => {
    expect(orderPlaced.data.safeParse(placed(change)).success).toBe(false);
  });
});

it('takes as job variables what the order service publishes', () => {
  const { orderId, items } = placed();
  expect(reserveStock.input.parse(placed())).toEqual({
    orderId,
    items: items.map(({ sku, quantity }) => ({ sku, quantity })),
  });
});

it('names each event and each job type once, below its participant', () => {
  const participants = ['order', 'inventory', 'payment', 'shipping'];
  const names = domainEvents.map(({ name }) => name);
  const types = demoJobs.map(({ type }) => type);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(types).size).toBe(types.length);
  for (const { participant } of domainEvents) expect(participants).toContain(participant);
  for (const type of types) expect(participants).toContain(type.split('.')[0]);
});
