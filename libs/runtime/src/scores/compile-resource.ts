import { createHash } from 'node:crypto';
import { checkScore, type Finding, type Problem, type Score, ScoreRefusedError } from '@partitura/bpmn';
import { compileDecisions, type DecisionModel, DecisionsRefusedError } from '@partitura/feel';
import type { ResourceKind } from '../ports/score-store';
import type { Resource } from './deploy';
import { readForm } from './form';
import { readSchema, type SchemaDocument } from './schemas/read-schema';

/** A file that can be deployed. */
export interface CompiledResource {
  readonly resource: Resource;
  readonly kind: ResourceKind;
  readonly id: string;
  readonly hash: string;
  readonly score?: Score;
  readonly decisions?: DecisionModel;
  readonly schema?: SchemaDocument;
  /** Models: what the check of the whole found and a deployment may have. */
  readonly warnings?: readonly Finding[];
}

/** The problems of a file that cannot be deployed. */
export class ResourceRefusedError extends Error {
  constructor(
    readonly resource: string,
    readonly problems: readonly Problem[],
  ) {
    super(problems.map(({ message }) => message).join('\n'));
  }
}

/** Reads a file by the ending of its name: `.dmn`, `.form`, `.json` (a JSON Schema), everything else is BPMN. Throws `ResourceRefusedError`. */
export async function compileResource(
  resource: Resource,
  compile: (xml: string) => Promise<Score>,
): Promise<CompiledResource> {
  const { name, content } = resource;
  const hash = createHash('sha256').update(content).digest('hex');
  try {
    if (/\.dmn$/i.test(name)) {
      const decisions = await compileDecisions(content);
      return { resource, kind: 'dmn', id: decisions.id, hash, decisions };
    }
    if (/\.form$/i.test(name)) return { resource, kind: 'form', id: readForm(content).id, hash };
    if (/\.json$/i.test(name)) {
      const schema = readSchema(name, content);
      return { resource, kind: 'schema', id: schema.id, hash, schema };
    }
    const score = await compile(content);
    return { resource, kind: 'bpmn', id: score.id, hash, score, warnings: warningsOf(name, score) };
  } catch (error) {
    if (error instanceof ScoreRefusedError || error instanceof DecisionsRefusedError)
      throw new ResourceRefusedError(name, error.problems);
    throw error;
  }
}

/** A model that can hang is refused; what is doubtful is handed on. */
function warningsOf(name: string, score: Score): readonly Finding[] {
  const findings = checkScore(score);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new ResourceRefusedError(name, errors);
  return findings.filter(({ ignored }) => !ignored);
}
