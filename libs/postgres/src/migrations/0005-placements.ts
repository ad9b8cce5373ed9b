import type { Migration } from '../migrate';

/** Which host runs which participant of a composition; one that runs elsewhere begins sagas once its hosts have it. */
export const placements: Migration = {
  version: 5,
  name: 'placements',
  sql: `
ALTER TABLE scores ADD COLUMN placement json;
ALTER TABLE scores ADD COLUMN active boolean NOT NULL DEFAULT true;
`,
};
