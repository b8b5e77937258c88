-- +goose Up
CREATE TABLE policy_overrides (
  tenant_id text NOT NULL,
  role      text NOT NULL,
  action    text NOT NULL,
  allow     boolean NOT NULL,
  PRIMARY KEY (tenant_id, role, action)
);
SELECT vuon_tenant_table('policy_overrides');

-- Read by every process for all tenants at once: it says only that something
-- has changed.
CREATE TABLE policy_versions (
  tenant_id text PRIMARY KEY,
  version   bigint NOT NULL
);
SELECT vuon_global_table('policy_versions');
