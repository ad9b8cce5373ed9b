/** Turns rows into one array per column, which is how a set of rows is bound to `unnest`. */
export function columns<Row, const Getters extends readonly ((row: Row) => unknown)[]>(
  rows: readonly Row[],
  getters: Getters,
): unknown[][] {
  return getters.map((getter) => rows.map(getter));
}
