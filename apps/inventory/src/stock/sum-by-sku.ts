import { type Pieces } from '@partitura/contracts';
import { type Quantities } from './reservation.entity';

/** One entry for each sku, in the order of skus: whoever locks several rows of stock locks them in this order. */
export function sumBySku(lines: readonly Pieces[]): Quantities {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of lines) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return [...sums].map(([sku, quantity]) => ({ sku, quantity })).sort((a, b) => (a.sku < b.sku ? -1 : 1));
}
