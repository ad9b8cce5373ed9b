import type { Command, Refusal, SagaStatus, Variables } from '@partitura/engine';
import type { BusMessage } from '../ports/bus';
import type { SagaEntry } from './saga-entry';
import type { MessageMatch, OuterMessage, StartLock, StartTimerFiring } from '../ports/saga-store';

type WithoutContext<T> = T extends unknown ? Omit<T, 'at' | 'trace'> : never;

/** A command before the loop has given it its time and its trace context. */
export type CommandBody = WithoutContext<Exclude<Command, { kind: 'startSaga' }>>;

/** What an input asks of a saga, or of the store. */
export type Ask =
  | JoinAsk
  | StartAsk
  | CommandAsk
  | RequestAsk
  | FinishAsk
  | TimersAsk
  | DeliverAsk
  | BufferAsk
  | DeadLetterAsk;

export interface StartAsk {
  readonly kind: 'start';
  /** Key of the score version. */
  readonly score: string;
  readonly process: string;
  readonly startEvent?: string;
  readonly variables: Variables;
  /** The timer start event that fires; it moves on in the same commit (P1). */
  readonly timer?: StartTimerFiring;
  /** The buffered message or signal that begins it; it is taken in the same commit. */
  readonly message?: OuterMessage;
  /** What the saga holds until its end; while another one holds it, nothing begins. */
  readonly lock?: StartLock;
}

type Joins = Extract<CommandBody, { join: unknown }>;

/** A command about a saga of which this host may hear for the first time. */
export interface JoinAsk {
  readonly kind: 'join';
  /** Key of the score version. */
  readonly score: string;
  /** The host where the saga began. */
  readonly root: string;
  /** traceparent of the saga, where another host has told it. */
  readonly trace?: string;
  readonly command: Joins extends infer Command
    ? Command extends unknown
      ? Omit<Command, 'join'>
      : never
    : never;
}

export interface CommandAsk {
  readonly kind: 'command';
  readonly command: CommandBody;
  /** Number of the saga as the public key at hand says it; another one is refused. */
  readonly number?: number;
  /** What to tell the saga instead when the engine cannot decide the command (P9). */
  readonly fallback?: CommandBody;
}

/** A request about a saga that may come before its start: it leaves a tombstone (P6). */
export interface RequestAsk {
  readonly kind: 'request';
  readonly command: Extract<CommandBody, { kind: 'compensateSaga' | 'cancelSaga' }>;
}

/** These sagas are complete on every host: their parts here end, those that are known. */
export interface FinishAsk {
  readonly kind: 'finish';
  readonly sagas: readonly string[];
}

export interface TimersAsk {
  readonly kind: 'timers';
}

/** A message or signal from outside for an open subscription. */
export interface DeliverAsk {
  readonly kind: 'deliver';
  readonly match: MessageMatch;
  /** The message is buffered: its delivery is recorded in the same commit. */
  readonly recorded: boolean;
}

/** A message or signal from outside, kept for those who receive it. */
export interface BufferAsk {
  readonly kind: 'buffer';
  readonly message: OuterMessage;
  /** The same for other hosts. */
  readonly forward?: readonly BusMessage[];
}

export interface DeadLetterAsk {
  readonly kind: 'deadLetter';
  readonly message: BusMessage;
  readonly reason: string;
}

export interface Input {
  readonly sagaId: string;
  readonly ask: Ask;
  /** Epoch ms when it was taken in. */
  readonly at: number;
  readonly origin: Origin;
  /** Called once, after the commit. */
  readonly settle: (outcome: Outcome) => void;
  /** It was given up: without effect, or (`StoreUnavailableError`) with an unknown one. A bus record must come again. */
  readonly fail: (error: Error) => void;
}

/** Where an input comes from, for its span (P10). */
export interface Origin {
  /** Whoever waits gets an error when the store is away; everything else is tried until it works. */
  readonly source: 'api' | 'bus' | 'timer' | 'store' | 'local';
  /** Topic of a bus record. */
  readonly topic?: string;
  /** The record, kept for the dead-letter topic. */
  readonly record?: BusMessage;
  readonly traceparent?: string;
  /** A request about a running saga: its step stays in the saga's trace and links to the request's. */
  readonly about?: boolean;
}

export interface Outcome {
  /** Absent when no saga is there (or none was asked). */
  readonly saga?: { readonly sagaId: string; readonly number: number; readonly status: SagaStatus };
  /** Local id of the process instance that a start has begun, now or before. */
  readonly instance?: number;
  readonly refusal?: Refusal | AlreadyExists | InvalidArgument;
}

/** A message of this id is still buffered. */
export interface AlreadyExists {
  readonly code: 'ALREADY_EXISTS';
  readonly message: string;
}

/** A message breaks the schema of its receiver. */
export interface InvalidArgument {
  readonly code: 'INVALID_ARGUMENT';
  readonly message: string;
}

/** Whether it is decided on the saga of its input. */
export const concernsOne = ({ kind }: Ask): boolean =>
  kind !== 'finish' && kind !== 'buffer' && kind !== 'deadLetter';

export const about = ({ sagaId, number, state }: SagaEntry): Outcome =>
  state ? { saga: { sagaId, number, status: state.status } } : {};
