import type { Json } from '@partitura/feel';
import { isStorable, notStorable } from '@partitura/runtime';
import { z } from 'zod';

export const variables = z.record(
  z.string(),
  z.custom<Json>((value) => isStorable(value), notStorable),
);

/** Members that Camunda's clients may send and that change nothing here. */
export const tenantId = z.literal('<default>', 'there is one tenant, <default>').optional();
export const operationReference = z.int().min(1).optional();
