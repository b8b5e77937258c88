package embedded

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"vuon/platform/fault"
)

// startPostgres starts a cluster in dir that is stopped with the test.
func startPostgres(t *testing.T, dir string) *Postgres {
	t.Helper()
	p, err := StartPostgres(t.Context(), PostgresOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return p
}

func query[T any](t *testing.T, databaseURL, statement string) T {
	t.Helper()
	db, err := sql.Open("pgx", databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var v T
	if err := db.QueryRowContext(t.Context(), statement).Scan(&v); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return v
}

func execute(t *testing.T, databaseURL, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func TestClusterKeepsDataOverAStop(t *testing.T) {
	dir := t.TempDir() // its parent is closed to everybody but us: the account must not need it
	first, err := StartPostgres(t.Context(), PostgresOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	execute(t, first.URL(), `CREATE TABLE kept (v text); INSERT INTO kept VALUES ('Đắk Mâm')`)
	if err := first.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	second := startPostgres(t, dir)
	if got := query[string](t, second.URL(), `SELECT v FROM kept`); got != "Đắk Mâm" {
		t.Errorf("kept %q", got)
	}
}

func TestClusterIsMadeAsPromised(t *testing.T) {
	dir := t.TempDir()
	p := startPostgres(t, dir)
	for setting, want := range map[string]string{
		"server_encoding": "UTF8", "data_checksums": "on", "listen_addresses": "127.0.0.1", "password_encryption": "scram-sha-256",
		"unix_socket_directories": "", "fsync": "off", "timezone": "UTC",
	} {
		if got := query[string](t, p.URL(), `SELECT current_setting('`+setting+`')`); got != want {
			t.Errorf("%s = %q, want %q", setting, got, want)
		}
	}
	if got := query[string](t, p.URL(), `SELECT lower('ĐẮK MÂM')`); got != "đắk mâm" {
		t.Errorf("lower knows ASCII only: %q", got)
	}
	if !query[bool](t, p.URL(), `SELECT rolsuper FROM pg_roles WHERE rolname = current_user`) {
		t.Error("the owner may not create roles")
	}
	info, err := os.Stat(filepath.Join(dir, "password"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("password file: %v %v", info, err)
	}
}

func TestClusterRefusesAWrongPassword(t *testing.T) {
	p := startPostgres(t, t.TempDir())
	u, err := url.Parse(p.URL())
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(u.User.Username(), "guess")
	db, err := sql.Open("pgx", u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.PingContext(t.Context()); err == nil || !strings.Contains(err.Error(), "password") {
		t.Errorf("a guessed password was answered with %v", err)
	}
}

func TestClusterOfAnotherMajorIsRefusedUntouched(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := StartPostgres(t.Context(), PostgresOptions{Dir: dir})
	if fault.CodeOf(err) != "postgres_major" || !strings.Contains(err.Error(), "PostgreSQL 99") {
		t.Fatalf("got %v", err)
	}
	if entries, _ := os.ReadDir(data); len(entries) != 1 {
		t.Errorf("the folder was changed: %v", entries)
	}
}

func TestMissingProgramsSayWhatToDo(t *testing.T) {
	_, err := StartPostgres(t.Context(), PostgresOptions{Dir: t.TempDir(), BinDir: t.TempDir()})
	if fault.CodeOf(err) != "postgres_missing" || !strings.Contains(err.Error(), "VUON_DATABASE_URL") {
		t.Fatalf("got %v", err)
	}
}

func TestHalfMadeClusterIsMadeAgain(t *testing.T) {
	dir := t.TempDir()
	half := filepath.Join(dir, "new-cut-off")
	if err := os.Mkdir(half, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "pw-cut-off"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	startPostgres(t, dir)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("more than the cluster and its password is there: %v %v", entries, err)
	}
}
