import { z } from 'zod';
import { operationReference, variables } from './variables';

const DAY_MS = 86_400_000;

/** Body of `POST /v2/jobs/activation`; times in ms. */
export const activateJobs = z.strictObject({
  type: z.string().min(1),
  worker: z.string().default(''),
  timeout: z.int().min(1, 'give milliseconds from 1').max(DAY_MS),
  maxJobsToActivate: z.int().min(1).max(1000),
  fetchVariable: z.array(z.string()).default([]),
  /** 0: the default; negative: answer at once. */
  requestTimeout: z.int().max(300_000).default(0),
  tenantIds: z.array(z.string()).default([]),
  tenantFilter: z.enum(['PROVIDED', 'ASSIGNED']).optional(),
});

/** What a listener may ask for beyond its variables is not supported: it is refused, not dropped. */
const result = z
  .looseObject({
    denied: z.literal(false, 'denying is not supported: throw an error instead').nullish(),
    corrections: z
      .looseObject({})
      .refine((corrections) => Object.keys(corrections).length === 0, 'corrections are not supported')
      .nullish(),
  })
  .nullish();

export const completeJob = z
  .strictObject({ variables: variables.nullish(), result })
  .nullish()
  .transform((body) => ({ variables: body?.variables ?? {} }));

export const failJob = z
  .strictObject({
    retries: z.int().min(0).default(0),
    errorMessage: z.string().default(''),
    /** Milliseconds. */
    retryBackOff: z
      .int()
      .min(0)
      .max(365 * DAY_MS)
      .default(0),
    variables: variables.nullish(),
  })
  .prefault({});

export const throwJobError = z.strictObject({
  errorCode: z.string().min(1),
  errorMessage: z.string().nullish(),
  variables: variables.nullish(),
});

export const updateJob = z.strictObject({
  changeset: z
    .strictObject({
      retries: z.int().min(1).nullish(),
      timeout: z.int().min(0).max(DAY_MS).nullish(),
    })
    .refine(
      ({ retries, timeout }) => typeof retries === 'number' || typeof timeout === 'number',
      'give retries, timeout or both',
    ),
  operationReference,
});
