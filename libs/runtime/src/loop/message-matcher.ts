import type { Logger } from '../logger';
import type { MessageAddress, MessageMatch, SagaStore, StartLock, StartMatch } from '../ports/saga-store';
import { Repeat } from '../repeat';
import { startAsk, startedSagaId } from '../scores/begin-saga';
import type { ScoreRegistry } from '../scores/score-registry';
import { noClaims } from './contest';
import type { Ask, StartAsk } from './input';
import type { InputQueue } from './input-queue';

/** What a crash between a commit and its match has left is found this late at most. */
const SWEEP_MS = 15_000;
const LIMIT = 500;

export interface MatcherParts {
  readonly store: SagaStore;
  readonly registry: ScoreRegistry;
  readonly queue: InputQueue;
  readonly logger: Logger;
  readonly clock: () => number;
}

/**
 * Brings messages and signals from outside to those who wait for them, then to the start events that they begin sagas at. It
 * looks after the commit that has stored either side: whichever commits second sees the other, in whatever process, so that
 * neither can miss it.
 */
export class MessageMatcher {
  private readonly repeat: Repeat;
  private asked: MessageAddress[] = [];
  private everything = false;

  constructor(private readonly parts: MatcherParts) {
    this.repeat = new Repeat('Matching messages', SWEEP_MS, () => this.match(), parts.logger);
  }

  start(): void {
    this.repeat.start();
  }

  /** Looks once, now. */
  look(): Promise<void> {
    return this.repeat.once();
  }

  stop(): Promise<void> {
    return this.repeat.stop();
  }

  lookFor(addresses: readonly MessageAddress[]): void {
    if (addresses.length === 0) return;
    this.asked.push(...addresses);
    this.repeat.wake();
  }

  /** Something new may wait for, or begin with, what is there already. */
  lookForAll(): void {
    this.everything = true;
    this.repeat.wake();
  }

  /** The next message of a key may begin a saga now. */
  lookForNext(released: readonly StartLock[]): void {
    const { registry } = this.parts;
    this.lookFor(
      released.flatMap(({ process, key }) => registry.messageNamesOf(process).map((name) => ({ name, key }))),
    );
  }

  private async match(): Promise<number | void> {
    const { store, clock } = this.parts;
    const of = this.asked.length > 0 && !this.everything ? this.asked : 'any';
    this.asked = [];
    this.everything = false;
    const matches = await store.match(of, clock(), LIMIT);
    const delivered = await Promise.all(matches.map((match) => this.deliver(match)));
    // Who waits comes before who begins: a process receives a message once.
    const begun = await this.begin(of);
    // What was refused is looked at again later, not at once and for ever.
    if (!begun && !delivered.includes(true)) return undefined;
    if (of !== 'any') this.asked.push(...of);
    return 0;
  }

  private deliver(match: MessageMatch): Promise<boolean> {
    return this.enter(match.sagaId, { kind: 'deliver', match, recorded: true }, match);
  }

  private async begin(of: readonly MessageAddress[] | 'any'): Promise<boolean> {
    const { store, registry, clock } = this.parts;
    const names = of === 'any' ? undefined : new Set(of.map(({ name }) => name));
    const starts = registry.startSubscriptions.filter(({ name }) => !names || names.has(name));
    if (starts.length === 0) return false;
    const matches = await store.startable(of, starts, clock(), LIMIT);
    const begun = (await this.unlocked(matches)).map((match) => this.beginWith(match));
    return (await Promise.all(begun)).includes(true);
  }

  /** Leaves out what waits until the saga that an earlier message of its key has begun has ended. */
  private async unlocked(matches: readonly StartMatch[]): Promise<StartMatch[]> {
    const { store, clock } = this.parts;
    const locks = matches.map(lockOf).filter((lock) => lock !== undefined);
    if (locks.length === 0) return [...matches];
    const held = new Set((await store.lost({ ...noClaims, locks }, clock())).locks.map(lockText));
    return matches.filter((match) => {
      const lock = lockOf(match);
      if (!lock || match.message.transient) return true;
      const free = !held.has(lockText(lock));
      held.add(lockText(lock));
      return free;
    });
  }

  private beginWith(match: StartMatch): Promise<boolean> {
    const { message, process } = match;
    const starts = this.parts.registry.startsOf(message.kind, message.name, message.arrivedAt);
    const place = starts.findIndex((start) => start.process.id === process);
    const start = starts[place];
    if (!start) return Promise.resolve(false);
    const named = place === 0 && message.kind === 'message' ? message.sagaId : undefined;
    const lock = lockOf(match);
    const ask: StartAsk = {
      ...startAsk(start, JSON.parse(message.variables) as StartAsk['variables']),
      message,
      ...(lock ? { lock } : {}),
    };
    return this.enter(named ?? startedSagaId(message.messageId, start), ask, match);
  }

  /** Whether it has led to something. */
  private enter(sagaId: string, ask: Ask, { message }: MessageMatch | StartMatch): Promise<boolean> {
    const { queue, clock } = this.parts;
    return new Promise((resolve) => {
      queue.push([
        {
          sagaId,
          ask,
          at: clock(),
          origin: { source: 'store', traceparent: message.trace, about: ask.kind === 'deliver' },
          // What breaks its schema is put aside, and is out of the way of the next one.
          settle: ({ saga, refusal }) =>
            resolve(refusal ? refusal.code === 'INVALID_ARGUMENT' : saga !== undefined),
          fail: () => resolve(false),
        },
      ]);
    });
  }
}

/** Camunda: one active instance per process and correlation key among those that messages have begun. */
const lockOf = ({ message, process }: StartMatch): StartLock | undefined =>
  message.kind === 'message' && message.key !== '' ? { process, key: message.key } : undefined;

const lockText = ({ process, key }: StartLock) => JSON.stringify([process, key]);
