import { decodeCommand } from './decode-command';
import type { InboxServices } from './inbox-services';
import type { LateUndos } from './late-undos';
import { forgetMarks } from './marks/forget-marks';
import type { Mark } from './marks/mark';
import { releaseLeases, renewLeases } from './marks/renew-leases';
import { takeOver, type Abandoned } from './marks/take-over';
import { readUnpublished, setPublished } from './marks/unpublished';
import { acknowledgementReply, answerReply, publishReplies, type Reply } from './replies';
import type { SlowJobs } from './slow-jobs';
import { startJob } from './start-job';

const portion = 100;
/** An answer that is younger may be on its way out right now. */
const unpublishedAfterMs = 3_000;
const forgetEveryMs = 600_000;

/** Renews the leases of what this process has under way, and finishes what a crashed one left. */
export class Sweeper {
  private timer?: NodeJS.Timeout;
  private underWay?: Promise<void>;
  private forgottenAt = 0;

  constructor(
    private readonly services: InboxServices,
    private readonly slowJobs: SlowJobs,
    private readonly lateUndos: LateUndos,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.sweep(), this.services.settings.sweepMs);
  }

  /** One round, or the one under way. Never rejects: what fails now is there the next time. */
  sweep(): Promise<void> {
    this.underWay ??= this.round()
      .catch((error: Error) => {
        this.services.log.debug?.(`A sweep failed and is repeated: ${error.message}`);
      })
      .finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
  }

  /** After the last run has ended: others need not wait for the leases. */
  async release(): Promise<void> {
    await releaseLeases(this.services.dataSource, this.services.owner);
  }

  private async round(): Promise<void> {
    const { dataSource, owner, settings } = this.services;
    await this.renew();
    for (const left of await takeOver(dataSource, owner, settings.leaseMs, portion)) this.resume(left);
    await this.publishLeftOvers();
    if (Date.now() - this.forgottenAt < forgetEveryMs) return;
    this.forgottenAt = Date.now();
    await forgetMarks(dataSource, settings.keepDays, 10_000);
  }

  private async renew(): Promise<void> {
    const { dataSource, owner, settings } = this.services;
    const held = [...this.slowJobs.jobKeys(), ...this.lateUndos.jobKeys()];
    const own = await renewLeases(dataSource, held, owner, settings.leaseMs);
    for (const jobKey of held.filter((key) => !own.has(key))) {
      this.slowJobs.abort(jobKey, 'it has been withdrawn, or its lease has expired');
      this.lateUndos.abort(jobKey, 'its lease has expired');
    }
  }

  private resume({ job_key, command, trace }: Abandoned): void {
    const decoded = decodeCommand(JSON.parse(command) as Parameters<typeof decodeCommand>[0]);
    this.services.log.log(`Job ${job_key} was left by another process and goes on here`);
    if (decoded.kind === 'withdrawal') this.lateUndos.begin(decoded, trace ?? undefined);
    if (decoded.kind !== 'request') return;
    const entry = this.services.registry.get(decoded.request.jobType);
    if (entry === undefined) return; // A newer release began it, and will take it over again.
    const job = startJob(this.services, decoded, entry, trace ?? undefined);
    job.slow = true;
    job.run.watchDeadline();
    this.slowJobs.keep(job);
  }

  private async publishLeftOvers(): Promise<void> {
    const { dataSource, bus, participant } = this.services;
    const marks = await readUnpublished(dataSource, unpublishedAfterMs, portion);
    await publishReplies(bus, participant, marks.map(replyTo));
    await setPublished(
      dataSource,
      marks.map((mark) => mark.job_key),
    );
  }
}

function replyTo(mark: Mark): Reply {
  const trace = mark.trace ?? undefined;
  const job = { jobKey: mark.job_key, attempt: mark.attempt, replyTo: mark.reply_to, sagaId: mark.saga_id };
  if (mark.undo === null || mark.undo === 'due') return answerReply(job, mark.answer ?? '', trace);
  return acknowledgementReply(
    mark.reply_to,
    mark.saga_id,
    {
      jobKey: mark.job_key,
      elementId: elementOf(mark),
      lateUndo: mark.undo,
      ...(mark.undo_message === null ? {} : { message: mark.undo_message }),
    },
    trace,
  );
}

/** The answer of the work that was undone names its element. */
const elementOf = (mark: Mark): string =>
  (JSON.parse(mark.answer ?? '{}') as { elementId?: string }).elementId ?? '';
