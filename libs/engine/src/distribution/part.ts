import type { FinalStatus, Reason } from '../state';

/** Which host runs which participant of a score version, and which of them this one is. */
export interface Placement {
  /** Name of this host. */
  readonly host: string;
  /** Every host that runs a participant, in alphabetical order. */
  readonly hosts: readonly string[];
  /** The host that undoes sagas of this version. */
  readonly coordinator: string;
  hostOf(participant: string): string;
}

/**
 * Time by which what happened on several hosts is ordered: never before what led to it, else by the clock of the host (a
 * hybrid logical clock: Kulkarni and others, "Logical Physical Clocks", OPODIS 2014).
 */
export interface LogicalTime {
  /** Epoch ms: the latest that the host's clock, or a message to it, has shown. */
  readonly at: number;
  /** Counts up while `at` stands still. */
  readonly count: number;
}

/** What one host has done in a saga, as far as it has been told. Every counter only grows. */
export interface HostProgress {
  /** Messages to each other host. */
  readonly sent: Readonly<Record<string, number>>;
  /** Messages from each other host. */
  readonly received: Readonly<Record<string, number>>;
  /** All its instances have completed: only another message makes it go on. */
  readonly done: boolean;
}

export type Progress = Readonly<Record<string, HostProgress>>;

/** Numbers of the messages that came from one host: all up to one, and those beyond that came early. */
export interface ReceivedNumbers {
  upTo: number;
  beyond?: number[];
}

/** The part that this host plays in a saga that runs on several. */
export interface Part {
  /** Name of this host. */
  readonly host: string;
  /** The host where the saga began: it finds out when all is complete. */
  readonly root: string;
  time: LogicalTime;
  /** Messages to each other host. */
  sent: Record<string, number>;
  received: Record<string, ReceivedNumbers>;
  /** What this host knows of the others. */
  known: Record<string, HostProgress>;
  /** How far (see `versionOf`) the progress of this host has been told to others. */
  told: number;
  /** The coordinator wants this part to stop; `stopped` once it was told that nothing runs here any more. */
  stop?: 'asked' | 'stopped';
  /** The completed activity that is undone here on request of the coordinator. */
  undoing?: number;
}

/** A completed compensable activity as the coordinator sees it. */
export interface RemoteActivity {
  readonly host: string;
  /** Id of the entry of `compensable` on that host. */
  readonly activity: number;
  readonly elementId: string;
  readonly participant: string;
  readonly time: LogicalTime;
}

/** Undoing or cancelling a saga over all its hosts: kept by the coordinator beside its own part. */
export interface Coordination {
  readonly intent: 'undo' | 'cancel';
  readonly reason?: Reason;
  /** Hosts that have not said yet that they have stopped. */
  stopping: string[];
  /** What is to be undone, the latest last. */
  queue: RemoteActivity[];
  /** What is being undone now. */
  current?: RemoteActivity;
  /** The saga had ended before it was stopped. */
  before?: FinalStatus;
}
