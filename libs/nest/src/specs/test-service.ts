import { createEmbeddedBus } from '@partitura/postgres';
import type { Bus } from '@partitura/runtime';
import { createTestDatabase, type TestDatabase } from '@partitura/testing';
import { Module, type Provider, type Type } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { bootstrapService, type InboxSettings, type RunningApp, type ServiceOptions } from '..';
import { JobHost } from './job-host';
import { until } from './until';

export interface TestService {
  readonly running: RunningApp;
  readonly host: JobHost;
  readonly dataSource: DataSource;
  readonly databases: { readonly own: TestDatabase; readonly bus: TestDatabase };
  /** Another instance over the same databases. */
  another(inbox?: Partial<InboxSettings>): Promise<RunningApp>;
  close(): Promise<void>;
}

export interface TestServiceOptions extends Partial<Omit<ServiceOptions, 'module'>> {
  readonly controllers: Type[];
  readonly providers?: Provider[];
  readonly imports?: Type[];
  readonly env?: NodeJS.ProcessEnv;
  /** The host's; default the embedded one. */
  readonly bus?: Bus;
}

/** A service of participant `payment` on databases of its own, with a host that asks it for jobs. */
export async function startTestService(options: TestServiceOptions): Promise<TestService> {
  const { controllers, providers = [], imports = [], env, ...more } = options;
  const { name = 'payment' } = more;
  const [own, busDatabase] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  @Module({ imports, controllers, providers })
  class TestModule {}
  const opened: RunningApp[] = [];
  const start = async (inbox?: Partial<InboxSettings>): Promise<RunningApp> => {
    const running = await bootstrapService({
      name,
      module: TestModule,
      ownsProcess: false,
      source: {
        PORT: '0',
        DATABASE_URL: own.url,
        BUS_DATABASE_URL: busDatabase.url,
        LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
        ...env,
      },
      ...more,
      inbox: { ...more.inbox, ...inbox },
    });
    opened.push(running);
    await running.ready;
    await until('readiness', async () => (await running.health.report()).status === 'up');
    return running;
  };
  const host = await JobHost.on(
    options.bus ?? createEmbeddedBus({ url: busDatabase.url, name: 'host' }),
    name,
  );
  const running = await start();
  return {
    running,
    host,
    dataSource: (await running.ready).get(DataSource),
    databases: { own, bus: busDatabase },
    another: start,
    close: async () => {
      await Promise.all(opened.map((one) => one.close()));
      await host.bus.close();
      await Promise.all([own.drop(), busDatabase.drop()]);
    },
  };
}
