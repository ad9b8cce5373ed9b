import { Module } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '@partitura/testing';
import { NewerDatabaseError } from '@partitura/postgres';
import { Client } from 'pg';
import { bootstrapService, HostModule, type HealthReport } from '..';
import { until } from './until';

@Module({ imports: [HostModule] })
class HostingModule {}

let own: TestDatabase;
beforeEach(async () => {
  own = await createTestDatabase();
});
afterEach(() => own.drop());

const start = (source: NodeJS.ProcessEnv = {}) =>
  bootstrapService({
    name: 'payment',
    module: HostingModule,
    ownsProcess: false,
    source: { PORT: '0', DATABASE_URL: own.url, BUS_DATABASE_URL: own.url, LOG_LEVEL: 'silent', ...source },
  });

const query = async (sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: own.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
};

describe('the process of a host', () => {
  it('brings the engine’s tables into a schema of the service’s database, and is ready with its engine', async () => {
    const running = await start();
    await running.ready;
    const report = await until('readiness', async () => {
      const answer = await running.health.report();
      return answer.status === 'up' && answer;
    });
    expect(Object.keys(report.parts)).toContain('host');
    expect(
      await query(`SELECT 1 FROM information_schema.tables
                   WHERE table_schema IN ('partitura', 'partitura_engine') AND table_name IN ('inbox', 'sagas')`),
    ).toHaveLength(2);
    await running.close();
  });

  it('refuses engine tables of a newer release', async () => {
    const first = await start();
    await first.ready;
    await first.close();
    await query(`INSERT INTO partitura_engine.schema_versions (version, name) VALUES (99, 'later')`);
    const older = await start();
    await expect(older.ready).rejects.toThrow(NewerDatabaseError);
    await older.close();
  });

  it('says that its engine cannot join while the bus is away, and stops in time all the same', async () => {
    const running = await start({ BUS_DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/x' });
    await running.ready;
    const { parts } = await until<HealthReport>('the report', async () => {
      const report = await running.health.report();
      return report.parts.host?.reason?.includes('127.0.0.1:1') && report;
    });
    expect(parts.host?.status).toBe('down');
    expect(parts.database?.status).toBe('up');
    const began = performance.now();
    await running.close();
    expect(performance.now() - began).toBeLessThan(9_000);
  }, 30_000);
});
