/** The tables of a participant: what it was asked (inbox) and what it has to say unasked (outbox). */
export const inboxAndOutbox = {
  version: 1,
  name: 'inbox-and-outbox',
  sql: `
CREATE TABLE partitura.inbox (
  job_key bigint PRIMARY KEY,
  saga_id text NOT NULL,
  -- The latest attempt that was run, or begun.
  attempt integer NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'done', 'withdrawn')),
  -- JSON of the JobAnswer, for redeliveries; null while it runs and for jobs withdrawn before their end.
  answer text,
  -- The job completed, or ended with an error whose rows are kept: a withdrawal has work to undo.
  completed boolean NOT NULL DEFAULT false,
  reply_to text NOT NULL,
  -- traceparent of the handler's span: a retry links to it, redelivered answers carry it.
  trace text,
  -- false: committed, but the offset of its command is, too, so that nobody would ask again for the reply.
  published boolean NOT NULL DEFAULT true,
  -- The late undo of a withdrawn job that had completed.
  undo text CHECK (undo IN ('due', 'done', 'failed')),
  undo_message text,
  -- Running jobs and due undos: the whole message, so that another process can take over when the lease expires.
  command text,
  owner uuid,
  lease_until timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);

-- Partial: only what is under way, a handful of rows however many marks there are.
CREATE INDEX inbox_leased ON partitura.inbox (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX inbox_unpublished ON partitura.inbox (updated_at) WHERE NOT published;
-- BRIN: rows arrive in the order of time, and forgetting old ones is its only reader.
CREATE INDEX inbox_updated_at ON partitura.inbox USING brin (updated_at);

CREATE TABLE partitura.outbox (
  -- Order of leaving. Deleted when published, so the table is as large as the backlog.
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  saga_id text NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  data text NOT NULL,
  -- P10: the context in which it was born, and that of the request when this is another trace.
  traceparent text,
  tracestate text,
  request_traceparent text,
  created_at timestamptz NOT NULL DEFAULT now()
);
`,
};
