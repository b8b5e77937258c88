-- +goose Up
-- Plans that a tenant keeps as patterns for those of later years ("mẫu của đơn vị").
CREATE TABLE planning_templates (
  tenant_id    text NOT NULL,
  id           bigint GENERATED ALWAYS AS IDENTITY,
  name         text NOT NULL CHECK (name <> '' AND length(name) <= 200),
  content      jsonb NOT NULL,
  from_year    int  NOT NULL,
  from_version int  NOT NULL,
  kept_at      timestamptz NOT NULL,
  kept_by      text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);
SELECT vuon_tenant_table('planning_templates');
