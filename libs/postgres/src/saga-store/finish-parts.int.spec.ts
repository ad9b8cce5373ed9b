import { VersionConflictError } from '@partitura/runtime';
import { createTestDatabase, emptyCommit, eventually, sagaRow } from '@partitura/testing';
import { Pool } from 'pg';
import { migrateSagaStore } from '../migrations';
import { createSagaStore } from './postgres-saga-store';

let pool: Pool;
let close: () => Promise<void>;
beforeEach(async () => {
  const database = await createTestDatabase();
  await migrateSagaStore(database.url);
  pool = new Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined);
  close = async () => {
    await pool.end();
    await database.drop();
  };
});
afterEach(() => close());

const row = sagaRow('s-1');

it.each([
  ['refuses a part that stops', 'compensating', undefined, ['compensating', 2]],
  ['ends a part that goes on', 'active', ['s-1'], ['completed', 3]],
] as const)('%s while it waits for the row', async (_, status, finished, after) => {
  const store = createSagaStore(pool);
  await store.commit({ ...emptyCommit, sagas: [row] });
  const other = await pool.connect();
  await other.query('BEGIN');
  await store.commit({ ...emptyCommit, sagas: [{ ...row, version: 2, status }] }, other);
  const ended = store.commit({ ...emptyCommit, finished: [{ sagaId: 's-1', endedAt: 2_000 }] }).then(
    (sagaIds) => sagaIds,
    (error: unknown) => error,
  );
  await eventually(async () => {
    const { rows } = await pool.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    expect(rows).toHaveLength(1);
  });
  await other.query('COMMIT');
  other.release();
  expect(await ended).toEqual(finished ?? expect.any(VersionConflictError));
  const [stored] = await store.load(['s-1']);
  expect([stored?.status, stored?.version]).toEqual(after);
});
