-- +goose Up
-- A job is a row first; the queue in Redis only carries its id.
CREATE TABLE jobs_jobs (
  tenant_id        text NOT NULL,
  id               uuid NOT NULL,
  kind             text NOT NULL,
  args             jsonb NOT NULL,
  state            text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done             integer NOT NULL DEFAULT 0,
  total            integer NOT NULL DEFAULT 0,
  note             jsonb,
  error_code       text NOT NULL DEFAULT '',
  error            jsonb,
  result           jsonb,
  attempt          integer NOT NULL DEFAULT 0,
  max_attempts     integer NOT NULL CHECK (max_attempts > 0),
  claim            bigint NOT NULL DEFAULT 0, -- counts deliveries: only the last one may write
  created_by       text NOT NULL DEFAULT '',
  created_name     text NOT NULL DEFAULT '',
  created_at       timestamptz NOT NULL,
  run_after        timestamptz NOT NULL,
  sent_at          timestamptz,
  started_at       timestamptz,
  heartbeat_at     timestamptz,
  finished_at      timestamptz,
  cancel_requested boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id)
);
SELECT vuon_tenant_table('jobs_jobs', false);

-- The outbox is what is not finished; it stays small however old the table gets.
CREATE INDEX jobs_jobs_open ON jobs_jobs (tenant_id, run_after, id) WHERE state IN ('waiting', 'running');

-- The relay works for all tenants, so it sees only what the conveyor needs:
-- never arguments, results or names.
GRANT SELECT (tenant_id, id, kind, state, claim, run_after, sent_at, heartbeat_at), UPDATE (sent_at) ON jobs_jobs TO vuon_relay;
CREATE POLICY relay_reads ON jobs_jobs FOR SELECT TO vuon_relay USING (state IN ('waiting', 'running'));
CREATE POLICY relay_sends ON jobs_jobs FOR UPDATE TO vuon_relay
  USING (state IN ('waiting', 'running')) WITH CHECK (state IN ('waiting', 'running'));
