import type { Library } from '@partitura/engine';
import type { Numbers } from '../numbers';
import type { Input } from './input';
import type { SagaEntry } from './saga-entry';

/** Where a batch is decided: what the decisions need besides the sagas. */
export interface Host {
  /** Name of the host: source of its events, and the topic of the answers to it. */
  readonly name: string;
  readonly numbers: Numbers;
  /** Everything deployed that was loaded before. */
  readonly library: Library;
  /** Whether the score of a key is loaded. */
  knows(score: string): boolean;
  /** Fetches scores of sagas, and of the processes they call, that another process has deployed and this one does not know yet. */
  loadScores(sagas: Iterable<SagaEntry>, inputs: readonly Input[]): Promise<void>;
  /** Other hosts that must hear of a signal. */
  signalHosts(name: string): readonly string[];
  /** Messages larger than this are not sent; their job waits as an incident. */
  readonly maxMessageBytes: number;
}
