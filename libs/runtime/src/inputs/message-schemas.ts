import { z } from 'zod';
import type { JobAnswer, SagaRequest, SignalBroadcast, WithdrawalAcknowledgement } from '../messages';
import type { Json } from '@partitura/feel';
import { isStorable, notStorable } from './storable-json';

const variables = z.record(
  z.string(),
  z.custom<Json>((value) => isStorable(value), notStorable),
);

const reason = z.object({ code: z.string().min(1).max(200), message: z.string().optional() });

export const jobAnswer: z.ZodType<JobAnswer> = z.object({
  jobKey: z.string(),
  attempt: z.int().min(1),
  elementId: z.string(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('completed'), variables }),
    z.object({
      kind: z.literal('error'),
      code: z.string().min(1),
      message: z.string().optional(),
      variables: variables.optional(),
    }),
    z.object({
      kind: z.literal('failed'),
      message: z.string(),
      retries: z.int().min(0).optional(),
      backoffMs: z.number().min(0).optional(),
      incident: z.enum(['JOB_NO_RETRIES', 'IO_MAPPING']).optional(),
    }),
  ]),
});

export const withdrawalAcknowledgement: z.ZodType<WithdrawalAcknowledgement> = z.object({
  jobKey: z.string(),
  elementId: z.string(),
  lateUndo: z.enum(['none', 'done', 'failed']),
  message: z.string().optional(),
});

export const sagaRequest: z.ZodType<SagaRequest> = z.object({
  sagaId: z.string().min(1),
  reason: reason.optional(),
});

export const signalBroadcast: z.ZodType<SignalBroadcast> = z.object({
  name: z.string().min(1),
  variables,
});

export const messageVariables = variables;

/** Every field at fault, in one sentence. */
export function faults(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'value'}: ${message}`).join('; ');
}
