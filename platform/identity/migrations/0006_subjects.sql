-- Accounts by the identity that an OpenID Connect issuer vouches for.
-- +goose Up
CREATE TABLE identity_subjects (
  issuer     text NOT NULL, -- its URL
  subject    text NOT NULL,
  account_id uuid NOT NULL REFERENCES identity_accounts ON DELETE CASCADE,
  linked_at  timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX identity_subjects_account ON identity_subjects (account_id);
SELECT vuon_global_table('identity_subjects');
