/** The caller takes 0 rows for a conflict: another orchestrator has fired it. $1 score, $2 process, $3 element, $4 due, $5 next due, $6 repeats after it. */
export const moveStartTimer = {
  name: 'move-start-timer',
  text: `
UPDATE partitura_engine.start_timers SET due = to_timestamp($5::float8 / 1000), repeats = $6
 WHERE score = $1 AND process = $2 AND element = $3 AND due = to_timestamp($4::float8 / 1000)`,
};

/** $1 score, $2 process, $3 element, $4 due. */
export const endStartTimer = {
  name: 'end-start-timer',
  text: `
DELETE FROM partitura_engine.start_timers
 WHERE score = $1 AND process = $2 AND element = $3 AND due = to_timestamp($4::float8 / 1000)`,
};

/** Which of these firings still stand, by their place. $1 scores, $2 processes, $3 elements, $4 due (epoch ms). */
export const standingStartTimers = {
  name: 'standing-start-timers',
  text: `
SELECT t.place::int AS place
  FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[]) WITH ORDINALITY AS t (score, process, element, due, place)
  JOIN partitura_engine.start_timers s
    ON s.score = t.score AND s.process = t.process AND s.element = t.element AND s.due = to_timestamp(t.due / 1000)`,
};
