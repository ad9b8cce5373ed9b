/** From this local id on a record counts as large. */
const LARGE = 512;

/** Beyond 2^29, from where on V8 takes keys of objects for sparse; local ids are smaller. */
const SPARSE = 2 ** 30;

const sparse = new WeakSet<object>();

/**
 * Adds to a record by local id. Ids only grow, and most entries go soon after they have come: for such keys V8 keeps changing
 * its mind between an array with holes and a dictionary, and copies all entries each time (20,000 waiting elements took
 * minutes). A key that is far away, added and removed once, lets it stay with the dictionary.
 */
export function addById<T>(record: Record<number, T>, id: number, value: T): void {
  if (id >= LARGE && !sparse.has(record)) {
    sparse.add(record);
    record[SPARSE] = value;
    delete record[SPARSE];
  }
  record[id] = value;
}
