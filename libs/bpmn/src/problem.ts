/** One reason why a model cannot be deployed. */
export interface Problem {
  /** Stable name of the rule, in lower case with hyphens. */
  readonly rule: string;
  /** Id of the element at fault; of the element around it, or its type, when it has none. */
  readonly element: string;
  /** Name of the participant in whose process it stands. */
  readonly participant?: string;
  /** Names the element, the reason and the remedy. */
  readonly message: string;
}

/** A model that is not deployable; `problems` holds every reason that was found, in the order of the document. */
export class ScoreRefusedError extends Error {
  readonly code = 'SCORE_REFUSED';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.name = 'ScoreRefusedError';
  }
}

/** Collects problems; an element whose references dangle is not blamed for what follows from that. */
export class ProblemList {
  private readonly found: Problem[] = [];
  private readonly dangling = new Set<string>();
  private readonly said = new Set<string>();

  get problems(): readonly Problem[] {
    return this.found;
  }

  add(problem: Problem): void {
    if (this.dangling.has(problem.element)) return;
    const key = `${problem.rule} ${problem.message}`;
    if (this.said.has(key)) return;
    this.said.add(key);
    this.found.push(problem);
  }

  addDangling(problem: Problem): void {
    this.found.push(problem);
    this.dangling.add(problem.element);
  }

  throwIfAny(): void {
    if (this.found.length > 0) throw new ScoreRefusedError(this.found);
  }
}
