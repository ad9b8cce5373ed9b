import type { Migration } from '../migrate';

/** Decisions and forms are deployed like models: versions are counted per kind and id. */
export const resources: Migration = {
  version: 2,
  name: 'resources',
  sql: `
ALTER TABLE scores ADD COLUMN kind text NOT NULL DEFAULT 'bpmn';
ALTER TABLE scores ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE scores RENAME COLUMN xml TO content;
ALTER TABLE scores DROP CONSTRAINT scores_id_version_key;
ALTER TABLE scores ADD UNIQUE (kind, id, version);
`,
};
