import { type Json, parseDateTime, parseDuration } from '@partitura/feel';
import { z } from 'zod';

/** YAML knows numbers that JSON does not have. */
const isJson = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value !== 'object' || value === null || Object.values(value).every(isJson);

/** Variables as they stand in the file. */
const variables = z
  .record(
    z.string(),
    z.custom<Json>(isJson, 'it holds a number that JSON does not have: write what the process shall see'),
  )
  .nullish()
  .transform((value) => value ?? {});

/** Text that can be read; what is wrong with it otherwise is the message. */
const readable = (read: (text: string) => unknown) =>
  z.string().superRefine((value, { addIssue }) => {
    try {
      read(value);
    } catch (error) {
      addIssue((error as Error).message.replace(/\.$/, ''));
    }
  });

const duration = readable(parseDuration);
const text = z.union([z.string(), z.number()]).transform(String);
const refused = z.boolean().optional();

const answer = z.union([
  z.strictObject({ complete: variables }),
  z.strictObject({
    fail: z
      .strictObject({
        message: text.optional(),
        retries: z.int().min(0).optional(),
        backoff: duration.optional(),
      })
      .nullable()
      .transform((value) => value ?? {}),
  }),
  z.strictObject({
    error: z.strictObject({ code: text, message: text.optional(), variables }),
  }),
]);

const jobOrTask = z.union([
  z.strictObject({ job: z.string(), variables, refused }),
  z.strictObject({ task: z.string(), variables, refused }),
]);

const instance = z.strictObject({
  state: z.enum(['active', 'completed', 'canceled', 'compensated', 'incident']).optional(),
  variables,
  absent: z.array(z.string()).optional(),
});

const incidentType = z.enum([
  'JOB_NO_RETRIES',
  'UNHANDLED_ERROR',
  'EXPRESSION',
  'IO_MAPPING',
  'CONDITION',
  'COMPENSATION',
  'CALLED_ELEMENT',
  'DECISION',
  'MESSAGE_SIZE',
]);

const expectation = z
  .strictObject({
    instances: z.record(z.string(), instance).optional(),
    completed: z.array(z.string()).optional(),
    never: z.array(z.string()).optional(),
    order: z.array(z.string()).optional(),
    counts: z.record(z.string(), z.int().min(0)).optional(),
    active: z.array(z.string()).optional(),
    calls: z.array(z.string()).optional(),
    callsAnyOrder: z.array(z.string()).optional(),
    inputs: z.record(z.string(), z.array(variables)).optional(),
    incidents: z.array(z.strictObject({ element: z.string(), type: incidentType.optional() })).optional(),
    messages: z.array(z.strictObject({ name: z.string(), key: text.optional() })).optional(),
    rejected: z.union([z.boolean(), z.strictObject({ message: text })]).optional(),
  })
  .nullable()
  .transform((value) => value ?? {});

/** One step: a mapping with exactly one of these keys. */
const steps = {
  create: z.strictObject({
    process: z.string(),
    as: text.optional(),
    variables,
    version: z.int().min(1).optional(),
    sagaId: text.optional(),
    refused,
  }),
  publish: z.strictObject({
    message: z.string(),
    key: text.optional(),
    variables,
    ttl: duration.optional(),
    id: text.optional(),
  }),
  signal: z.strictObject({ name: z.string(), variables }),
  advance: duration,
  complete: jobOrTask,
  fail: z.strictObject({
    job: z.string(),
    message: text.optional(),
    retries: z.int().min(0).optional(),
    backoff: duration.optional(),
    refused,
  }),
  error: z.strictObject({
    job: z.string(),
    code: text,
    message: text.optional(),
    variables,
    refused,
  }),
  cancel: z.strictObject({ instance: text, refused }),
  set: z.strictObject({ instance: text, variables }),
  resolve: z.strictObject({ element: z.string(), skip: z.boolean().optional() }),
  deploy: z.strictObject({ files: z.array(z.string()) }),
  migrate: z.strictObject({
    instance: text,
    toVersion: z.int().min(1),
    mapping: z
      .record(z.string(), z.string())
      .nullish()
      .transform((value) => value ?? {}),
    refused,
  }),
  modify: z.strictObject({
    instance: text,
    activate: z.array(z.string()).optional(),
    terminate: z.array(z.string()).optional(),
    refused,
  }),
  compensate: z.strictObject({ instance: text, refused }),
  crash: z
    .strictObject({ host: z.string().optional() })
    .nullable()
    .transform((value) => value ?? {}),
  redeliver: z
    .strictObject({})
    .nullable()
    .transform((value) => value ?? {}),
  expect: expectation,
} as const;

export const stepSchemas = steps;

type Steps = { readonly [Kind in keyof typeof steps]: z.output<(typeof steps)[Kind]> };

export type StepKind = keyof Steps;

/** A step: its kind and what it says. */
export type Step = {
  readonly [Kind in StepKind]: { readonly kind: Kind; readonly with: Steps[Kind] };
}[StepKind];

export type StepOf<Kind extends StepKind> = Steps[Kind];

export type Answer = z.output<typeof answer>;

export type Expectation = z.output<typeof expectation>;

/** Everything of a file but its steps, which are read one by one. */
export const scenarioSchema = z.strictObject({
  name: text.nullish(),
  files: z.array(z.string()).nullish(),
  placement: z.union([z.enum(['orchestrated', 'choreographed']), z.record(z.string(), z.string())]).nullish(),
  clock: readable(parseDateTime).nullish(),
  workers: z.record(z.string(), z.array(answer)).nullish(),
  steps: z.array(z.unknown()).nullish(),
  expect: expectation.optional(),
});

export interface Scenario {
  /** Path of the file. */
  readonly file: string;
  readonly name: string;
  /** Paths relative to the file. */
  readonly files: readonly string[];
  readonly placement: 'orchestrated' | 'choreographed' | Readonly<Record<string, string>>;
  /** Where the virtual clock starts: epoch ms. */
  readonly clock: number;
  readonly workers: Readonly<Record<string, readonly Answer[]>>;
  readonly steps: readonly Step[];
  readonly expect: Expectation;
}
