// Package platformtest gives tests the real parts: a PostgreSQL of their own, a
// Redis, an S3 server. One private cluster serves a test process; each test gets
// a database cloned from a migrated template, which takes a fifth of a second.
package platformtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"vuon/platform/database"
	"vuon/platform/embedded"
)

// Secret is the secret key of every test deployment.
func Secret() []byte { return []byte("0123456789abcdef0123456789abcdef") }

// cluster is the process's private PostgreSQL: made at first use, ended with the
// process, since PostgreSQL is told to die with its parent.
type cluster struct {
	once      sync.Once
	url       string
	err       error
	mu        sync.Mutex
	templates map[string]error
	clones    int
}

var shared cluster //nolint:gochecknoglobals // a test process has one cluster

// Database returns a database of its own for this test, with the given modules'
// schemas. It is dropped when the test ends.
func Database(t testing.TB, sources ...database.Source) *database.DB {
	db, _ := DatabaseAndOptions(t, sources...)
	return db
}

// DatabaseAndOptions is Database, and how to reach it as its owner.
func DatabaseAndOptions(t testing.TB, sources ...database.Source) (*database.DB, database.Options) {
	t.Helper()
	owner := shared.start(t)
	template := shared.template(t, owner, sources)
	shared.mu.Lock()
	shared.clones++
	name := fmt.Sprintf("test_%d", shared.clones)
	_, err := owner.Exec("CREATE DATABASE " + name + " TEMPLATE " + template)
	shared.mu.Unlock()
	if err != nil {
		t.Fatalf("clone the template database: %v", err)
	}
	o := shared.options(name)
	db, err := database.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		if _, err := owner.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		_ = owner.Close()
	})
	return db, o
}

// Owner opens the test's database as its owner, whom no policy binds: for
// tampering with what the application cannot touch.
func Owner(t testing.TB, o database.Options) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", o.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// EmptyDatabase is how to reach a database without any schema, for tests of the
// migrations themselves.
func EmptyDatabase(t testing.TB) database.Options {
	t.Helper()
	owner := shared.start(t)
	shared.mu.Lock()
	shared.clones++
	name := fmt.Sprintf("empty_%d", shared.clones)
	_, err := owner.Exec("CREATE DATABASE " + name)
	shared.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := owner.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		_ = owner.Close()
	})
	return shared.options(name)
}

func (c *cluster) options(name string) database.Options {
	u, err := url.Parse(c.url)
	if err != nil {
		panic(err) // the embedded cluster wrote it
	}
	u.Path = "/" + name
	return database.Options{URL: u.String(), Secret: Secret(), MaxConns: 8}
}

// start starts the cluster once a process and returns an owner's connection.
func (c *cluster) start(t testing.TB) *sql.DB {
	t.Helper()
	c.once.Do(func() {
		c.templates = map[string]error{}
		c.url, c.err = startCluster()
	})
	if c.err != nil {
		t.Fatalf("no PostgreSQL for tests: %v", c.err)
	}
	owner, err := sql.Open("pgx", c.url)
	if err != nil {
		t.Fatal(err)
	}
	owner.SetMaxOpenConns(1)
	return owner
}

// startCluster puts the cluster into a folder that the next test process on
// this machine may delete: a test process cannot say when it ends.
func startCluster() (string, error) {
	sweepOldClusters()
	dir, err := os.MkdirTemp("", fmt.Sprintf("vuon-test-%d-", os.Getpid()))
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // the server may run as another account
		return "", err
	}
	pg, err := embedded.StartPostgres(context.Background(), embedded.PostgresOptions{
		Dir: filepath.Join(dir, "postgres"), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return "", err
	}
	return pg.URL(), nil
}

// sweepOldClusters removes what test processes that have ended left behind.
func sweepOldClusters() {
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), "vuon-test-*"))
	for _, dir := range old {
		pid := strings.Split(filepath.Base(dir), "-")[2]
		if _, err := os.Stat("/proc/" + pid); os.IsNotExist(err) {
			_ = os.RemoveAll(dir)
		}
	}
}

// template returns the name of a migrated database for this set of schemas.
func (c *cluster) template(t testing.TB, owner *sql.DB, sources []database.Source) string {
	t.Helper()
	var key strings.Builder
	for _, s := range sources {
		key.WriteString(s.Module + " ")
	}
	sum := sha256.Sum256([]byte(key.String()))
	name := "template_" + hex.EncodeToString(sum[:6])
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, made := c.templates[name]; !made {
		_, err := owner.Exec("CREATE DATABASE " + name)
		if err == nil {
			err = database.Migrate(context.Background(), c.options(name), sources)
		}
		c.templates[name] = err
	}
	if err := c.templates[name]; err != nil {
		t.Fatalf("migrate the template database: %v", err)
	}
	return name
}
