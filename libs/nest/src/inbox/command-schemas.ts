import type { Variables } from '@partitura/runtime';
import { z } from 'zod';

/** Schemas of what arrives on `<participant>.commands`; compiled once, further fields of newer senders pass. */

const maxKey = 2n ** 63n;
const jobKey = z
  .string()
  // Aborts: what follows would throw for a key that is no number, and one such message would hold up its partition.
  .regex(/^[1-9]\d{0,18}$/, { abort: true })
  .refine((key) => key.length < 19 || BigInt(key) < maxKey, { message: 'Too large for a key' });
const text = z.string().min(1);
/** JSON it is already: looking at each value again would only cost. */
const variables = z.custom<Variables>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  { message: 'Invalid input: expected an object of variables' },
);
const topic = z.string().regex(/^[a-zA-Z0-9._-]{1,249}$/);
const headers = z.record(z.string(), z.string());
const attempt = z.int().min(1).max(2_147_483_647);
const reason = z.object({ code: z.string(), message: z.string().optional() }).optional();

/** The key of a command: it goes into the database, which takes no control characters. */
export const sagaId = z.string().regex(/^[^\p{Cc}]{1,255}$/u);

export const jobRequest = z.object({
  jobKey,
  attempt,
  jobType: text,
  elementId: text,
  elementInstanceKey: z.string(),
  processInstanceKey: z.string(),
  processId: z.string(),
  idempotencyKey: text,
  variables,
  headers,
  retries: z.int().min(0),
  deadline: z.iso.datetime({ offset: true }).optional(),
  replyTo: topic,
  compensates: z.object({ elementId: text, reason, traceparent: z.string().optional() }).optional(),
});

export const jobWithdrawal = z.object({
  jobKey,
  attempt,
  jobType: text,
  elementId: text,
  idempotencyKey: text,
  replyTo: topic,
  handler: z
    .object({
      jobType: text,
      elementId: text,
      variables,
      headers,
      retries: z.int().min(0),
      backoffMs: z.number().min(0),
      reason,
    })
    .optional(),
});

/** As much of a broken request as is needed to answer it. */
export const knownJob = z.object({ jobKey, attempt, elementId: text, replyTo: topic });
