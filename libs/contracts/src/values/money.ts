import { z } from 'zod';

/** Minor units: the largest amount that one order can be worth, 100 million in a currency of two decimals. */
export const MAX_AMOUNT = 10_000_000_000;

/** An amount in integer minor units (cents) with its ISO 4217 currency. */
export const money = z.object({
  amount: z.int().min(0).max(MAX_AMOUNT),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code, such as EUR'),
});
export type Money = z.infer<typeof money>;
