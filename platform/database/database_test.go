package database_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/platformtest"
)

// notes is the schema of a small module: a tenant table that the province may
// read, and the tenants themselves.
func notes() database.Source {
	return database.Source{Module: "notes", FS: fstest.MapFS{"0001_notes.sql": {Data: []byte(`-- +goose Up
CREATE TABLE tenancy_tenants (id text PRIMARY KEY, parent_id text);
SELECT vuon_global_table('tenancy_tenants');
INSERT INTO tenancy_tenants VALUES ('north', NULL), ('south', NULL), ('a', 'north'), ('b', 'north'), ('c', 'south');
CREATE TABLE notes_notes (tenant_id text NOT NULL, id int NOT NULL, body text NOT NULL, PRIMARY KEY (tenant_id, id));
SELECT vuon_tenant_table('notes_notes', true);
`)}}}
}

func write(t *testing.T, db *database.DB, tenant, body string) {
	t.Helper()
	err := db.InTenant(t.Context(), tenant, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO notes_notes VALUES (?, 1, ?)", tenant, body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func bodies(ctx context.Context, tx bun.Tx) (string, error) {
	var list []string
	err := tx.NewSelect().Table("notes_notes").Column("body").Order("body").Scan(ctx, &list)
	return strings.Join(list, " "), err
}

func TestWhoSeesWhat(t *testing.T) {
	db := platformtest.Database(t, notes())
	for _, tenant := range []string{"a", "b", "c"} {
		write(t, db, tenant, "of-"+tenant)
	}
	see := func(run func(database.Fn) error) string {
		t.Helper()
		var got string
		err := run(func(ctx context.Context, tx bun.Tx) (err error) {
			got, err = bodies(ctx, tx)
			return err
		})
		if err != nil {
			return "refused"
		}
		return got
	}
	ctx := t.Context()
	for name, check := range map[string]struct {
		run  func(database.Fn) error
		want string
	}{
		"one tenant":             {func(fn database.Fn) error { return db.InTenant(ctx, "a", fn) }, "of-a"},
		"no tenant":              {func(fn database.Fn) error { return db.Global(ctx, fn) }, ""},
		"its province":           {func(fn database.Fn) error { return db.AcrossTenants(ctx, "north", fn) }, "of-a of-b"},
		"another province":       {func(fn database.Fn) error { return db.AcrossTenants(ctx, "south", fn) }, "of-c"},
		"a district as province": {func(fn database.Fn) error { return db.AcrossTenants(ctx, "a", fn) }, ""},
		"the relay":              {func(fn database.Fn) error { return db.AsRelay(ctx, fn) }, "refused"},
		"the auditor":            {func(fn database.Fn) error { return db.AsAuditor(ctx, "a", fn) }, "refused"},
		"a bad name":             {func(fn database.Fn) error { return db.InTenant(ctx, "A' OR 1", fn) }, "refused"},
	} {
		if got := see(check.run); got != check.want {
			t.Errorf("%s sees %q, want %q", name, got, check.want)
		}
	}
}

func TestWritesStayInTheTenant(t *testing.T) {
	db := platformtest.Database(t, notes())
	write(t, db, "a", "mine")
	for name, sql := range map[string]string{
		"insert for another": "INSERT INTO notes_notes VALUES ('b', 9, 'x')",
		"move to another":    "UPDATE notes_notes SET tenant_id = 'b'",
	} {
		err := db.InTenant(t.Context(), "a", func(ctx context.Context, tx bun.Tx) error {
			_, err := tx.ExecContext(ctx, sql)
			return err
		})
		if err == nil {
			t.Errorf("%s: the database let it through", name)
		}
	}
	err := db.AcrossTenants(t.Context(), "north", func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM notes_notes")
		return err
	})
	if err == nil {
		t.Error("the province deleted a district's rows")
	}
}

func TestNestedTransactions(t *testing.T) {
	db := platformtest.Database(t, notes())
	undo := errors.New("undo")
	err := db.Global(t.Context(), func(ctx context.Context, _ bun.Tx) error {
		for _, tenant := range []string{"a", "b"} {
			err := db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
				if database.Tenant(ctx) != tenant {
					t.Errorf("the transaction runs for %q, want %q", database.Tenant(ctx), tenant)
				}
				if _, err := tx.ExecContext(ctx, "INSERT INTO notes_notes VALUES (?, 1, 'x')", tenant); err != nil {
					return err
				}
				if err := db.InTenant(ctx, "c", func(context.Context, bun.Tx) error { return nil }); err == nil {
					t.Error("a transaction of one tenant turned to another")
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		if err := db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
			got, err := bodies(ctx, tx)
			if got != "" {
				t.Errorf("after the nested tenants, no tenant sees %q", got)
			}
			return err
		}); err != nil {
			return err
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	_ = db.InTenant(t.Context(), "a", func(ctx context.Context, tx bun.Tx) error {
		if got, err := bodies(ctx, tx); got != "" || err != nil {
			t.Errorf("the undone transaction left %q (%v)", got, err)
		}
		return nil
	})
}

// A failure that the caller takes must not leave the outer transaction in the tenant.
func TestAFailedNestedTenantIsLeft(t *testing.T) {
	db := platformtest.Database(t, notes())
	write(t, db, "a", "secret")
	err := db.Global(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if !database.Running(ctx) || database.Running(t.Context()) {
			t.Error("a context does not know whether it carries a transaction")
		}
		failed := errors.New("failed")
		err := db.InTenant(ctx, "a", func(context.Context, bun.Tx) error { return failed })
		if !errors.Is(err, failed) {
			t.Errorf("got %v", err)
		}
		got, err := bodies(ctx, tx)
		if got != "" {
			t.Errorf("after the failure, no tenant sees %q", got)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestReaderSeesNoTenant(t *testing.T) {
	db := platformtest.Database(t, notes())
	write(t, db, "a", "secret")
	count := func(ctx context.Context, table string) (n int) {
		if err := db.Reader(ctx).QueryRowContext(ctx, "SELECT count(*) FROM ?", bun.Ident(table)).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if rows, tenants := count(t.Context(), "notes_notes"), count(t.Context(), "tenancy_tenants"); rows != 0 || tenants != 5 {
		t.Errorf("outside of a transaction it sees %d notes and %d tenants", rows, tenants)
	}
	err := db.InTenant(t.Context(), "a", func(ctx context.Context, _ bun.Tx) error {
		if rows := count(ctx, "notes_notes"); rows != 1 {
			t.Errorf("inside a tenant's transaction it sees %d notes, want 1", rows)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A pooled connection must not carry a tenant to the next transaction.
func TestPoolForgetsTheTenant(t *testing.T) {
	db := platformtest.Database(t, notes())
	write(t, db, "a", "secret")
	for range 50 {
		_ = db.InTenant(t.Context(), "a", func(context.Context, bun.Tx) error { return errors.New("rolled back") })
		err := db.Global(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			if got, err := bodies(ctx, tx); got != "" || err != nil {
				t.Fatalf("a transaction without tenant sees %q (%v)", got, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestMigrateRefusesANewerDatabase(t *testing.T) {
	o := platformtest.EmptyDatabase(t)
	ctx := t.Context()
	for range 2 { // the second time changes nothing
		if err := database.Migrate(ctx, o, []database.Source{notes()}); err != nil {
			t.Fatal(err)
		}
	}
	states, err := database.Status(ctx, o, []database.Source{notes()})
	if err != nil || len(states) != 2 || states[1] != (database.ModuleStatus{Module: "notes", Version: 1, Latest: 1}) {
		t.Errorf("status is %+v, %v", states, err)
	}
	older := database.Source{Module: "notes", FS: fstest.MapFS{}}
	for name, sources := range map[string][]database.Source{"fewer migrations": {older}, "fewer modules": nil} {
		if err := database.Migrate(ctx, o, sources); fault.CodeOf(err) != "database_newer" {
			t.Errorf("%s: %v, want database_newer", name, err)
		}
	}
}

func TestTwoProcessesMigrateAtOnce(t *testing.T) {
	o := platformtest.EmptyDatabase(t)
	done := make(chan error)
	for range 3 {
		go func() { done <- database.Migrate(t.Context(), o, []database.Source{notes()}) }()
	}
	for range 3 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestLintFindsEveryLeak(t *testing.T) {
	_, o := platformtest.DatabaseAndOptions(t, notes())
	globals := []string{"tenancy_tenants"}
	if found, err := database.Lint(t.Context(), o, globals); err != nil || len(found) > 0 {
		t.Fatalf("a clean schema gives %q, %v", found, err)
	}
	owner := platformtest.Owner(t, o)
	for _, leak := range []struct{ sql, finding string }{
		{"CREATE TABLE leak_open (tenant_id text, id int, PRIMARY KEY (tenant_id, id))", "table without forced Row-Level Security: leak_open"},
		{"CREATE TABLE leak_key (tenant_id text NOT NULL, id int PRIMARY KEY)", "tenant table whose primary key does not begin with tenant_id: leak_key"},
		{"ALTER TABLE notes_notes ADD CONSTRAINT leak_unique UNIQUE (body)", "unique index without tenant_id: leak_unique"},
		{"CREATE TABLE leak_ref (tenant_id text NOT NULL, id int NOT NULL, note text REFERENCES notes_notes (body), PRIMARY KEY (tenant_id, id))", "foreign key between tenant tables without tenant_id: leak_ref_note_fkey"},
		{"CREATE POLICY leak_write ON notes_notes FOR UPDATE TO vuon_app USING (true)", "policy that lets rows be written without a check: notes_notes.leak_write"},
		{"CREATE VIEW leak_view AS SELECT * FROM notes_notes", "view without security_invoker: leak_view"},
		{"CREATE MATERIALIZED VIEW leak_copy AS SELECT * FROM notes_notes", "materialized view, which no policy guards: leak_copy"},
		{"CREATE FUNCTION leak_all() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'", "function that runs with its owner's rights: leak_all"},
	} {
		if _, err := owner.Exec(leak.sql); err != nil {
			t.Fatal(err)
		}
		found, err := database.Lint(t.Context(), o, globals)
		if err != nil || !strings.Contains(strings.Join(found, "\n"), leak.finding) {
			t.Errorf("%s: found %q, %v", leak.sql, found, err)
		}
	}
}

func TestPageCursor(t *testing.T) {
	page := database.Page{After: database.Cursor("2024", "Đắk Mâm")}
	if key, err := page.Key(2); err != nil || key[1] != "Đắk Mâm" {
		t.Errorf("Key = %q, %v", key, err)
	}
	for _, bad := range []string{"!", "bm90IGpzb24", database.Cursor("one"), database.Cursor("a\x00", "b")} {
		if _, err := (database.Page{After: bad}).Key(2); fault.CodeOf(err) != "bad_cursor" {
			t.Errorf("cursor %q: %v, want bad_cursor", bad, err)
		}
	}
}

func TestAwayIsToldFromMistakes(t *testing.T) {
	_, err := database.Open(t.Context(), database.Options{URL: "postgres://vuon@127.0.0.1:1/vuon", Secret: platformtest.Secret()})
	if !database.Away(err) {
		t.Errorf("nobody listens there, and it is not away: %v", err)
	}
	db := platformtest.Database(t)
	err = db.Global(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, "SELECT 1/0")
		return err
	})
	if err == nil || database.Away(err) {
		t.Errorf("a mistake is taken for a server that is away: %v", err)
	}
}
