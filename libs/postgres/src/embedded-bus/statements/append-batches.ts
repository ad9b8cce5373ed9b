import { type Connection } from '../connection';

export interface NewBatch {
  readonly topic: number;
  readonly partition: number;
  readonly seq: number;
  /** Frames. */
  readonly records: string;
}

/**
 * Appends rows of one producer in one statement, durable when it resolves. False when the producer is no longer listed.
 *
 * Each row's text is a parameter of its own: in an array both sides would escape every quote of the JSON in it.
 */
export async function appendBatches(
  connection: Connection,
  producer: number,
  batches: readonly NewBatch[],
): Promise<boolean> {
  const texts = batches.map((_, index) => `$${index + 5}`).join(',');
  const rows = await connection.query({
    name: `append-${batches.length}`,
    text: `INSERT INTO partitura_bus.batch (topic, partition, producer, seq, records)
           SELECT new.topic, new.partition, $1, new.seq, new.records
             FROM unnest($2::int[], $3::smallint[], $4::bigint[], ARRAY[${texts}]::text[])
                  AS new (topic, partition, seq, records)
            WHERE EXISTS (SELECT FROM partitura_bus.producer WHERE id = $1)
           RETURNING 1`,
    values: [
      producer,
      batches.map(({ topic }) => topic),
      batches.map(({ partition }) => partition),
      batches.map(({ seq }) => seq),
      ...batches.map(({ records }) => records),
    ],
  });
  return rows.length > 0;
}
