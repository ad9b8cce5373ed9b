import type { Problem, Score } from '@partitura/bpmn';
import { publicKey } from '../keys';
import type { Numbers } from '../numbers';
import type { DeployedScore, NewScore, PlacementMap, ScoreStore } from '../ports/score-store';
import { type CompiledResource, compileResource, ResourceRefusedError } from './compile-resource';
import { isBound, missingBindings } from './bindings';
import { hashWith, mapOf, placementProblems, type WantedPlacement } from './placement';
import { brokenSchema, missingSchemas } from './schemas/schema-references';
import type { SchemaDocument } from './schemas/read-schema';
import { StartTimerError, startTimersOf } from './start-timers';

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

export type Deployed = DeployedScore & Omit<CompiledResource, 'resource'>;

export interface DeploymentResult {
  readonly key: string;
  /** Every file, in the order in which they were given. */
  readonly resources: readonly Deployed[];
  /** The models among them. */
  readonly scores: readonly (Deployed & { readonly score: Score })[];
}

export interface DeployParts {
  readonly store: ScoreStore;
  readonly numbers: Numbers;
  readonly clock: () => number;
  readonly compile: (xml: string) => Promise<Score>;
  /** Whether another host begins sagas of one of these processes now. */
  readonly runElsewhere: (processes: readonly string[]) => boolean;
  /** What is deployed of JSON Schemas, the newest versions. */
  readonly schemas: readonly SchemaDocument[];
}

/**
 * Compiles every file and stores what differs from its newest version, all or nothing. Compositions with participants on other
 * hosts begin nothing before those have them. Throws `DeploymentRefusedError`.
 */
export async function deploy(
  resources: readonly Resource[],
  parts: DeployParts,
  wanted: WantedPlacement = 'orchestrated',
): Promise<DeploymentResult> {
  const { store, numbers, clock, compile, runElsewhere, schemas } = parts;
  const compiled = await compileAll(resources, compile, schemas);
  await numbers.reserve(compiled.length + 1);
  const at = clock();
  const timers = compiled.map((one) => timersOf(one, at));
  const key = publicKey(numbers.next(0), 0);
  const placements = placementsOf(compiled, wanted);
  const scores: NewScore[] = compiled.map(({ resource, kind, id, hash, score }, i) => {
    const placement = placements[i];
    const processes = score?.processes.map((process) => process.id) ?? [];
    // Hosts that it comes to, and those that it leaves, must know of it first.
    const isPending = placement !== undefined || runElsewhere(processes);
    return {
      key: publicKey(numbers.next(0), 0),
      kind,
      id,
      hash: placement ? hashWith(hash, placement) : hash,
      content: resource.content,
      resource: resource.name,
      processes,
      ...(score && isBound(score) ? { bound: true as const } : {}),
      ...(placement ? { placement } : {}),
      ...(isPending ? { pending: true as const } : {}),
      startTimers: timers[i] ?? [],
    };
  });
  const deployed = (await store.deployScores({ key, at, scores })).map((stored, i): Deployed => {
    const { resource: _, ...about } = compiled[i] as CompiledResource;
    return { ...stored, ...about };
  });
  return {
    key,
    resources: deployed,
    scores: deployed.flatMap(({ score, ...rest }) => (score ? [{ ...rest, score }] : [])),
  };
}

/** Placements of the compositions among the files; undefined for what runs here alone. */
function placementsOf(
  compiled: readonly CompiledResource[],
  wanted: WantedPlacement,
): (PlacementMap | undefined)[] {
  const scores = compiled.flatMap(({ score }) => (score?.composition ? [score] : []));
  const problems = placementProblems(scores, wanted);
  if (problems.length > 0)
    throw new DeploymentRefusedError([{ resource: compiled[0]?.resource.name ?? '', problems }]);
  return compiled.map(({ score }) => (score?.composition ? mapOf(score, wanted) : undefined));
}

/** A timer whose value depends on the time of the deployment may turn out to be none only now. */
function timersOf({ score, resource }: CompiledResource, at: number): NewScore['startTimers'] {
  try {
    return score ? startTimersOf(score, at) : [];
  } catch (error) {
    if (!(error instanceof StartTimerError)) throw error;
    const problem = { rule: 'timer', element: error.element, message: error.message };
    throw new DeploymentRefusedError([{ resource: resource.name, problems: [problem] }]);
  }
}

async function compileAll(
  resources: readonly Resource[],
  compile: DeployParts['compile'],
  schemas: DeployParts['schemas'],
): Promise<CompiledResource[]> {
  const compiled: CompiledResource[] = [];
  const refusals: { resource: string; problems: readonly Problem[] }[] = [];
  for (const resource of resources) {
    try {
      compiled.push(await compileResource(resource, compile));
    } catch (error) {
      if (!(error instanceof ResourceRefusedError)) throw error;
      refusals.push({ resource: resource.name, problems: error.problems });
    }
  }
  refusals.push(...twice(compiled));
  if (refusals.length === 0)
    refusals.push(...missingBindings(compiled), ...brokenReferences(compiled, schemas));
  if (refusals.length > 0) throw new DeploymentRefusedError(refusals);
  return compiled;
}

/** Schemas are there before what refers to them, or come with it. */
function brokenReferences(
  compiled: readonly CompiledResource[],
  deployed: readonly SchemaDocument[],
): { readonly resource: string; readonly problems: Problem[] }[] {
  const documents = [...deployed, ...compiled.flatMap(({ schema }) => schema ?? [])];
  return compiled.flatMap(({ resource, score, schema }) => {
    const problems = [
      ...(score ? missingSchemas(score, documents) : []),
      ...(schema ? brokenSchema(schema, documents) : []),
    ];
    return problems.length > 0 ? [{ resource: resource.name, problems }] : [];
  });
}

/** One deployment gives each id one version. */
function twice(compiled: readonly CompiledResource[]): { resource: string; problems: Problem[] }[] {
  const known = new Map<string, string>();
  const refusals: { resource: string; problems: Problem[] }[] = [];
  for (const { resource, kind, id, score, decisions } of compiled) {
    const inside = [...(score?.processes ?? []), ...(decisions?.decisions ?? [])];
    const ids = new Set([id, ...inside.map((one) => one.id)]);
    const taken = [...ids].find((one) => known.has(`${kind} ${one}`));
    if (taken !== undefined) {
      const message = `${taken}: ${known.get(`${kind} ${taken}`) ?? ''} of this deployment has this id as well. Give each its own id, or deploy one of them.`;
      refusals.push({
        resource: resource.name,
        problems: [{ rule: 'duplicate-id', element: taken, message }],
      });
    }
    for (const one of ids) known.set(`${kind} ${one}`, resource.name);
  }
  return refusals;
}
