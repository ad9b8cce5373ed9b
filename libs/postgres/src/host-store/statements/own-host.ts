export const ownHost = `SELECT identity, number, welcomed, turned_away AS "turnedAway" FROM partitura_engine.own_host`;

/** Of the sessions the last ones are kept: those before have ended. $1 session, $2 number. */
export const noteWelcome = `
UPDATE partitura_engine.own_host
   SET number = $2, turned_away = NULL,
       welcomed = (array_append(array_remove(welcomed, $1), $1))[greatest(cardinality(welcomed) - 30, 1):]`;

/** $1 reason. */
export const noteTurnedAway = `UPDATE partitura_engine.own_host SET turned_away = $1, welcomed = '{}'`;

/** The hash is taken of the text as it stands now: whoever edits the table changes it. */
export const heldScores = `
SELECT key, placement, active, CASE WHEN holding THEN true END AS holding, encode(sha256(convert_to(content, 'UTF8')), 'hex') AS "contentHash"
  FROM partitura_engine.scores ORDER BY position`;
