-- +goose Up
CREATE TABLE audit_heads (
  tenant_id text PRIMARY KEY,
  seq       bigint NOT NULL,
  hash      text NOT NULL
);
SELECT vuon_tenant_table('audit_heads');

-- before_json and after_json keep the bytes that the hash was made of, which
-- jsonb would reorder.
CREATE TABLE audit_entries (
  tenant_id   text NOT NULL,
  seq         bigint NOT NULL,
  at          timestamptz NOT NULL,
  account_id  text NOT NULL,
  actor       text NOT NULL,
  action      text NOT NULL,
  object      text NOT NULL,
  object_id   text NOT NULL,
  before_json text NOT NULL,
  after_json  text NOT NULL,
  reason      text NOT NULL,
  prev_hash   text NOT NULL,
  hash        text NOT NULL,
  PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX audit_entries_object ON audit_entries (tenant_id, object, object_id, seq);
CREATE INDEX audit_entries_action ON audit_entries (tenant_id, action, seq);
SELECT vuon_tenant_table('audit_entries');

-- What was written stays: nobody but the table's owner can change an entry, and
-- the chain shows it when the owner does.
REVOKE UPDATE, DELETE ON audit_entries FROM vuon_app, vuon_migrate;
REVOKE DELETE ON audit_heads FROM vuon_app, vuon_migrate;

GRANT SELECT, INSERT ON audit_entries TO vuon_auditor;
GRANT SELECT, INSERT, UPDATE ON audit_heads TO vuon_auditor;
CREATE POLICY auditor ON audit_entries TO vuon_auditor
  USING (tenant_id = (SELECT current_setting('app.tenant_id', true)))
  WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id', true)));
CREATE POLICY auditor ON audit_heads TO vuon_auditor
  USING (tenant_id = (SELECT current_setting('app.tenant_id', true)))
  WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id', true)));
