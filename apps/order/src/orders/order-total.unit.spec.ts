import { MAX_AMOUNT, MAX_LINES, MAX_QUANTITY } from '@partitura/contracts';
import { priceOf } from '../catalogue/catalogue';
import { orderTotal } from './order-total';

const price = (amount: number, currency = 'EUR') => ({ amount, currency });

it('adds up the lines in minor units', () => {
  const lines = [
    { sku: 'a', quantity: 3, unitPrice: price(10) },
    { sku: 'b', quantity: 1, unitPrice: price(299) },
  ];
  expect(orderTotal(lines)).toEqual(price(329));
});

it('does not add different currencies', () => {
  const lines = [
    { sku: 'a', quantity: 1, unitPrice: price(1) },
    { sku: 'b', quantity: 1, unitPrice: price(1, 'USD') },
  ];
  expect(() => orderTotal(lines)).toThrow(/one currency/);
  expect(() => orderTotal([])).toThrow(/one currency/);
});

it('keeps the dearest possible order within what a contract allows', () => {
  const lines = Array.from({ length: MAX_LINES }, () => ({
    sku: 'sku-rare',
    quantity: MAX_QUANTITY,
    unitPrice: priceOf('sku-rare')!,
  }));
  expect(orderTotal(lines).amount).toBeLessThanOrEqual(MAX_AMOUNT);
});
