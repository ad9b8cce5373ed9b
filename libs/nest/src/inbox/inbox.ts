import { deadLetter, type BusRecord } from '@partitura/runtime';
import { planBatch, type BatchPlan, type RequestCommand } from './batch-plan';
import type { InboxServices } from './inbox-services';
import type { LateUndos } from './late-undos';
import type { Mark } from './marks/mark';
import { readMarks } from './marks/read-marks';
import { writeMarks, type NewMark } from './marks/write-marks';
import { unknownJobType } from '../jobs/outcome';
import { answerReply, publishReplies, type Reply } from './replies';
import type { SlowJobs } from './slow-jobs';
import { answerMark, runningMark, startJob, type JobInHand } from './start-job';
import { withdraw } from './withdraw';

/**
 * Works off commands: one SELECT for a batch's marks, its handlers at once, one statement for the marks that answer
 * it, one publish; then its offsets may be committed. A crash anywhere before that brings the batch again, and the
 * marks answer for what had been done (P1).
 */
export class Inbox {
  constructor(
    private readonly services: InboxServices,
    private readonly slowJobs: SlowJobs,
    private readonly lateUndos: LateUndos,
  ) {}

  /** Resolves when nothing of the batch can be lost any more. Rejects when database or bus are away: deliver it again. */
  async handle(records: readonly BusRecord[]): Promise<void> {
    const { bus, participant, metrics } = this.services;
    const plan = planBatch(records);
    const marks = await readMarks(this.services.dataSource, [...plan.requests.keys()]);
    const replies: Reply[] = poisonAnswers(plan);
    replies.push(...(await withdraw(this.services, plan.withdrawals, this.slowJobs, this.lateUndos)));
    replies.push(...(await this.answerRequests(plan, marks)));
    const deadLetters = plan.poison.map(({ record, reason }) => {
      this.services.log.warn(`A message of ${record.topic} goes to its dead letter topic: ${reason}`);
      return deadLetter(record, reason);
    });
    metrics.setAside(deadLetters.length);
    await publishReplies(bus, participant, replies, deadLetters);
  }

  private async answerRequests(plan: BatchPlan, marks: ReadonlyMap<string, Mark>): Promise<Reply[]> {
    const replies: Reply[] = [];
    const written: NewMark[] = [];
    const jobs: JobInHand[] = [];
    let duplicates = 0;
    for (const [jobKey, command] of plan.requests) {
      const mark = marks.get(jobKey);
      if (mark !== undefined && (mark.state === 'withdrawn' || mark.attempt >= command.request.attempt)) {
        duplicates += 1;
        replies.push(...storedAnswer(mark));
        continue;
      }
      const entry = this.services.registry.get(command.request.jobType);
      if (entry === undefined) written.push(this.nobodysJob(command));
      else {
        // A newer attempt of a job that still runs here: the engine no longer waits for the older one.
        this.slowJobs.abort(jobKey, 'a later attempt has been asked for');
        jobs.push(startJob(this.services, command, entry, mark?.trace ?? undefined));
      }
    }
    this.services.metrics.repeated(duplicates);
    const unfinished = await this.slowJobs.waitFor(jobs);
    try {
      replies.push(...(await this.settle(jobs, unfinished, written)));
    } catch (error) {
      // The batch comes again and begins them anew; two runs of one job at once would only lose against each other.
      for (const { run } of unfinished) run.abort('its batch could not be recorded and comes again');
      throw error;
    }
    return replies;
  }

  /** Writes the batch's marks and collects its answers; who lost against another delivery gives that one's answer. */
  private async settle(
    jobs: readonly JobInHand[],
    unfinished: ReadonlySet<JobInHand>,
    others: readonly NewMark[],
  ): Promise<Reply[]> {
    const { dataSource, owner, settings } = this.services;
    const marks = [...others];
    const committed: NewMark[] = [];
    const overtaken: string[] = [];
    for (const job of jobs) {
      if (unfinished.has(job)) {
        marks.push(runningMark(job.command));
        continue;
      }
      const result = await job.run.finished;
      if (result.kind === 'outcome')
        (result.committed ? committed : marks).push(
          answerMark(job.command, result.outcome, result.trace, true),
        );
      else if (result.kind === 'overtaken') overtaken.push(job.run.request.jobKey);
    }
    const written = await writeMarks(dataSource, marks, owner, settings.leaseMs);
    const replies = committed.map(replyOf);
    for (const mark of marks)
      if (!written.has(mark.jobKey)) overtaken.push(mark.jobKey);
      else if (mark.state === 'done') replies.push(replyOf(mark));
    for (const job of unfinished)
      if (written.has(job.run.request.jobKey)) this.slowJobs.keep(job);
      else await this.giveUp(job);
    for (const mark of (await readMarks(dataSource, overtaken)).values()) replies.push(...storedAnswer(mark));
    return replies;
  }

  /** Its mark appeared while it was being set aside: its own commit, which is as good as done, or somebody else's. */
  private async giveUp(job: JobInHand): Promise<void> {
    job.run.abort('the job has been withdrawn or answered elsewhere');
    await job.run.finished;
  }

  private nobodysJob(command: RequestCommand): NewMark {
    const { jobType } = command.request;
    const outcome = unknownJobType(jobType, this.services.registry.jobTypes());
    this.services.log.error(outcome.message);
    return answerMark(command, outcome, command.event.traceparent, true);
  }
}

const poisonAnswers = ({ poison }: BatchPlan): Reply[] =>
  poison.flatMap(({ answer, record }) =>
    answer === undefined
      ? []
      : [
          answerReply(
            { ...answer.answer, replyTo: answer.replyTo, sagaId: answer.sagaId },
            JSON.stringify(answer.answer),
            record.headers.traceparent,
          ),
        ],
  );

const replyOf = (mark: NewMark): Reply => answerReply(mark, mark.answer ?? '', mark.trace ?? undefined);

/** The first answer, for every redelivery; nothing for jobs that are withdrawn or still run. */
function storedAnswer(mark: Mark): Reply[] {
  if (mark.state !== 'done' || mark.answer === null) return [];
  const job = { jobKey: mark.job_key, attempt: mark.attempt, replyTo: mark.reply_to, sagaId: mark.saga_id };
  return [answerReply(job, mark.answer, mark.trace ?? undefined)];
}
