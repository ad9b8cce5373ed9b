const hostColumns = `name, number, identity, protocol, participants,
  extract(epoch FROM seen_at)::float8 * 1000 AS "seenAt",
  problem, extract(epoch FROM problem_at)::float8 * 1000 AS "problemAt"`;

export const listHosts = `SELECT ${hostColumns} FROM partitura_engine.hosts ORDER BY name`;

/**
 * A database that takes over a name counts its sagas from the beginning again, so it gets a range of its own.
 * $1 name, $2 identity, $3 protocol, $4 participants, $5 seen at (epoch ms).
 */
export const admitHost = `
INSERT INTO partitura_engine.hosts AS known (name, number, identity, protocol, participants, seen_at)
VALUES ($1, nextval('partitura_engine.host_numbers'), $2, $3, $4, to_timestamp($5::float8 / 1000))
ON CONFLICT (name) DO UPDATE SET
  number = CASE WHEN known.identity = excluded.identity AND known.number IS NOT NULL
    THEN known.number ELSE excluded.number END,
  identity = excluded.identity, protocol = excluded.protocol, participants = excluded.participants,
  seen_at = excluded.seen_at,
  problem = CASE WHEN known.identity = excluded.identity THEN known.problem END,
  problem_at = CASE WHEN known.identity = excluded.identity THEN known.problem_at END
RETURNING ${hostColumns}`;

/** The usual case, without taking a number. $1 name, $2 identity, $3 protocol, $4 participants, $5 seen at (epoch ms). */
export const seeHost = `
UPDATE partitura_engine.hosts
   SET protocol = $3, participants = $4, seen_at = greatest(seen_at, to_timestamp($5::float8 / 1000))
 WHERE name = $1 AND identity = $2 AND number IS NOT NULL
RETURNING ${hostColumns}`;

/** $1 name, $2 identity, $3 protocol, $4 participants, $5 seen at (epoch ms), $6 problem. */
export const turnAwayHost = `
INSERT INTO partitura_engine.hosts (name, identity, protocol, participants, seen_at, problem, problem_at)
VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000), $6, to_timestamp($5::float8 / 1000))
ON CONFLICT (name) DO UPDATE SET problem = excluded.problem, problem_at = excluded.problem_at`;
