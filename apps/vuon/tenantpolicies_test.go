package main

import (
	"bytes"
	"context"
	"io/fs"
	"net/http"
	"testing"
	"testing/fstest"

	"vuon/platform/identity"
)

// filesWith is the shipped configuration with one file replaced.
func filesWith(t *testing.T, from fs.FS, name string, content []byte) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(from, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(from, path)
		out[path] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	out[name] = &fstest.MapFile{Data: content}
	return out
}

func TestRolesOfATenantComeFromItsFile(t *testing.T) {
	s := staged(t)
	may := func(want bool) {
		t.Helper()
		if err := s.d.policy.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		a := s.api(t, "agriculture@cu-jut", http.MethodPut, "/api/tenants/cu-jut/plans/2024/sections/1-1", map[string]string{"tag": "x", "text": "x"})
		if (a.status != http.StatusForbidden) != want { // the plan is approved: whoever may draft is told so (409)
			t.Errorf("agriculture@cu-jut may draft: %v, want %v (%d)", a.status != http.StatusForbidden, want, a.status)
		}
	}
	may(true)

	ctx := identity.With(t.Context(), identity.Operator())
	const name = "dak-nong/cu-jut/tenant.yaml"
	shipped, err := fs.ReadFile(s.d.files, name)
	if err != nil {
		t.Fatal(err)
	}
	without := withoutPolicy(shipped)
	apply := func(ctx context.Context, content []byte) {
		t.Helper()
		d := *s.d
		d.files = filesWith(t, s.d.files, name, content)
		if _, err := d.applyTenants(ctx); err != nil {
			t.Fatal(err)
		}
	}
	apply(ctx, without)
	may(false)
	apply(ctx, shipped)
	may(true)
	// What an administrator says on the screen outlives the next change of the file.
	if err := s.d.policy.Override(ctx, "cu-jut", "agriculture", "planning.draft", false); err != nil {
		t.Fatal(err)
	}
	apply(ctx, without)
	apply(ctx, shipped)
	may(false)
	if err := s.d.policy.Reset(ctx, "cu-jut", "agriculture", "planning.draft"); err != nil {
		t.Fatal(err)
	}
	if err := s.d.policy.Override(ctx, "cu-jut", "agriculture", "planning.draft", true); err != nil {
		t.Fatal(err)
	}
}

// withoutPolicy drops the two lines that declare the override.
func withoutPolicy(file []byte) []byte {
	var out []byte
	skip := false
	for line := range bytes.Lines(file) {
		text := string(line)
		switch {
		case text == "    policy.overrides:\n":
			skip = true
			continue
		case skip && len(text) > 6 && text[:6] == "      ":
			continue
		}
		skip = false
		out = append(out, line...)
	}
	return out
}
