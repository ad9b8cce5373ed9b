import {
  createEmbeddedBus,
  createHostStore,
  createSagaStore,
  createScoreStore,
  migrateSagaStore,
} from '@partitura/postgres';
import { Runtime } from '@partitura/runtime';
import { createTestDatabase, eventually, tripModel } from '@partitura/testing';
import { Pool } from 'pg';
import { startOrchestrator, type TestOrchestrator } from './test-orchestrator';

let orchestrator: TestOrchestrator;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  orchestrator = await startOrchestrator();
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await orchestrator.close();
});

const silent = () => undefined;

/** A service that is a host, and nothing else. */
async function startHost(host: string): Promise<Pool> {
  const database = await createTestDatabase();
  await migrateSagaStore(database.url);
  const pool = new Pool({ connectionString: database.url });
  pool.on('error', silent);
  const bus = createEmbeddedBus({ url: orchestrator.database.url });
  const runtime = new Runtime({
    host,
    bus,
    store: createSagaStore(pool),
    scores: createScoreStore(pool),
    hosts: createHostStore(pool),
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    hostPace: { joinEveryMs: 300 },
  });
  await runtime.start();
  closing.push(async () => {
    await runtime.stop();
    await bus.close();
    await pool.end();
    await database.drop();
  });
  return pool;
}

const deploy = (fields: Readonly<Record<string, string>>) =>
  orchestrator.deploy({ 'trip.bpmn': tripModel() }, fields);

const items = async (path: string) =>
  (await orchestrator.call('GET', path)).body['items'] as Record<string, unknown>[];

it('answers a deployment with what it waits for when a host does not answer in time', async () => {
  const { status, body } = await deploy({ placement: '{"hotel":"hotel"}', wait: '1' });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    deploymentKey: expect.any(String) as string,
    state: 'pending',
    placement: { hotel: 'hotel', trip: 'orchestrator' },
    compositions: [
      {
        compositionId: 'trip',
        version: 1,
        waitsFor: [
          {
            host: 'hotel',
            reason: expect.stringContaining('hotel has not answered: start the service hotel with') as string,
          },
        ],
      },
    ],
  });
  const started = await orchestrator.call('POST', '/v2/process-instances', {
    processDefinitionId: 'trip-process',
  });
  expect(started.status).toBe(404);
});

it('shows hosts, the versions that they have, and drift by name', async () => {
  const pool = await startHost('hotel');
  const { body } = await deploy({ placement: '{"hotel":"hotel"}', wait: '30' });
  expect(body).toMatchObject({ state: 'active', compositions: [{ version: 1, state: 'active' }] });
  await eventually(async () =>
    expect(await items('/v2/compositions')).toMatchObject([
      {
        compositionId: 'trip',
        state: 'active',
        current: true,
        hosts: [{ host: 'hotel', participants: ['hotel'], state: 'accepted', active: true }],
        sagas: { active: 0, withIncidents: 0 },
      },
    ]),
  );
  expect(await items('/v2/hosts')).toMatchObject([
    { host: 'hotel', state: 'up', number: 1, problem: null, drift: [] },
  ]);
  await pool.query(
    `UPDATE partitura_engine.scores SET content = replace(content, 'Book room', 'Book a room')`,
  );
  await eventually(async () =>
    expect(await items('/v2/hosts')).toMatchObject([
      {
        drift: [
          { id: 'trip', version: 1, reason: expect.stringContaining('hotel has another text') as string },
        ],
      },
    ]),
  );
  await deploy({ placement: '{"hotel":"hotel"}' });
  await eventually(async () => expect(await items('/v2/hosts')).toMatchObject([{ drift: [] }]));
});

it('counts the sagas of a version that have not ended', async () => {
  await orchestrator.call('POST', '/v2/process-instances', { processDefinitionId: 'trip-process' });
  await eventually(async () =>
    expect(await items('/v2/compositions')).toMatchObject([{ sagas: { active: 1, withIncidents: 0 } }]),
  );
});

it.each([
  [{ placement: 'somewhere' }, /placement: allowed: orchestrated, choreographed, or/],
  [{ placement: '{"hotal":"hotel"}' }, /hotal: the placement names it, but no pool has this name/],
  [{ wait: 'long' }, /wait: give seconds/],
])('refuses what it does not understand: %j', async (fields, detail) => {
  const { status, body } = await deploy(fields);
  expect(status).toBe(400);
  expect(body['detail']).toMatch(detail);
});
