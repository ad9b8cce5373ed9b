import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { createHostStore, createSagaStore, createScoreStore } from '@partitura/postgres';
import { Runtime } from '@partitura/runtime';
import { TaskRegistry } from '../handlers/task-registry';
import { inboxDefaults, PARTICIPANT_OPTIONS, type ParticipantOptions } from '../participant-options';
import type { PartHealth } from '../service/health';
import { EngineDatabase } from './engine-database';
import { engineLogger } from './engine-logger';
import { HostedTasks } from './hosted-tasks';

const startAgainMs = 1_000;

/** The engine in a service: runs the fragments that are placed on it, in the service's own database. */
@Injectable()
export class ServiceHost implements OnModuleInit {
  /** The participant whose fragments run here. */
  readonly name: string;
  readonly runtime: Runtime;
  private readonly log = new Logger('Host');
  private starting?: Promise<void>;
  private stopping?: Promise<void>;
  private reason: string | undefined = 'The engine has not started yet.';

  constructor(
    @Inject(PARTICIPANT_OPTIONS) { participant, bus, inbox }: ParticipantOptions,
    private readonly database: EngineDatabase,
    private readonly tasks: HostedTasks,
    registry: TaskRegistry,
  ) {
    this.name = participant;
    this.runtime = new Runtime({
      host: participant,
      store: createSagaStore(database.pool),
      scores: createScoreStore(database.pool),
      hosts: createHostStore(database.pool),
      bus,
      logger: engineLogger(),
      localWork: tasks,
      jobTypes: () => new Set(registry.jobTypes()),
      localLeaseMs: inbox?.leaseMs ?? inboxDefaults.leaseMs,
    });
  }

  async onModuleInit(): Promise<void> {
    await this.database.migrate();
  }

  /** Returns at once; `health` tells when it works. Not before the handlers are there. */
  start(): void {
    this.starting ??= this.begin();
  }

  health(): PartHealth {
    if (this.reason !== undefined) return { up: false, reason: this.reason };
    const problems = Object.values(this.runtime.problems);
    return problems.length === 0 ? { up: true } : { up: false, reason: problems.join(' ') };
  }

  /** Waits for tasks under way (`drainMs` at most), then for the steps in hand, and leaves the bus. */
  stop(): Promise<void> {
    return (this.stopping ??= this.end());
  }

  private async begin(): Promise<void> {
    for (let failures = 0; this.stopping === undefined; failures += 1)
      try {
        await this.runtime.start();
        this.reason = undefined;
        return;
      } catch (error) {
        this.reason = `The engine cannot start: ${(error as Error).message}`;
        if (failures % 10 === 0) this.log.warn(`${this.reason} Tried again every second.`);
        await new Promise((resolve) => setTimeout(resolve, startAgainMs));
      }
  }

  private async end(): Promise<void> {
    this.reason = 'The service stops.';
    await this.starting;
    await this.tasks.drain();
    await this.runtime.stop();
    await this.database.close();
  }
}
