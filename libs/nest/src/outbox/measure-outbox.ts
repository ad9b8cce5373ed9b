import type { DataSource } from 'typeorm';

export interface OutboxMeasure {
  readonly size: number;
  /** Age of the oldest message in seconds; 0 when there is none. */
  readonly ageSeconds: number;
}

export async function measureOutbox(dataSource: DataSource): Promise<OutboxMeasure> {
  const [row] = await dataSource.query<OutboxMeasure[]>(
    `SELECT count(*)::int AS size,
            coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS "ageSeconds"
     FROM partitura.outbox`,
  );
  return row ?? { size: 0, ageSeconds: 0 };
}
