-- +goose Up
-- What an account has been shown once and does not want to see again.
CREATE TABLE identity_seen (
  account_id uuid NOT NULL REFERENCES identity_accounts,
  what       text NOT NULL,
  seen_at    timestamptz NOT NULL,
  PRIMARY KEY (account_id, what)
);
SELECT vuon_global_table('identity_seen');
