import { type Money, type OrderLine } from '@partitura/contracts';

/** The sum over lines of one currency. */
export function orderTotal(lines: readonly OrderLine[]): Money {
  const currencies = new Set(lines.map(({ unitPrice }) => unitPrice.currency));
  const [currency] = currencies;
  if (currency === undefined || currencies.size > 1)
    throw new Error(
      `An order has lines of exactly one currency, not of ${currencies.size}: price them in one currency.`,
    );
  return {
    amount: lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice.amount * quantity, 0),
    currency,
  };
}
