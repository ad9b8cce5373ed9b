import { auditOrder } from './audit-order.mjs';
import { auditStock } from './audit-stock.mjs';
import { kindOf, kinds, orderOf } from './kinds.mjs';

const total = { amount: 700, currency: 'EUR' };
const plain = kinds[0]!;

const followed = (end: string, payments: string[], shipments: string[], more: object = {}) => ({
  kind: { ...plain, ends: [end] },
  order: { orderId: 'o-1', status: end.split(' ')[0]!, total },
  payments: payments.map((status) => ({ status, amount: total })),
  shipments: shipments.map((status) => ({ status })),
  end,
  cancelAccepted: false,
  ms: 1,
  ...more,
});

describe('the audit of an order', () => {
  it.each([
    ['confirmed', ['captured'], ['shipped']],
    ['rejected OUT_OF_STOCK', [], []],
    ['rejected PAYMENT_DECLINED', ['declined'], []],
    ['rejected ADDRESS_NOT_SERVED', ['voided'], ['refused']],
    ['rejected ADDRESS_NOT_SERVED', ['refunded'], ['refused']],
    ['cancelled CANCELLED_BY_CUSTOMER', [], []],
    ['cancelled CANCELLED_BY_CUSTOMER', ['refunded'], ['recalled']],
    ['failed TIMEOUT', ['voided'], []],
  ])('accepts %s with payments %j and shipments %j', (end, payments, shipments) => {
    expect(auditOrder(followed(end, payments, shipments))).toEqual([]);
  });

  it.each([
    ['confirmed', ['authorized'], ['shipped']],
    ['confirmed', ['captured', 'captured'], ['shipped']],
    ['confirmed', [], ['shipped']],
    ['confirmed', ['captured'], ['recalled']],
    ['confirmed', ['captured'], []],
    ['rejected OUT_OF_STOCK', ['voided'], []],
    ['rejected PAYMENT_DECLINED', [], []],
    ['rejected ADDRESS_NOT_SERVED', ['captured'], ['refused']],
    ['cancelled CANCELLED_BY_CUSTOMER', ['captured'], ['recalled']],
    ['cancelled CANCELLED_BY_CUSTOMER', ['voided'], ['shipped']],
    ['failed TIMEOUT', ['authorized'], []],
  ])('finds fault with %s and payments %j, shipments %j', (end, payments, shipments) => {
    expect(auditOrder(followed(end, payments, shipments))).toHaveLength(1);
  });

  it('finds fault with an amount that is not the order’s total', () => {
    const payments = [{ status: 'captured', amount: { ...total, amount: 1 } }];
    expect(auditOrder(followed('confirmed', [], ['shipped'], { payments }))).toEqual([
      'costs 700 and its payment is over 1',
    ]);
  });

  it('finds fault with an end that the kind of order does not have', () => {
    const wrong = {
      ...followed('confirmed', ['captured'], ['shipped']),
      kind: { ...plain, ends: ['other'] },
    };
    expect(auditOrder(wrong)).toEqual(['ended "confirmed" instead of "other"']);
  });

  it('finds fault with an order that is not final', () => {
    expect(auditOrder(followed('pending', [], []))).toEqual(['is still pending']);
  });

  it('lets an order go on whose cancellation was refused, and none whose cancellation was accepted', () => {
    const kind = kinds.find(({ cancel }) => cancel)!;
    const confirmed = { ...followed('confirmed', ['captured'], ['shipped']), kind };
    expect(auditOrder({ ...confirmed, cancelAccepted: false })).toEqual([]);
    expect(auditOrder({ ...confirmed, cancelAccepted: true })).toHaveLength(1);
  });
});

describe('the audit of the stock', () => {
  const item = (onHand: number, reserved: number, shipped: number, initial = 10) => ({
    sku: 'sku-1',
    onHand,
    reserved,
    shipped,
    initial,
  });
  const sold = [{ items: [{ sku: 'sku-1', quantity: 2 }] }, { items: [{ sku: 'sku-1', quantity: 1 }] }];

  it('accepts what the confirmed orders explain', () => {
    expect(auditStock([item(10, 0, 0)], [item(7, 0, 3)], sold)).toEqual([]);
    expect(auditStock([item(6, 1, 3)], [item(6, 1, 3)], [])).toEqual([]);
  });

  it.each([
    ['a piece that vanished', item(6, 0, 3)],
    ['a piece that appeared', item(8, 0, 3)],
    ['a piece shipped that nobody bought', item(6, 0, 4)],
    ['a piece bought that was not shipped', item(8, 0, 2)],
    ['a piece that stays reserved', item(6, 1, 3)],
    ['less than nothing', item(-1, 0, 3, 2)],
  ])('finds %s', (_, after) => {
    expect(auditStock([item(10, 0, 0)], [after], sold)).not.toEqual([]);
  });
});

it('places every kind of order, whatever their number', () => {
  const names = (count: number) => new Set(Array.from({ length: count }, (_, index) => kindOf(index)!.name));
  expect(names(kinds.length).size).toBe(kinds.length);
  expect(names(1000).size).toBe(kinds.length);
  for (let index = 0; index < 100; index += 1)
    expect(orderOf(kindOf(index)!, index)).toMatchObject({ customerId: `customer-${index}` });
});
