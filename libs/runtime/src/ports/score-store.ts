import type { StartTimerRow } from './saga-store';

/** Where deployed scores, decisions, forms and schemas are kept: every version, for ever, because sagas keep theirs until they end. */
export interface ScoreStore {
  /** Versions deployed after a position, oldest first. */
  listScores(afterPosition: number): Promise<StoredScore[]>;
  /**
   * Gives each score its next version in one transaction, one deployment at a time; what equals its newest version stays
   * as it is. Timer start events of an older version are replaced.
   */
  deployScores(deployment: Deployment): Promise<DeployedScore[]>;
  /** Takes over a version that was deployed on another host, as it is; one that is there already gets its text back. */
  adoptScore(score: NewScore & AdoptedScore): Promise<void>;
  /**
   * Begins sagas with a version: with what comes from `from` on (epoch ms), its start timers replace those of before. It moves
   * to the newest position. False when it is active already, when a newer version of it is, or when it is unknown.
   */
  activateScore(
    key: string,
    starts: Pick<NewScore, 'processes' | 'startTimers'>,
    from?: number,
  ): Promise<boolean>;
  /**
   * Notes that a pending version, if it is the newest one, takes the start of its sagas to another host: until it is active
   * this one begins none and keeps what would. It moves to the newest position.
   */
  holdStarts(key: string): Promise<void>;
}

/** Participants that run on other hosts than the orchestrator, and on which. */
export type PlacementMap = Readonly<Record<string, string>>;

/** What another host has decided about a version. */
export type AdoptedScore = Pick<StoredScore, 'version' | 'deploymentKey' | 'deployedAt'>;

/** What a file is: its ids and versions are counted apart from those of the others. */
export type ResourceKind = 'bpmn' | 'dmn' | 'form' | 'schema';

export interface StoredScore {
  readonly kind: ResourceKind;
  /** Decimal string; what `SagaState.score` holds. */
  readonly key: string;
  /** Grows with everything that changes: whoever reads what comes after a position misses nothing. */
  readonly position: number;
  readonly id: string;
  readonly version: number;
  /** SHA-256 of the content and the placement, hex. */
  readonly hash: string;
  /** XML of models and decisions, JSON of forms and schemas. */
  readonly content: string;
  readonly resource: string;
  readonly deploymentKey: string;
  /** Epoch ms. */
  readonly deployedAt: number;
  readonly placement?: PlacementMap;
  /** False: not all of its hosts have it yet, and it begins nothing. */
  readonly active: boolean;
  /** What comes earlier (epoch ms) is for the host that began its sagas before; absent: it began them already. */
  readonly activeFrom?: number;
  /** See `holdStarts`. */
  readonly holding?: true;
}

export interface Deployment {
  readonly key: string;
  /** Epoch ms. */
  readonly at: number;
  readonly scores: readonly NewScore[];
}

export interface NewScore {
  readonly kind: ResourceKind;
  readonly key: string;
  readonly id: string;
  readonly hash: string;
  readonly content: string;
  readonly resource: string;
  /** Ids of the processes in it: their start timers of before are replaced. */
  readonly processes: readonly string[];
  /** It means versions of its own deployment: it gets a new version when anything beside it does. */
  readonly bound?: true;
  readonly placement?: PlacementMap;
  /** It waits for other hosts to take it over; until then the start timers of before stay. */
  readonly pending?: true;
  readonly startTimers: readonly Omit<StartTimerRow, 'score'>[];
}

export interface DeployedScore extends StoredScore {
  /** False: equal to the newest version, nothing was written. */
  readonly isNew: boolean;
}
