import { Injectable } from '@nestjs/common';
import { type ProcessDefinition, type SagaEnd, startProblem, type Variables } from '@partitura/runtime';
import { beginSagaTrace, traceparentOf } from '@partitura/telemetry';
import { v7 } from 'uuid';
import { ServiceHost } from './service-host';

/** No saga can be begun here now; the message says why, and what to do. */
export class SagaNotBegunError extends Error {
  readonly code = 'SAGA_NOT_BEGUN';
}

export interface SagaToBegin {
  /** Id of a process with a none start event, of a participant that is placed on this service. */
  readonly processId: string;
  readonly variables: Variables;
  /** Default: a new UUIDv7. The same id again begins nothing. */
  readonly sagaId?: string;
}

export interface SagaResult {
  readonly sagaId: string;
  readonly state: Exclude<SagaEnd['status'], 'active' | 'compensating'>;
  /** Why it was undone. */
  readonly reason?: SagaEnd['reason'];
  /** Of the process instance that the saga began with. */
  readonly variables: Variables;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Begins sagas in the service where their first fragment runs: without the orchestrator, which hears of them from the journal.
 * What works in every placement is a message start event, or the orchestrator's API.
 */
@Injectable()
export class Sagas {
  constructor(private readonly host: ServiceHost) {}

  /** Resolves with the saga's id after its first step is committed. Throws `SagaNotBegunError`, and what the engine refuses. */
  async begin({ processId, variables, sagaId }: SagaToBegin): Promise<string> {
    const definition = this.definitionOf(processId);
    const started = await this.host.runtime.startSaga({
      definition,
      variables,
      sagaId,
      traceparent: traceparentOf(),
    });
    beginSagaTrace(started.sagaId);
    return started.sagaId;
  }

  /**
   * Begins a saga and waits for its end; undefined when `timeoutMs` (default 10,000) pass before, and the saga goes on. Throws as
   * `begin`.
   */
  async run(
    { processId, variables, sagaId = v7() }: SagaToBegin,
    timeoutMs = DEFAULT_TIMEOUT_MS,
  ): Promise<SagaResult | undefined> {
    const definition = this.definitionOf(processId);
    const start = { definition, variables, sagaId, traceparent: traceparentOf() };
    const { started, listener } = await this.host.runtime.startAndListen(start, timeoutMs);
    beginSagaTrace(sagaId);
    const end = await listener.end;
    if (end === undefined || end.status === 'active' || end.status === 'compensating') return undefined;
    return {
      sagaId,
      state: end.status,
      ...(end.reason ? { reason: end.reason } : {}),
      variables: end.instances[started.instance]?.variables ?? {},
    };
  }

  private definitionOf(processId: string): ProcessDefinition {
    const health = this.host.health();
    if (!health.up) throw new SagaNotBegunError(`${health.reason} Try again in a moment.`);
    const { name, runtime } = this.host;
    const definition = runtime.registry.definitionById(processId);
    const at = definition?.score.placement?.hostOf(definition.process.participant ?? '');
    if (definition === undefined || (at !== undefined && at !== name))
      throw new SagaNotBegunError(
        `Process ${processId} does not run on ${name}${at === undefined ? '' : ` but on ${at}`}: deploy its model with a placement that puts its participant here, or begin it at the orchestrator (POST /v2/process-instances).`,
      );
    const problem = startProblem(definition);
    if (problem !== undefined) throw new SagaNotBegunError(problem);
    return definition;
  }
}
