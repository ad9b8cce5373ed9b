import type { RunOne } from './partitura';

export interface Subject {
  readonly engine: 'partitura' | 'bpmn-engine';
  readonly scenario: string;
  readonly run: RunOne;
}

export interface EngineCell {
  readonly engine: Subject['engine'];
  readonly scenario: string;
  readonly concurrency: 1;
  readonly seconds: number;
  readonly sagas: number;
  readonly sagasPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuSecondsPer1000: { readonly total: number };
  readonly peakRssMiB: number;
  readonly errors: number;
  readonly wrong: number;
}

/** Runs sagas one after the other for a time, after a fifth of it as warm-up. */
export async function measure({ engine, scenario, run }: Subject, seconds: number): Promise<EngineCell> {
  await runFor(run, seconds / 5);
  const cpuBefore = process.cpuUsage();
  const { times, wrong, elapsed } = await runFor(run, seconds);
  const { user, system } = process.cpuUsage(cpuBefore);
  const sagas = times.length;
  times.sort((one, other) => one - other);
  return {
    engine,
    scenario,
    concurrency: 1,
    seconds,
    sagas,
    sagasPerSecond: round(sagas / elapsed),
    p50Ms: round(times[Math.floor(sagas / 2)] ?? 0, 4),
    p99Ms: round(times[Math.floor(sagas * 0.99)] ?? 0, 4),
    cpuSecondsPer1000: { total: round((user + system) / 1e6 / (sagas / 1000), 3) },
    peakRssMiB: round(process.resourceUsage().maxRSS / 1024),
    errors: 0,
    wrong,
  };
}

async function runFor(run: RunOne, seconds: number) {
  const times: number[] = [];
  let wrong = 0;
  const began = performance.now();
  for (let now = began; now - began < seconds * 1000;) {
    const right = run();
    // The peer answers with a promise; waiting for what is there already would cost a turn of the event loop.
    if (!(typeof right === 'boolean' ? right : await right)) wrong += 1;
    const after = performance.now();
    times.push(after - now);
    now = after;
  }
  return { times, wrong, elapsed: (performance.now() - began) / 1000 };
}

const round = (value: number, digits = 0): number => Math.round(value * 10 ** digits) / 10 ** digits;
