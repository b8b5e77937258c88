-- +goose Up
-- Numbers that were given out and count no more. The line of the register stays,
-- so that the number is not given out again.
CREATE TABLE documents_voided (
  tenant_id text NOT NULL,
  year      int  NOT NULL,
  kind      text NOT NULL,
  number    int  NOT NULL,
  reason    text NOT NULL CHECK (reason <> ''),
  voided_by text NOT NULL,
  voided_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, year, kind, number),
  FOREIGN KEY (tenant_id, year, kind, number) REFERENCES documents_register
);
SELECT vuon_tenant_table('documents_voided', true);
REVOKE UPDATE, DELETE ON documents_voided FROM vuon_app, vuon_migrate;
