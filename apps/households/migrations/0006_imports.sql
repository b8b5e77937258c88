-- +goose Up
-- What a tenant's own lists call the sheets and headings of the household workbook.
CREATE TABLE households_mappings (
  tenant_id text  NOT NULL,
  mapping   jsonb NOT NULL,                     -- workbook.Mapping
  PRIMARY KEY (tenant_id)
);
SELECT vuon_tenant_table('households_mappings');

-- A workbook that was sent in: it is checked, and then taken over or not. The file,
-- and what was found wrong with it, are objects.
CREATE TABLE households_imports (
  tenant_id  text NOT NULL,
  id         uuid NOT NULL,
  year       int  NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  name       text NOT NULL,                     -- of the file
  size       bigint NOT NULL,
  state      text NOT NULL CHECK (state IN ('checking', 'checked', 'applying', 'applied', 'failed')),
  job        text NOT NULL,
  report     jsonb,                             -- households.ImportReport without the lists
  failure    jsonb,                             -- i18n.Text, why it could not be read
  created_by text NOT NULL,                     -- account
  created_name text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
SELECT vuon_tenant_table('households_imports');
CREATE INDEX households_imports_list ON households_imports (tenant_id, created_at DESC);
