import type { Logger } from '../logger';
import { stateOf } from '../loop/stored-state';
import type { Bus } from '../ports/bus';
import type { SagaStore } from '../ports/saga-store';
import { Repeat } from '../repeat';
import type { ScoreRegistry } from '../scores/score-registry';
import { waitingJobs } from './waiting-jobs';

const EVERY_MS = 5000;
/** Sagas that are looked into to count the jobs of an absent participant. */
const SAMPLE = 500;

/**
 * Makes visible what would otherwise only wait: participants of which no process has joined the bus, and how many jobs
 * wait for them (counted over the oldest active sagas). Looks into sagas only when a participant is absent.
 */
export class ParticipantWatch {
  readonly members = new Map<string, number>();
  jobsWaiting = new Map<string, number>();
  private readonly repeat: Repeat;

  constructor(
    private readonly registry: ScoreRegistry,
    private readonly bus: Bus,
    private readonly store: SagaStore,
    private readonly logger: Logger,
  ) {
    this.repeat = new Repeat('Watching participants', EVERY_MS, () => this.look(), logger);
  }

  start(): void {
    this.repeat.start();
  }

  stop(): Promise<void> {
    return this.repeat.stop();
  }

  /** Participants without a process, with the number of jobs that wait for them. */
  get absent(): { readonly participant: string; readonly jobsWaiting: number }[] {
    return [...this.members]
      .filter(([, members]) => members === 0)
      .map(([participant]) => ({ participant, jobsWaiting: this.jobsWaiting.get(participant) ?? 0 }));
  }

  private async look(): Promise<void> {
    for (const participant of this.registry.participants) {
      const members = await this.bus.groupMembers(participant);
      const before = this.members.get(participant);
      if (members === 0 && before !== undefined && before > 0)
        this.logger.warn(
          { participant },
          `No process works for ${participant} any more: its jobs wait on the bus. Start the ${participant} service.`,
        );
      this.members.set(participant, members);
    }
    this.jobsWaiting = this.absent.length > 0 ? await this.countJobs() : new Map<string, number>();
  }

  private async countJobs(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const row of await this.store.listActive(SAMPLE))
      for (const [participant, count] of waitingJobs(stateOf(row), this.registry))
        counts.set(participant, (counts.get(participant) ?? 0) + count);
    return counts;
  }
}
