-- +goose Up
-- What lies in object storage under tenant/key. A deleted row stays as the
-- record that the object was there.
CREATE TABLE storage_objects (
  tenant_id    text NOT NULL,
  key          text NOT NULL,
  version      text NOT NULL, -- of the S3 object: a later one under the same key is not ours
  name         text NOT NULL,
  size         bigint NOT NULL CHECK (size > 0),
  sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  type         text NOT NULL,
  private      boolean NOT NULL DEFAULT false,
  locked_until timestamptz,
  created_by   text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL,
  deleted_at   timestamptz,
  PRIMARY KEY (tenant_id, key)
);
SELECT vuon_tenant_table('storage_objects', false);

-- The sum of a tenant's living objects: one row, so that parallel uploads
-- cannot pass the quota between them.
CREATE TABLE storage_usage (
  tenant_id text NOT NULL PRIMARY KEY,
  bytes     bigint NOT NULL CHECK (bytes >= 0)
);
SELECT vuon_tenant_table('storage_usage', false);
