import { compileScore, type ProcessModel, type Score } from '@partitura/bpmn';
import type { ScoreStore, StoredScore } from '../ports/score-store';
import { definitionOf, type LoadedScore, type MessageStart, type ProcessDefinition } from './loaded-score';
import { caughtNames, messageStarts } from './outer-messages';

/** Every deployed version, compiled once, and what the runtime asks of them all. */
export class ScoreRegistry {
  private readonly byKey = new Map<string, LoadedScore>();
  /** Newest version of each score, by score id. */
  private readonly newest = new Map<string, LoadedScore>();
  private readonly definitions = new Map<string, ProcessDefinition>();
  private starts = new Map<string, MessageStart[]>();
  private readonly caught = new Set<string | undefined>();
  private position = 0;
  private refreshing: Promise<void> | undefined;

  constructor(private readonly store: ScoreStore) {}

  /** Loads what was deployed since, by whomever. */
  async refresh(): Promise<void> {
    this.refreshing ??= this.loadNew().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  get(key: string): LoadedScore | undefined {
    return this.byKey.get(key);
  }

  /** Newest versions, in order of deployment. */
  get newestScores(): LoadedScore[] {
    return [...this.newest.values()].sort((one, other) => one.position - other.position);
  }

  definition(key: string): ProcessDefinition | undefined {
    return this.definitions.get(key);
  }

  /** Every process of every version, in order of deployment. */
  get allDefinitions(): ProcessDefinition[] {
    return [...this.definitions.values()];
  }

  /** The process of the newest version, or of a given one. */
  definitionById(processId: string, version?: number): ProcessDefinition | undefined {
    let found: ProcessDefinition | undefined;
    for (const definition of this.definitions.values()) {
      const { process, score } = definition;
      if (process.id !== processId || (version !== undefined && score.version !== version)) continue;
      if (!found || score.position > found.score.position) found = definition;
    }
    return found;
  }

  /** The definitions that carry a process id, of every version. */
  definitionOfInstance(scoreKey: string, processId: string): ProcessDefinition | undefined {
    const score = this.byKey.get(scoreKey);
    const process = score?.score.processes.find(({ id }) => id === processId);
    return score && process && definitionOf(score, process);
  }

  /** Start events of newest versions that a message from outside begins a saga at. */
  messageStarts(name: string): readonly MessageStart[] {
    return this.starts.get(name) ?? [];
  }

  /** Whether an element of any version waits for messages of this name from outside. */
  catches(name: string): boolean {
    return this.caught.has(name) || this.caught.has(undefined);
  }

  /** Names of the participants with a process in any version. */
  get participants(): string[] {
    const names = new Set<string>();
    for (const { score } of this.byKey.values())
      for (const { participant } of score.processes) if (participant !== undefined) names.add(participant);
    return [...names].sort();
  }

  private async loadNew(): Promise<void> {
    for (const { xml, ...stored } of await this.store.listScores(this.position))
      this.add(stored, await compileScore(xml));
  }

  private add(stored: Omit<StoredScore, 'xml'>, score: Score): void {
    const loaded: LoadedScore = { ...stored, score };
    this.position = Math.max(this.position, stored.position);
    this.byKey.set(loaded.key, loaded);
    this.newest.set(loaded.id, loaded);
    for (const process of score.processes) this.define(loaded, process);
    for (const name of caughtNames(score)) this.caught.add(name);
    this.starts = new Map();
    for (const version of this.newestScores)
      for (const [name, start] of messageStarts(version))
        this.starts.set(name, [...(this.starts.get(name) ?? []), start]);
  }

  private define(score: LoadedScore, process: ProcessModel): void {
    const definition = definitionOf(score, process);
    this.definitions.set(definition.key, definition);
  }
}
