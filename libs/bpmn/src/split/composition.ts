import { compileLinked } from '../compile-score';
import type { MessageLink } from '../compile/message-flow-ends';
import type { ModelDocument, ModelElement } from '../document/model-document';
import { writeModel } from '../document/write-model';
import type { Score } from '../model';
import { ScoreRefusedError } from '../problem';
import { childrenOf, idOf } from '../xml/element';
import { extensionOf } from '../xml/extensions';
import { fingerprint } from './fingerprint';
import { Pools } from './pools';
import { NAMESPACE, PREFIX, words } from './vocabulary';
import { withoutPools } from './without-pools';

/** A model that is split: its pools, and what every fragment says of the whole. */
export interface Composition {
  readonly document: ModelDocument;
  readonly pools: Pools;
  /** The text of everything that belongs to no pool. */
  readonly whole: string;
  /** Differs for different versions of a model. */
  readonly version: string;
  /** Undefined for a model that cannot run; its fragments can be joined all the same. */
  readonly score?: Score;
  /** What the message flows lead to, by their elements; empty for a model that cannot run. */
  readonly links: ReadonlyMap<ModelElement, MessageLink>;
}

/** Throws a `ScoreRefusedError` for what cannot be split: a file without pools, or one that is a fragment already. */
export async function readComposition(document: ModelDocument): Promise<Composition> {
  checkSplittable(document);
  const pools = new Pools(document);
  const text = await writeModel(document);
  const compiled = await compile(text);
  const flows = collaborationsOf(document).flatMap((one) => childrenOf(one, 'messageFlows'));
  const links = new Map<ModelElement, MessageLink>();
  compiled?.links.forEach((link, place) => {
    if (link) links.set(flows[place] as ModelElement, link);
  });
  return {
    document,
    pools,
    whole: await withoutPools(document, pools),
    version: fingerprint(text),
    links,
    ...(compiled ? { score: compiled.score } : {}),
  };
}

export function collaborationsOf({ definitions }: ModelDocument): readonly ModelElement[] {
  return childrenOf(definitions, 'rootElements').filter(
    ({ $type }) => $type === 'bpmn:Collaboration',
  ) as ModelElement[];
}

async function compile(text: string): Promise<Awaited<ReturnType<typeof compileLinked>> | undefined> {
  try {
    return await compileLinked(text);
  } catch (error) {
    if (error instanceof ScoreRefusedError) return undefined;
    throw error;
  }
}

function checkSplittable(document: ModelDocument): void {
  const { definitions } = document;
  const refuse = (rule: string, message: string): never => {
    throw new ScoreRefusedError([{ rule, element: idOf(definitions), message }]);
  };
  if (extensionOf(definitions, words.fragment)) {
    refuse('fragment', 'The file is a fragment itself. Join the fragments, and split the whole.');
  }
  const bound = definitions.$attrs[`xmlns:${PREFIX}`];
  if (bound !== undefined && bound !== NAMESPACE) {
    refuse('namespaces', `The prefix ${PREFIX} means ${bound} in the file. Give that another prefix.`);
  }
  if (collaborationsOf(document).every((one) => childrenOf(one, 'participants').length === 0)) {
    refuse(
      'no-pools',
      'The file has no collaboration with pools, so that there is nothing to split. Draw a pool for each participant.',
    );
  }
  const flows = collaborationsOf(document).flatMap((one) => childrenOf(one, 'messageFlows'));
  if (flows.some(({ id }) => typeof id !== 'string')) {
    refuse('missing-id', 'A message flow has no id, by which its two halves would be found. Give it one.');
  }
}
