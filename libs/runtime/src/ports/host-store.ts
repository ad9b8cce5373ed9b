import type { StoredScore } from './score-store';

/**
 * What a database knows of itself as a host and, on the orchestrator, of all other hosts: who they are and which share of
 * which version each of them has.
 */
export interface HostStore {
  /** This database as a host. */
  own(): Promise<OwnHost>;
  /** A process of this host may take work, with the number of the host. */
  noteWelcome(session: string, number: number): Promise<void>;
  /** No process of this host may, until one is welcomed again. */
  noteTurnedAway(reason: string): Promise<void>;
  /** Versions kept here, each with a hash of its text as it stands there now. */
  held(): Promise<HeldScore[]>;

  hosts(): Promise<HostRecord[]>;
  /** Takes a host in, or a sign of life of it; another identity of the name gets a number of its own. */
  admit(host: Admission): Promise<HostRecord>;
  /** Keeps why a host was turned away; one that was never admitted is known by that alone. */
  turnAway(host: Admission, problem: string): Promise<void>;

  /** Adds what is not there yet. */
  plan(shares: readonly NewShare[]): Promise<void>;
  /** `open`: what is not settled, and everything of versions that begin nothing yet. */
  shares(of: 'open' | 'all'): Promise<Share[]>;
  /** The text of a version, all of it. */
  whole(score: string): Promise<Pick<StoredScore, 'content' | 'placement'>>;
  /** What a host gets; undefined when it has no share of this version. */
  offer(share: ShareKey): Promise<Offer | undefined>;
  /** Keeps what a host has answered, or reports. */
  answer(share: ShareKey, answer: ShareAnswer): Promise<void>;
}

export interface OwnHost {
  /** UUID, made once per database. */
  readonly identity: string;
  /** Given by the orchestrator, see `hostBlocks`; undefined before. */
  readonly number?: number;
  /** Sessions of the processes that were welcomed last. */
  readonly welcomed: readonly string[];
  /** Why the orchestrator has turned it away. */
  readonly turnedAway?: string;
}

export interface HeldScore extends Pick<StoredScore, 'key' | 'placement' | 'active' | 'holding'> {
  /** SHA-256 of the stored text, hex. */
  readonly contentHash: string;
}

export interface Admission {
  readonly name: string;
  readonly identity: string;
  /** What it understands of the messages between hosts. */
  readonly protocol: number;
  /** Participants whose tasks it does itself. */
  readonly participants: readonly string[];
  /** Epoch ms. */
  readonly seenAt: number;
}

export interface HostRecord extends Admission {
  /** Undefined: never admitted. */
  readonly number?: number;
  /** Why it, or another database of its name, was turned away last, and when (epoch ms). */
  readonly problem?: { readonly text: string; readonly at: number };
}

export interface ShareKey {
  /** Key of the version. */
  readonly score: string;
  readonly host: string;
}

/** A version's part that is meant for one host. */
export interface NewShare extends ShareKey {
  /** Participants that it runs; empty for what hosts only need to know. */
  readonly participants: readonly string[];
  /** Its text, where that is not the version's own. */
  readonly content?: string;
  /** Of text and placement, hex. */
  readonly hash: string;
}

/** drifted: the host had it, and reports another text now. */
export type ShareState = 'offered' | 'accepted' | 'refused' | 'drifted';

export interface ShareAnswer {
  readonly state: ShareState;
  /** Of what the host has. */
  readonly answer?: string;
  readonly reason?: string;
  /** The host begins sagas with it. */
  readonly active: boolean;
  /** The host begins nothing and keeps what would begin its processes, see `ScoreStore.holdStarts`. */
  readonly holding?: boolean;
  /** Epoch ms. */
  readonly at: number;
}

export interface Share extends Omit<NewShare, 'content'>, ShareAnswer {}

/** A version as its host adopts it. */
export type Offer = Omit<StoredScore, 'position'>;
