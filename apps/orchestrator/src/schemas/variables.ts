import type { Json } from '@partitura/feel';
import { z } from 'zod';

/** A JSON object; what a body parser has read is JSON whatever its members are. */
export const variables = z.record(
  z.string(),
  z.custom<Json>(() => true),
);

/** Members that Camunda's clients may send and that change nothing here. */
export const tenantId = z.literal('<default>', 'there is one tenant, <default>').optional();
export const operationReference = z.int().min(1).optional();
