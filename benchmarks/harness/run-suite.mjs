import { availableParallelism } from 'node:os';
import { build } from '../../tools/entry/build.mjs';
import { progress } from '../../tools/entry/progress.mjs';
import { measureCell } from './cell.mjs';
import { startClients } from './load.mjs';
import { table } from './report.mjs';
import { startSystem } from './system.mjs';
import { warmUp } from './warm-up.mjs';

/** Runs the cells of one suite on a fresh system. @returns {Promise<number>} exit status: 1 when a result was wrong */
export async function runSuite(options) {
  await build();
  const system = await startSystem(options);
  const clients = startClients({ suite: options.suite, urls: system.urls, placement: options.placement });
  try {
    const groups = { ...system.groups, client: [clients.pid] };
    await warmUp({ clients, groups, scenario: options.scenarios[0], seconds: options.warmup });
    const cells = [];
    for (const scenario of options.scenarios)
      for (const concurrency of options.concurrencies) {
        system.signal.throwIfAborted();
        const cell = await measureCell({ clients, groups, scenario, concurrency, seconds: options.seconds });
        progress(
          `${scenario} with ${concurrency} clients: ${cell.sagasPerSecond} sagas/s, p50 ${cell.p50Ms} ms`,
        );
        cells.push(cell);
      }
    return report(options, cells);
  } finally {
    await clients.stop();
    await system.stop();
  }
}

function report({ suite, bus, placement, json }, cells) {
  const result = { suite, bus, placement, node: process.version, cores: availableParallelism(), cells };
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : table(result));
  return cells.some(({ errors, wrong }) => errors + wrong > 0) ? 1 : 0;
}
