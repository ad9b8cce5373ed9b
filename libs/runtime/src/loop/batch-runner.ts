import { setTimeout as delay } from 'node:timers/promises';
import type { LocalRequest } from '../distribution/held-job';
import type { JournalSender } from '../distribution/journal-sender';
import type { Logger } from '../logger';
import type { BatchIds } from '../outbox/batch-ids';
import type { OutboxPublisher } from '../outbox/outbox-publisher';
import {
  type Claims,
  type SagaStore,
  StoreUnavailableError,
  VersionConflictError,
} from '../ports/saga-store';
import type { Meters } from '../telemetry/meters';
import { type BatchCommit, commitOf, isEmpty } from './batch-commit';
import { BatchDecision } from './batch-decision';
import { claimsOf, isNothing, noClaims } from './contest';
import { DecideAgain, type Poison } from './decide-again';
import { finishAlone, finishApart } from './finish-parts';
import type { Host } from './host';
import type { Input } from './input';
import { loadSagas } from './load-sagas';
import type { SagaCache } from './saga-cache';

export interface BatchParts {
  readonly host: Host;
  readonly store: SagaStore;
  readonly cache: SagaCache;
  readonly batchIds: BatchIds;
  readonly publisher: OutboxPublisher;
  readonly journal: JournalSender;
  readonly tasks: LocalTasks;
  readonly meters: Meters;
  readonly logger: Logger;
  readonly clock: () => number;
  /** After the commit, before the publishing. */
  readonly onCommitted: (decision: BatchDecision) => void;
  readonly onStoreAway: (error: StoreUnavailableError) => void;
}

/** Does tasks of this host while the batch that asks for them is being decided. */
export interface LocalTasks {
  /** Begins those that are not under way yet; resolves with the answers of those that need not wait for anything. */
  now(requests: readonly LocalRequest[]): Promise<readonly Input[]>;
  /** The batch is over: what it has begun, and has not asked for in the end, is not wanted. */
  settled(): void;
}

const LONGEST_PAUSE_MS = 2000;
/** A saga whose tasks lead to tasks goes on in the next batch after so many, beside all others. */
const LOCAL_ROUNDS = 8;

const nothing = (): void => undefined;
const nobody: ReadonlySet<string> = new Set();

/** Sagas that `loadSagas` takes for new the first time. */
const startsOf = (inputs: readonly Input[]): ReadonlySet<string> =>
  new Set(inputs.flatMap(({ sagaId, ask }) => (ask.kind === 'start' ? [sagaId] : [])));

/** One step that was written into somebody else's transaction. */
export interface StepWithin {
  /** Why nothing was written. */
  readonly refusal?: string;
  /** The transaction is committed: the step has happened. */
  committed(): void;
  rolledBack(): void;
}

/** load → decide → commit → publish, again from the beginning whenever the store says that somebody was faster. */
export class BatchRunner {
  private storeAway = 0;
  private stopping = false;

  constructor(private readonly parts: BatchParts) {}

  /** A store that is away is not waited for any more. */
  stop(): void {
    this.stopping = true;
  }

  /** The store did not answer the last time it was asked. */
  get storeIsAway(): boolean {
    return this.storeAway > 0;
  }

  async run(inputs: readonly Input[]): Promise<void> {
    let left = finishApart(inputs);
    const poisoned = new Map<Input, Poison>();
    for (let attempt = 1; left.length > 0; attempt++) {
      try {
        await this.attempt(left, poisoned, attempt === 1);
        this.storeAway = 0;
        break;
      } catch (error) {
        for (const { sagaId } of left) this.parts.cache.evict(sagaId);
        if (error instanceof DecideAgain) this.note(error, poisoned);
        else if (error instanceof VersionConflictError) {
          await this.conflict(attempt);
          left = finishAlone(left);
        } else if (error instanceof StoreUnavailableError) left = await this.waitForStore(left, error);
        else left = await this.isolate(left, poisoned, error as Error);
      }
    }
    this.parts.tasks.settled();
  }

  /**
   * Writes the step of one input into a transaction that the caller has opened and will commit. When somebody was faster the step
   * is decided again, inside the same transaction: a commit that conflicts has written nothing. Rejects when the store is away.
   */
  async runWithin(input: Input, transaction: unknown): Promise<StepWithin> {
    const poisoned = new Map<Input, Poison>();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attemptWithin(input, poisoned, transaction);
      } catch (error) {
        if (error instanceof DecideAgain) this.note(error, poisoned);
        else if (error instanceof VersionConflictError) await this.conflict(attempt);
        else throw error;
      }
    }
  }

  private async attemptWithin(
    input: Input,
    poisoned: ReadonlyMap<Input, Poison>,
    transaction: unknown,
  ): Promise<StepWithin> {
    const { host, store, cache, batchIds, clock, onCommitted } = this.parts;
    // The loop may be deciding on the state in the cache: this step has one of its own.
    const sagas = await loadSagas([input], store, cache, false);
    await host.numbers.reserve(1);
    await host.loadScores(sagas.values(), [input]);
    const now = clock();
    const decision = new BatchDecision(host, sagas, poisoned, now, noClaims);
    decision.decide(input);
    const [refused] = decision.refusals;
    if (refused) {
      onCommitted(decision);
      return { refusal: refused.refusal.message, committed: nothing, rolledBack: nothing };
    }
    const written = await commitOf(decision, batchIds, [], now, host.name);
    await store.commit(written.commit, transaction);
    return {
      committed: () => {
        this.committed(decision);
        onCommitted(decision);
        void this.publish(written);
      },
      rolledBack: () => cache.evict(input.sagaId),
    };
  }

  private async attempt(
    inputs: readonly Input[],
    poisoned: ReadonlyMap<Input, Poison>,
    first: boolean,
  ): Promise<void> {
    const { host, store, cache, batchIds, publisher, clock, onCommitted } = this.parts;
    const [sagas] = await Promise.all([
      loadSagas(inputs, store, cache, first),
      host.numbers.reserve(inputs.length),
    ]);
    await host.loadScores(sagas.values(), inputs);
    const now = clock();
    const decision = new BatchDecision(host, sagas, poisoned, now, await this.lostOf(inputs, first, now));
    for (const input of inputs) decision.decide(input);
    await this.doTasks(decision, first ? startsOf(inputs) : nobody);
    const published = publisher.deletable;
    const written = await commitOf(decision, batchIds, published, now, host.name);
    if (!isEmpty(written.commit)) decision.finished = await store.commit(written.commit);
    publisher.forget(published);
    this.committed(decision);
    onCommitted(decision);
    for (const [input, outcome, error] of decision.outcomes)
      if (error) input.fail(error);
      else input.settle(outcome);
    await this.publish(written);
  }

  private async publish({ sent, journal }: BatchCommit): Promise<void> {
    const told = journal && this.parts.journal.tell(journal.batch, journal.parts);
    if (sent.messages.length > 0) await this.parts.publisher.publish([sent.batch], sent.messages);
    await told;
  }

  /** Tasks of this host whose handlers wait for nothing are answered in the batch that asks for them: one commit for both. */
  private async doTasks(decision: BatchDecision, takenForNew: ReadonlySet<string>): Promise<void> {
    for (let round = 0; round < LOCAL_ROUNDS; round++) {
      const requests = decision.newLocalJobs();
      if (requests.length === 0) return;
      await this.expectNew(takenForNew, requests);
      for (const answer of await this.parts.tasks.now(requests)) decision.decide(answer);
    }
  }

  /** P1: sagas are taken for new without asking, but nobody works for one that has begun before. */
  private async expectNew(
    takenForNew: ReadonlySet<string>,
    requests: readonly LocalRequest[],
  ): Promise<void> {
    if (takenForNew.size === 0) return;
    const asking = new Set(requests.map(({ sagaId }) => sagaId).filter((sagaId) => takenForNew.has(sagaId)));
    if (asking.size === 0) return;
    const known = await this.parts.store.load([...asking]);
    if (known.length > 0) throw new DecideAgain('A saga that was taken for new has begun before.');
  }

  /** The first time nobody else is expected to have been first: if somebody was, the commit conflicts. */
  private async lostOf(inputs: readonly Input[], first: boolean, now: number): Promise<Claims> {
    const claims = first ? noClaims : claimsOf(inputs);
    return isNothing(claims) ? noClaims : this.parts.store.lost(claims, now);
  }

  private committed(decision: BatchDecision): void {
    for (const saga of decision.steps.touched) {
      saga.version += 1;
      saga.fresh = false;
      this.parts.cache.keep(saga);
    }
    for (const sagaId of decision.complete) this.parts.cache.evict(sagaId);
    for (const span of decision.steps.spans) span.end();
  }

  private note({ poison }: DecideAgain, poisoned: Map<Input, Poison>): void {
    if (!poison) return;
    poisoned.set(poison.input, poison);
    this.parts.logger.error(
      { err: poison.error, sagaId: poison.input.sagaId, step: poison.input.ask.kind },
      'An input cannot be decided; it is put aside and its saga goes on without it.',
    );
  }

  private async conflict(attempt: number): Promise<void> {
    this.parts.meters.versionConflicts.add(1);
    // Two processes that keep meeting on one saga part by chance.
    if (attempt > 3) await delay(Math.random() * 10 * attempt);
  }

  /**
   * Whoever can ask again is told so, those in the queue as well; everything else is tried until the store is back. While
   * nothing is left to try, the store itself is.
   */
  private async waitForStore(
    inputs: readonly Input[],
    error: StoreUnavailableError,
  ): Promise<readonly Input[]> {
    const { logger, store, onStoreAway } = this.parts;
    if (this.storeAway++ === 0) logger.error({ err: error }, error.message);
    const kept = this.stopping ? [] : inputs.filter((input) => input.origin.source !== 'api');
    for (const input of inputs) if (!kept.includes(input)) input.fail(error);
    onStoreAway(error);
    do {
      await delay(Math.min(LONGEST_PAUSE_MS, 50 * 2 ** this.storeAway));
    } while (kept.length === 0 && !this.stopping && !(await this.answers(store)));
    return kept;
  }

  private async answers(store: SagaStore): Promise<boolean> {
    try {
      await store.earliestDue();
      this.storeAway = 0;
      return true;
    } catch {
      this.storeAway += 1;
      return false;
    }
  }

  /** The store refuses what one input brings: alone, it fails without the others (P9). */
  private async isolate(
    inputs: readonly Input[],
    poisoned: Map<Input, Poison>,
    error: Error,
  ): Promise<readonly Input[]> {
    const { logger } = this.parts;
    const [input] = inputs;
    if (inputs.length > 1) {
      logger.warn({ err: error }, 'The store refuses a batch; its inputs are tried one by one.');
      for (const one of inputs) await this.run([one]);
      return [];
    }
    if (input && !poisoned.has(input)) {
      this.note(new DecideAgain(error.message, { input, error, noFallback: true }), poisoned);
      return inputs;
    }
    logger.error(
      { err: error, sagaId: input?.sagaId },
      'An input was dropped: not even its failure can be stored.',
    );
    if (input?.origin.source === 'bus') input.settle({});
    else input?.fail(error);
    return [];
  }
}
