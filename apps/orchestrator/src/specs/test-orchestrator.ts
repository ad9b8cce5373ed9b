import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningApp } from '@partitura/nest';
import { createEmbeddedBus, type EmbeddedBus } from '@partitura/postgres';
import { createTestDatabase, eventually, type TestDatabase } from '@partitura/testing';
import { Client } from 'pg';
import { runOrchestrator } from '../orchestrator';
import { readSettings } from '../settings';

export interface TestOrchestrator {
  readonly app: RunningApp;
  readonly bus: EmbeddedBus;
  readonly database: TestDatabase;
  /** Sends JSON and reads JSON. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Looks into the tables. */
  query(text: string, values: readonly unknown[]): Promise<{ readonly rows: unknown[] }>;
  /** `fields` go beside the files. */
  deploy(files: Readonly<Record<string, string>>, fields?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Record<string, unknown>;
}

/** The settings of a test's orchestrator: any free port, the bus in its database. */
export const settingsFor = (databaseUrl: string, folder: string) =>
  readSettings({
    PORT: '0',
    DATABASE_URL: databaseUrl,
    BUS_DATABASE_URL: databaseUrl,
    PROCESSES_DIR: folder,
    LOG_LEVEL: 'silent',
  });

/** A folder with these models in it. */
export async function modelsFolder(models: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'partitura-models-'));
  for (const [name, content] of Object.entries(models)) await writeFile(join(folder, name), content);
  return folder;
}

/** An orchestrator over a database and bus of its own, with the given models in its folder. */
export async function startOrchestrator(
  models: Readonly<Record<string, string>> = {},
): Promise<TestOrchestrator> {
  const database = await createTestDatabase();
  const folder = await modelsFolder(models);
  const app = await runOrchestrator(settingsFor(database.url, folder), false);
  await app.ready;
  const bus = createEmbeddedBus({ url: database.url });
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> =>
    answerOf(
      await fetch(app.url + path, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
    );
  await eventually(async () => {
    const { status, body } = await call('GET', '/health/ready');
    if (status !== 200) throw new Error(`Not ready: ${JSON.stringify(body)}`);
  });
  return {
    app,
    bus,
    database,
    call,
    query: async (text, values) => {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      try {
        return await client.query<object>(text, [...values]);
      } finally {
        await client.end();
      }
    },
    deploy: async (files, fields = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      for (const [name, content] of Object.entries(files))
        form.append('resources', new Blob([content]), name);
      return answerOf(await fetch(`${app.url}/v2/deployments`, { method: 'POST', body: form }));
    },
    close: async () => {
      await bus.close();
      await app.close();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}
