-- +goose Up
-- One row for each account that a message concerns, so that whether it was read
-- and mailed is known for each.
CREATE TABLE notify_messages (
  tenant_id  text NOT NULL,
  id         uuid NOT NULL, -- version 7: in the order of sending
  account_id uuid NOT NULL,
  kind       text NOT NULL,
  title      jsonb NOT NULL,
  body       jsonb NOT NULL,
  path       text NOT NULL,
  due        timestamptz,
  key        text NOT NULL DEFAULT '',
  sender     text NOT NULL DEFAULT '', -- name of the acting account; '' is the system
  created_at timestamptz NOT NULL,
  read_at    timestamptz,
  mail       text NOT NULL DEFAULT '' CHECK (mail IN ('', 'waiting', 'daily', 'sent', 'failed', 'off', 'no_address', 'no_server')),
  mail_error text NOT NULL DEFAULT '',
  mailed_at  timestamptz,
  PRIMARY KEY (tenant_id, id)
);
SELECT vuon_tenant_table('notify_messages', false);
CREATE INDEX notify_messages_list ON notify_messages (tenant_id, account_id, id);
CREATE INDEX notify_messages_unread ON notify_messages (tenant_id, account_id) WHERE read_at IS NULL;
CREATE INDEX notify_messages_daily ON notify_messages (tenant_id, created_at) WHERE mail = 'daily';
CREATE UNIQUE INDEX notify_messages_key ON notify_messages (tenant_id, account_id, key) WHERE key <> '';
CREATE INDEX notify_messages_receipts ON notify_messages (tenant_id, key) WHERE key <> '';

-- How an account, which may belong to several tenants, wants its mail.
CREATE TABLE notify_preferences (
  account_id uuid PRIMARY KEY,
  mail       text NOT NULL CHECK (mail IN ('off', 'instant', 'daily'))
);
SELECT vuon_global_table('notify_preferences');
