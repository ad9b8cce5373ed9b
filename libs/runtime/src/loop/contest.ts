import type { Claims, OuterMessage, StartLock, StartTimerRow, TakenMessage } from '../ports/saga-store';
import type { Input } from './input';

export const noClaims: Claims = { taken: [], unique: [], locks: [], timers: [] };

/** What these inputs will contend for with other processes. */
export function claimsOf(inputs: readonly Input[]): Claims {
  const taken: TakenMessage[] = [];
  const unique: OuterMessage[] = [];
  const locks: StartLock[] = [];
  const timers: StartTimerRow[] = [];
  for (const { ask } of inputs) {
    if (ask.kind === 'deliver' && ask.recorded) taken.push(ask.match);
    if (ask.kind === 'buffer' && ask.message.uniqueId !== undefined) unique.push(ask.message);
    if (ask.kind !== 'start') continue;
    if (ask.message) taken.push({ message: ask.message, receiver: ask.process });
    if (ask.lock) locks.push(ask.lock);
    if (ask.timer) timers.push(ask.timer.fired);
  }
  return { taken, unique, locks, timers };
}

export const isNothing = ({ taken, unique, locks, timers }: Claims): boolean =>
  taken.length + unique.length + locks.length + timers.length === 0;

/**
 * Who may have what: each message is received once, each id buffered once, each lock held once, each timer fired once. Knows
 * what the store has said is lost, and what inputs before in the same batch have taken.
 */
export class Contest {
  private readonly had = new Set<string>();

  constructor(lost: Claims) {
    for (const taken of lost.taken) this.had.add(takenKey(taken));
    for (const message of lost.unique) this.had.add(uniqueKey(message));
    for (const lock of lost.locks) this.had.add(lockKey(lock));
    for (const timer of lost.timers) this.had.add(timerKey(timer));
  }

  has(taken: TakenMessage): boolean {
    return this.had.has(takenKey(taken));
  }

  isHeld(lock: StartLock): boolean {
    return this.had.has(lockKey(lock));
  }

  take(taken: TakenMessage): void {
    this.had.add(takenKey(taken));
  }

  hold(lock: StartLock): void {
    this.had.add(lockKey(lock));
  }

  /** False when a message of this id is buffered. */
  buffer(message: OuterMessage): boolean {
    return message.uniqueId === undefined || this.first(uniqueKey(message), message.transient !== true);
  }

  /** False when somebody else has fired it. */
  fire(timer: StartTimerRow): boolean {
    return this.first(timerKey(timer), true);
  }

  private first(key: string, remember: boolean): boolean {
    if (this.had.has(key)) return false;
    if (remember) this.had.add(key);
    return true;
  }
}

const keyOf = (...parts: readonly (string | number | undefined)[]) => JSON.stringify(parts);

const takenKey = ({ message: { name, key, messageId }, receiver }: TakenMessage) =>
  keyOf('taken', name, key, messageId, receiver);

const uniqueKey = ({ name, key, uniqueId }: OuterMessage) => keyOf('unique', name, key, uniqueId);

const lockKey = ({ process, key }: StartLock) => keyOf('lock', process, key);

const timerKey = ({ score, process, element, due }: StartTimerRow) =>
  keyOf('timer', score, process, element, due);
