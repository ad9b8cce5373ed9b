import { z } from 'zod';

/** The id that a client gives to a saga. */
export const sagaId = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'printable ASCII without spaces');
