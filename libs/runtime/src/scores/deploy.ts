import { createHash } from 'node:crypto';
import { compileScore, type Problem, type Score, ScoreRefusedError } from '@partitura/bpmn';
import { publicKey } from '../keys';
import type { Numbers } from '../numbers';
import type { DeployedScore, NewScore, ScoreStore } from '../ports/score-store';
import { startTimersOf } from './start-timers';

/** A file to deploy. */
export interface Resource {
  readonly name: string;
  readonly content: string;
}

/** At least one file cannot be deployed; nothing of the deployment was. */
export class DeploymentRefusedError extends Error {
  readonly code = 'DEPLOYMENT_REFUSED';

  constructor(
    readonly refusals: readonly { readonly resource: string; readonly problems: readonly Problem[] }[],
  ) {
    const lines = refusals.flatMap(({ resource, problems }) =>
      problems.map(({ message }) => `${resource}: ${message}`),
    );
    super(['Nothing was deployed. Mend these elements and deploy again.', ...lines].join('\n'));
  }
}

export interface DeploymentResult {
  readonly key: string;
  readonly scores: readonly (DeployedScore & { readonly score: Score })[];
}

export interface DeployParts {
  readonly store: ScoreStore;
  readonly numbers: Numbers;
  readonly clock: () => number;
}

/** Compiles every file and stores what differs from its newest version, all or nothing. Throws `DeploymentRefusedError`. */
export async function deploy(resources: readonly Resource[], parts: DeployParts): Promise<DeploymentResult> {
  const compiled = await compileAll(resources);
  const { store, numbers, clock } = parts;
  await numbers.reserve(compiled.length + 1);
  const at = clock();
  const key = publicKey(numbers.next(0), 0);
  const scores: NewScore[] = compiled.map(({ resource, score }) => ({
    key: publicKey(numbers.next(0), 0),
    id: score.id,
    hash: createHash('sha256').update(resource.content).digest('hex'),
    xml: resource.content,
    resource: resource.name,
    startTimers: startTimersOf(score, at),
  }));
  const deployed = await store.deployScores({ key, at, scores });
  return {
    key,
    scores: deployed.map((stored, i) => ({ ...stored, score: (compiled[i] as Compiled).score })),
  };
}

interface Compiled {
  readonly resource: Resource;
  readonly score: Score;
}

async function compileAll(resources: readonly Resource[]): Promise<Compiled[]> {
  const compiled: Compiled[] = [];
  const refusals: { resource: string; problems: readonly Problem[] }[] = [];
  for (const resource of resources) {
    try {
      compiled.push({ resource, score: await compileScore(resource.content) });
    } catch (error) {
      if (!(error instanceof ScoreRefusedError)) throw error;
      refusals.push({ resource: resource.name, problems: error.problems });
    }
  }
  if (refusals.length > 0) throw new DeploymentRefusedError(refusals);
  return compiled;
}
