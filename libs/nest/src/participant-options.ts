import type { Bus } from '@partitura/runtime';

export interface ParticipantOptions {
  /** The pool's name in lower case with hyphens; consumer group and prefix of topics. */
  readonly participant: string;
  readonly bus: Bus;
  readonly inbox?: Partial<InboxSettings>;
}

/** How the inbox paces itself; the defaults suit a service whose handlers take milliseconds. */
export interface InboxSettings {
  /** Commands at most in one batch. */
  readonly maxBatch: number;
  /** Runs of one handler at once, unless its `@Task` says otherwise. */
  readonly concurrency: number;
  /** How long a batch waits for its handlers before it goes on without the slow ones. */
  readonly patienceMs: number;
  /** Slow jobs under way at most; beyond it the next batch waits, which pauses consumption. */
  readonly maxDetached: number;
  /** How long a slow job stays reserved for a process that no longer renews its lease. */
  readonly leaseMs: number;
  /** How often leases are renewed and what is left over is looked for. */
  readonly sweepMs: number;
  /** How long a stop waits for handlers. */
  readonly drainMs: number;
  /** Marks older than this are forgotten; redeliveries later than that are not recognised. */
  readonly keepDays: number;
}

export const inboxDefaults: InboxSettings = {
  maxBatch: 500,
  concurrency: 64,
  patienceMs: 200,
  maxDetached: 1000,
  leaseMs: 6_000,
  sweepMs: 1_000,
  drainMs: 7_000,
  keepDays: 30,
};

export const PARTICIPANT_OPTIONS = Symbol('partitura.participant-options');
