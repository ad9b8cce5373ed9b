const columns = [
  ['scenario', (cell) => cell.scenario],
  ['clients', (cell) => cell.concurrency],
  ['sagas/s', (cell) => cell.sagasPerSecond],
  ['p50 ms', (cell) => cell.p50Ms],
  ['p99 ms', (cell) => cell.p99Ms],
  ['CPU-s/1000', (cell) => cell.cpuSecondsPer1000?.total],
  ['services', (cell) => cell.cpuSecondsPer1000?.services],
  ['Postgres', (cell) => cell.cpuSecondsPer1000?.postgres],
  ['Kafka', (cell) => cell.cpuSecondsPer1000?.kafka],
  ['client', (cell) => cell.cpuSecondsPer1000?.client],
  ['RSS MiB', (cell) => cell.peakRssMiB],
  ['errors', (cell) => cell.errors],
  ['wrong', (cell) => cell.wrong],
];

/** Rows of cells as lines whose columns stand one below the other. */
export function alignRight(rows) {
  const texts = rows.map((row) => row.map((value) => String(value ?? '–')));
  const widths = texts[0].map((_, column) => Math.max(...texts.map((row) => row[column].length)));
  return texts.map((row) => row.map((text, column) => text.padStart(widths[column])).join('  '));
}

/** The cells for people. */
export function table({ suite, bus, placement, node, cores, cells }) {
  const errors = cells.flatMap(({ firstError }) =>
    firstError === undefined ? [] : [`first error: ${firstError}`],
  );
  return [
    `Suite ${suite}, ${bus} bus, ${placement}, Node ${node}, ${cores} cores`,
    '',
    ...alignRight([
      columns.map(([title]) => title),
      ...cells.map((cell) => columns.map(([, value]) => value(cell))),
    ]),
    ...errors,
    '',
  ].join('\n');
}
