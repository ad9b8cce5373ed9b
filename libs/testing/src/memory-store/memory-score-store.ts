import type {
  DeployedScore,
  Deployment,
  NewScore,
  ScoreStore,
  StartTimerRow,
  StoredScore,
} from '@partitura/runtime';

/** A score store in memory; `startTimers` is shared with the saga store, which fires them. */
export class MemoryScoreStore implements ScoreStore {
  private readonly scores: StoredScore[] = [];

  constructor(private readonly startTimers: StartTimerRow[]) {}

  listScores(afterPosition: number): Promise<StoredScore[]> {
    return Promise.resolve(this.scores.filter(({ position }) => position > afterPosition));
  }

  deployScores({ key: deploymentKey, at, scores }: Deployment): Promise<DeployedScore[]> {
    const newest = (score: NewScore): StoredScore | undefined =>
      this.scores.findLast(({ kind, id }) => kind === score.kind && id === score.id);
    const changes = scores.some((score) => newest(score)?.hash !== score.hash);
    return Promise.resolve(
      scores.map((score) => {
        const current = newest(score);
        const isNew = current?.hash !== score.hash || (score.bound === true && changes);
        if (current && !isNew) return { ...current, isNew: false };
        const { startTimers, processes, bound: _bound, ...content } = score;
        const stored: StoredScore = {
          ...content,
          position: this.scores.length + 1,
          version: (current?.version ?? 0) + 1,
          deploymentKey,
          deployedAt: at,
        };
        this.scores.push(stored);
        this.replaceTimers(processes);
        this.startTimers.push(...startTimers.map((timer) => ({ ...timer, score: score.key })));
        return { ...stored, isNew: true };
      }),
    );
  }

  /** Timer start events of older versions begin nothing any more. */
  private replaceTimers(processes: readonly string[]): void {
    for (let place = this.startTimers.length - 1; place >= 0; place--)
      if (processes.includes(this.startTimers[place]?.process ?? '')) this.startTimers.splice(place, 1);
  }
}
