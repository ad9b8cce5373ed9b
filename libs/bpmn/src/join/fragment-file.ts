import type { ModelDocument, ModelElement } from '../document/model-document';
import { readModel } from '../document/read-model';
import { type DrawnPool, Pools } from '../split/pools';
import { words } from '../split/vocabulary';
import { childrenOf, idOf, textOf } from '../xml/element';
import { extensionOf } from '../xml/extensions';
import { refuse } from './refusal';

/** A fragment that is to be joined with the others. */
export interface FragmentFile {
  readonly document: ModelDocument;
  /** The pools whose fragment it is. */
  readonly here: readonly DrawnPool[];
  readonly pools: Pools;
  /** Id and version of the composition that it is a part of. */
  readonly of: string;
  readonly version: string;
  /** Every pool of the composition, with the name of its participant. */
  readonly participants: readonly { readonly pool: string; readonly name: string }[];
  /** For message flows of the composition by their ids: the pools at their source and target, undefined for none. */
  readonly flows: ReadonlyMap<string, readonly (string | undefined)[]>;
  readonly whole: string;
  /** Its participants, for messages. */
  readonly title: string;
}

/** Throws a `ScoreRefusedError` for text that is no fragment, or of which the own pool is gone. */
export async function readFragment(xml: string, place: number): Promise<FragmentFile> {
  const document = await readModel(xml);
  const { definitions } = document;
  const said = extensionOf(definitions, words.fragment) as ModelElement | undefined;
  const [of, version] = [textOf(said, 'of'), textOf(said, 'version')];
  const children = said?.$children ?? [];
  const whole = children.find(({ $type }) => $type === words.whole)?.$body;
  if (!said || of === undefined || version === undefined || whole === undefined) {
    return refuse(
      'no-fragment',
      idOf(definitions),
      `file ${place + 1} (${rootNames(definitions)}) is no fragment: it does not say what it is a part of. Give the files that split has written, and keep the extension elements of their definitions.`,
    );
  }
  const listed = children.filter(({ $type }) => $type === words.participant);
  const name = (one: (typeof listed)[number]): string => textOf(one, 'name') ?? textOf(one, 'pool') ?? '';
  const own = listed.filter((one) => textOf(one, 'here') === 'true');
  const title = own.map(name).join(', ');
  const pools = new Pools(document);
  const here = own.map((one) => {
    const id = textOf(one, 'pool') ?? '';
    const pool = pools.all.find((drawn) => drawn.id === id);
    if (!pool) {
      return refuse(
        'fragment-changed',
        id,
        `the fragment ${title} has lost its pool. Draw it anew with this id.`,
      );
    }
    const process = textOf(one, 'process');
    if (process !== undefined && !pool.process) {
      refuse(
        'fragment-changed',
        process,
        `the fragment ${title} has lost its process. Give its pool a process again.`,
      );
    }
    return pool;
  });
  return {
    document,
    here,
    pools,
    of,
    version,
    participants: listed.map((one) => ({ pool: textOf(one, 'pool') ?? '', name: name(one) })),
    flows: new Map(
      children
        .filter(({ $type }) => $type === words.messageFlow)
        .map((one) => [textOf(one, 'ref') ?? '', [textOf(one, 'from'), textOf(one, 'to')]]),
    ),
    whole,
    title,
  };
}

function rootNames(definitions: ModelElement): string {
  return childrenOf(definitions, 'rootElements').map(idOf).slice(0, 3).join(', ') || 'nothing in it';
}
