-- Accounts may belong to several tenants, so these tables are global.
-- +goose Up
CREATE TABLE identity_accounts (
  id           uuid PRIMARY KEY,
  username     text NOT NULL,
  username_key text NOT NULL CONSTRAINT identity_accounts_username UNIQUE, -- NFC, case folded
  name         text NOT NULL,
  email        text NOT NULL DEFAULT '',
  password     text NOT NULL DEFAULT '', -- argon2id in PHC form; '' until one is set
  password_at  timestamptz,
  disabled_at  timestamptz,
  created_at   timestamptz NOT NULL
);
SELECT vuon_global_table('identity_accounts');

CREATE TABLE identity_memberships (
  tenant_id  text NOT NULL, -- or 'platform'
  account_id uuid NOT NULL REFERENCES identity_accounts ON DELETE CASCADE,
  role       text NOT NULL,
  scope      jsonb NOT NULL DEFAULT '{}', -- {"units": […], "projects": […]}; {} is the whole tenant
  granted_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, account_id, role)
);
CREATE INDEX identity_memberships_account ON identity_memberships (account_id);
SELECT vuon_global_table('identity_memberships');

CREATE TABLE identity_sessions (
  id             uuid PRIMARY KEY,
  hash           bytea NOT NULL UNIQUE, -- SHA-256 of the token, which is kept nowhere
  previous_hash  bytea,                 -- still taken until previous_until, for requests under way
  previous_until timestamptz,
  account_id     uuid NOT NULL REFERENCES identity_accounts ON DELETE CASCADE,
  created_at     timestamptz NOT NULL,
  seen_at        timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  tenant_id      text NOT NULL DEFAULT '', -- last used
  address        text NOT NULL DEFAULT '',
  agent          text NOT NULL DEFAULT '',
  renew          boolean NOT NULL DEFAULT false
);
CREATE INDEX identity_sessions_account ON identity_sessions (account_id);
CREATE INDEX identity_sessions_previous ON identity_sessions (previous_hash) WHERE previous_hash IS NOT NULL;
SELECT vuon_global_table('identity_sessions');

CREATE TABLE identity_tokens (
  id         uuid PRIMARY KEY,
  hash       bytea NOT NULL UNIQUE,
  account_id uuid NOT NULL REFERENCES identity_accounts ON DELETE CASCADE,
  name       text NOT NULL,
  roles      jsonb NOT NULL, -- the roles that it may use; [] is all of the account's
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  seen_at    timestamptz
);
CREATE INDEX identity_tokens_account ON identity_tokens (account_id);
SELECT vuon_global_table('identity_tokens');

-- One link at a time for an account: a new one takes the place of the old.
CREATE TABLE identity_links (
  account_id uuid PRIMARY KEY REFERENCES identity_accounts ON DELETE CASCADE,
  hash       bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
SELECT vuon_global_table('identity_links');

CREATE TABLE identity_attempts (
  subject       text PRIMARY KEY, -- 'user:' and a hash of what was typed, or 'address:' and the network
  failures      integer NOT NULL,
  blocked_until timestamptz NOT NULL,
  seen_at       timestamptz NOT NULL
);
CREATE INDEX identity_attempts_seen ON identity_attempts (seen_at);
SELECT vuon_global_table('identity_attempts');
