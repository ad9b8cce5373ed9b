import { type DynamicModule, type INestApplication, type Type } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import {
  createLogger,
  nameSpansByRoute,
  startTelemetry,
  type Logger,
  type MessagingSystem,
} from '@partitura/telemetry';
import type { RequestListener } from 'node:http';
import { ProblemFilter } from '../http/problem.filter';
import type { ServiceEnvironment } from './environment';
import { FrontDoor } from './front-door';
import { Health } from './health';
import { NestLogger } from './nest-logger';
import { stopWithin, watchSignals } from './process-end';

export interface HttpAppOptions {
  /** `service.name`, and the `service` of log lines. */
  readonly name: string;
  readonly environment: Pick<ServiceEnvironment, 'HOST' | 'PORT' | 'LOG_LEVEL'>;
  readonly messagingSystem?: MessagingSystem;
  /**
   * Makes what the application needs, however long that takes: until it resolves the process lives and is not ready.
   * When it rejects, the process ends with the error.
   */
  readonly start: (tools: AppTools) => Promise<AppParts>;
  /** false: no signal handlers, and errors are thrown instead of ending the process. For tests. */
  readonly ownsProcess?: boolean;
}

export interface AppTools {
  readonly logger: Logger;
  readonly health: Health;
  /** The application is asked to stop: give up waiting. */
  readonly stopped: () => boolean;
}

export interface AppParts {
  readonly module: Type | DynamicModule;
  /** Middleware and the like, before the application is initialised. */
  readonly configure?: (app: INestApplication) => void | Promise<void>;
  /** After it is initialised: start consumers. */
  readonly begin?: (app: INestApplication) => void | Promise<void>;
  /** After Nest's own shutdown hooks: close what `start` has made. */
  readonly end?: () => Promise<void>;
}

export interface RunningApp {
  /** `http://host:port`, already answering health requests. */
  readonly url: string;
  readonly health: Health;
  /** The initialised application; rejects when `start` fails. */
  readonly ready: Promise<INestApplication>;
  /** Finishes the work in hand and closes everything. */
  close(): Promise<void>;
}

const httpGraceMs = 2_000;

/**
 * Runs a Nest application behind an HTTP port with `/health/live`, `/health/ready`, `/metrics`, telemetry, JSON logs
 * and a graceful end on SIGTERM and SIGINT (exit status 0 within 10 s).
 *
 * Throws `PortUnavailableError`; with `ownsProcess` it logs it and ends the process with status 1.
 */
export async function runHttpApp(options: HttpAppOptions): Promise<RunningApp> {
  const { name, environment, ownsProcess = true } = options;
  const telemetry = startTelemetry({ serviceName: name, messagingSystem: options.messagingSystem });
  const logger = createLogger({ service: name, level: environment.LOG_LEVEL });
  const health = new Health();
  const door = new FrontDoor(health, () => telemetry.metricsText());
  let stopping: Promise<void> | undefined;
  let app: INestApplication | undefined;
  let parts: AppParts | undefined;

  const boot = async (): Promise<INestApplication> => {
    parts = await options.start({ logger, health, stopped: () => stopping !== undefined });
    app = await NestFactory.create(root(parts.module), {
      logger: new NestLogger(logger),
      abortOnError: false,
      forceCloseConnections: true,
    });
    if (telemetry.tracing) app.use(nameSpansByRoute);
    await parts.configure?.(app);
    await app.init();
    await parts.begin?.(app);
    health.remove('start');
    door.open(app.getHttpAdapter().getInstance() as RequestListener);
    return app;
  };
  const close = (): Promise<void> =>
    (stopping ??= (async () => {
      health.set('start', () => ({ up: false, reason: 'The service is stopping.' }));
      await door.close(httpGraceMs);
      await ready.catch(() => undefined);
      await app?.close();
      await parts?.end?.();
      await telemetry.shutdown();
    })());

  health.set('start', () => ({ up: false, reason: 'The service is starting.' }));
  let port: number;
  try {
    port = await door.listen(environment.HOST, environment.PORT);
  } catch (error) {
    await telemetry.shutdown();
    if (!ownsProcess) throw error;
    logger.fatal((error as Error).message);
    process.exit(1);
  }
  const ready = boot();
  const url = `http://${environment.HOST.includes(':') ? `[${environment.HOST}]` : environment.HOST}:${port}`;
  ready.then(
    () => logger.info(`${name} answers on ${url}`),
    (error: Error) => {
      if (stopping !== undefined) return;
      logger.fatal({ err: error }, `${name} cannot start: ${error.message}`);
      if (ownsProcess) void stopWithin(close, 1, logger);
    },
  );
  if (ownsProcess) watchSignals(close, logger);
  return { url, health, ready, close };
}

/** The catch-all filter belongs to the outermost module: Nest asks its filters last, after the application's own. */
function root(module: Type | DynamicModule): DynamicModule {
  return {
    module: class Root {},
    imports: [module],
    providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
  };
}
