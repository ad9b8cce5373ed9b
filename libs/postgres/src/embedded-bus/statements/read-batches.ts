import { type TopicPartition } from '../assign-partitions';
import { type Connection } from '../connection';

/** One producer's rows of one partition, and how far they are read. */
export interface ReadPosition extends TopicPartition {
  readonly producer: number;
  readonly seq: number;
}

export interface BatchRow extends TopicPartition {
  readonly producer: number;
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  readonly records: string;
}

/**
 * The rows after each position, at most `limit` of each, in the order in which they were written: what one producer wrote
 * after another's row was durable comes after it. `at` is in epoch ms.
 */
export async function readBatches(
  connection: Connection,
  positions: readonly ReadPosition[],
  limit: number,
): Promise<BatchRow[]> {
  const rows = await connection.query<{
    topic: number;
    partition: number;
    producer: number;
    seq: string;
    at: string;
    records: string;
  }>({
    name: 'read',
    // LATERAL with LIMIT keeps it to one descent of the primary key per position, whatever the statistics say.
    text: `SELECT batch.topic, batch.partition, batch.producer, batch.seq, batch.at, batch.records
             FROM unnest($1::int[], $2::smallint[], $3::int[], $4::bigint[])
                  AS wanted (topic, partition, producer, seq)
             CROSS JOIN LATERAL (
               SELECT * FROM partitura_bus.batch AS row
                WHERE row.topic = wanted.topic AND row.partition = wanted.partition
                  AND row.producer = wanted.producer AND row.seq > wanted.seq
                ORDER BY row.topic, row.partition, row.producer, row.seq
                LIMIT $5
             ) AS batch
            ORDER BY batch.at, batch.producer, batch.seq`,
    values: [
      positions.map(({ topic }) => topic),
      positions.map(({ partition }) => partition),
      positions.map(({ producer }) => producer),
      positions.map(({ seq }) => seq),
      limit,
    ],
  });
  return rows.map((row) => ({ ...row, seq: Number(row.seq), at: Math.floor(Number(row.at) / 1000) }));
}
