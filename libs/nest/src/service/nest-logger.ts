import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@partitura/telemetry';

type Level = 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal';

/** Who reports each module and route at start: of interest to whoever looks for a fault, and to nobody else. */
const startUp = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestMicroservice',
]);

/** Nest's log lines as JSON beside all others; the context goes into a field of its own. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...parameters: unknown[]): void {
    this.write(startUp.has(String(parameters.at(-1))) ? 'debug' : 'info', message, parameters);
  }

  error(message: unknown, ...parameters: unknown[]): void {
    this.write('error', message, parameters);
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.write('warn', message, parameters);
  }

  debug(message: unknown, ...parameters: unknown[]): void {
    this.write('debug', message, parameters);
  }

  verbose(message: unknown, ...parameters: unknown[]): void {
    this.write('trace', message, parameters);
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.write('fatal', message, parameters);
  }

  /** Nest calls `(message, context)`, `(message, stack, context)` or `(error, context)`; an object beside them is fields. */
  private write(level: Level, message: unknown, parameters: readonly unknown[]): void {
    const texts = parameters.filter((parameter) => typeof parameter === 'string');
    const fields = parameters.find((parameter) => typeof parameter === 'object');
    const context = texts.at(-1);
    const stack = texts.length > 1 ? texts[0] : undefined;
    if (message instanceof Error) this.logger[level]({ ...fields, context, err: message }, message.message);
    else
      this.logger[level](
        { ...fields, context, stack },
        typeof message === 'string' ? message : JSON.stringify(message),
      );
  }
}
