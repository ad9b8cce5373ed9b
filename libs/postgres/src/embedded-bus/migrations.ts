import { type Migration } from '../migrate';

export const EMBEDDED_BUS_SCHEMA = 'partitura_bus';

export const embeddedBusMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'the log, its producers and its consumer groups',
    sql: `
      CREATE TABLE topic (
        id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        name text NOT NULL UNIQUE,
        partitions int NOT NULL
      );

      -- An id is never given twice: a position that outlives its producer can do no harm.
      CREATE TABLE producer (
        id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );

      -- No foreign keys: they would lock a producer's and a topic's row for every batch.
      CREATE TABLE batch (
        topic int NOT NULL,
        partition smallint NOT NULL,
        producer int NOT NULL,
        seq bigint NOT NULL,
        -- Epoch microseconds: orders the rows of one read over all producers.
        at bigint NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
        records text NOT NULL,
        PRIMARY KEY (topic, partition, producer, seq)
      ) WITH (toast_tuple_target = 8160);
      -- Producers cut their rows to fit a page, so compression would only cost time.
      ALTER TABLE batch ALTER COLUMN records SET STORAGE EXTERNAL;

      CREATE TABLE member (
        id uuid PRIMARY KEY,
        consumer_group text NOT NULL,
        topics int[] NOT NULL,
        seen_at timestamptz NOT NULL
      ) WITH (fillfactor = 50);
      CREATE INDEX member_group ON member (consumer_group);

      -- Owner and positions share a row: who lost a partition cannot move its positions any more.
      CREATE TABLE claim (
        consumer_group text NOT NULL,
        topic int NOT NULL,
        partition smallint NOT NULL,
        owner uuid,
        positions text NOT NULL DEFAULT '{}',
        PRIMARY KEY (consumer_group, topic, partition)
      ) WITH (fillfactor = 50);
    `,
  },
];
