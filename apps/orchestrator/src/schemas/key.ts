import { parseKey } from '@partitura/runtime';
import { z } from 'zod';

/** A public key in a body: a decimal string of a positive 63-bit integer. */
export const key = z
  .string()
  .refine(
    (text) => parseKey(text) !== undefined,
    'give a key: a positive 63-bit integer as a decimal string',
  );
