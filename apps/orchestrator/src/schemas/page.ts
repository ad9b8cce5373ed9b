import { parseKey, type Page } from '@partitura/runtime';
import { z } from 'zod';

const cursor = z
  .string()
  .transform((text) => parseKey(Buffer.from(text, 'base64url').toString()))
  .refine((place) => place !== undefined, 'give a cursor of an earlier answer');

/** Paging by offset (`from`) or by the cursors of an earlier answer. */
export const page = z
  .strictObject({
    limit: z.int().min(1).max(10_000).default(100),
    from: z.int().min(0).max(100_000).optional(),
    after: cursor.optional(),
    before: cursor.optional(),
  })
  .refine(({ after, before, from }) => [after, before, from].filter((one) => one !== undefined).length <= 1, {
    message: 'give one of from, after and before',
  })
  .default({ limit: 100 });

/** Lists are in the order of their keys, which is about the order of time. */
export const sortBy = (field: string, timeField: string) =>
  z
    .array(
      z.strictObject({
        field: z.enum([field, timeField]),
        order: z.enum(['ASC', 'DESC', 'asc', 'desc']).default('ASC'),
      }),
    )
    .max(1, `sort by ${field} only`)
    .default([]);

export const pageOf = (
  { after, before, from, limit }: z.output<typeof page>,
  sort: readonly { readonly order: string }[],
): Page => ({
  limit,
  order: sort[0]?.order.toUpperCase() === 'ASC' ? 'asc' : 'desc',
  ...(after ? { after } : {}),
  ...(before ? { before } : {}),
  ...(from === undefined ? {} : { from }),
});
