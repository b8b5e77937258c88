-- Tenants, administrative units over time, and each tenant's offices and settings.
-- What the configuration no longer names is withdrawn and not deleted, because
-- plans and households point at it.
-- +goose Up
CREATE TABLE tenancy_units (
  id         text PRIMARY KEY,
  code       text NOT NULL CHECK (code ~ '^([0-9]{2}|[0-9]{3}|[0-9]{5})$'),
  name       text NOT NULL,
  kind       text NOT NULL,
  parent_id  text REFERENCES tenancy_units DEFERRABLE INITIALLY DEFERRED,
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  folded     text NOT NULL,
  withdrawn  boolean NOT NULL DEFAULT false
);
-- A code of the statistics office means another unit on another day.
CREATE UNIQUE INDEX tenancy_units_code ON tenancy_units (code, valid_from) WHERE NOT withdrawn;
CREATE INDEX tenancy_units_parent ON tenancy_units (parent_id);
SELECT vuon_global_table('tenancy_units');

CREATE TABLE tenancy_lineage (
  id        text PRIMARY KEY,
  from_id   text NOT NULL REFERENCES tenancy_units,
  to_id     text NOT NULL REFERENCES tenancy_units,
  kind      text NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'move')),
  effective date NOT NULL,
  decision  text NOT NULL,
  withdrawn boolean NOT NULL DEFAULT false
);
CREATE INDEX tenancy_lineage_from ON tenancy_lineage (from_id);
CREATE INDEX tenancy_lineage_to ON tenancy_lineage (to_id);
SELECT vuon_global_table('tenancy_lineage');

CREATE TABLE tenancy_tenants (
  id          text PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  kind        text NOT NULL CHECK (kind IN ('province', 'district', 'commune', 'regional')),
  parent_id   text REFERENCES tenancy_tenants DEFERRABLE INITIALLY DEFERRED,
  name        text NOT NULL,
  unit_id     text NOT NULL REFERENCES tenancy_units,
  code        text NOT NULL,
  closed_from date,
  withdrawn   boolean NOT NULL DEFAULT false
);
CREATE INDEX tenancy_tenants_parent ON tenancy_tenants (parent_id);
SELECT vuon_global_table('tenancy_tenants');

CREATE TABLE tenancy_tenant_units (
  id         text PRIMARY KEY,
  covered_by text NOT NULL REFERENCES tenancy_tenants,
  unit_id    text NOT NULL REFERENCES tenancy_units,
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  withdrawn  boolean NOT NULL DEFAULT false
);
CREATE INDEX tenancy_tenant_units_tenant ON tenancy_tenant_units (covered_by);
CREATE INDEX tenancy_tenant_units_unit ON tenancy_tenant_units (unit_id);
SELECT vuon_global_table('tenancy_tenant_units');

CREATE TABLE tenancy_offices (
  tenant_id  text NOT NULL REFERENCES tenancy_tenants,
  id         text NOT NULL,
  function   text NOT NULL,
  name       text NOT NULL,
  short_name text NOT NULL,
  unit_id    text REFERENCES tenancy_units,
  unit_code  text NOT NULL DEFAULT '',
  valid_from date,
  valid_to   date,
  position   integer NOT NULL,
  withdrawn  boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id)
);
SELECT vuon_tenant_table('tenancy_offices', true);

CREATE TABLE tenancy_settings (
  tenant_id    text NOT NULL REFERENCES tenancy_tenants,
  key          text NOT NULL,
  file_value   jsonb,
  screen_value jsonb,
  changed_by   text NOT NULL DEFAULT '',
  changed_at   timestamptz,
  PRIMARY KEY (tenant_id, key)
);
SELECT vuon_tenant_table('tenancy_settings', true);
