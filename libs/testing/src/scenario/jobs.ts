import type { SagaEvent } from '@partitura/engine';
import type { JobRequest, Variables } from '@partitura/runtime';

/** A job or user task as the outside sees it. */
export interface SimulatedJob {
  readonly sagaId: string;
  /** Local id. */
  readonly id: number;
  readonly kind: 'service' | 'user' | 'executionListener' | 'taskListener';
  readonly type: string;
  readonly elementId: string;
  attempt: number;
  variables: Variables;
  /** Its command came over the bus, so that its answer goes there too. */
  request?: JobRequest;
  waits: boolean;
  /** Counts over all jobs: when it was asked for last. */
  asked: number;
}

/** The jobs of all sagas, as the events tell them. */
export class Jobs {
  private readonly all: SimulatedJob[] = [];
  private readonly byKey = new Map<string, SimulatedJob>();
  private asked = 0;

  hear(sagaId: string, event: SagaEvent): void {
    switch (event.type) {
      case 'JobRequested': {
        const known = this.byKey.get(`${sagaId} ${event.job}`);
        const job: SimulatedJob = known ?? {
          sagaId,
          id: event.job,
          kind: event.kind,
          type: event.jobType,
          elementId: event.elementId,
          attempt: event.attempt,
          variables: event.variables,
          waits: true,
          asked: 0,
        };
        job.attempt = event.attempt;
        job.variables = event.variables;
        job.waits = true;
        job.asked = ++this.asked;
        delete job.request;
        if (known) return;
        this.all.push(job);
        this.byKey.set(`${sagaId} ${event.job}`, job);
        return;
      }
      case 'JobAttemptFailed':
      case 'JobEnded':
      case 'JobWithdrawn': {
        const job = this.byKey.get(`${sagaId} ${event.job}`);
        if (job) job.waits = false;
        return;
      }
      default:
    }
  }

  /** A command that a participant's service has received. */
  received(sagaId: string, id: number, request: JobRequest): void {
    const job = this.byKey.get(`${sagaId} ${id}`);
    if (job?.attempt === request.attempt) job.request = request;
  }

  /** Waiting jobs, the one that was asked for first in front. */
  waiting(matches: (job: SimulatedJob) => boolean): SimulatedJob[] {
    return this.all.filter((job) => job.waits && matches(job)).sort((one, other) => one.asked - other.asked);
  }

  /** The latest one that ever was. */
  latest(matches: (job: SimulatedJob) => boolean): SimulatedJob | undefined {
    return this.all.findLast(matches);
  }
}
