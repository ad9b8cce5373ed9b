import { type Bus, type HostPace, type HostStore, Runtime, type RuntimeOptions } from '@partitura/runtime';
import { createTestDatabase } from '@partitura/testing';
import { Pool } from 'pg';
import {
  createEmbeddedBus,
  createHostStore,
  createSagaStore,
  createScoreStore,
  type EmbeddedBus,
  migrateSagaStore,
} from '..';

/** A process with a runtime: what it is given when it starts, over the database of its host. */
export interface TestProcess {
  readonly runtime: Runtime;
  readonly log: readonly string[];
  stop(): Promise<void>;
}

/** The database of a host, which outlives the processes that use it. */
export interface TestHost {
  readonly name: string;
  readonly pool: Pool;
  readonly hosts: HostStore;
  /** `through` stands between the process and its bus. */
  start(options?: Partial<RuntimeOptions>, through?: (bus: Bus) => Bus): Promise<TestProcess>;
}

/** Hosts with a database each, on one bus. */
export interface HostSite {
  readonly bus: EmbeddedBus;
  host(name: string): Promise<TestHost>;
  close(): Promise<void>;
}

/** Quick enough for tests, slow enough for two cores. */
export const quickPace: Partial<HostPace> = {
  joinEveryMs: 300,
  joinAgainMs: 100,
  aliveForMs: 1500,
  repeatAfterMs: 200,
  aloneAfterMs: 1000,
  changeoverMs: 200,
};

export async function openHostSite(): Promise<HostSite> {
  const busDatabase = await createTestDatabase();
  const bus = createEmbeddedBus({ url: busDatabase.url });
  const closing: (() => Promise<void>)[] = [];
  const processes = new Set<TestProcess>();

  const host = async (name: string): Promise<TestHost> => {
    const database = await createTestDatabase();
    await migrateSagaStore(database.url);
    const pool = new Pool({ connectionString: database.url, max: 12 });
    pool.on('error', () => undefined);
    closing.push(async () => {
      await pool.end();
      await database.drop();
    });
    const hosts = createHostStore(pool);
    const start = async (
      options: Partial<RuntimeOptions> = {},
      through: (bus: Bus) => Bus = (bus) => bus,
    ): Promise<TestProcess> => {
      const own = createEmbeddedBus({ url: busDatabase.url });
      const log: string[] = [];
      const note = (_: object, message: string) => void log.push(message);
      const runtime = new Runtime({
        store: createSagaStore(pool),
        scores: createScoreStore(pool),
        hosts,
        host: name,
        bus: through(own),
        hostPace: quickPace,
        logger: { debug: () => undefined, info: note, warn: note, error: note },
        ...options,
      });
      let stopped: Promise<void> | undefined;
      const process: TestProcess = {
        runtime,
        log,
        stop: () =>
          (stopped ??= runtime.stop().then(async () => {
            processes.delete(process);
            await own.close();
          })),
      };
      processes.add(process);
      await runtime.start();
      return process;
    };
    return { name, pool, hosts, start };
  };

  return {
    bus,
    host,
    close: async () => {
      await Promise.all([...processes].map((process) => process.stop()));
      await bus.close();
      await Promise.all(closing.map((close) => close()));
      await busDatabase.drop();
    },
  };
}
