import type { JobAnswer, Variables } from '@partitura/runtime';
import { BusinessError } from '../handlers/business-error';
import { describeIssues, type Schema } from '../handlers/schema';
import { asJson } from './json';

export type JobOutcome = JobAnswer['outcome'];

type Failed = Extract<JobOutcome, { kind: 'failed' }>;

const maxMessage = 2_000;

/** Variables that break a handler's `input` schema: no retry makes them better. */
export class InvalidVariablesError extends Error {
  readonly code = 'INVALID_VARIABLES';
}

/** Checks a value against a schema; without one it passes as it is. */
export async function validated(schema: Schema | undefined, value: unknown, what: string): Promise<unknown> {
  if (schema === undefined) return value;
  const result = await schema['~standard'].validate(value);
  if (result.issues !== undefined)
    throw new InvalidVariablesError(`${what}: ${describeIssues(result.issues)}`);
  return result.value;
}

/** What a handler returned, as variables. Throws on anything but an object or nothing. */
export function completed(value: unknown): JobOutcome {
  if (value === undefined || value === null) return { kind: 'completed', variables: {} };
  if (typeof value !== 'object' || Array.isArray(value))
    throw new Error(
      `The handler returned ${Array.isArray(value) ? 'an array' : `a ${typeof value}`}: return an object of variables, or nothing.`,
    );
  return { kind: 'completed', variables: value as Variables };
}

export function failureOutcome(error: unknown): JobOutcome {
  if (error instanceof BusinessError) return businessOutcome(error);
  if (error instanceof InvalidVariablesError)
    return { kind: 'failed', message: cut(error.message), retries: 0, incident: 'IO_MAPPING' };
  return { kind: 'failed', message: cut(messageOf(error)) };
}

function businessOutcome({ code, message, variables }: BusinessError): JobOutcome {
  try {
    return {
      kind: 'error',
      code,
      message,
      variables: variables && asJson(variables, `The business error ${code} carries`),
    };
  } catch (error) {
    return { kind: 'failed', message: (error as Error).message };
  }
}

export function unknownJobType(jobType: string, known: readonly string[]): Failed {
  const has = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
  return {
    kind: 'failed',
    message: `This service has no handler for the job type '${jobType}'; ${has}. Deploy the handler or correct the model, then resolve the incident.`,
    retries: 0,
  };
}

function messageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string')
    return error.message === '' ? 'The handler failed without a message' : error.message;
  return 'The handler failed without a message';
}

const cut = (message: string): string =>
  message.length > maxMessage ? `${message.slice(0, maxMessage)}…` : message;
