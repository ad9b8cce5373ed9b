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
  /** Local id of the process instance. */
  readonly instance: number;
  /** Counts over all jobs: the lower, the older. A retry is the same job, and as old. */
  readonly age: number;
  attempt: number;
  variables: Variables;
  /** Its command came over the bus, so that its answer goes there too. */
  request?: JobRequest;
}

/** The jobs of all sagas, as the events tell them. */
export class Jobs {
  private readonly all: SimulatedJob[] = [];
  private readonly byKey = new Map<string, SimulatedJob>();
  /** Those that wait for an answer, the oldest in front. */
  private readonly open: SimulatedJob[] = [];

  hear(sagaId: string, event: SagaEvent): void {
    switch (event.type) {
      case 'JobRequested': {
        const { attempt, variables } = event;
        const job = this.byKey.get(`${sagaId} ${event.job}`) ?? this.create(sagaId, event);
        job.attempt = attempt;
        job.variables = variables;
        delete job.request;
        const place = this.placeOf(job);
        if (this.open[place] !== job) this.open.splice(place, 0, job);
        return;
      }
      case 'JobAttemptFailed':
      case 'JobEnded':
      case 'JobWithdrawn': {
        const job = this.byKey.get(`${sagaId} ${event.job}`);
        if (job) this.take(job);
        return;
      }
      default:
    }
  }

  private create(sagaId: string, event: Extract<SagaEvent, { type: 'JobRequested' }>): SimulatedJob {
    const job: SimulatedJob = {
      sagaId,
      id: event.job,
      kind: event.kind,
      type: event.jobType,
      elementId: event.elementId,
      instance: event.instance,
      age: this.all.length,
      attempt: event.attempt,
      variables: event.variables,
    };
    this.all.push(job);
    this.byKey.set(`${sagaId} ${event.job}`, job);
    return job;
  }

  /** A command that a participant's service has received. */
  received(sagaId: string, id: number, request: JobRequest): void {
    const job = this.byKey.get(`${sagaId} ${id}`);
    if (job?.attempt === request.attempt) job.request = request;
  }

  /** A worker has it: it waits no longer. */
  take(job: SimulatedJob): void {
    const place = this.placeOf(job);
    if (this.open[place] === job) this.open.splice(place, 1);
  }

  /** The oldest one that waits. */
  oldest(matches: (job: SimulatedJob) => boolean): SimulatedJob | undefined {
    return this.open.find(matches);
  }

  /** The latest one that ever was. */
  latest(matches: (job: SimulatedJob) => boolean): SimulatedJob | undefined {
    return this.all.findLast(matches);
  }

  get waiting(): readonly SimulatedJob[] {
    return this.open;
  }

  /** Where it stands among those that wait, or would stand. */
  private placeOf({ age }: SimulatedJob): number {
    let [low, high] = [0, this.open.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.open[middle]?.age ?? 0) < age) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
