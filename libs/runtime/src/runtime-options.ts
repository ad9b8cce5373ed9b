import { compileScore, type Score } from '@partitura/bpmn';
import type { SagaEvent } from '@partitura/engine';
import type { HostPace } from './hosts/pace';
import type { Logger } from './logger';
import type { Bus } from './ports/bus';
import type { HostStore } from './ports/host-store';
import type { LocalWork } from './ports/local-work';
import type { SagaStore } from './ports/saga-store';
import type { ScoreStore } from './ports/score-store';

/** Hears what has happened to a saga, after it is committed. */
export type OnEvents = (sagaId: string, events: readonly SagaEvent[]) => void;

export interface RuntimeOptions {
  readonly store: SagaStore;
  readonly scores: ScoreStore;
  readonly bus: Bus;
  readonly logger: Logger;
  /** Default `orchestrator`: name of the host, of its consumer group and of its topics. */
  readonly host?: string;
  /** Epoch ms; default the machine's clock. */
  readonly clock?: () => number;
  /** Inputs per batch at most; default 500. */
  readonly maxBatch?: number;
  /** Parsed sagas kept in memory; default 5000. */
  readonly cachedSagas?: number;
  /** Inputs that may wait before API requests are turned away; default 10,000. */
  readonly maxQueue?: number;
  /** How long a message from outside waits for a subscription, unless it says so itself; default 1 h. */
  readonly messageTtlMs?: number;
  /** Largest value of a bus message; default 1,000,000 bytes. */
  readonly maxMessageBytes?: number;
  /** Age at which an outbox row counts as left behind, and how often they are looked for; default 5 s each. */
  readonly sweepAfterMs?: number;
  readonly sweepEveryMs?: number;
  /** How long a host gathers what it tells the orchestrator of its sagas; default 500 ms. */
  readonly journalAfterMs?: number;
  readonly onEvents?: OnEvents;
  /** Tasks that this process does itself; default: every task is a command on the bus. */
  readonly localWork?: LocalWork;
  /** After so many ms without a sign of life such a task is done by another process of this host; default 30,000. */
  readonly localLeaseMs?: number;
  /** What is known of hosts: versions then get to them by the bus. Default: this process knows of no other. */
  readonly hosts?: HostStore;
  /** Job types that this process has handlers for; it refuses versions that need others. Default: it does not say. */
  readonly jobTypes?: () => ReadonlySet<string>;
  readonly hostPace?: Partial<HostPace>;
  /** Default: compiles. Whoever runs many runtimes over the same models keeps what was compiled. */
  readonly compile?: (xml: string) => Promise<Score>;
}

export type SettledOptions = Required<Omit<RuntimeOptions, 'hosts' | 'jobTypes'>> &
  Pick<RuntimeOptions, 'hosts' | 'jobTypes'>;

export const defaults = {
  host: 'orchestrator',
  clock: () => Date.now(),
  maxBatch: 500,
  cachedSagas: 5000,
  maxQueue: 10_000,
  messageTtlMs: 3_600_000,
  maxMessageBytes: 1_000_000,
  sweepAfterMs: 5000,
  sweepEveryMs: 5000,
  journalAfterMs: 500,
  onEvents: () => undefined,
  localLeaseMs: 30_000,
  localWork: { participants: new Set<string>(), take: () => undefined, withdraw: () => undefined },
  hostPace: {},
  compile: compileScore,
} as const;
