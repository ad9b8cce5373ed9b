import type { Migration } from '../migrate';

/**
 * Who this database is as a host; on the orchestrator the other hosts, and their shares of the versions: text and hash as they
 * were planned, so that a later release that would split otherwise finds no drift.
 */
export const hosts: Migration = {
  version: 7,
  name: 'hosts',
  sql: `
CREATE TABLE own_host (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  identity uuid    NOT NULL DEFAULT gen_random_uuid(),
  number   int
);
INSERT INTO own_host DEFAULT VALUES;

-- As many as there are ranges of saga numbers for hosts.
CREATE SEQUENCE host_numbers AS int MAXVALUE 128;
CREATE TABLE hosts (
  name         text PRIMARY KEY,
  number       int UNIQUE,
  identity     uuid        NOT NULL,
  protocol     int         NOT NULL,
  participants text[]      NOT NULL,
  seen_at      timestamptz NOT NULL,
  problem      text,
  problem_at   timestamptz
);
CREATE TABLE shares (
  score        text        NOT NULL,
  host         text        NOT NULL,
  participants text[]      NOT NULL,
  content      text,
  hash         text        NOT NULL,
  state        text        NOT NULL DEFAULT 'offered',
  answer       text,
  reason       text,
  active       boolean     NOT NULL DEFAULT false,
  at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (score, host)
);
CREATE INDEX shares_open ON shares (score) WHERE state <> 'accepted' OR NOT active;

ALTER TABLE scores ADD COLUMN active_from timestamptz;
`,
};
