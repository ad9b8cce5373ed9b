import type { Json } from '@partitura/feel';

/** Levels of lists and objects inside one another; what is deeper could be read, but neither evaluated nor stored. */
export const MAX_JSON_DEPTH = 500;

/**
 * Whether something that came out of `JSON.parse` can be kept as a variable: not too deep, and without numbers that are none
 * (`1e400` is read as infinity, and would be stored as null).
 */
export function isStorable(value: unknown, depth = 0): value is Json {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= MAX_JSON_DEPTH) return false;
  for (const member of Object.values(value)) if (!isStorable(member, depth + 1)) return false;
  return true;
}

export const notStorable = `give JSON of ${MAX_JSON_DEPTH} levels at most, with numbers below 1.8e308`;
