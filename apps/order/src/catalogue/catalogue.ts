import { type Money } from '@partitura/contracts';

const eur = (amount: number): Money => ({ amount, currency: 'EUR' });

/** Prices per piece; every order of the demo is in EUR. */
const prices: ReadonlyMap<string, Money> = new Map([
  ...Array.from({ length: 100 }, (_, index): [string, Money] => [`sku-${index + 1}`, eur(199 + index * 50)]),
  ['sku-rare', eur(49_900)],
  ['sku-none', eur(1_299)],
]);

/** The price of one piece; undefined: no such sku. */
export const priceOf = (sku: string): Money | undefined => prices.get(sku);
