/** What hosts tell each other about a saga: CloudEvents types and JSON values. */
import type { HostProgress, LogicalTime, Progress, RemoteActivity } from '@partitura/engine';
import { z } from 'zod';

export const distributionTypes = {
  progressTold: 'io.partitura.saga.progress-told.v1',
  undoRequested: 'io.partitura.saga.undo-requested.v1',
  stopRequested: 'io.partitura.saga.stop-requested.v1',
  stopped: 'io.partitura.saga.stopped.v1',
  activityUndoRequested: 'io.partitura.saga.activity-undo-requested.v1',
  activityUndone: 'io.partitura.saga.activity-undone.v1',
  finished: 'io.partitura.saga.finished.v1',
} as const;

/** CloudEvents extension of a BPMN message between the hosts of one saga, beside the variables: a `MessageEnvelope`. */
export const ENVELOPE = 'sagamessage';

const counts = z.record(z.string(), z.int().min(0));
const progress: z.ZodType<Progress> = z.record(
  z.string(),
  z.object({ sent: counts, received: counts, done: z.boolean() }) satisfies z.ZodType<HostProgress>,
);
const time: z.ZodType<LogicalTime> = z.object({ at: z.number(), count: z.int().min(0) });
const reason = z.object({ code: z.string().min(1), message: z.string().optional() });
const status = z.enum(['completed', 'compensated', 'cancelled']);

/** Which version a saga runs, and the host where it began. */
const saga = { score: z.string(), root: z.string() };

/** `<participant>.events`, beside a message for fragments on other hosts. */
export const messageEnvelope = z.object({
  ...saga,
  from: z.string(),
  elementId: z.string(),
  /** By host: the number of the message among those from this sender. */
  numbers: z.record(z.string(), z.int().min(1)),
  receivers: z.array(z.object({ participant: z.string(), processId: z.string(), elementId: z.string() })),
  time,
  progress,
});
export type MessageEnvelope = z.infer<typeof messageEnvelope>;

/** To the host where the saga began: another one is done. */
export const progressTold = z.object({ progress });

/** To the coordinator: this part of the saga has failed. */
export const undoRequested = z.object({ ...saga, host: z.string(), reason });

/** From the coordinator: stop. */
export const stopRequested = z.object({
  ...saga,
  intent: z.enum(['undo', 'cancel']),
  reason: reason.optional(),
});

const activity: z.ZodType<RemoteActivity> = z.object({
  host: z.string(),
  activity: z.int(),
  elementId: z.string(),
  participant: z.string(),
  time,
});

/** To the coordinator: nothing runs here any more. */
export const stopped = z.object({
  host: z.string(),
  activities: z.array(activity),
  ended: status.optional(),
});

/** From the coordinator: undo this. */
export const activityUndoRequested = z.object({ activity: z.int() });

/** To the coordinator: it is undone. */
export const activityUndone = z.object({
  host: z.string(),
  activity: z.int(),
  skipped: z.boolean().optional(),
});

/** These sagas have ended so; one message for many. */
export const finished = z.object({ sagas: z.array(z.string()), status });
