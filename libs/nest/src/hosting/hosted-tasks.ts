import { Inject, Injectable, Logger } from '@nestjs/common';
import type { LocalJob, LocalWork } from '@partitura/runtime';
import type { ClientBase } from 'pg';
import { DataSource } from 'typeorm';
import { TaskRegistry } from '../handlers/task-registry';
import { JobMetrics } from '../jobs/job-metrics';
import { inboxDefaults, PARTICIPANT_OPTIONS, type ParticipantOptions } from '../participant-options';
import { HostedJob, type HostedServices } from './hosted-job';

/** Failed attempts whose traces are kept; a job that waits in an incident may never be repeated. */
const remembered = 1_000;

/**
 * Does what the service's own engine asks for, by the handlers that the inbox uses: a local call whose rows, step and
 * outgoing messages commit together (P2).
 */
@Injectable()
export class HostedTasks implements LocalWork<ClientBase> {
  readonly participants: ReadonlySet<string>;
  private readonly drainMs: number;
  private readonly services: HostedServices;
  private readonly jobs = new Map<string, HostedJob>();
  /** Traces of attempts that may be repeated, for the links of those that do. */
  private readonly failed = new Map<string, string>();
  private stopping = false;

  constructor(
    @Inject(PARTICIPANT_OPTIONS) { participant, inbox }: ParticipantOptions,
    dataSource: DataSource,
    registry: TaskRegistry,
    metrics: JobMetrics,
  ) {
    this.participants = new Set([participant]);
    this.drainMs = inbox?.drainMs ?? inboxDefaults.drainMs;
    this.services = { dataSource, registry, metrics, log: new Logger('Tasks') };
  }

  take(jobs: readonly LocalJob<ClientBase>[]): void {
    // A service that stops leaves them: their steps are committed, and the next start asks again.
    if (!this.stopping) for (const job of jobs) this.begin(job);
  }

  withdraw(idempotencyKeys: readonly string[]): void {
    for (const key of idempotencyKeys) this.jobs.get(key)?.stop('the job has been withdrawn');
  }

  /** Takes nothing new and waits for what is under way; what then still runs is stopped and done again elsewhere, or later. */
  async drain(): Promise<void> {
    this.stopping = true;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise((resolve) => (timer = setTimeout(resolve, this.drainMs)));
    await Promise.race([this.rest(), deadline]);
    clearTimeout(timer);
    for (const job of this.jobs.values()) job.stop('the service stops');
    await this.rest();
  }

  private begin(job: LocalJob<ClientBase>): void {
    const { idempotencyKey: key, attempt } = job.request;
    const earlier = this.jobs.get(key);
    // P1: a sweep that finds it unanswered may mean one that is under way here.
    if (earlier !== undefined && earlier.attempt >= attempt) return;
    earlier?.stop('a later attempt has been asked for');
    const hosted = new HostedJob(job, this.services, earlier?.failedTrace ?? this.failed.get(key));
    this.failed.delete(key);
    this.jobs.set(key, hosted);
    void hosted.done.then(() => {
      if (this.jobs.get(key) !== hosted) return;
      this.jobs.delete(key);
      this.remember(key, hosted.failedTrace);
    });
  }

  private remember(key: string, failedTrace: string | undefined): void {
    if (failedTrace === undefined) return;
    const [oldest] = this.failed.keys();
    if (oldest !== undefined && this.failed.size >= remembered) this.failed.delete(oldest);
    this.failed.set(key, failedTrace);
  }

  private async rest(): Promise<void> {
    await Promise.all([...this.jobs.values()].map(({ done }) => done));
  }
}
