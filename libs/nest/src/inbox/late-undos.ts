import type { JobRequest, WithdrawalAcknowledgement } from '@partitura/runtime';
import type { WithdrawalCommand } from './batch-plan';
import type { InboxServices } from './inbox-services';
import { JobRun, type RunResult } from '../jobs/job-run';
import { pause } from '../jobs/pause';
import { finishUndo } from './marks/finish-undo';
import { setPublished } from './marks/unpublished';
import { unknownJobType, type JobOutcome } from '../jobs/outcome';
import { acknowledgementReply, publishReplies } from './replies';

/**
 * Undoes withdrawn jobs that had completed: each exactly once, retried here with the model's backoff, then
 * acknowledged. The row that says `due` carries a lease, so a crash only hands the undo to another process.
 */
export class LateUndos {
  private readonly underWay = new Map<string, { stop: (reason: string) => void; done: Promise<void> }>();

  constructor(private readonly services: InboxServices) {}

  /** `undone`: traceparent of the work to undo. */
  begin(command: WithdrawalCommand, undone: string | undefined): void {
    const { jobKey } = command.withdrawal;
    if (this.underWay.has(jobKey)) return;
    const stopped = new AbortController();
    const done = this.undo(command, undone, stopped.signal)
      .catch((error: Error) => {
        this.services.log.warn(
          `The late undo of job ${jobKey} is interrupted, it will be repeated: ${error.message}`,
        );
      })
      .finally(() => {
        this.underWay.delete(jobKey);
      });
    this.underWay.set(jobKey, { stop: (reason) => stopped.abort(reason), done });
  }

  jobKeys(): string[] {
    return [...this.underWay.keys()];
  }

  abort(jobKey: string, reason: string): void {
    this.underWay.get(jobKey)?.stop(reason);
  }

  async drain(deadline: Promise<void>): Promise<void> {
    const all = () => Promise.all([...this.underWay.values()].map(({ done }) => done));
    await Promise.race([all(), deadline]);
    for (const { stop } of this.underWay.values()) stop('the service stops');
    await all();
  }

  private async undo(
    command: WithdrawalCommand,
    undone: string | undefined,
    stopped: AbortSignal,
  ): Promise<void> {
    const { handler } = command.withdrawal;
    if (handler === undefined) return;
    const attempts = Math.max(handler.retries, 1);
    for (let attempt = 1; !stopped.aborted; attempt += 1) {
      const result = await this.attempt(command, attempt, undone, stopped);
      if (result.kind !== 'outcome') return;
      if (result.outcome.kind === 'completed') return this.conclude(command, result, 'done');
      const final = attempt >= attempts || result.outcome.kind === 'error' || result.outcome.retries === 0;
      if (final) return this.conclude(command, result, 'failed');
      await pause(handler.backoffMs, stopped);
    }
  }

  private async attempt(
    command: WithdrawalCommand,
    attempt: number,
    undone: string | undefined,
    stopped: AbortSignal,
  ): Promise<RunResult> {
    const { registry, dataSource, jobMetrics, participant } = this.services;
    const { withdrawal, event, record } = command;
    const request = requestOf(command, attempt, undone);
    const entry = registry.get(request.jobType);
    if (entry === undefined)
      return {
        kind: 'outcome',
        outcome: unknownJobType(request.jobType, registry.jobTypes()),
        committed: false,
      };
    const run = new JobRun(
      {
        entry,
        request,
        sagaId: event.sagaId,
        participant,
        message: { topic: record.topic, messageId: event.id },
        headers: event,
        record: async (on, outcome) => {
          const done = outcome.kind === 'completed';
          const finished = await (done
            ? finishUndo(on, withdrawal.jobKey, 'done', null)
            : finishUndo(on, withdrawal.jobKey, 'failed', messageOf(outcome)));
          return finished ? {} : undefined;
        },
      },
      dataSource,
      jobMetrics,
    ).start();
    run.watchDeadline();
    const stop = (): void => run.abort(String(stopped.reason));
    stopped.addEventListener('abort', stop, { once: true });
    try {
      return await run.finished;
    } finally {
      stopped.removeEventListener('abort', stop);
    }
  }

  /** Records and acknowledges; whoever finds it recorded already (another process) stays silent. */
  private async conclude(
    { withdrawal, event }: WithdrawalCommand,
    result: Extract<RunResult, { kind: 'outcome' }>,
    lateUndo: 'done' | 'failed',
  ): Promise<void> {
    const { dataSource, bus, participant, metrics } = this.services;
    const message = lateUndo === 'failed' ? messageOf(result.outcome) : undefined;
    if (!result.committed && !(await finishUndo(dataSource, withdrawal.jobKey, lateUndo, message ?? null)))
      return;
    metrics.undone(lateUndo);
    const acknowledgement: WithdrawalAcknowledgement = {
      jobKey: withdrawal.jobKey,
      elementId: withdrawal.elementId,
      lateUndo,
      ...(message === undefined ? {} : { message }),
    };
    const reply = acknowledgementReply(
      withdrawal.replyTo,
      event.sagaId,
      acknowledgement,
      result.trace ?? event.traceparent,
    );
    await publishReplies(bus, participant, [reply]);
    await setPublished(dataSource, [withdrawal.jobKey]);
  }
}

/** The undo as a job: the withdrawn job's key, and an idempotency key of its own that every repetition shares. */
function requestOf(
  { withdrawal }: WithdrawalCommand,
  attempt: number,
  undone: string | undefined,
): JobRequest {
  const handler = withdrawal.handler as NonNullable<typeof withdrawal.handler>;
  return {
    jobKey: withdrawal.jobKey,
    attempt,
    jobType: handler.jobType,
    elementId: handler.elementId,
    elementInstanceKey: '',
    processInstanceKey: '',
    processId: '',
    idempotencyKey: `${withdrawal.idempotencyKey}/undo`,
    variables: handler.variables,
    headers: handler.headers,
    retries: Math.max(handler.retries - attempt + 1, 1),
    replyTo: withdrawal.replyTo,
    compensates: { elementId: withdrawal.elementId, reason: handler.reason, traceparent: undone },
  };
}

const messageOf = (outcome: JobOutcome): string =>
  outcome.kind === 'completed' ? '' : (outcome.message ?? (outcome.kind === 'error' ? outcome.code : ''));
