import type { ValueTransformer } from 'typeorm';

/** Amounts fit a JavaScript integer by contract, though Postgres' driver hands bigint out as text. */
export const minorUnits: ValueTransformer = {
  to: (amount?: number) => amount,
  from: (text?: string | null) => (text === undefined || text === null ? text : Number(text)),
};
