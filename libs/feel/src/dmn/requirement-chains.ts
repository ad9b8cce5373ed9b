import type { Refuse } from './compilation';
import type { DrgElement } from './requirements';

/** A chain of requirements is computed by calls inside one another; no model of people comes near. */
const MAX_CHAIN = 500;

/** Refuses cycles, each once, and chains that are too long. */
export function refuseChains(
  elements: readonly DrgElement[],
  byId: ReadonlyMap<string, DrgElement>,
  refuse: Refuse,
): void {
  const lengths = new Map<string, number>();
  const path: string[] = [];
  let isTooLong = false;
  const visit = (id: string): number => {
    const known = lengths.get(id);
    if (known !== undefined) return known;
    const place = path.indexOf(id);
    if (place >= 0) {
      const cycle = [...path.slice(place), id].join(' → ');
      refuse('cyclic-requirement', id, `it requires itself: ${cycle}. Remove one of the requirements.`);
      return 0;
    }
    if (path.length > MAX_CHAIN) return 0;
    path.push(id);
    let length = 1;
    for (const other of byId.get(id)?.requires ?? []) length = Math.max(length, 1 + visit(other.id));
    path.pop();
    lengths.set(id, length);
    if (length > MAX_CHAIN && !isTooLong) {
      isTooLong = true;
      refuse(
        'long-requirement',
        id,
        `it stands on a chain of more than ${MAX_CHAIN} requirements. Join some of them.`,
      );
    }
    return length;
  };
  for (const { id } of elements) visit(id);
}
