import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DEAD_LETTER_SUFFIX, topics, type Subscription } from '@partitura/runtime';
import { DataSource } from 'typeorm';
import { TaskRegistry } from '../handlers/task-registry';
import { JobMetrics } from '../jobs/job-metrics';
import { inboxDefaults, PARTICIPANT_OPTIONS, type ParticipantOptions } from '../participant-options';
import { Inbox } from './inbox';
import { InboxMetrics } from './inbox-metrics';
import type { InboxServices } from './inbox-services';
import { LateUndos } from './late-undos';
import { SlowJobs } from './slow-jobs';
import { Sweeper } from './sweeper';

const joinAgainMs = 1_000;

/** The participant's consumer group on its command topic: joins, keeps trying while the bus is away, leaves. */
@Injectable()
export class InboxConsumer {
  private readonly log = new Logger('Inbox');
  private readonly services: InboxServices;
  private readonly slowJobs: SlowJobs;
  private readonly lateUndos: LateUndos;
  private readonly sweeper: Sweeper;
  private readonly inbox: Inbox;
  private subscription?: Subscription;
  private joining?: Promise<void>;
  private stopping = false;
  private state: { up: boolean; reason?: string } = {
    up: false,
    reason: 'The consumer has not started yet.',
  };

  constructor(
    @Inject(PARTICIPANT_OPTIONS) { participant, bus, inbox = {} }: ParticipantOptions,
    dataSource: DataSource,
    registry: TaskRegistry,
    jobMetrics: JobMetrics,
  ) {
    this.services = {
      participant,
      bus,
      dataSource,
      registry,
      settings: { ...inboxDefaults, ...inbox },
      metrics: new InboxMetrics(),
      jobMetrics,
      log: this.log,
      owner: randomUUID(),
    };
    this.slowJobs = new SlowJobs(this.services);
    this.lateUndos = new LateUndos(this.services);
    this.sweeper = new Sweeper(this.services, this.slowJobs, this.lateUndos);
    this.inbox = new Inbox(this.services, this.slowJobs, this.lateUndos);
  }

  /** Returns at once; `health` tells when it has joined. */
  start(): void {
    this.sweeper.start();
    this.joining ??= this.join();
  }

  health(): { readonly up: boolean; readonly reason?: string } {
    return this.state;
  }

  /** Waits for the batch in hand and for slow jobs, up to `drainMs`; what is left goes to other instances. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    this.state = { up: false, reason: 'The service stops.' };
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.services.settings.drainMs);
    });
    await Promise.race([this.leave(), deadline]);
    await this.sweeper.stop();
    await Promise.all([this.slowJobs.drain(deadline), this.lateUndos.drain(deadline)]);
    clearTimeout(timer);
    await this.sweeper.release().catch(() => undefined); // Without a database the leases end by themselves.
  }

  private async leave(): Promise<void> {
    await this.joining;
    await this.subscription?.close();
  }

  private async join(): Promise<void> {
    const { participant, bus, settings } = this.services;
    const topic = topics.commands(participant);
    for (let failures = 0; !this.stopping; failures += 1)
      try {
        await bus.ensureTopics([topic, topic + DEAD_LETTER_SUFFIX, topics.events(participant)]);
        this.subscription = await bus.subscribe({
          group: participant,
          topics: [topic],
          maxBatch: settings.maxBatch,
          handle: (records) => this.inbox.handle(records),
        });
        this.state = { up: true };
        this.log.log(`Takes commands from ${topic} as group ${participant}`);
        return;
      } catch (error) {
        const reason = (error as Error).message;
        this.state = { up: false, reason: `Cannot join the bus: ${reason}` };
        if (failures % 10 === 0) this.log.warn(`Cannot join the bus, tried again every second: ${reason}`);
        await new Promise((resolve) => setTimeout(resolve, joinAgainMs));
      }
  }
}
