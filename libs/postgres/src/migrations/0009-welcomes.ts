import type { Migration } from '../migrate';

/** Which processes of this host may take work: one of them hears for all of them what the orchestrator says. */
export const welcomes: Migration = {
  version: 9,
  name: 'welcomes',
  sql: `
ALTER TABLE own_host ADD COLUMN welcomed text[] NOT NULL DEFAULT '{}';
ALTER TABLE own_host ADD COLUMN turned_away text;
`,
};
