-- +goose Up
-- The last number given out, one row a year and kind: locked by whoever takes
-- the next one until that transaction ends, so that numbers have no gaps.
CREATE TABLE documents_counters (
  tenant_id text NOT NULL,
  year      int  NOT NULL,
  kind      text NOT NULL,
  last      int  NOT NULL CHECK (last >= 0),
  PRIMARY KEY (tenant_id, year, kind)
);
SELECT vuon_tenant_table('documents_counters');

CREATE TABLE documents_register (
  tenant_id     text NOT NULL,
  year          int  NOT NULL,
  kind          text NOT NULL,
  number        int  NOT NULL CHECK (number > 0),
  symbol        text NOT NULL,
  dated         date NOT NULL,
  abstract      text NOT NULL,
  signatory     text NOT NULL,
  object        text NOT NULL,
  object_id     text NOT NULL,
  registered_by text NOT NULL,
  registered_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, year, kind, number)
);
SELECT vuon_tenant_table('documents_register', true);

-- A number once given out is never changed, freed or used again.
REVOKE UPDATE, DELETE ON documents_register FROM vuon_app, vuon_migrate;
REVOKE DELETE ON documents_counters FROM vuon_app, vuon_migrate;
