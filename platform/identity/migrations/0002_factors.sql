-- The second factor: what somebody has, beside the password that they know.
-- +goose Up
CREATE TABLE identity_totp ( -- one an account
  account_id   uuid PRIMARY KEY REFERENCES identity_accounts ON DELETE CASCADE,
  secret       bytea NOT NULL,       -- sealed with the deployment's key, bound to the account
  confirmed_at timestamptz,          -- until then it counts for nothing
  last_step    bigint NOT NULL DEFAULT 0, -- of the last code that was taken: no code is taken twice
  created_at   timestamptz NOT NULL
);
SELECT vuon_global_table('identity_totp');

CREATE TABLE identity_recovery_codes (
  account_id uuid NOT NULL REFERENCES identity_accounts ON DELETE CASCADE,
  hash       bytea NOT NULL, -- HMAC with the deployment's key: a code is short enough to be tried out
  PRIMARY KEY (account_id, hash)
);
SELECT vuon_global_table('identity_recovery_codes');

CREATE TABLE identity_passkeys (
  id         bytea PRIMARY KEY, -- of the credential, as the authenticator chose it
  account_id uuid NOT NULL REFERENCES identity_accounts ON DELETE CASCADE,
  name       text NOT NULL,
  credential jsonb NOT NULL, -- public key, flags, sign count
  created_at timestamptz NOT NULL,
  seen_at    timestamptz
);
CREATE INDEX identity_passkeys_account ON identity_passkeys (account_id);
SELECT vuon_global_table('identity_passkeys');

-- What works once and was used; everything here ends by itself.
CREATE TABLE identity_used (
  hash       bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX identity_used_expires ON identity_used (expires_at);
SELECT vuon_global_table('identity_used');

-- A session of somebody who must have a second factor and has none yet.
ALTER TABLE identity_sessions ADD COLUMN enrol boolean NOT NULL DEFAULT false;
ALTER TABLE identity_sessions ADD COLUMN idle_seconds bigint NOT NULL DEFAULT 28800; -- without use, after which it ends
