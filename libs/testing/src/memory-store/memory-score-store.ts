import type { DeployedScore, Deployment, ScoreStore, StartTimerRow, StoredScore } from '@partitura/runtime';

/** A score store in memory; `startTimers` is shared with the saga store, which fires them. */
export class MemoryScoreStore implements ScoreStore {
  private readonly scores: StoredScore[] = [];

  constructor(private readonly startTimers: StartTimerRow[]) {}

  listScores(afterPosition: number): Promise<StoredScore[]> {
    return Promise.resolve(this.scores.filter(({ position }) => position > afterPosition));
  }

  deployScores({ key: deploymentKey, at, scores }: Deployment): Promise<DeployedScore[]> {
    return Promise.resolve(
      scores.map(({ startTimers, ...score }) => {
        const versions = this.scores.filter(({ kind, id }) => kind === score.kind && id === score.id);
        const newest = versions.at(-1);
        if (newest?.hash === score.hash) return { ...newest, isNew: false };
        const stored: StoredScore = {
          ...score,
          position: this.scores.length + 1,
          version: (newest?.version ?? 0) + 1,
          deploymentKey,
          deployedAt: at,
        };
        this.scores.push(stored);
        this.replaceTimers(versions.map((version) => version.key));
        this.startTimers.push(...startTimers.map((timer) => ({ ...timer, score: score.key })));
        return { ...stored, isNew: true };
      }),
    );
  }

  /** Timer start events of older versions begin nothing any more. */
  private replaceTimers(older: readonly string[]): void {
    for (let place = this.startTimers.length - 1; place >= 0; place--)
      if (older.includes(this.startTimers[place]?.score ?? '')) this.startTimers.splice(place, 1);
  }
}
