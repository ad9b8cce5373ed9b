import type { z } from 'zod';

/** Settings from the environment that cannot be used; the message names each variable, its value and what is allowed. */
export class EnvironmentError extends Error {
  readonly code = 'ENVIRONMENT_INVALID';

  constructor(readonly problems: readonly string[]) {
    super(
      `The environment has ${problems.length === 1 ? 'a bad value' : `${problems.length} bad values`}:\n  ${problems.join('\n  ')}`,
    );
    this.name = 'EnvironmentError';
  }
}

/** Values that must not appear in logs; the rest of a URL may. */
const withoutPassword = (value: string): string => value.replace(/(\/\/[^:/@\s]*:)[^@\s]*@/, '$1***@');

/**
 * Checks environment variables against a zod schema; an empty string counts as not set.
 *
 * Throws `EnvironmentError` with all problems at once.
 */
export function readEnvironment<S extends z.ZodType>(
  schema: S,
  source: NodeJS.ProcessEnv = process.env,
): z.infer<S> {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new EnvironmentError(
    result.error.issues.map(({ path, message }) => {
      const name = String(path[0] ?? '');
      const value = given[name];
      return value === undefined
        ? `${name} is not set; ${describe(message)}`
        : `${name}=${withoutPassword(value)}: ${message}`;
    }),
  );
}

/** zod's own words for a missing value say nothing that "is not set" does not. */
const describe = (message: string): string =>
  message.startsWith('Invalid input') ? 'it is required' : message;
