import { isFinal } from '@partitura/engine';
import {
  type Claims,
  type Commit,
  type FinishedPart,
  type JobRow,
  type KeptAnswer,
  type MessageAddress,
  type MessageMatch,
  type OutboxRow,
  type RemotePart,
  type SagaStore,
  type SagaWrite,
  type StartLock,
  type StartMatch,
  type StartSubscription,
  type StartTimerRow,
  type StoreCounts,
  type StoredSaga,
  type SubscriptionRow,
  VersionConflictError,
} from '@partitura/runtime';
import { MessageBox, type OpenSubscription } from './message-box';

/** A saga store in memory, for tests and simulations; it passes the same contract as the one on Postgres. */
export class MemorySagaStore implements SagaStore {
  private readonly sagas = new Map<string, SagaWrite>();
  private readonly subscriptions = new Map<string, OpenSubscription>();
  private readonly messages = new MessageBox();
  private readonly locks = new Set<string>();
  /** Jobs that clients may ask for, with the end of the time for which each was given out. */
  private readonly jobs = new Map<string, JobRow & { readonly until: number }>();
  private outbox: (OutboxRow & { readonly createdAt: number })[] = [];
  private readonly parts = new Map<string, RemotePart>();
  private readonly answers = new Map<string, string>();
  private blocks = 0;
  private commits = 0;
  private sweeping = false;

  constructor(
    /** Shared with the score store: a deployment replaces start timers. */
    private readonly startTimers: StartTimerRow[],
    private readonly clock: () => number = () => Date.now(),
  ) {}

  reserveBlock(): Promise<number> {
    this.blocks += 1;
    return Promise.resolve(this.blocks);
  }

  reserveBatchBlock(): Promise<number> {
    return this.reserveBlock();
  }

  load(sagaIds: readonly string[]): Promise<StoredSaga[]> {
    return Promise.resolve(sagaIds.flatMap((id) => storedSaga(this.sagas.get(id)) ?? []));
  }

  loadByNumber(number: number): Promise<StoredSaga | undefined> {
    return Promise.resolve(storedSaga([...this.sagas.values()].find((saga) => saga.number === number)));
  }

  commit(commit: Commit): Promise<readonly string[]> {
    const conflicting = this.conflictOf(commit);
    if (conflicting !== undefined) return Promise.reject(conflict(conflicting));
    this.commits += 1;
    for (const saga of commit.sagas) {
      const before = this.sagas.get(saga.sagaId);
      const ended =
        before && before.status !== 'tombstone' && isFinal(before.status) ? before.endedAt : undefined;
      this.sagas.set(saga.sagaId, { ...saga, endedAt: ended ?? saga.endedAt });
    }
    const finished = commit.finished.filter((part) => this.finish(part)).map(({ sagaId }) => sagaId);
    for (const { fired, nextDue } of commit.startTimersFired) this.moveTimer(fired, nextDue);
    for (const row of commit.subscriptionsClosed) this.subscriptions.delete(subscriptionKey(row));
    for (const row of commit.subscriptionsOpened)
      this.subscriptions.set(subscriptionKey(row), { row, opened: this.commits });
    for (const lock of commit.startLocksReleased) this.locks.delete(lockKey(lock));
    for (const lock of commit.startLocksTaken) this.locks.add(lockKey(lock));
    for (const row of commit.jobsClosed) this.jobs.delete(jobKey(row));
    for (const row of commit.jobsOpened) this.jobs.set(jobKey(row), { ...row, until: 0 });
    for (const taken of commit.messagesTaken) this.messages.take(taken);
    for (const message of commit.messagesBuffered) this.messages.add(message, this.commits);
    const createdAt = this.clock();
    this.outbox.push(...commit.outbox.map((row) => ({ ...row, createdAt })));
    if (commit.published.length > 0)
      this.outbox = this.outbox.filter(({ batch }) => !commit.published.includes(batch));
    return Promise.resolve(finished);
  }

  private finish({ sagaId, endedAt }: FinishedPart): boolean {
    const saga = this.sagas.get(sagaId);
    if (saga?.status !== 'active') return false;
    const { nextDue: _nextDue, ...row } = saga;
    this.sagas.set(sagaId, {
      ...row,
      version: saga.version + 1,
      status: 'completed',
      updatedAt: endedAt,
      endedAt,
    });
    return true;
  }

  /** What somebody else has changed since this commit was decided. */
  private conflictOf(commit: Commit): string | undefined {
    const released = new Set(commit.startLocksReleased.map(lockKey));
    const isStale = ({ sagaId, version }: SagaWrite): boolean =>
      (this.sagas.get(sagaId)?.version ?? 0) !== version - 1;
    if (commit.sagas.some(isStale)) return 'A saga';
    const hasMoreToDo = ({ sagaId }: FinishedPart): boolean => {
      const { status, startLock } = this.sagas.get(sagaId) ?? {};
      return status === 'compensating' || (status === 'active' && startLock !== undefined);
    };
    if (commit.finished.some(hasMoreToDo)) return 'A saga';
    if (commit.messagesTaken.some((taken) => !this.messages.canTake(taken, this.clock()))) return 'A message';
    if (commit.startTimersFired.some(({ fired }) => !this.timerOf(fired))) return 'A start timer';
    if (commit.messagesBuffered.some((message) => this.messages.hasUnique(message, message.arrivedAt)))
      return 'A message of this id';
    const isHeld = (lock: StartLock): boolean =>
      this.locks.has(lockKey(lock)) && !released.has(lockKey(lock));
    return commit.startLocksTaken.some(isHeld) ? 'A start lock' : undefined;
  }

  lost(claims: Claims, now: number): Promise<Claims> {
    return Promise.resolve({
      taken: claims.taken.filter((taken) => !this.messages.canTake(taken, now)),
      unique: claims.unique.filter((message) => this.messages.hasUnique(message, now)),
      locks: claims.locks.filter((lock) => this.locks.has(lockKey(lock))),
      timers: claims.timers.filter((timer) => !this.timerOf(timer)),
    });
  }

  claimDue(now: number, leaseUntil: number, limit: number): Promise<string[]> {
    const due = [...this.sagas.values()]
      .filter(({ nextDue }) => nextDue !== undefined && nextDue <= now)
      .sort((one, other) => (one.nextDue ?? 0) - (other.nextDue ?? 0))
      .slice(0, limit);
    for (const saga of due) this.sagas.set(saga.sagaId, { ...saga, nextDue: leaseUntil });
    return Promise.resolve(due.map(({ sagaId }) => sagaId));
  }

  earliestDue(): Promise<number | undefined> {
    const times = [
      ...[...this.sagas.values()].flatMap(({ nextDue }) => nextDue ?? []),
      ...this.startTimers.map(({ due }) => due),
    ];
    return Promise.resolve(times.length === 0 ? undefined : Math.min(...times));
  }

  dueStartTimers(now: number, limit: number): Promise<StartTimerRow[]> {
    const due = this.startTimers
      .filter((timer) => timer.due <= now)
      .sort((one, other) => one.due - other.due);
    return Promise.resolve(due.slice(0, limit).map((timer) => ({ ...timer })));
  }

  match(of: readonly MessageAddress[] | 'any', now: number, limit: number): Promise<MessageMatch[]> {
    return Promise.resolve(this.messages.match([...this.subscriptions.values()], of, now).slice(0, limit));
  }

  startable(
    of: readonly MessageAddress[] | 'any',
    starts: readonly StartSubscription[],
    now: number,
    limit: number,
  ): Promise<StartMatch[]> {
    return Promise.resolve(this.messages.startable(of, starts, now).slice(0, limit));
  }

  subscribers(kind: SubscriptionRow['kind'], { name, key }: MessageAddress): Promise<SubscriptionRow[]> {
    return Promise.resolve(
      [...this.subscriptions.values()]
        .map(({ row }) => row)
        .filter((row) => row.kind === kind && row.name === name && row.key === key),
    );
  }

  claimJobs(type: string, now: number, until: number, limit: number): Promise<JobRow[]> {
    const free = [...this.jobs.values()]
      .filter((row) => row.type === type && row.until <= now)
      .slice(0, limit);
    for (const row of free) this.jobs.set(jobKey(row), { ...row, until });
    return Promise.resolve(free.map(({ until: _until, ...row }) => row));
  }

  keepJob(job: Pick<JobRow, 'sagaId' | 'job'>, until: number): Promise<boolean> {
    const row = this.jobs.get(jobKey(job));
    if (row) this.jobs.set(jobKey(job), { ...row, until });
    return Promise.resolve(row !== undefined);
  }

  expire(now: number): Promise<void> {
    this.messages.expire(now);
    return Promise.resolve();
  }

  /** When the next buffered message will have outlived its time-to-live. */
  get nextExpiry(): number | undefined {
    return this.messages.nextExpiry;
  }

  unpublished(batches: readonly number[]): Promise<OutboxRow[]> {
    return Promise.resolve(this.outbox.filter(({ batch }) => batches.includes(batch)).map(outboxRow));
  }

  async sweepOutbox(
    olderThanMs: number,
    limit: number,
    publish: (rows: readonly OutboxRow[]) => Promise<void>,
  ): Promise<number> {
    if (this.sweeping) return 0;
    const oldest = this.clock() - olderThanMs;
    const rows = this.outbox.filter(({ createdAt }) => createdAt <= oldest).slice(0, limit);
    if (rows.length === 0) return 0;
    this.sweeping = true;
    try {
      await publish(rows.map(outboxRow));
      this.outbox = this.outbox.filter((row) => !rows.includes(row));
      return rows.length;
    } finally {
      this.sweeping = false;
    }
  }

  keepRemoteParts(parts: readonly RemotePart[]): Promise<void> {
    for (const part of parts) {
      const key = `${part.sagaId} ${part.host}`;
      if ((this.parts.get(key)?.version ?? 0) < part.version) this.parts.set(key, part);
    }
    return Promise.resolve();
  }

  remoteParts(sagaIds: readonly string[]): Promise<RemotePart[]> {
    return Promise.resolve([...this.parts.values()].filter(({ sagaId }) => sagaIds.includes(sagaId)));
  }

  remotePartByNumber(number: number): Promise<RemotePart | undefined> {
    return Promise.resolve([...this.parts.values()].find((part) => part.number === number));
  }

  keepAnswer(requestId: string, answer: string): Promise<void> {
    if (!this.answers.has(requestId)) this.answers.set(requestId, answer);
    return Promise.resolve();
  }

  takeAnswers(requestIds: readonly string[]): Promise<KeptAnswer[]> {
    const kept = requestIds.flatMap((requestId) => {
      const answer = this.answers.get(requestId);
      return answer === undefined ? [] : [{ requestId, answer }];
    });
    for (const { requestId } of kept) this.answers.delete(requestId);
    return Promise.resolve(kept);
  }

  counts(): Promise<StoreCounts> {
    const active = this.active();
    const [oldest] = this.outbox;
    return Promise.resolve({
      active: active.length,
      incidents: [...this.sagas.values()].reduce((sum, { incidents }) => sum + incidents, 0),
      outboxRows: this.outbox.length,
      outboxOldestAgeMs: oldest ? this.clock() - oldest.createdAt : 0,
    });
  }

  listActive(limit: number): Promise<StoredSaga[]> {
    return Promise.resolve(
      this.active()
        .slice(0, limit)
        .flatMap((saga) => storedSaga(saga) ?? []),
    );
  }

  private active(): SagaWrite[] {
    return [...this.sagas.values()]
      .filter(({ status, endedAt }) => status !== 'tombstone' && endedAt === undefined)
      .sort((one, other) => one.number - other.number);
  }

  private timerOf({ score, process, element, due }: StartTimerRow): StartTimerRow | undefined {
    return this.startTimers.find(
      (row) => row.score === score && row.process === process && row.element === element && row.due === due,
    );
  }

  private moveTimer(fired: StartTimerRow, nextDue: number | undefined): void {
    const row = this.timerOf(fired);
    if (!row) return;
    const place = this.startTimers.indexOf(row);
    if (nextDue === undefined) this.startTimers.splice(place, 1);
    else this.startTimers[place] = { ...row, due: nextDue, left: row.left < 0 ? -1 : row.left - 1 };
  }
}

const conflict = (what: string): VersionConflictError =>
  new VersionConflictError(`${what} was changed by somebody else: read and decide again.`);

const subscriptionKey = ({ sagaId, subscription }: SubscriptionRow): string => `${sagaId} ${subscription}`;

const jobKey = ({ sagaId, job }: Pick<JobRow, 'sagaId' | 'job'>): string => `${sagaId} ${job}`;

const lockKey = ({ process, key }: StartLock): string => JSON.stringify([process, key]);

function storedSaga(saga: SagaWrite | undefined): StoredSaga | undefined {
  if (!saga) return undefined;
  const { incidents: _incidents, updatedAt: _updatedAt, ...stored } = saga;
  return stored;
}

function outboxRow({ createdAt: _createdAt, ...row }: OutboxRow & { readonly createdAt: number }): OutboxRow {
  return row;
}
