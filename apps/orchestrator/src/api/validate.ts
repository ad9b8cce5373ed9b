import type { z } from 'zod';
import { ApiProblem } from './api-problem';

/** The value as the schema reads it; a problem that names every field at fault otherwise. */
export function valid<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    field: path.join('.') || 'body',
    message,
  }));
  throw new ApiProblem(
    'INVALID_ARGUMENT',
    `${errors.map(({ field, message }) => `${field}: ${message}`).join('; ')}. Correct the named fields and ask again.`,
    { errors },
  );
}
