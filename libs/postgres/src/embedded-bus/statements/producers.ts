import { type Connection } from '../connection';

/** A number for a new producer, never given before. */
export async function registerProducer(connection: Connection): Promise<number> {
  const [row] = await connection.query<{ id: number }>({
    text: 'INSERT INTO partitura_bus.producer DEFAULT VALUES RETURNING id',
  });
  if (!row)
    throw new Error('Postgres returned no producer id: check that no rule rewrites partitura_bus.producer.');
  return row.id;
}

/** Says that the producer lives (when there is one yet); answers all known producers. */
export async function listProducers(connection: Connection, me: number | undefined): Promise<number[]> {
  const rows = await connection.query<{ id: number }>({
    name: 'list-producers',
    text: `WITH me AS (UPDATE partitura_bus.producer SET seen_at = clock_timestamp() WHERE id = $1)
           SELECT id FROM partitura_bus.producer`,
    values: [me ?? null],
  });
  return rows.map(({ id }) => id);
}
