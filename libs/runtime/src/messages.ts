/** What travels between the orchestrator and the participants' services: CloudEvents types and JSON values. */
import type { Json } from '@partitura/feel';

export type Variables = Record<string, Json>;

const COORDINATION = '.coordination';
const JOURNAL = 'partitura.journal';

export const topics = {
  events: (participant: string) => `${participant}.events`,
  commands: (participant: string) => `${participant}.commands`,
  replies: (host: string) => `${host}.replies`,
  /** What the hosts of compositions tell one another: progress, how sagas are undone. */
  coordination: (host: string) => host + COORDINATION,
  /** How versions get to hosts; apart from `coordination`, because a host reads it before it takes work. */
  deployments: (host: string) => `${host}.deployments`,
  journal: JOURNAL,
  /** Several events may share a record there (`unbatched` parts them); elsewhere each has its own. */
  isBatched: (topic: string) => topic === JOURNAL || topic.endsWith(COORDINATION),
} as const;

export const messageTypes = {
  jobRequested: 'io.partitura.job.requested.v1',
  jobWithdrawn: 'io.partitura.job.withdrawn.v1',
  jobAnswered: 'io.partitura.job.answered.v1',
  withdrawalAcknowledged: 'io.partitura.job.withdrawal-acknowledged.v1',
  sagaCompensationRequested: 'io.partitura.saga.compensation-requested.v1',
  sagaCancellationRequested: 'io.partitura.saga.cancellation-requested.v1',
  sagaEnded: 'io.partitura.saga.ended.v1',
  signalBroadcast: 'io.partitura.signal.broadcast.v1',
  partsJournaled: 'io.partitura.journal.parts.v1',
  hostJoined: 'io.partitura.host.joined.v1',
  hostWelcomed: 'io.partitura.host.welcomed.v1',
  hostTurnedAway: 'io.partitura.host.turned-away.v1',
  deploymentOffered: 'io.partitura.deployment.offered.v1',
  deploymentHeld: 'io.partitura.deployment.held.v1',
  deploymentActivated: 'io.partitura.deployment.activated.v1',
  deploymentAccepted: 'io.partitura.deployment.accepted.v1',
  deploymentRefused: 'io.partitura.deployment.refused.v1',
} as const;

/** `<participant>.commands`, type `jobRequested`: do one attempt of a job. */
export interface JobRequest {
  /** Public key of the job (decimal string); the dedupe mark's key. */
  readonly jobKey: string;
  readonly attempt: number;
  readonly jobType: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  readonly processInstanceKey: string;
  readonly processId: string;
  /** Names the work: the same for every attempt and redelivery. */
  readonly idempotencyKey: string;
  readonly variables: Variables;
  readonly headers: Readonly<Record<string, string>>;
  /** Attempts left, this one included. */
  readonly retries: number;
  /** RFC 3339; after it the answer is refused. */
  readonly deadline?: string;
  /** Topic for the answer. */
  readonly replyTo: string;
  /** Compensation handlers: the undone activity and why it is undone. */
  readonly compensates?: {
    readonly elementId: string;
    readonly reason?: { readonly code: string; readonly message?: string };
    readonly traceparent?: string;
  };
}

/** `<participant>.commands`, type `jobWithdrawn`: a job is taken back; whoever has committed it undoes it with `handler`. */
export interface JobWithdrawal {
  readonly jobKey: string;
  readonly attempt: number;
  readonly jobType: string;
  readonly elementId: string;
  readonly idempotencyKey: string;
  readonly replyTo: string;
  readonly handler?: {
    readonly jobType: string;
    readonly elementId: string;
    readonly variables: Variables;
    readonly headers: Readonly<Record<string, string>>;
    readonly retries: number;
    readonly backoffMs: number;
    readonly reason?: { readonly code: string; readonly message?: string };
  };
}

/** `<host>.replies`, type `jobAnswered`. */
export interface JobAnswer {
  readonly jobKey: string;
  readonly attempt: number;
  readonly elementId: string;
  readonly outcome:
    | { readonly kind: 'completed'; readonly variables: Variables }
    | {
        readonly kind: 'error';
        readonly code: string;
        readonly message?: string;
        readonly variables?: Variables;
      }
    | {
        readonly kind: 'failed';
        readonly message: string;
        /** Attempts left when the service decides it (0: no retry makes sense); default one less than before. */
        readonly retries?: number;
        readonly backoffMs?: number;
        /** `IO_MAPPING` when variables break the handler's schema. */
        readonly incident?: 'JOB_NO_RETRIES' | 'IO_MAPPING';
      };
}

/** `<host>.replies`, type `withdrawalAcknowledged`. */
export interface WithdrawalAcknowledgement {
  readonly jobKey: string;
  readonly elementId: string;
  /** none: the job had not been committed; done: it had been, and is undone now; failed: an incident is needed. */
  readonly lateUndo: 'none' | 'done' | 'failed';
  readonly message?: string;
}

/** `orchestrator.commands`, types `sagaCompensationRequested` and `sagaCancellationRequested`; the key is the saga id. */
export interface SagaRequest {
  readonly sagaId: string;
  readonly reason?: { readonly code: string; readonly message?: string };
}

/** `partitura.journal`, type `sagaEnded`: written in the commit in which the saga ends; nothing undoes it after that. */
export interface SagaEnded {
  readonly sagaId: string;
  readonly state: 'completed' | 'compensated' | 'cancelled';
  /** Why it was undone. */
  readonly reason?: { readonly code: string; readonly message?: string };
  /** A compensation handler was skipped: listed as failed. */
  readonly handlerSkipped?: boolean;
}

/** `<host>.commands`, type `signalBroadcast`, from services and others outside: everyone who waits for the signal takes it, and start events begin with it. */
export interface SignalBroadcast {
  readonly name: string;
  readonly variables: Variables;
}

/** Type prefix of BPMN messages and domain events on `<participant>.events`; the rest is the message name. */
export const EVENT_TYPE_PREFIX = 'io.partitura.event.';
