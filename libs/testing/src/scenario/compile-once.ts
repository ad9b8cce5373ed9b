import { createHash } from 'node:crypto';
import { compileScore, type Score } from '@partitura/bpmn';

/** By SHA-256 of the XML. A model that is refused is refused again. */
const compiled = new Map<string, Promise<Score>>();

/** Compiles a model once, however many scenarios of this process use it. */
export function compileOnce(xml: string): Promise<Score> {
  const hash = createHash('sha256').update(xml).digest('base64');
  let score = compiled.get(hash);
  if (!score) compiled.set(hash, (score = compileScore(xml)));
  return score;
}
