import { rm } from 'node:fs/promises';
import type { RunningApp } from '@partitura/nest';
import { migrateSagaStore } from '@partitura/postgres';
import { createTestDatabase, eventually, type TestDatabase, tripModel } from '@partitura/testing';
import { Client } from 'pg';
import { runOrchestrator } from '../orchestrator';
import { readSettings } from '../settings';
import { modelsFolder, settingsFor } from './test-orchestrator';

let database: TestDatabase;
let folder: string;
let app: RunningApp | undefined;

beforeEach(async () => {
  database = await createTestDatabase();
  folder = await modelsFolder({ 'trip.bpmn': tripModel() });
});
afterEach(async () => {
  await app?.close();
  app = undefined;
  await database.drop();
  await rm(folder, { recursive: true });
});

const start = async (models = folder): Promise<RunningApp> => {
  app = await runOrchestrator(settingsFor(database.url, models), false);
  return app;
};

const deployedVersions = async () => {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<{ version: number }>('SELECT version FROM partitura_engine.scores')).rows.map(
      ({ version }) => version,
    );
  } finally {
    await client.end();
  }
};

it('deploys the models of its folder once, however often it starts', async () => {
  for (let i = 0; i < 2; i++) {
    await (
      await start()
    ).ready;
    await app?.close();
  }
  expect(await deployedVersions()).toEqual([1]);
});

it('does not start with a model that cannot be deployed, and names every problem', async () => {
  const broken = await modelsFolder({
    'broken.bpmn': tripModel().replaceAll('retries="3"', 'retries="= 1 +"'),
  });
  const { ready } = await start(broken);
  await expect(ready).rejects.toThrow(
    /broken\.bpmn: .*book[^]*broken\.bpmn: .*confirm|broken\.bpmn: .*confirm[^]*broken\.bpmn: .*book/,
  );
  await rm(broken, { recursive: true });
});

it('says which variable to set when the folder of models is not there', async () => {
  const { ready } = await start('/nowhere/at/all');
  await expect(ready).rejects.toThrow(
    /Set PROCESSES_DIR to a folder with \.bpmn, \.dmn, \.form or \.schema\.json files/,
  );
});

it('does not start on a database of a newer version', async () => {
  await migrateSagaStore(database.url);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `INSERT INTO partitura_engine.schema_versions (version, name) VALUES (99, 'of the future')`,
  );
  await client.end();
  const { ready } = await start();
  await expect(ready).rejects.toThrow(/Run the release that wrote it or a newer one/);
});

it('is ready without the services, and names those of which no process is there', async () => {
  const { url, ready } = await start();
  await ready;
  await eventually(async () => {
    const response = await fetch(`${url}/health/ready`);
    const { parts } = (await response.json()) as { parts: Record<string, { reason?: string }> };
    expect(response.status).toBe(200);
    expect(parts.participants?.reason).toContain('start the hotel service');
  });
});

it('shows its metrics', async () => {
  const { url, ready } = await start();
  await ready;
  const text = await (await fetch(`${url}/metrics`)).text();
  expect(text).toContain('partitura_loop_queue_length');
  expect(text).toContain('partitura_outbox_size');
});

it('refuses an environment with bad values and names each of them', () => {
  expect(() => readSettings({ PORT: 'eighty', DATABASE_URL: 'mysql://x' })).toThrow(
    /PORT=eighty[^]*DATABASE_URL=mysql/,
  );
});
