import { type Connection } from '../connection';
import { type Claim, decodePositions } from './claims';
import { type ReadPosition } from './read-batches';

/** Whether this connection is the one that tidies up; it stays so as long as it lives. */
export async function becomeJanitor(connection: Connection): Promise<boolean> {
  const [row] = await connection.query<{ mine: boolean }>({
    // Taken again by its holder a session lock only counts up, which the end of the session undoes as well.
    text: `SELECT pg_try_advisory_lock(hashtextextended('partitura_bus janitor', 0)) AS mine`,
  });
  return row?.mine ?? false;
}

/** Positions of all groups. */
export async function readClaims(connection: Connection): Promise<Claim[]> {
  const rows = await connection.query<{ topic: number; partition: number; positions: string }>({
    text: 'SELECT topic, partition, positions FROM partitura_bus.claim',
  });
  return rows.map((row) => ({ ...row, positions: decodePositions(row.positions) }));
}

/** Deletes each producer's rows up to a position. */
export async function deleteUpTo(connection: Connection, positions: readonly ReadPosition[]): Promise<void> {
  await connection.query({
    text: `DELETE FROM partitura_bus.batch
            USING unnest($1::int[], $2::smallint[], $3::int[], $4::bigint[])
                  AS read (topic, partition, producer, seq)
            WHERE batch.topic = read.topic AND batch.partition = read.partition
              AND batch.producer = read.producer AND batch.seq <= read.seq`,
    values: [
      positions.map(({ topic }) => topic),
      positions.map(({ partition }) => partition),
      positions.map(({ producer }) => producer),
      positions.map(({ seq }) => seq),
    ],
  });
}

/** Deletes what is older than `maxAgeMs`, read or not, and forgets producers and members that are long gone. */
export async function deleteOld(connection: Connection, maxAgeMs: number): Promise<void> {
  await connection.query({
    text: `DELETE FROM partitura_bus.batch
            WHERE at < (extract(epoch FROM clock_timestamp()) * 1000000)::bigint - $1::bigint * 1000`,
    values: [maxAgeMs],
  });
  // Only a producer without rows may go: readers would take up its rows from the beginning.
  await connection.query({
    text: `DELETE FROM partitura_bus.producer
            WHERE seen_at < clock_timestamp() - interval '10 minutes'
              AND NOT EXISTS (
                SELECT FROM partitura_bus.topic
                  CROSS JOIN LATERAL generate_series(0, topic.partitions - 1) AS part (number)
                 WHERE EXISTS (SELECT FROM partitura_bus.batch
                                WHERE batch.topic = topic.id AND batch.partition = part.number
                                  AND batch.producer = producer.id))`,
  });
  await connection.query({
    text: `DELETE FROM partitura_bus.member WHERE seen_at < clock_timestamp() - interval '1 minute'`,
  });
}
