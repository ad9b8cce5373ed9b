import type { StoredScore } from '../../ports/score-store';
import { type SchemaDocument } from './read-schema';
import { SchemaSet } from './schema-set';

/** A deployed version of a JSON Schema. */
export interface LoadedSchema extends SchemaDocument, Deployed {
  readonly key: string;
  readonly version: number;
}

type Deployed = Pick<StoredScore, 'deploymentKey' | 'deployedAt' | 'position'>;

/** Every deployed version of every JSON Schema, and which of them the messages of a score version mean. */
export class SchemaVersions {
  private readonly byKey = new Map<string, LoadedSchema>();
  private sets = new WeakMap<Deployed, SchemaSet>();

  add(schema: LoadedSchema): void {
    this.byKey.set(schema.key, schema);
    // What was looked for before it came must be looked for again.
    this.sets = new WeakMap();
  }

  /** The newest version of each. */
  get newest(): readonly SchemaDocument[] {
    return [...new Map(this.inOrder().map((schema) => [schema.id, schema])).values()];
  }

  /** What was deployed with a score version, or before it: a saga keeps the schemas of its deployment. */
  of(score: Deployed): SchemaSet {
    let set = this.sets.get(score);
    if (!set) {
      const before = this.inOrder().filter((schema) => isBefore(schema, score));
      this.sets.set(score, (set = new SchemaSet(before)));
    }
    return set;
  }

  /** In order of deployment: a host may hear of them in another one. */
  private inOrder(): LoadedSchema[] {
    return [...this.byKey.values()].sort(
      (one, other) => one.deployedAt - other.deployedAt || one.version - other.version,
    );
  }
}

/** By the time of deployment: the position of a score moves on when its hosts have it, and differs from host to host. */
function isBefore(schema: LoadedSchema, score: Deployed): boolean {
  if (schema.deploymentKey === score.deploymentKey || schema.deployedAt < score.deployedAt) return true;
  return schema.deployedAt === score.deployedAt && schema.position < score.position;
}
