import { deleteOutbox } from './delete-outbox';
import { finishParts } from './finish-parts';
import { insertOutbox } from './insert-outbox';
import { writeSagas } from './write-sagas';

const WRITES = `
WITH written AS (${writeSagas.text}
  RETURNING 1
), sent AS (${shifted(insertOutbox.text, 14)}
), gone AS (${shifted(deleteOutbox.text, 22)}
)`;

const ALL_WRITTEN = `1 / (CASE WHEN (SELECT count(*) FROM written) = $24::int THEN 1 ELSE 0 END)`;

/**
 * What nearly every batch writes, as one statement that is its own transaction: one round trip where BEGIN, three
 * statements and COMMIT are five. A division by zero rolls everything back when a saga's version was not as expected.
 *
 * $1 to $14 as in `write-sagas`, $15 to $22 as $1 to $8 of `insert-outbox`, $23 as $1 of `delete-outbox`, $24 the number
 * of sagas.
 */
export const writeBatch = {
  name: 'write-batch',
  text: `${WRITES}
SELECT ${ALL_WRITTEN}`,
};

/** The same with parts that have finished: $25 to $27 as in `finish-parts`. */
export const writeBatchAndFinish = {
  name: 'write-batch-and-finish',
  text: `${WRITES}, finished AS (${shifted(finishParts.text, 24)}
)
SELECT ${ALL_WRITTEN}, ARRAY(SELECT saga_id FROM finished) AS finished`,
};

/** SQLSTATE of a division by zero: this is not as the commit expects it. */
export const DIVISION_BY_ZERO = '22012';

function shifted(text: string, by: number): string {
  return text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + by}`);
}
