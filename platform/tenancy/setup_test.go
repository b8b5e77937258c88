package tenancy_test

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/platformtest"
	"vuon/platform/tenancy"
)

// shipped is the configuration that the product comes with.
func shipped() fs.FS { return os.DirFS("../../tenants") }

// edited is the shipped configuration with texts replaced: file, old, new, …
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

func newRegistry(t testing.TB, options ...tenancy.Option) (*tenancy.Registry, *database.DB) {
	db := platformtest.Database(t, tenancy.Source())
	return tenancy.New(db, clock.NewManual(day("2024-02-05")), options...), db
}

// applied is a registry on which the shipped configuration has been applied.
func applied(t testing.TB, options ...tenancy.Option) (*tenancy.Registry, *database.DB) {
	t.Helper()
	r, db := newRegistry(t, options...)
	if _, err := r.Apply(context.Background(), shipped()); err != nil {
		t.Fatal(err)
	}
	return r, db
}

func names(units []tenancy.Unit) string {
	var list []string
	for _, u := range units {
		list = append(list, u.Code+" "+u.Name)
	}
	return strings.Join(list, ", ")
}
