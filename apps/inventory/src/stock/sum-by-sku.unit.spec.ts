import { sumBySku } from './sum-by-sku';

it('adds up the lines of one sku', () => {
  const lines = [
    { sku: 'sku-2', quantity: 1 },
    { sku: 'sku-1', quantity: 2 },
    { sku: 'sku-2', quantity: 3 },
  ];
  expect(sumBySku(lines)).toEqual([
    { sku: 'sku-1', quantity: 2 },
    { sku: 'sku-2', quantity: 4 },
  ]);
});
