import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Problem, type Score, ScoreRefusedError } from '@partitura/bpmn';
import type { SchemaDocument } from '@partitura/runtime';

/** What is wrong with a JSON Schema by itself. */
export async function problemsOfSchema(name: string, text: string): Promise<readonly Problem[]> {
  return (await read(name, text)).problems;
}

/**
 * What messages declare and the files beside the model do not have, or not rightly. It may be deployed already, where nobody
 * looks from here: reasons to warn.
 */
export async function missingBeside(path: string, score: Score): Promise<readonly Problem[]> {
  const declares = score.processes.some(({ elements }) =>
    [...elements.values()].some(({ message }) => message?.schema !== undefined),
  );
  if (!declares) return [];
  const { missingSchemas } = await import('@partitura/runtime');
  const folder = dirname(path);
  const documents: SchemaDocument[] = [];
  for (const name of readdirSync(folder).filter((file) => /\.json$/i.test(file))) {
    const { schema } = await read(name, readFileSync(join(folder, name), 'utf8'));
    if (schema) documents.push(schema);
  }
  return missingSchemas(score, documents).map((problem) => ({
    ...problem,
    message: `${problem.message} (Only the files beside the model were looked at, not what is deployed already.)`,
  }));
}

interface Read {
  readonly schema?: SchemaDocument;
  readonly problems: readonly Problem[];
}

/** Most models declare no schema: what reads them is loaded when one does. */
async function read(name: string, text: string): Promise<Read> {
  const { readSchema } = await import('@partitura/runtime');
  try {
    return { schema: readSchema(name, text), problems: [] };
  } catch (error) {
    if (!(error instanceof ScoreRefusedError)) throw error;
    return { problems: error.problems };
  }
}
