import type { Refusal, SagaEvent } from '@partitura/engine';
import type { LocalRequest } from '../distribution/held-job';
import { type BusMessage, deadLetter } from '../ports/bus';
import type { Claims, MessageAddress, OuterMessage, TakenMessage } from '../ports/saga-store';
import { Beginnings } from './beginnings';
import { Contest } from './contest';
import { DecideAgain, type Poison } from './decide-again';
import type { Host } from './host';
import {
  about,
  type BufferAsk,
  type CommandBody,
  type DeliverAsk,
  type Input,
  type JoinAsk,
  type Outcome,
  type RequestAsk,
  type StartAsk,
} from './input';
import { newSaga, type SagaEntry } from './saga-entry';
import { SagaSteps } from './saga-steps';

/** Decides the inputs of one batch, in order, on the sagas given; changes these in place and writes nothing. */
export class BatchDecision {
  /** With an error: given up, and whoever waits is told why. */
  readonly outcomes: (readonly [Input, Outcome, Error?])[] = [];
  readonly steps: SagaSteps;
  readonly refusals: { readonly input: Input; readonly refusal: NonNullable<Outcome['refusal']> }[] = [];
  readonly taken: TakenMessage[] = [];
  /** Sagas that are complete, as another host says; no other input of the batch is about them. */
  readonly complete = new Set<string>();
  /** Those of them that the commit has ended here. */
  finished: readonly string[] = [];
  readonly beginnings: Beginnings;
  /** Messages from outside that other hosts get as well. */
  readonly forwarded: BusMessage[] = [];
  private readonly messages: OuterMessage[] = [];
  private readonly contest: Contest;
  private seenLocalJobs = 0;

  constructor(
    private readonly host: Host,
    private readonly sagas: Map<string, SagaEntry>,
    private readonly poisoned: ReadonlyMap<Input, Poison>,
    private readonly now: number,
    lost: Claims,
  ) {
    this.steps = new SagaSteps(host, now);
    this.contest = new Contest(lost);
    const { steps, contest, taken } = this;
    this.beginnings = new Beginnings({ host, sagas, steps, contest, taken, now });
  }

  decide(input: Input): void {
    const poison = this.poisoned.get(input);
    if (poison) return this.giveUp(poison);
    const { ask } = input;
    switch (ask.kind) {
      case 'start':
        return this.settle(input, this.beginnings.begin(input, ask));
      case 'join':
        return this.join(input, ask);
      case 'command':
        return this.command(input, ask.command, ask.number);
      case 'request':
        return this.request(input, ask);
      case 'finish':
        for (const sagaId of ask.sagas) this.complete.add(sagaId);
        return this.settle(input, {});
      case 'timers':
        return this.timers(input);
      case 'deliver':
        return this.deliver(input, ask);
      case 'buffer':
        return this.buffer(input, ask);
      case 'deadLetter':
        this.deadLetters.push(deadLetter(ask.message, ask.reason));
        return this.settle(input, {});
    }
  }

  get decided(): Set<Input> {
    return new Set(this.outcomes.map(([input]) => input));
  }

  /** Local jobs that were asked for since the last time, and are still wanted. */
  newLocalJobs(): LocalRequest[] {
    const { effects } = this.steps;
    const wanted = effects.wantedLocalJobs(this.seenLocalJobs);
    this.seenLocalJobs = effects.localJobs.length;
    return wanted;
  }

  get deadLetters(): BusMessage[] {
    return this.steps.deadLetters;
  }

  /** Names and keys for which a message and a subscription might have met with this commit. */
  get meetings(): MessageAddress[] {
    return [...this.steps.effects.opened.values(), ...this.buffered];
  }

  /** Messages and signals that came from outside, or that a saga has thrown for others. */
  get buffered(): OuterMessage[] {
    return [...this.messages, ...this.steps.effects.signals];
  }

  private command(input: Input, command: CommandBody, number?: number): void {
    const saga = this.sagas.get(input.sagaId);
    if (!saga?.state || (number !== undefined && number !== saga.number))
      return this.refuse(input, saga, { code: 'NOT_FOUND', message: `No saga ${input.sagaId} runs here.` });
    this.carryOut(input, saga, command);
  }

  private join(input: Input, { score, root, trace, command }: JoinAsk): void {
    const { sagaId } = input;
    const known = this.sagas.get(sagaId);
    const saga = known?.state ? known : { ...newSaga(sagaId, score, this.host, this.now, known), trace };
    this.sagas.set(sagaId, saga);
    this.carryOut(input, saga, { ...command, join: { sagaId, number: saga.number, score, root } });
  }

  private request(input: Input, ask: RequestAsk): void {
    const saga = this.sagas.get(input.sagaId);
    if (saga?.state) {
      this.carryOut(input, saga, ask.command);
      return;
    }
    const tombstone: SagaEntry = saga ?? {
      ...newSaga(input.sagaId, '', this.host, this.now),
      status: 'tombstone',
    };
    // The first request decides: a saga that is to be undone is not cancelled afterwards.
    tombstone.tombstone ??=
      ask.command.kind === 'compensateSaga' ? { undo: ask.command.reason } : { cancel: true };
    this.sagas.set(tombstone.sagaId, tombstone);
    this.steps.touched.add(tombstone);
    this.settle(input, {});
  }

  private timers(input: Input): void {
    const saga = this.sagas.get(input.sagaId);
    if (!saga?.state) return this.settle(input, {});
    // Also when nothing is due any more: the claim has moved `next_due`, the commit puts it right.
    saga.nextDue = undefined;
    this.steps.touched.add(saga);
    this.carryOut(input, saga, { kind: 'fireTimers' });
  }

  private deliver(input: Input, { match, recorded }: DeliverAsk): void {
    const { message, receiver, subscription } = match;
    const saga = this.sagas.get(input.sagaId);
    if (!saga?.state || (recorded && this.contest.has(match))) return this.settle(input, {});
    const variables = JSON.parse(message.variables) as StartAsk['variables'];
    const delivered = this.carryOut(
      input,
      saga,
      message.kind === 'message'
        ? { kind: 'deliverMessage', subscription, variables }
        : { kind: 'deliverSignal', subscription, signal: message.messageId, variables },
    );
    if (delivered && recorded) this.take({ message, receiver });
  }

  private take(taken: TakenMessage): void {
    this.contest.take(taken);
    this.taken.push(taken);
  }

  private buffer(input: Input, { message, forward }: BufferAsk): void {
    if (this.contest.buffer(message)) {
      if (forward) this.forwarded.push(...forward);
      this.messages.push(message);
      return this.settle(input, {});
    }
    const { name, uniqueId } = message;
    const refusal = {
      code: 'ALREADY_EXISTS',
      message: `A message ${name} with the id ${uniqueId} is still buffered: leave it at that, or give the new one another id.`,
    } as const;
    this.refusals.push({ input, refusal });
    this.settle(input, { refusal });
  }

  /** False when the engine refused. */
  private carryOut(input: Input, saga: SagaEntry, command: CommandBody): boolean {
    const step = this.steps.begin(input, saga);
    const { refusal, events } = this.steps.execute(input, saga, step, {
      ...command,
      at: this.now,
      trace: step.traceparent,
    });
    if (refusal) {
      step.refused(refusal.message);
      this.refuse(input, saga, refusal);
    } else this.settle(input, { ...about(saga), ...broken(input, events) });
    return !refusal;
  }

  /** A saga from the cache may be behind the store; only what was read just now can refuse. */
  private refuse(input: Input, saga: SagaEntry | undefined, refusal: Refusal): void {
    if (saga && !saga.fresh)
      throw new DecideAgain('A refusal by a saga from the cache is checked on its row.');
    this.refusals.push({ input, refusal });
    this.settle(input, { ...(saga?.state ? about(saga) : {}), refusal });
  }

  /** P9: what cannot be decided parks its own saga, never its batch or partition. */
  private giveUp({ input, error, noFallback }: Poison): void {
    const { ask, origin } = input;
    if (ask.kind === 'command' && ask.fallback && !noFallback)
      this.fallBack(input, error, ask.fallback, ask.number);
    if (ask.kind === 'timers') this.postpone(input);
    if (origin.record) this.deadLetters.push(deadLetter(origin.record, error.message));
    // A record that was put aside is done with; whoever waits for an answer is told.
    if (origin.source === 'bus') this.settle(input, {});
    else this.outcomes.push([input, {}, error]);
  }

  private fallBack(input: Input, error: Error, command: CommandBody, number: number | undefined): void {
    try {
      this.command({ ...input, settle: () => undefined }, command, number);
    } catch (again) {
      if (again instanceof DecideAgain && again.poison)
        throw new DecideAgain(again.message, { input, error, noFallback: true });
      throw again;
    }
  }

  /** Timers that the engine cannot fire are tried again later, and not in a loop. */
  private postpone({ sagaId }: Input): void {
    const saga = this.sagas.get(sagaId);
    if (!saga?.state) return;
    saga.parkedUntil = this.now + PARK_MS;
    this.steps.touched.add(saga);
  }

  private settle(input: Input, outcome: Outcome): void {
    this.outcomes.push([input, outcome]);
  }
}

/** Whoever delivers a message and waits for the answer learns that it broke its schema. */
function broken({ ask }: Input, events: readonly SagaEvent[]): Pick<Outcome, 'refusal'> {
  if (ask.kind !== 'deliver' || ask.recorded) return {};
  const refused = events.find((event) => event.type === 'MessageRefused');
  return refused ? { refusal: { code: 'INVALID_ARGUMENT', message: refused.reason } } : {};
}

const PARK_MS = 60_000;
