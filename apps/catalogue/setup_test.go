package catalogue_test

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"vuon/apps/catalogue"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/platformtest"
	"vuon/platform/tenancy"
)

// shippedAt is set once, before the tests.
var shippedAt string

// shipped is the configuration that the product comes with.
func shipped() fs.FS { return os.DirFS(shippedAt) }

func edited(t testing.TB, edits ...string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(shipped(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := fs.ReadFile(shipped(), name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+2 < len(edits); i += 3 {
		file, old, replacement := files[edits[i]], edits[i+1], edits[i+2]
		if !strings.Contains(string(file.Data), old) {
			t.Fatalf("%s does not hold %q", edits[i], old)
		}
		file.Data = []byte(strings.Replace(string(file.Data), old, replacement, 1))
	}
	return files
}

func day(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02", s, i18n.Zone())
	if err != nil {
		panic(err)
	}
	return t
}

// applied is a service on which the shipped configuration has been applied.
func applied(t testing.TB) (*catalogue.Service, *database.DB) {
	t.Helper()
	ctx, clk := context.Background(), clock.NewManual(day("2024-02-05"))
	module := catalogue.New(catalogue.Deps{}).Module()
	db := platformtest.Database(t, tenancy.Source(), database.Source{Module: module.Name, FS: module.Migrations})
	s := catalogue.New(catalogue.Deps{DB: db, Clock: clk})
	if _, err := s.Apply(ctx, shipped()); err != nil {
		t.Fatal(err)
	}
	if _, err := tenancy.New(db, clk, tenancy.CheckWith(catalogue.References)).Apply(ctx, shipped()); err != nil {
		t.Fatal(err)
	}
	return s, db
}
