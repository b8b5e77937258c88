-- The functions by which every later migration declares what a table is.
-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION vuon_tenant_table(name text, province_reads boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY tenant ON %I TO vuon_app
    USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
    WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
  EXECUTE format('CREATE POLICY data_migration ON %I TO vuon_migrate USING (true) WITH CHECK (true)', name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO vuon_app, vuon_migrate', name);
  IF province_reads THEN
    EXECUTE format('CREATE POLICY province ON %I FOR SELECT TO vuon_province
      USING (tenant_id IN (SELECT t.id FROM tenancy_tenants t
        WHERE t.parent_id = (SELECT current_setting(''app.province_id'', true))))', name);
    EXECUTE format('GRANT SELECT ON %I TO vuon_province', name);
  END IF;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION vuon_global_table(name text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO vuon_app, vuon_migrate', name);
  EXECUTE format('GRANT SELECT ON %I TO vuon_province', name);
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION vuon_tenant_table(text, boolean), vuon_global_table(text) FROM PUBLIC;
