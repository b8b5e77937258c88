package database

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// lintQueries find in the catalogue what has leaked rows between tenants
// elsewhere. Each yields the object; $1 is the list of global tables.
var lintQueries = []struct{ finding, query string }{
	{"table without forced Row-Level Security", `
		SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
		  AND c.relname <> ALL ($1::text[]) AND c.relname NOT LIKE 'schema\_%'`},
	{"tenant table whose primary key does not begin with tenant_id", `
		SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> ALL ($1::text[]) AND c.relname NOT LIKE 'schema\_%'
		  AND NOT EXISTS (SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
		    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname = 'tenant_id' AND a.attnotnull)`},
	{"unique index without tenant_id", `
		SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND i.indisunique AND c.relname <> ALL ($1::text[]) AND c.relname NOT LIKE 'schema\_%'
		  AND coalesce(obj_description(i.indexrelid, 'pg_class'), '') NOT LIKE 'across tenants: %'
		  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey) AND a.attname = 'tenant_id')`},
	{"foreign key between tenant tables without tenant_id", `
		SELECT f.conname FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class t ON t.oid = f.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND f.contype = 'f' AND t.relname <> ALL ($1::text[])
		  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (f.conkey) AND a.attname = 'tenant_id')`},
	{"policy that lets rows be written without a check", `
		SELECT c.relname || '.' || p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
		WHERE p.polcmd IN ('*', 'w', 'a') AND p.polwithcheck IS NULL AND $1::text[] IS NOT NULL`},
	{"view without security_invoker", `
		SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND c.relkind = 'v' AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false) AND $1::text[] IS NOT NULL`},
	{"materialized view, which no policy guards", `
		SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND c.relkind = 'm' AND $1::text[] IS NOT NULL`},
	{"function that runs with its owner's rights", `
		SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
		WHERE n.nspname = 'public' AND p.prosecdef AND $1::text[] IS NOT NULL`},
	{"partition that can be asked directly", `
		SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND c.relispartition AND has_table_privilege('vuon_app', c.oid, 'SELECT') AND $1::text[] IS NOT NULL`},
	{"table owned by a login role", `
		SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner IN ('vuon_app', 'vuon_province', 'vuon_relay', 'vuon_auditor', 'vuon_citizens', 'vuon_migrate') AND $1::text[] IS NOT NULL`},
}

// Lint reads the catalogue as the owner and returns a line for everything by
// which one tenant's rows could reach another's. Globals are the tables that
// belong to no tenant. A unique index that is meant to hold for all tenants together
// says why in its comment, "across tenants: …".
func Lint(ctx context.Context, o Options, globals []string) (findings []string, err error) {
	if globals == nil {
		globals = []string{}
	}
	err = withOwner(ctx, o, func(_ *sql.DB, conn *sql.Conn) error {
		for _, lint := range lintQueries {
			names, err := column(ctx, conn, lint.query, globals)
			if err != nil {
				return fmt.Errorf("lint %q: %w", lint.finding, err)
			}
			for _, name := range names {
				findings = append(findings, lint.finding+": "+name)
			}
		}
		return nil
	})
	slices.Sort(findings)
	return findings, err
}

// TenantTables names every table that holds rows of tenants.
func TenantTables(ctx context.Context, o Options) (tables []string, err error) {
	err = withOwner(ctx, o, func(_ *sql.DB, conn *sql.Conn) error {
		tables, err = column(ctx, conn, `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relrowsecurity ORDER BY 1`)
		return err
	})
	return tables, err
}

func column(ctx context.Context, conn *sql.Conn, query string, args ...any) (names []string, err error) {
	rows, err := conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
