export const ownHost = `SELECT identity, number FROM partitura_engine.own_host`;

/** $1 number. */
export const keepNumber = `UPDATE partitura_engine.own_host SET number = $1`;

/** The hash is taken of the text as it stands now: whoever edits the table changes it. */
export const heldScores = `
SELECT key, placement, active, CASE WHEN holding THEN true END AS holding, encode(sha256(convert_to(content, 'UTF8')), 'hex') AS "contentHash"
  FROM partitura_engine.scores ORDER BY position`;
