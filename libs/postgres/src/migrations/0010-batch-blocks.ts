import type { Migration } from '../migrate';

/** Batches have numbers of their own: there are many more of them than sagas, whose numbers are scarce on a host. */
export const batchBlocks: Migration = {
  version: 10,
  name: 'batch blocks',
  sql: `
CREATE SEQUENCE batch_blocks;
-- Rows of the outbox may be there under ids that came from the other sequence.
SELECT setval('batch_blocks', (SELECT last_value FROM number_blocks));
`,
};
