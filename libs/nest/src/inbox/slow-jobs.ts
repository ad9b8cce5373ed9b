import type { InboxServices } from './inbox-services';
import type { RunResult } from '../jobs/job-run';
import { setPublished } from './marks/unpublished';
import { writeMarks } from './marks/write-marks';
import { answerReply, publishReplies } from './replies';
import { answerMark, type JobInHand } from './start-job';

/**
 * Jobs that outlive their batch. Each is a row with a lease, commits by itself and sends its own answer; a crash
 * leaves the row, and the lease's end gives the job to another process.
 */
export class SlowJobs {
  private readonly kept = new Map<string, { readonly job: JobInHand; readonly settled: Promise<void> }>();

  constructor(private readonly services: InboxServices) {}

  /** Waits for a batch's handlers as long as patience lasts; returns those to go on without, marked as slow. */
  async waitFor(jobs: readonly JobInHand[]): Promise<Set<JobInHand>> {
    const { patienceMs, maxDetached } = this.services.settings;
    const open = new Set(jobs);
    const ends = jobs.map((job) => job.run.finished.then(() => open.delete(job)));
    if (open.size > 0) await withPatience(Promise.all(ends), patienceMs);
    // Too many of them: this batch waits, nothing more is fetched, and the bus keeps what comes.
    while (open.size > 0 && this.kept.size + open.size > maxDetached)
      await Promise.race([
        ...[...open].map(({ run }) => run.finished),
        ...[...this.kept.values()].map(({ settled }) => settled),
      ]);
    for (const job of open) {
      job.slow = true;
      job.run.watchDeadline();
    }
    return open;
  }

  /** Takes a job over from its batch; its row is written. */
  keep(job: JobInHand): void {
    const { jobKey } = job.run.request;
    const settled = job.run.finished
      .then((result) => this.settle(job, result))
      .catch((error: Error) => {
        // The row still says that it runs: when the lease ends, it is done again.
        this.services.log.warn(
          `The end of job ${jobKey} could not be recorded, it will be repeated: ${error.message}`,
        );
      })
      .finally(() => {
        if (this.kept.get(jobKey)?.job === job) this.kept.delete(jobKey);
      });
    this.kept.set(jobKey, { job, settled });
  }

  abort(jobKey: string, reason: string): void {
    this.kept.get(jobKey)?.job.run.abort(reason);
  }

  jobKeys(): string[] {
    return [...this.kept.keys()];
  }

  /** Waits for what is under way; what then still runs is aborted, and others take it over. */
  async drain(deadline: Promise<void>): Promise<void> {
    const all = () => Promise.all([...this.kept.values()].map(({ settled }) => settled));
    await Promise.race([all(), deadline]);
    for (const { job } of this.kept.values()) job.run.abort('the service stops');
    await all();
  }

  private async settle({ command, run }: JobInHand, result: RunResult): Promise<void> {
    if (result.kind !== 'outcome') return;
    const { dataSource, owner, settings, bus, participant } = this.services;
    const mark = answerMark(command, result.outcome, result.trace, false);
    if (!result.committed && (await writeMarks(dataSource, [mark], owner, settings.leaseMs)).size === 0)
      return;
    try {
      await publishReplies(bus, participant, [answerReply(mark, mark.answer ?? '', result.trace)]);
    } catch (error) {
      this.services.log.warn(
        `The answer of job ${run.request.jobKey} is kept until the bus is back: ${(error as Error).message}`,
      );
      return;
    }
    await setPublished(dataSource, [mark.jobKey]);
  }
}

async function withPatience(work: Promise<unknown>, patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)));
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
