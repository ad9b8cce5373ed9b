import { isAtRest, isFinal, nextDue, type SagaState } from '@partitura/engine';
import type { SagaWrite, StartLock, StoredSaga, StoredStatus, Tombstone } from '../ports/saga-store';
import { COORDINATOR } from '../scores/placement';
import { shardOf } from '../shard';
import type { Host } from './host';
import { stateOf } from './stored-state';

/** A saga in memory: its row without the text, its state parsed. The loop alone changes it. */
export interface SagaEntry {
  readonly sagaId: string;
  readonly shard: number;
  readonly number: number;
  /** Of the row that `state` stands for, before the changes of the batch under way. */
  version: number;
  score: string;
  status: StoredStatus;
  nextDue?: number;
  trace?: string;
  startedAt: number;
  endedAt?: number;
  /** Held until it ends. */
  startLock?: StartLock;
  state?: SagaState;
  tombstone?: Tombstone;
  /** Its timers could not be fired: do not try before (epoch ms). */
  parkedUntil?: number;
  /** Read in the batch under way: a refusal that it leads to is final. From the cache it might be out of date. */
  fresh: boolean;
}

export function entryOf(row: StoredSaga): SagaEntry {
  const { state, ...rest } = row;
  return {
    ...rest,
    fresh: true,
    ...(row.status === 'tombstone' ? { tombstone: JSON.parse(state) as Tombstone } : { state: stateOf(row) }),
  };
}

/** An entry for a saga of which there is no row yet, or a tombstone. */
export function newSaga(
  sagaId: string,
  score: string,
  { numbers }: Pick<Host, 'numbers'>,
  now: number,
  tombstone?: SagaEntry,
): SagaEntry {
  const shard = tombstone?.shard ?? shardOf(sagaId);
  return {
    sagaId,
    shard,
    number: tombstone?.number ?? numbers.next(shard),
    version: tombstone?.version ?? 0,
    score,
    status: 'active',
    startedAt: now,
    fresh: true,
  };
}

/** The row for the changed entry. Serialises the state: once per saga and batch. */
export function writeOf(entry: SagaEntry, now: number): SagaWrite {
  entry.endedAt = endedAtOf(entry, now);
  entry.nextDue = nextDueOf(entry, now);
  return {
    sagaId: entry.sagaId,
    shard: entry.shard,
    number: entry.number,
    version: entry.version + 1,
    score: entry.score,
    status: entry.status,
    state: JSON.stringify(entry.state ?? entry.tombstone),
    nextDue: entry.nextDue,
    incidents: entry.state ? Object.keys(entry.state.incidents).length : 0,
    trace: entry.trace,
    startedAt: entry.startedAt,
    updatedAt: now,
    endedAt: entry.endedAt,
    ...(entry.startLock ? { startLock: entry.startLock } : {}),
  };
}

/**
 * A part at rest counts as ended on its host, so that it needs no word of the saga's end; a message makes it go on. The
 * orchestrator's own parts are told: people ask it for the state of the saga.
 */
function endedAtOf({ state, endedAt }: SagaEntry, now: number): number | undefined {
  if (!state || isFinal(state.status)) return endedAt;
  return isAtRest(state) && state.part?.host !== COORDINATOR ? (endedAt ?? now) : undefined;
}

/**
 * Keeps an earlier time that is stored already: each task with a timeout would otherwise move an indexed column at every
 * step, and no update could stay in its page. A saga is woken for nothing once at most, when it lives longer than that.
 */
function nextDueOf(entry: SagaEntry, now: number): number | undefined {
  if (entry.parkedUntil !== undefined && entry.parkedUntil > now) return entry.parkedUntil;
  const due = entry.state && nextDue(entry.state);
  const stored = entry.nextDue;
  if (entry.endedAt !== undefined) return due;
  return stored !== undefined && stored > now && (due === undefined || stored <= due) ? stored : due;
}

/** Keys of the scores that a saga runs: its own, and those of called and migrated instances. */
export function scoresOf({ score, state }: Pick<SagaEntry, 'score' | 'state'>): string[] {
  const scores = score === '' ? [] : [score];
  for (const instance of Object.values(state?.instances ?? {}))
    if (instance.score !== undefined) scores.push(instance.score);
  return scores;
}
