import type { Logger } from '@partitura/telemetry';

/** Orchestrators of containers kill after 10 s; what is unfinished by then is taken over by others anyway. */
const patienceMs = 9_500;

/** Ends the process with `status` once `close` is done, or with 1 when that takes too long. */
export async function stopWithin(close: () => Promise<void>, status: number, logger: Logger): Promise<never> {
  const timer = setTimeout(() => {
    logger.error('The service could not stop in time; what it left goes on elsewhere or at the next start.');
    process.exit(1);
  }, patienceMs);
  try {
    await close();
  } catch (error) {
    logger.error({ err: error }, `The service did not stop cleanly: ${(error as Error).message}`);
    process.exit(status === 0 ? 1 : status);
  }
  clearTimeout(timer);
  process.exit(status);
}

/** SIGTERM and SIGINT stop gracefully; asking twice does not stop it twice. */
export function watchSignals(close: () => Promise<void>, logger: Logger): void {
  let asked = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (asked) return;
      asked = true;
      logger.info(`${signal}: finishing the work in hand`);
      void stopWithin(close, 0, logger);
    });
}
