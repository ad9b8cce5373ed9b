import { setTimeout as delay } from 'node:timers/promises';
import { usageOf } from './processes.mjs';

const settleMs = 4_000;
const now = () => performance.timeOrigin + performance.now();

/**
 * Measures one load: after four seconds of it, for as long as asked.
 *
 * @returns {Promise<object>} a cell of the report; CPU seconds are per 1,000 sagas
 */
export async function measureCell({ clients, groups, scenario, concurrency, seconds }) {
  const load = clients.run(scenario, concurrency);
  await delay(settleMs);
  const window = await measureWindow(load, groups, seconds);
  await load.stop();
  // What was finished until the end of the window may be reported a moment later.
  const latencies = load.latencies(window.from, window.to);
  return {
    scenario,
    concurrency,
    seconds: round(window.seconds, 2),
    sagas: latencies.length,
    sagasPerSecond: round(latencies.length / window.seconds, 1),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    cpuSecondsPer1000: window.cpuPer1000(latencies.length),
    peakRssMiB: window.peakRssMiB,
    errors: load.errors,
    wrong: load.wrong,
    ...(load.firstError === undefined ? {} : { firstError: load.firstError }),
  };
}

/** Watches CPU and memory for some seconds of a load. */
export async function measureWindow(load, groups, seconds) {
  const from = now();
  const before = usageOf(groups);
  let peak = 0;
  for (let left = seconds; left > 0; left -= 1) {
    await delay(Math.min(1, left) * 1000);
    const system = Object.entries(usageOf(groups) ?? {}).filter(([name]) => name !== 'client');
    peak = Math.max(
      peak,
      system.reduce((total, [, { rssBytes }]) => total + rssBytes, 0),
    );
  }
  const after = usageOf(groups);
  const to = now();
  return {
    from,
    to,
    seconds: (to - from) / 1000,
    peakRssMiB: before === undefined ? null : Math.round(peak / 2 ** 20),
    cpuPer1000: (sagas) => cpuPer1000(before, after, sagas),
  };
}

function cpuPer1000(before, after, sagas) {
  if (before === undefined || sagas === 0) return null;
  const parts = Object.keys(before).map((name) => [
    name,
    ((after[name].cpuSeconds - before[name].cpuSeconds) / sagas) * 1000,
  ]);
  const total = parts.reduce((sum, [, value]) => sum + value, 0);
  return Object.fromEntries([['total', total], ...parts].map(([name, value]) => [name, round(value, 3)]));
}

const percentile = (sorted, share) =>
  sorted.length === 0
    ? null
    : round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))], 2);

const round = (value, digits) => Number(value.toFixed(digits));
