import type { ModelDocument } from '../document/model-document';
import { readComposition } from './composition';
import { writeFragment } from './fragment';

export interface FragmentFile {
  /** The pool's name in lower case with hyphens; `-2` is added where two pools have one name. */
  readonly participant: string;
  /** `<participant>.bpmn` */
  readonly fileName: string;
  readonly xml: string;
}

/**
 * Splits a model into one file per pool, those without a process included. Each is a complete model: the pool, its
 * process and diagram, the bus as a pool without a process, and the message flows that lead there. `joinFragments`
 * gives the model again. Throws a `ScoreRefusedError` for a model without pools.
 */
export async function splitModel(document: ModelDocument): Promise<readonly FragmentFile[]> {
  const composition = await readComposition(document);
  const files: FragmentFile[] = [];
  for (const pool of composition.pools.all) {
    const xml = await writeFragment(composition, [pool]);
    files.push({ participant: pool.name, fileName: `${pool.name}.bpmn`, xml });
  }
  return files;
}

/**
 * The fragment of several participants in one file, as a host runs it. The same model gives the same text, byte for
 * byte. Compiled, it is what `projectScore` makes of the whole. Throws a `ScoreRefusedError` for a model without pools
 * and for participants that it does not have.
 */
export async function fragmentFor(document: ModelDocument, participants: readonly string[]): Promise<string> {
  const composition = await readComposition(document);
  const named = participants.map((name) => composition.pools.named(name));
  // In the order of the model, whatever the order of the names.
  return writeFragment(
    composition,
    composition.pools.all.filter((pool) => named.includes(pool)),
  );
}
