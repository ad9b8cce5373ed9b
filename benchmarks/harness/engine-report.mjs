import { alignRight } from './report.mjs';

/** The cells of the suite `engine` for people. */
export function engineTable({ node, cells, growth, timesAsFast }) {
  return [
    `Suite engine, one thread, nothing durable, Node ${node}`,
    '',
    ...alignRight([
      ['engine', 'scenario', 'sagas/s', 'p50 ms', 'p99 ms', 'CPU-s/1000', 'RSS MiB', 'wrong'],
      ...cells.map((cell) => [
        cell.engine,
        cell.scenario,
        cell.sagasPerSecond,
        cell.p50Ms,
        cell.p99Ms,
        cell.cpuSecondsPer1000.total,
        cell.peakRssMiB,
        cell.wrong,
      ]),
    ]),
    '',
    `On the model that both can run, Partitura is ${timesAsFast} times as fast.`,
    '',
    ...alignRight([
      ['cost that could grow', 'size', 'ms', 'µs an item', 'wrong'],
      ...growth.map((cell) => [cell.scenario, cell.size, cell.ms, cell.microsecondsPerItem, cell.wrong]),
    ]),
    '',
  ].join('\n');
}
