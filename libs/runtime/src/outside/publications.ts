import type { Variables } from '@partitura/engine';
import { publicKey } from '../keys';
import type { Ask, Outcome } from '../loop/input';
import { InputRefusedError } from '../loop/input-refused';
import { startFault } from '../loop/refused-messages';
import { lifetime, signalMessage } from '../loop/outer-messages';
import { stateOf } from '../loop/stored-state';
import { Numbers } from '../numbers';
import type { Bus } from '../ports/bus';
import type { OuterKind, OuterMessage, SagaStore, StoredSaga, SubscriptionRow } from '../ports/saga-store';
import { forwardedMessage, forwardedSignal } from './forwarding';
import { startAsk, startedSagaId } from '../scores/begin-saga';
import type { ScoreRegistry } from '../scores/score-registry';
import { shardOf } from '../shard';

export interface Publication {
  readonly name: string;
  /** Correlation key; without one a message begins sagas and reaches nobody who waits. */
  readonly key?: string;
  readonly variables: Variables;
  /** How long it waits for receivers; 0: it reaches only who waits now. */
  readonly ttlMs?: number;
  /** While a message of this name, key and id is buffered, a second one is refused. */
  readonly messageId?: string;
  /** Id of the saga that it begins, if it begins one; the same id again begins nothing (P1). */
  readonly sagaId?: string;
  readonly traceparent?: string;
}

/** A message with the moment at which it came (epoch ms). */
export interface ArrivedPublication extends Publication {
  readonly at: number;
}

export interface Published {
  /** Public key of the message or signal (decimal string). */
  readonly key: string;
  readonly refusal?: Outcome['refusal'];
}

export interface SignalToBroadcast {
  readonly name: string;
  readonly variables: Variables;
  /** The same id again broadcasts nothing. */
  readonly signalId?: string;
  readonly traceparent?: string;
}

/** A process instance that a message has reached or begun. */
export interface Correlation {
  readonly key: string;
  readonly sagaId: string;
  readonly number: number;
  /** Local id of the process instance. */
  readonly instance: number;
}

export interface PublicationParts {
  readonly store: SagaStore;
  readonly registry: ScoreRegistry;
  readonly bus: Bus;
  readonly clock: () => number;
  readonly messageTtlMs: number;
  readonly ask: (sagaId: string, ask: Ask, traceparent?: string) => Promise<Outcome>;
}

const SOURCE = '/publications';

/** Messages and signals that come over the API. */
export class Publications {
  private readonly numbers: Numbers;

  constructor(private readonly parts: PublicationParts) {
    this.numbers = new Numbers(() => parts.store.reserveBlock());
  }

  /** Resolves when the message is durable; whom it reaches, it reaches soon afterwards. */
  async publish(published: Publication): Promise<Published> {
    const { messageTtlMs, ask, clock } = this.parts;
    const publication = { ...published, at: clock() };
    const { name, key = '', ttlMs = messageTtlMs, messageId } = publication;
    const number = await this.nextKey(name, key);
    const fault = this.faultAtStart(publication);
    if (fault !== undefined) return { key: number, refusal: { code: 'INVALID_ARGUMENT', message: fault } };
    const forward = this.hostsFor('message', name).map((host) =>
      forwardedMessage(host, number, publication, ttlMs),
    );
    const isKept = this.parts.registry.awaits('message', name, publication.at);
    if (key === '' && messageId === undefined && !isKept) {
      if (forward.length > 0) await this.parts.bus.publish(forward);
      await this.begin(publication, number);
      return { key: number };
    }
    const message = this.messageOf(publication, number, ttlMs);
    const { refusal } = await ask(
      this.partyOf(message),
      { kind: 'buffer', message, forward },
      publication.traceparent,
    );
    return { key: number, ...(refusal ? { refusal } : {}) };
  }

  async broadcast({ name, variables, signalId, traceparent }: SignalToBroadcast): Promise<Published> {
    const key = await this.nextKey(name, '');
    const at = this.parts.clock();
    const id = `${SOURCE} ${signalId === undefined ? key : `signal ${signalId}`}`;
    const signal = { name, variables, traceparent };
    const forward = this.hostsFor('signal', name).map((host) =>
      forwardedSignal(host, SOURCE, signalId === undefined ? key : `signal ${signalId}`, signal, at),
    );
    const message = signalMessage(name, id, variables, at, { trace: traceparent });
    await this.parts.ask(this.partyOf(message), { kind: 'buffer', message, forward }, traceparent);
    return { key };
  }

  /**
   * Delivers a message now, as `publish` with a time-to-live of 0 does, and answers whom it has reached or begun: those who
   * waited first. Rejects with `InputRefusedError` when it breaks the schema of a receiver.
   */
  async correlate(correlated: Publication): Promise<Correlation[]> {
    const publication = { ...correlated, at: this.parts.clock() };
    const { name, key = '' } = publication;
    const fault = this.faultAtStart(publication);
    if (fault !== undefined) throw new InputRefusedError(fault);
    const number = await this.nextKey(name, key);
    const message = this.messageOf(publication, number, 0);
    const subscribers = firstOfEach(await this.parts.store.subscribers('message', { name, key }));
    const reached = await Promise.all(subscribers.map((row) => this.deliver(message, row)));
    const had = new Set(subscribers.filter((_, i) => reached[i]).map(({ process }) => process));
    const begun = await this.begin(publication, number, (process) => !had.has(process));
    return [...reached, ...begun].filter((one) => one !== undefined).map((one) => ({ key: number, ...one }));
  }

  private hostsFor(kind: OuterKind, name: string): string[] {
    return this.parts.registry.hostsListening(kind, name);
  }

  private async deliver(message: OuterMessage, { sagaId, subscription, process }: SubscriptionRow) {
    const { store, ask } = this.parts;
    const [saga] = await store.load([sagaId]);
    const match = { message, receiver: process, sagaId, subscription };
    const outcome = await ask(sagaId, { kind: 'deliver', match, recorded: false }, message.trace);
    if (outcome.refusal?.code === 'INVALID_ARGUMENT') throw new InputRefusedError(outcome.refusal.message);
    if (!saga || !outcome.saga || outcome.refusal) return undefined;
    return { sagaId, number: saga.number, instance: waitingInstance(saga, subscription) };
  }

  /** Why a message cannot begin what it should begin here; undefined when nothing is against it. */
  private faultAtStart({ name, variables, at }: ArrivedPublication): string | undefined {
    const { registry } = this.parts;
    for (const { score, event } of registry.startsOf('message', name, at)) {
      const schema = event.message?.schema;
      if (schema === undefined) continue;
      const { fault } = registry.messageSchema(schema, score.key)(variables);
      if (fault !== undefined) return startFault(event.triggerOf ?? event.id, schema, fault);
    }
    return undefined;
  }

  /** Begins a saga at each start event of the name. */
  private async begin(
    { name, key = '', variables, sagaId, traceparent, at }: ArrivedPublication,
    number: string,
    wanted: (process: string) => boolean = () => true,
  ): Promise<Omit<Correlation, 'key'>[]> {
    const begun = await Promise.all(
      this.parts.registry.startsOf('message', name, at).map(async (start, i) => {
        const process = start.process.id;
        if (!wanted(process)) return [];
        const id = (i === 0 ? sagaId : undefined) ?? startedSagaId(`${SOURCE} ${number}`, start);
        const ask = { ...startAsk(start, variables), ...(key === '' ? {} : { lock: { process, key } }) };
        const { saga, instance } = await this.parts.ask(id, ask, traceparent);
        return saga && instance !== undefined ? [{ sagaId: id, number: saga.number, instance }] : [];
      }),
    );
    return begun.flat();
  }

  private messageOf(publication: ArrivedPublication, number: string, ttlMs: number): OuterMessage {
    const { name, key = '', variables, messageId, sagaId, traceparent, at } = publication;
    return {
      kind: 'message',
      name,
      key,
      messageId: `${SOURCE} ${number}`,
      variables: JSON.stringify(variables),
      arrivedAt: at,
      ...lifetime(at, ttlMs),
      ...(messageId === undefined ? {} : { uniqueId: messageId }),
      ...(sagaId === undefined ? {} : { sagaId }),
      ...(traceparent === undefined ? {} : { trace: traceparent }),
    };
  }

  /** Inputs about no saga are kept apart by what they are about. */
  private partyOf({ name, key }: OuterMessage): string {
    return `${name}\n${key}`;
  }

  private async nextKey(name: string, key: string): Promise<string> {
    await this.numbers.reserve(1);
    return publicKey(this.numbers.next(shardOf(`${name}\n${key}`)), 0);
  }
}

/** Of the subscriptions of each process the oldest. */
function firstOfEach(rows: readonly SubscriptionRow[]): SubscriptionRow[] {
  const processes = new Set<string>();
  return rows.filter(({ process }) => !processes.has(process) && processes.add(process));
}

/** The process instance whose subscription it is. */
function waitingInstance(saga: StoredSaga, subscription: number): number {
  const state = stateOf(saga);
  const element = state.subscriptions[subscription]?.element ?? 0;
  return state.elements[element]?.instance ?? element;
}
