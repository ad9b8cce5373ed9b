import type { BusRecord } from '@partitura/runtime';
import type { RequestCommand } from './batch-plan';
import type { InboxServices } from './inbox-services';
import { JobRun } from '../jobs/job-run';
import { writeMarks, type NewMark } from './marks/write-marks';
import type { HandlerEntry } from '../handlers/handler-entry';
import type { JobOutcome } from '../jobs/outcome';

/** A run of an ordinary job, with the command that asked for it. */
export interface JobInHand {
  readonly command: RequestCommand;
  readonly run: JobRun;
  /** It outlives its batch: its offset is committed, so its answer is no longer covered by a redelivery. */
  slow: boolean;
}

/** Begins an attempt. Its own transaction, if it uses one, writes the mark that answers it. */
export function startJob(
  services: InboxServices,
  command: RequestCommand,
  entry: HandlerEntry,
  earlier?: string,
): JobInHand {
  const { record, event, request } = command;
  const { partition, offset } = record as Partial<BusRecord>;
  const run = new JobRun(
    {
      entry,
      request,
      sagaId: event.sagaId,
      participant: services.participant,
      message: { topic: record.topic, messageId: event.id, partition, offset },
      headers: event,
      earlier,
      record: async (on, outcome, trace) => {
        // Whatever the outcome: the rows of this transaction are work that a withdrawal has to undo.
        const mark = { ...answerMark(command, outcome, trace, !job.slow), completed: true };
        const written = await writeMarks(on, [mark], services.owner, services.settings.leaseMs);
        return written.size === 1 ? {} : undefined;
      },
    },
    services.dataSource,
    services.jobMetrics,
  );
  const job: JobInHand = { command, run, slow: false };
  run.start();
  return job;
}

export const answerMark = (
  { event, request }: RequestCommand,
  outcome: JobOutcome,
  trace: string | undefined,
  published: boolean,
): NewMark => ({
  jobKey: request.jobKey,
  sagaId: event.sagaId,
  attempt: request.attempt,
  state: 'done',
  answer: answerText(request, outcome),
  completed: outcome.kind === 'completed',
  replyTo: request.replyTo,
  trace: trace ?? null,
  published,
  command: null,
});

/** The row of a job that goes on after its batch: all that another process needs to take it over. */
export const runningMark = ({ event, request, record }: RequestCommand): NewMark => ({
  jobKey: request.jobKey,
  sagaId: event.sagaId,
  attempt: request.attempt,
  state: 'running',
  answer: null,
  completed: false,
  replyTo: request.replyTo,
  trace: event.traceparent ?? null,
  published: true,
  command: JSON.stringify(record),
});

export const answerText = (
  { jobKey, attempt, elementId }: { jobKey: string; attempt: number; elementId: string },
  outcome: JobOutcome,
): string => JSON.stringify({ jobKey, attempt, elementId, outcome });
