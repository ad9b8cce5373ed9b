import type { Meters } from '../telemetry/meters';
import type { BatchRunner } from './batch-runner';
import type { InputQueue } from './input-queue';

/** Takes what has been gathered, runs it as one batch, and again, until the queue is closed and empty. */
export async function runLoop(
  queue: InputQueue,
  runner: BatchRunner,
  maxBatch: number,
  meters: Meters,
  clock: () => number,
): Promise<void> {
  for (let inputs = await queue.take(maxBatch); inputs; inputs = await queue.take(maxBatch)) {
    const begun = clock();
    await runner.run(inputs);
    meters.batchSize.record(inputs.length);
    meters.batchDuration.record((clock() - begun) / 1000);
  }
}
