import type { Job, SagaState, Variables } from '@partitura/engine';
import type { FlowNode } from '@partitura/bpmn';
import { stateOf } from '../loop/stored-state';
import type { JobRow, SagaStore } from '../ports/saga-store';
import type { ProcessDefinition } from '../scores/loaded-score';
import type { ScoreRegistry } from '../scores/score-registry';
import { Wake } from '../wake';
import { visibleAt } from './visible-variables';

/** Jobs that another process has opened, or that are free again, are found this late at most. */
const POLL_MS = 500;

export interface JobActivation {
  readonly type: string;
  readonly max: number;
  /** How long the jobs are kept for whoever gets them. */
  readonly timeoutMs: number;
  /** How long to wait for a first job; 0: not at all. */
  readonly waitMs: number;
  /** Nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/** A job of a process without a pool, given to a client. */
export interface ActivatedJob {
  readonly sagaId: string;
  /** Of the saga: the upper part of every key. */
  readonly number: number;
  readonly job: Job;
  readonly elementId: string;
  readonly instance: number;
  readonly definition: ProcessDefinition;
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: Variables;
  /** Epoch ms: until then nobody else gets it. */
  readonly deadline: number;
}

export interface OpenJobsParts {
  readonly store: SagaStore;
  readonly registry: ScoreRegistry;
  readonly clock: () => number;
}

/** Hands jobs of processes without a pool to clients that ask for them. */
export class OpenJobs {
  private readonly waiting = new Map<string, Set<Wake>>();
  private stopped = false;

  constructor(private readonly parts: OpenJobsParts) {}

  /** Jobs of these types wait now. */
  opened(jobs: Iterable<JobRow>): void {
    for (const { type } of jobs) for (const wake of this.waiting.get(type) ?? []) wake.signal();
  }

  /** Lets nobody wait any longer. */
  stop(): void {
    this.stopped = true;
    for (const wakes of this.waiting.values()) for (const wake of wakes) wake.signal();
  }

  /** Up to `max` jobs, oldest first; none when there is none within `waitMs`. */
  async activate(activation: JobActivation): Promise<ActivatedJob[]> {
    const { type, waitMs, signal } = activation;
    const until = Date.now() + waitMs;
    const wake = new Wake();
    const wakeUp = () => wake.signal();
    const others = this.waiting.get(type) ?? new Set();
    this.waiting.set(type, others.add(wake));
    signal?.addEventListener('abort', wakeUp);
    try {
      for (;;) {
        if (signal?.aborted) return [];
        const jobs = await this.claim(activation);
        if (signal?.aborted) return await this.giveBack(jobs);
        const left = until - Date.now();
        if (jobs.length > 0 || left <= 0 || this.stopped) return jobs;
        await wake.wait(Math.min(POLL_MS, left));
      }
    } finally {
      signal?.removeEventListener('abort', wakeUp);
      others.delete(wake);
      if (others.size === 0) this.waiting.delete(type);
    }
  }

  /** Nobody has got these jobs: they are free at once. */
  private async giveBack(jobs: readonly ActivatedJob[]): Promise<[]> {
    const { store, clock } = this.parts;
    for (const { sagaId, job } of jobs) await store.keepJob({ sagaId, job: job.id }, clock());
    return [];
  }

  private async claim({ type, max, timeoutMs }: JobActivation): Promise<ActivatedJob[]> {
    const { store, clock } = this.parts;
    const now = clock();
    const deadline = now + timeoutMs;
    const rows = await store.claimJobs(type, now, deadline, max);
    if (rows.length === 0) return [];
    const sagas = await store.load([...new Set(rows.map(({ sagaId }) => sagaId))]);
    const states = new Map(sagas.map((row) => [row.sagaId, stateOf(row)]));
    return rows.flatMap(({ sagaId, job }) => {
      const state = states.get(sagaId);
      return (state && this.activated(sagaId, state, job, deadline)) ?? [];
    });
  }

  private activated(
    sagaId: string,
    state: SagaState,
    id: number,
    deadline: number,
  ): ActivatedJob | undefined {
    const job = state.jobs[id];
    const element = job && state.elements[job.element];
    // A listener of the process itself belongs to the process instance.
    const instance = job && state.instances[element?.instance ?? job.element];
    if (!job || job.state !== 'waiting' || !instance) return undefined;
    const definition = this.parts.registry.definitionOfInstance(
      instance.score ?? state.score,
      instance.process,
    );
    const process = definition?.process;
    const elementId = element?.element ?? job.canceling?.element;
    const node = elementId === undefined ? process : process?.elements.get(elementId);
    if (!definition || !node) return undefined;
    return {
      sagaId,
      number: state.number,
      job,
      elementId: node.id,
      instance: instance.id,
      definition,
      headers: headersOf(node, listenerOf(job, element ?? instance)) ?? {},
      variables: element ? visibleAt(state, element.id) : instance.variables,
      deadline,
    };
  }
}

type Listener = Pick<NonNullable<SagaState['instances'][number]['listener']>, 'phase' | 'index'>;

/** The listener whose job it is; undefined for the element's own job. */
const listenerOf = (
  { kind, canceling }: Job,
  host: { readonly listener?: Listener | undefined },
): Listener | undefined => {
  if (canceling) return { phase: 'canceling', index: canceling.index };
  return kind === 'executionListener' || kind === 'taskListener' ? host.listener : undefined;
};

function headersOf(
  { job, listeners }: Partial<Pick<FlowNode, 'job' | 'listeners'>>,
  listener: Listener | undefined,
): Readonly<Record<string, string>> | undefined {
  if (!listener) return job?.headers;
  const { phase, index } = listener;
  const all = phase === 'start' || phase === 'end' ? listeners?.[phase] : listeners?.task[phase];
  return all?.[index]?.headers;
}
