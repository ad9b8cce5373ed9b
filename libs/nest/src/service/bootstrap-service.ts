import { type DynamicModule, Global, type INestApplication, Module, type Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Bus } from '@partitura/runtime';
import { createLogger } from '@partitura/telemetry';
import helmet from 'helmet';
import type { DataSource, DataSourceOptions } from 'typeorm';
import type { z } from 'zod';
import { InboxConsumer } from '../inbox/inbox-consumer';
import type { InboxSettings } from '../participant-options';
import { PartituraModule } from '../partitura.module';
import { migrate } from '../schema/migrate';
import { connectParticipant } from '../transport/connect-participant';
import { PartituraServer } from '../transport/partitura-server';
import { connectDatabase } from './connect-database';
import { createBus, messagingSystemOf } from './create-bus';
import { databaseHealth } from './database-health';
import { ENVIRONMENT, readServiceEnvironment, type ServiceEnvironment } from './environment';
import { type AppTools, runHttpApp, type RunningApp } from './run-http-app';

export interface ServiceOptions {
  /** The participant: the pool's name in lower case with hyphens. */
  readonly name: string;
  /** Controllers and `@Participant` classes of the service. */
  readonly module: Type | DynamicModule;
  readonly entities?: DataSourceOptions['entities'];
  /** TypeORM migrations, run at start under a lock. */
  readonly migrations?: DataSourceOptions['migrations'];
  /** Further variables, provided with the others by the token `ENVIRONMENT`. */
  readonly environment?: z.ZodRawShape;
  readonly inbox?: Partial<InboxSettings>;
  /** Default: the process's. */
  readonly source?: NodeJS.ProcessEnv;
  /** false: no signal handlers, and errors are thrown instead of ending the process. For tests. */
  readonly ownsProcess?: boolean;
}

/**
 * Runs a participant's service: environment, telemetry, Postgres with migrations, bus, inbox and outbox, HTTP with
 * health and metrics, graceful end.
 *
 * Starts while Postgres or the bus is away and says so by `/health/ready`. A bad environment, a port in use, wrong
 * wiring of handlers or a database of a newer version end the process with status 1 and a sentence.
 */
export async function bootstrapService(options: ServiceOptions): Promise<RunningApp> {
  const environment = environmentOf(options);
  return runHttpApp({
    name: options.name,
    environment,
    messagingSystem: messagingSystemOf(environment),
    ownsProcess: options.ownsProcess,
    start: (tools) => start(options, environment, tools),
  });
}

function environmentOf({
  name,
  environment = {},
  source,
  ownsProcess = true,
}: ServiceOptions): ServiceEnvironment {
  try {
    return readServiceEnvironment(source, environment);
  } catch (error) {
    if (!ownsProcess) throw error;
    createLogger({ service: name }).fatal((error as Error).message);
    process.exit(1);
  }
}

async function start(options: ServiceOptions, environment: ServiceEnvironment, tools: AppTools) {
  const dataSource = await connectDatabase(
    {
      type: 'postgres',
      url: environment.DATABASE_URL,
      applicationName: `partitura-${options.name}`,
      entities: options.entities,
      migrations: options.migrations,
    },
    tools,
  );
  if (dataSource === undefined) throw new Error('Stopped before Postgres could be reached.');
  try {
    await migrate(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  tools.health.set('database', () => databaseHealth(dataSource));
  const bus = createBus(environment, options.name, tools.logger);
  tools.health.set('bus', () => bus.health());
  return {
    module: serviceModule(options, environment, dataSource, bus),
    configure: (app: INestApplication) => {
      app.use(helmet());
      connectParticipant(app);
    },
    begin: async (app: INestApplication) => {
      const consumer = app.get(InboxConsumer);
      tools.health.set('consumer', () => consumer.health());
      const { host } = app.get(PartituraServer);
      if (host) tools.health.set('host', () => host.health());
      await app.startAllMicroservices();
    },
    end: async () => {
      await bus.close();
      if (dataSource.isInitialized) await dataSource.destroy();
    },
  };
}

function serviceModule(
  { name, module, inbox }: ServiceOptions,
  environment: ServiceEnvironment,
  dataSource: DataSource,
  bus: Bus,
): DynamicModule {
  return {
    module: ServiceModule,
    imports: [
      TypeOrmModule.forRootAsync({
        useFactory: () => dataSource.options,
        // It is connected and migrated already.
        dataSourceFactory: () => Promise.resolve(dataSource),
      }),
      PartituraModule.forRoot({ participant: name, bus, inbox }),
      module,
    ],
    providers: [{ provide: ENVIRONMENT, useValue: environment }],
    exports: [ENVIRONMENT],
  };
}

@Global()
@Module({})
class ServiceModule {}
