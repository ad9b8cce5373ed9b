import type { Score } from '@partitura/bpmn';
import type { Numbers } from '../numbers';

/** Where a batch is decided: what the decisions need besides the sagas. */
export interface Host {
  /** Name of the host: source of its events, and the topic of the answers to it. */
  readonly name: string;
  readonly numbers: Numbers;
  /** The compiled score of a key that was loaded before. */
  scoreOf(key: string): Score | undefined;
  /** Fetches scores of sagas that another process has deployed and this one does not know yet. */
  loadScores(sagas: Iterable<{ readonly score: string }>): Promise<void>;
  /** Messages larger than this are not sent; their job waits as an incident. */
  readonly maxMessageBytes: number;
}
