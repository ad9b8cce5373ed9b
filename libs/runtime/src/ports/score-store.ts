import type { StartTimerRow } from './saga-store';

/** Where deployed scores are kept: every version, for ever, because sagas keep theirs until they end. */
export interface ScoreStore {
  /** Versions deployed after a position, oldest first. */
  listScores(afterPosition: number): Promise<StoredScore[]>;
  /**
   * Gives each score its next version in one transaction, one deployment at a time; what equals its newest version stays
   * as it is. Timer start events of an older version are replaced.
   */
  deployScores(deployment: Deployment): Promise<DeployedScore[]>;
}

export interface StoredScore {
  /** Decimal string; what `SagaState.score` holds. */
  readonly key: string;
  /** Grows with every deployment. */
  readonly position: number;
  readonly id: string;
  readonly version: number;
  /** SHA-256 of the XML, hex. */
  readonly hash: string;
  readonly xml: string;
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
  readonly key: string;
  readonly id: string;
  readonly hash: string;
  readonly xml: string;
  readonly resource: string;
  readonly startTimers: readonly Omit<StartTimerRow, 'score'>[];
}

export interface DeployedScore extends StoredScore {
  /** False: equal to the newest version, nothing was written. */
  readonly isNew: boolean;
}
