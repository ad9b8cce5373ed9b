import { z } from 'zod';

/**
 * One line of text: trimmed, not empty, at most `max` characters.
 *
 * Control characters and lone surrogates are refused: Postgres cannot store them all, and none belongs on a parcel.
 */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters or halves of characters');
