-- Invitations to a tenant. Whether the username that is invited signs in already
-- is looked up when the invitation is answered, and told to nobody before.
-- +goose Up
CREATE TABLE identity_invitations (
  id           uuid PRIMARY KEY,
  tenant_id    text NOT NULL,
  username     text NOT NULL DEFAULT '', -- '' leaves the choice to who holds the link
  username_key text NOT NULL DEFAULT '',
  name         text NOT NULL DEFAULT '',
  email        text NOT NULL DEFAULT '',
  roles        jsonb NOT NULL,
  hash         bytea NOT NULL UNIQUE, -- of the link's secret
  invited_by   text NOT NULL,         -- username
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  ended_at     timestamptz            -- accepted, declined or withdrawn
);
CREATE INDEX identity_invitations_tenant ON identity_invitations (tenant_id, created_at) WHERE ended_at IS NULL;
CREATE INDEX identity_invitations_username ON identity_invitations (username_key) WHERE ended_at IS NULL AND username_key <> '';
SELECT vuon_global_table('identity_invitations');
