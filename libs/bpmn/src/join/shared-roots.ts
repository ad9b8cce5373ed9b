import type { ModelDocument, ModelElement } from '../document/model-document';
import { changedNames, plainElement } from '../document/plain-element';
import { childrenOf, idOf } from '../xml/element';
import type { FragmentFile } from './fragment-file';
import { refuse } from './refusal';

/** Elements of which every fragment that needs them has a copy: messages, errors, items, … */
const isShared = ({ $type }: { readonly $type: string }): boolean =>
  $type !== 'bpmn:Collaboration' && $type !== 'bpmn:Process';

export interface SharedRoots {
  /** For elements of the whole by their ids: what has become of them. */
  readonly changed: ReadonlyMap<string, ModelElement>;
  /** Elements that the whole does not have yet. */
  readonly added: readonly ModelElement[];
}

/** What the fragments have made of the elements that they share. What two of them say differently is refused. */
export function mergeSharedRoots(whole: ModelDocument, fragments: readonly FragmentFile[]): SharedRoots {
  const original = new Map(sharedOf(whole).map((root) => [idOf(root), root]));
  const copies = new Map<string, { readonly fragment: FragmentFile; readonly root: ModelElement }[]>();
  for (const fragment of fragments) {
    for (const root of sharedOf(fragment.document)) {
      const id = idOf(root);
      const others = copies.get(id) ?? copies.set(id, []).get(id);
      const [first] = others ?? [];
      if (first) checkEqual(first, { fragment, root });
      others?.push({ fragment, root });
    }
  }
  const merged = [...copies].map(([id, [copy]]) => [id, (copy as { root: ModelElement }).root] as const);
  return {
    changed: new Map(
      merged.filter(([id, root]) => {
        const before = original.get(id);
        return before && changedNames(plainElement(before), plainElement(root)).length > 0;
      }),
    ),
    added: merged.filter(([id]) => !original.has(id)).map(([, root]) => root),
  };
}

const sharedOf = ({ definitions }: ModelDocument): readonly ModelElement[] =>
  childrenOf(definitions, 'rootElements').filter(isShared) as ModelElement[];

interface Copy {
  readonly fragment: FragmentFile;
  readonly root: ModelElement;
}

function checkEqual(one: Copy, other: Copy): void {
  const names = changedNames(plainElement(one.root), plainElement(other.root));
  if (names.length === 0) return;
  refuse(
    'fragment-changed',
    idOf(one.root),
    `the fragments ${one.fragment.title} and ${other.fragment.title} say different things of it (${names.join(', ')}). Make them the same in both.`,
  );
}
