const columns = `m.name, m.key, m.message_id, m.kind, m.unique_id, m.variables, m.trace, m.transient, m.saga_id AS sender,
       extract(epoch FROM m.arrived_at)::float8 * 1000 AS arrived_at,
       extract(epoch FROM m.expires_at)::float8 * 1000 AS expires_at`;

const receiver = `CASE m.kind WHEN 'message' THEN s.process ELSE s.saga_id || ' ' || s.subscription END`;

const notHadBy = (who: string) => `NOT EXISTS (
         SELECT FROM partitura_engine.deliveries d
          WHERE d.shard = m.shard AND d.name = m.name AND d.key = m.key AND d.message_id = m.message_id
            AND d.receiver = ${who})`;

const matching = (now: string, limit: string) => ` s.kind = m.kind
   AND m.expires_at > to_timestamp(${now}::float8 / 1000)
   AND (NOT m.transient OR s.seq < m.seq)
   AND (m.kind = 'message' OR m.saga_id IS DISTINCT FROM s.saga_id)
   AND ${notHadBy(receiver)}
 ORDER BY m.seq, s.seq
 LIMIT ${limit}`;

/** Messages and subscriptions of one name and key live in one shard. $1 shards, $2 names, $3 keys, $4 now (epoch ms), $5 limit. */
export const matchMessages = {
  name: 'match-messages',
  text: `
SELECT ${columns}, s.saga_id, s.subscription, ${receiver} AS receiver
  FROM (SELECT DISTINCT * FROM unnest($1::smallint[], $2::text[], $3::text[])) AS k (shard, name, key)
  JOIN partitura_engine.messages m USING (shard, name, key)
  JOIN partitura_engine.subscriptions s USING (shard, name, key)
 WHERE${matching('$4', '$5')}`,
};

/** What a crash between commit and match has left. $1 now (epoch ms), $2 limit. */
export const matchAnyMessages = {
  name: 'match-any-messages',
  text: `
SELECT ${columns}, s.saga_id, s.subscription, ${receiver} AS receiver
  FROM partitura_engine.messages m
  JOIN partitura_engine.subscriptions s USING (shard, name, key)
 WHERE${matching('$1', '$2')}`,
};

const starting = (now: string, limit: string) => `
 WHERE m.expires_at > to_timestamp(${now}::float8 / 1000)
   AND m.arrived_at >= to_timestamp(w.since / 1000)
   AND (w.until IS NULL OR m.arrived_at < to_timestamp(w.until / 1000))
   AND ${notHadBy('w.process')}
 ORDER BY m.seq
 LIMIT ${limit}`;

/** $1 kinds, $2 names, $3 processes, $4 since, $5 until (epoch ms), $6 shards, $7 names, $8 keys, $9 now (epoch ms), $10 limit. */
export const startableMessages = {
  name: 'startable-messages',
  text: `
SELECT ${columns}, w.process
  FROM (SELECT DISTINCT * FROM unnest($6::smallint[], $7::text[], $8::text[])) AS k (shard, name, key)
  JOIN partitura_engine.messages m USING (shard, name, key)
  JOIN unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[])
       AS w (kind, name, process, since, until)
    ON w.kind = m.kind AND w.name = m.name${starting('$9', '$10')}`,
};

/** $1 kinds, $2 names, $3 processes, $4 since, $5 until (epoch ms), $6 now (epoch ms), $7 limit. */
export const startableAnyMessages = {
  name: 'startable-any-messages',
  text: `
SELECT ${columns}, w.process
  FROM partitura_engine.messages m
  JOIN unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[])
       AS w (kind, name, process, since, until)
    ON w.kind = m.kind AND w.name = m.name${starting('$6', '$7')}`,
};
