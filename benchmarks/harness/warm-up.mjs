import { measureWindow } from './cell.mjs';
import { progress } from '../../tools/entry/progress.mjs';

const concurrency = 256;
const windowSeconds = 10;
const longestSeconds = 180;
/** A window that costs at least this share of the one before is no longer falling. */
const level = 0.97;

/**
 * Loads a fresh system until the CPU per saga of its services and broker has stopped falling: the broker's compiler alone
 * takes minutes.
 */
export async function warmUp({ clients, groups, scenario, seconds }) {
  const load = clients.run(scenario, concurrency);
  try {
    if (seconds !== undefined) {
      progress(`warming up for ${seconds} s`);
      await measureWindow(load, groups, seconds);
      return;
    }
    await untilLevel(load, groups);
  } finally {
    await load.stop();
  }
}

async function untilLevel(load, groups) {
  let before = Infinity;
  let calm = 0;
  for (let spent = windowSeconds; spent <= longestSeconds; spent += windowSeconds) {
    const window = await measureWindow(load, groups, windowSeconds);
    const sagas = load.latencies(window.from, window.to).length;
    const cpu = window.cpuPer1000(sagas);
    const cost = cpu === null ? 0 : cpu.services + cpu.kafka;
    progress(
      `warming up: ${Math.round(sagas / window.seconds)} sagas/s, services and broker ${cost.toFixed(2)} CPU-s per 1,000` +
        (load.errors + load.wrong > 0
          ? `, ${load.errors} errors, ${load.wrong} wrong: ${load.firstError ?? ''}`
          : ''),
    );
    // Twice in a row: one window alone may be a hiccup.
    calm = cost >= before * level ? calm + 1 : 0;
    if (calm >= 2) return;
    before = Math.min(before, cost);
  }
}
