import type {
  AdoptedScore,
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
  private position = 0;

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
        const version = (current?.version ?? 0) + 1;
        return { ...this.insert(score, { version, deploymentKey, deployedAt: at }), isNew: true };
      }),
    );
  }

  adoptScore(score: NewScore & AdoptedScore): Promise<void> {
    const { version, deploymentKey, deployedAt, ...about } = score;
    const { hash, content } = about;
    const place = this.scores.findIndex(({ key }) => key === score.key);
    const known = this.scores[place];
    if (!known) this.insert(about, { version, deploymentKey, deployedAt });
    else if (known.content !== content || known.hash !== hash) {
      this.scores.splice(place, 1);
      this.scores.push({ ...known, content, hash, position: ++this.position });
    }
    return Promise.resolve();
  }

  activateScore(
    key: string,
    starts: Pick<NewScore, 'processes' | 'startTimers'>,
    from?: number,
  ): Promise<boolean> {
    const place = this.scores.findIndex((score) => score.key === key && !score.active && !this.isPast(score));
    const [score] = place < 0 ? [] : this.scores.splice(place, 1);
    if (score) {
      const since = from === undefined ? {} : { activeFrom: from };
      const { holding: _held, ...rest } = score;
      this.scores.push({ ...rest, ...since, active: true, position: ++this.position });
      this.replaceTimers(key, starts);
    }
    return Promise.resolve(score !== undefined);
  }

  holdStarts(key: string): Promise<void> {
    const place = this.scores.findIndex(
      (score) => score.key === key && !score.active && !score.holding && !this.hasNewer(score),
    );
    const [score] = place < 0 ? [] : this.scores.splice(place, 1);
    if (score) this.scores.push({ ...score, holding: true, position: ++this.position });
    return Promise.resolve();
  }

  private hasNewer({ kind, id, version }: StoredScore): boolean {
    return this.scores.some((score) => score.kind === kind && score.id === id && score.version > version);
  }

  /** A newer version of it is active. */
  private isPast({ kind, id, version }: StoredScore): boolean {
    return this.scores.some(
      (score) => score.active && score.kind === kind && score.id === id && score.version > version,
    );
  }

  private insert(
    { startTimers, processes, bound: _bound, pending, ...content }: NewScore,
    about: AdoptedScore,
  ): StoredScore {
    const stored: StoredScore = {
      ...content,
      ...about,
      position: ++this.position,
      active: pending !== true,
    };
    this.scores.push(stored);
    if (stored.active) this.replaceTimers(stored.key, { processes, startTimers });
    return stored;
  }

  /** Timer start events of older versions begin nothing any more. */
  private replaceTimers(
    score: string,
    { processes, startTimers }: Pick<NewScore, 'processes' | 'startTimers'>,
  ): void {
    for (let place = this.startTimers.length - 1; place >= 0; place--)
      if (processes.includes(this.startTimers[place]?.process ?? '')) this.startTimers.splice(place, 1);
    this.startTimers.push(...startTimers.map((timer) => ({ ...timer, score })));
  }
}
