-- Answers to creating calls that named an Idempotency-Key, kept for 48 hours.
-- +goose Up
CREATE TABLE web_idempotency (
  tenant_id    text NOT NULL,
  account_id   text NOT NULL,
  key          text NOT NULL,
  route        text NOT NULL,
  digest       bytea NOT NULL,
  status       integer NOT NULL,
  content_type text NOT NULL,
  body         bytea NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, account_id, key)
);
CREATE INDEX web_idempotency_age ON web_idempotency (tenant_id, created_at);
SELECT vuon_tenant_table('web_idempotency', false);
