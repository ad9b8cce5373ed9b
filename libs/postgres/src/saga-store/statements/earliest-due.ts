export const earliestDue = {
  name: 'earliest-due',
  text: `
SELECT extract(epoch FROM least((SELECT min(next_due) FROM partitura_engine.sagas WHERE next_due IS NOT NULL),
                                (SELECT min(due) FROM partitura_engine.start_timers)))::float8 * 1000 AS due`,
};
