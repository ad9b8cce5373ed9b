import type { FragmentFile } from './fragment-file';
import { refuse } from './refusal';

/** They are all the fragments of one version of one model, each of them once. */
export function checkFragments(fragments: readonly FragmentFile[]): void {
  const [first] = fragments;
  if (!first)
    return refuse('missing-fragment', 'definitions', 'there is nothing to join. Give the fragments.');
  for (const other of fragments) {
    if (other.of !== first.of) {
      refuse(
        'other-model',
        other.of,
        `the fragment ${other.title} is of the model ${other.of}, the fragment ${first.title} of ${first.of}. Join the fragments of one model.`,
      );
    }
    if (other.version !== first.version || other.whole !== first.whole) {
      refuse(
        'other-version',
        other.of,
        `the fragments ${first.title} and ${other.title} are of different versions of the model (${first.version} and ${other.version}). Split the version that you mean, and join those files.`,
      );
    }
  }
  for (const { pool, name } of first.participants) {
    const found = fragments.filter(({ here }) => here.some(({ id }) => id === pool));
    if (found.length === 0) {
      refuse('missing-fragment', pool, `the fragment ${name} is missing. Add ${name}.bpmn.`);
    }
    if (found.length > 1) {
      refuse(
        'fragment-twice',
        pool,
        `the fragment ${name} is there ${found.length} times. Keep one of the files.`,
      );
    }
  }
  checkIds(fragments);
}

/** What has been drawn in one fragment may have an id that another one has. */
function checkIds(fragments: readonly FragmentFile[]): void {
  const owners = new Map<string, FragmentFile>();
  for (const fragment of fragments) {
    for (const [id, element] of fragment.document.elementsById) {
      const pool = fragment.pools.of(element);
      if (!pool || !fragment.here.includes(pool)) continue;
      const other = owners.get(id);
      if (other) {
        refuse(
          'duplicate-id',
          id,
          `the fragments ${other.title} and ${fragment.title} both have an element with this id. Give one of them another.`,
        );
      }
      owners.set(id, fragment);
    }
  }
}
