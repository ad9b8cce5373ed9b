import { type INestApplication } from '@nestjs/common';
import { bootstrapService, type ServiceOptions } from '@partitura/nest';
import { createEmbeddedBus } from '@partitura/postgres';
import { createTestDatabase, joinTestOrchestrator, type TestOrchestrator } from '@partitura/testing';
import { DataSource } from 'typeorm';
import { httpClient, type HttpClient } from './http-client';

export interface ServiceUnderTest {
  readonly app: INestApplication;
  readonly http: HttpClient;
  /** Asks the service for jobs and hears what it publishes. */
  readonly orchestrator: TestOrchestrator;
  readonly dataSource: DataSource;
  stop(): Promise<void>;
}

/**
 * Runs a service as its `main.ts` does, on a free port, over the embedded bus, with a database of its own.
 *
 * Needs the Postgres that Jest starts for `.int.spec.ts` and `.e2e.spec.ts`.
 */
export async function startService(options: ServiceOptions): Promise<ServiceUnderTest> {
  const database = await createTestDatabase();
  const running = await bootstrapService({
    ...options,
    ownsProcess: false,
    source: { PORT: '0', DATABASE_URL: database.url, BUS_DATABASE_URL: database.url, LOG_LEVEL: 'fatal' },
  });
  const app = await running.ready;
  const bus = createEmbeddedBus({ url: database.url });
  const orchestrator = await joinTestOrchestrator(bus, options.name);
  return {
    app,
    http: httpClient(running.url),
    orchestrator,
    dataSource: app.get(DataSource),
    stop: async () => {
      await orchestrator.close();
      await bus.close();
      await running.close();
      await database.drop();
    },
  };
}
