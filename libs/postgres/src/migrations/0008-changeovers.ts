import type { Migration } from '../migrate';

/** While a version takes the start of its sagas to another host, the host that it leaves holds back what would begin them. */
export const changeovers: Migration = {
  version: 8,
  name: 'changeovers',
  sql: `
ALTER TABLE scores ADD COLUMN holding boolean NOT NULL DEFAULT false;
ALTER TABLE shares ADD COLUMN holding boolean NOT NULL DEFAULT false;
`,
};
