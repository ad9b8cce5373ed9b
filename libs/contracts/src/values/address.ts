import { z } from 'zod';
import { line } from './text';

/** Where a parcel goes; `country` is ISO 3166-1 alpha-2. */
export const address = z.object({
  name: line(200),
  street: line(200),
  city: line(200),
  postalCode: line(20),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code, such as DE'),
});
export type Address = z.infer<typeof address>;
