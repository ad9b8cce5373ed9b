import type { ModelElement } from '../document/model-document';
import { NAMESPACE, PREFIX } from '../split/vocabulary';
import { descendants, idOf } from '../xml/element';
import type { FragmentFile } from './fragment-file';
import { refuse } from './refusal';

const OWN = `xmlns:${PREFIX}`;

/** Declares in the joined model what the fragments declare, and our own namespace only if it was used before. */
export function mergeNamespaces(joined: ModelElement, fragments: readonly FragmentFile[]): void {
  const declared = joined.$attrs;
  delete declared[OWN];
  for (const { document, title } of fragments) {
    for (const [name, uri] of Object.entries(document.definitions.$attrs)) {
      if (!name.startsWith('xmlns:') || name === OWN) continue;
      const before = declared[name];
      if (before !== undefined && before !== uri) {
        refuse(
          'namespaces',
          idOf(document.definitions),
          `the prefix ${name.slice('xmlns:'.length)} means ${uri} in the fragment ${title}, elsewhere ${before}. Use another prefix there.`,
        );
      }
      declared[name] = uri;
    }
  }
  if (descendants(joined).some((element) => usesPrefix(element as ModelElement))) declared[OWN] = NAMESPACE;
}

function usesPrefix({ $type, $attrs }: ModelElement): boolean {
  return [$type, ...Object.keys($attrs ?? {})].some((name) => name.startsWith(`${PREFIX}:`));
}
