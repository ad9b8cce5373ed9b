import { Logger } from '@nestjs/common';
import type { RuntimeOptions } from '@partitura/runtime';

/** The engine's log lines among those of the service. */
export function engineLogger(): RuntimeOptions['logger'] {
  const logger = new Logger('Engine');
  return {
    debug: (details, message) => logger.debug(message, details),
    info: (details, message) => logger.log(message, details),
    warn: (details, message) => logger.warn(message, details),
    error: (details, message) => logger.error(message, details),
  };
}
