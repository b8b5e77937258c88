package embedded

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSkippedInstallScriptIsMadeUpFor(t *testing.T) {
	pkg := t.TempDir()
	native := filepath.Join(pkg, "native")
	if err := os.MkdirAll(filepath.Join(native, "lib"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"lib/libpq.so.5.18": "library",
		"pg-symlinks.json":  `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`,
	} {
		if err := os.WriteFile(filepath.Join(native, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	linkLibraries(filepath.Join(native, "bin"))
	linkLibraries(filepath.Join(native, "bin")) // a second time changes nothing
	if b, err := os.ReadFile(filepath.Join(native, "lib", "libpq.so.5")); err != nil || string(b) != "library" {
		t.Errorf("%q, %v", b, err)
	}
}
