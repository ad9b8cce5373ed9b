/** $1 now (epoch ms), $2 limit. */
export const dueStartTimers = {
  name: 'due-start-timers',
  text: `
SELECT score, process, element, extract(epoch FROM due)::float8 * 1000 AS due, repeats, every
  FROM partitura_engine.start_timers
 WHERE due <= to_timestamp($1::float8 / 1000)
 ORDER BY due
 LIMIT $2`,
};
