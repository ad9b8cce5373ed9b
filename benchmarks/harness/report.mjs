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

/** The cells for people. */
export function table({ suite, bus, placement, node, cores, cells }) {
  const rows = [
    columns.map(([title]) => title),
    ...cells.map((cell) => columns.map(([, value]) => String(value(cell) ?? '–'))),
  ];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) => row.map((text, column) => text.padStart(widths[column])).join('  '));
  const errors = cells.flatMap(({ firstError }) =>
    firstError === undefined ? [] : [`first error: ${firstError}`],
  );
  return [
    `Suite ${suite}, ${bus} bus, ${placement}, Node ${node}, ${cores} cores`,
    '',
    ...lines,
    ...errors,
    '',
  ].join('\n');
}
