import type { StartTimerRow } from './saga-store';

/** Where deployed scores, decisions and forms are kept: every version, for ever, because sagas keep theirs until they end. */
export interface ScoreStore {
  /** Versions deployed after a position, oldest first. */
  listScores(afterPosition: number): Promise<StoredScore[]>;
  /**
   * Gives each score its next version in one transaction, one deployment at a time; what equals its newest version stays
   * as it is. Timer start events of an older version are replaced.
   */
  deployScores(deployment: Deployment): Promise<DeployedScore[]>;
}

/** What a file is: its ids and versions are counted apart from those of the others. */
export type ResourceKind = 'bpmn' | 'dmn' | 'form';

export interface StoredScore {
  readonly kind: ResourceKind;
  /** Decimal string; what `SagaState.score` holds. */
  readonly key: string;
  /** Grows with every deployment. */
  readonly position: number;
  readonly id: string;
  readonly version: number;
  /** SHA-256 of the content, hex. */
  readonly hash: string;
  /** XML of models and decisions, JSON of forms. */
  readonly content: string;
  readonly resource: string;
  readonly deploymentKey: string;
  /** Epoch ms. */
  readonly deployedAt: number;
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
  readonly startTimers: readonly Omit<StartTimerRow, 'score'>[];
}

export interface DeployedScore extends StoredScore {
  /** False: equal to the newest version, nothing was written. */
  readonly isNew: boolean;
}
