package ui_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	got = strings.ReplaceAll(got, "><", ">\n<") // so that a difference is a line
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("%s line %d:\n got %s\nwant %s\n(go test ./platform/web/ui -update writes it anew)", name, i+1, a[i], b[i])
		}
	}
	t.Fatalf("%s: got %d lines, want %d", name, len(a), len(b))
}

func TestPagesAreAsApproved(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.Vietnamese, i18n.English} {
		page, body := galleryPage()
		golden(t, "gallery."+string(lang)+".html", render(t, lang, ui.Layout(mockShell(), page, body)))
	}
	page, body := signInPage()
	signedOut := ui.Shell{AssetURL: mockShell().AssetURL, Links: ui.Links{Home: "/", Language: "/language"}, Path: "/sign-in"}
	golden(t, "signin.vi.html", render(t, i18n.Vietnamese, ui.Layout(signedOut, page, body)))
}
