import type { SagaEvent } from '@partitura/engine';
import { type JobRequest, type LocalJob, parseKey, type Variables } from '@partitura/runtime';
import { keyOf, type PartRef } from './part-ref';

/** A job or user task as the outside sees it. */
export interface SimulatedJob {
  readonly part: PartRef;
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
  /** The service that is its host does it, so that its answer stays there. */
  local?: LocalJob;
}

/** The jobs of all sagas, as the events tell them. */
export class Jobs {
  private readonly all: SimulatedJob[] = [];
  private readonly byKey = new Map<string, SimulatedJob>();
  /** Those that wait for an answer, the oldest in front. */
  private readonly open: SimulatedJob[] = [];

  hear(part: PartRef, event: SagaEvent): void {
    switch (event.type) {
      case 'JobRequested': {
        const { attempt, variables } = event;
        const job = this.byKey.get(`${keyOf(part)} ${event.job}`) ?? this.create(part, event);
        job.attempt = attempt;
        job.variables = variables;
        delete job.request;
        delete job.local;
        const place = this.placeOf(job);
        if (this.open[place] !== job) this.open.splice(place, 0, job);
        return;
      }
      case 'JobAttemptFailed':
      case 'JobEnded':
      case 'JobWithdrawn': {
        const job = this.byKey.get(`${keyOf(part)} ${event.job}`);
        if (job) this.take(job);
        return;
      }
      default:
    }
  }

  private create(part: PartRef, event: Extract<SagaEvent, { type: 'JobRequested' }>): SimulatedJob {
    const job: SimulatedJob = {
      part,
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
    this.byKey.set(`${keyOf(part)} ${event.job}`, job);
    return job;
  }

  /** A command that a participant's service has received. */
  received(part: PartRef, id: number, request: JobRequest): void {
    const job = this.byKey.get(`${keyOf(part)} ${id}`);
    if (job?.attempt === request.attempt) job.request = request;
  }

  /** A task of the service that is the host. */
  receivedLocally(host: string, local: LocalJob): void {
    const { sagaId, request } = local;
    const job = this.byKey.get(`${keyOf({ host, sagaId })} ${parseKey(request.jobKey)?.localId ?? 0}`);
    if (job?.attempt === request.attempt) job.local = local;
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
