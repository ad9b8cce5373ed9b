import { type Connection } from '../connection';

export interface Topic {
  readonly id: number;
  readonly name: string;
  readonly partitions: number;
}

/** Finds topics by name; makes those that are missing. */
export async function findOrCreateTopics(
  connection: Connection,
  names: readonly string[],
  partitions: number,
): Promise<Topic[]> {
  await connection.query({
    text: `INSERT INTO partitura_bus.topic (name, partitions)
           SELECT name, $2 FROM unnest($1::text[]) AS wanted (name)
            WHERE NOT EXISTS (SELECT FROM partitura_bus.topic WHERE topic.name = wanted.name)
           ON CONFLICT DO NOTHING`,
    values: [names, partitions],
  });
  return connection.query<{ id: number; name: string; partitions: number }>({
    text: 'SELECT id, name, partitions FROM partitura_bus.topic WHERE name = ANY ($1)',
    values: [names],
  });
}
