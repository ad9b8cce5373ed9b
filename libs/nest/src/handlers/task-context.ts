import { BaseRpcContext } from '@nestjs/microservices';
import type { JobRequest } from '@partitura/runtime';
import type { EntityManager } from 'typeorm';

/** What one attempt of a job offers beyond the job itself. */
export interface AttemptResources {
  /** The manager of the attempt's own transaction, made at its first use. */
  readonly transaction: EntityManager;
  readonly signal: AbortSignal;
}

/** What a handler learns about its job; `@Ctx() ctx: TaskContext`. */
export class TaskContext extends BaseRpcContext {
  constructor(
    readonly sagaId: string,
    readonly request: JobRequest,
    private readonly resources: AttemptResources,
  ) {
    super([]);
  }

  get jobKey(): string {
    return this.request.jobKey;
  }

  get jobType(): string {
    return this.request.jobType;
  }

  /** BPMN element id of the task. */
  get elementId(): string {
    return this.request.elementId;
  }

  /** Counted from 1. */
  get attempt(): number {
    return this.request.attempt;
  }

  /** Attempts left, this one included. */
  get retries(): number {
    return this.request.retries;
  }

  /** After it the answer is refused, because the task has timed out. */
  get deadline(): Date | undefined {
    return this.request.deadline === undefined ? undefined : new Date(this.request.deadline);
  }

  /** The same for every attempt and redelivery of the job: pass it to ports that lead outside. */
  get idempotencyKey(): string {
    return this.request.idempotencyKey;
  }

  /** The task headers of the model. */
  get headers(): Readonly<Record<string, string>> {
    return this.request.headers;
  }

  /** Compensation handlers: the undone activity and why it is undone. */
  get compensates():
    { readonly elementId: string; readonly reason?: { code: string; message?: string } } | undefined {
    return this.request.compensates;
  }

  /** Aborts when the job is withdrawn, at its deadline, and when the service stops before it is done. */
  get signal(): AbortSignal {
    return this.resources.signal;
  }

  /**
   * A transaction of this job's own: rows, dedupe mark and reply commit together when the method returns.
   *
   * It begins with its first query. Long outside calls belong before that. A job that never uses it commits with
   * the batch, which is cheaper.
   */
  get transaction(): EntityManager {
    return this.resources.transaction;
  }
}
