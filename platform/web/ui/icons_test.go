package ui_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A name that the sprite lacks draws nothing and nobody notices: so every name
// that a page or a module writes must be on the list that the build reads.
func TestEveryIconIsInTheSprite(t *testing.T) {
	b, err := os.ReadFile("../assets/icons.json")
	if err != nil {
		t.Fatal(err)
	}
	var sprite []string
	if err := json.Unmarshal(b, &sprite); err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(sprite) {
		t.Error("assets/icons.json is not sorted")
	}
	names := regexp.MustCompile(`(?:\bIcon: +|@ui\.(?:Item|Icon|SmallIcon|LargeIcon|Empty|MenuItem|MenuAction)\()"([a-z0-9-]+)"`)
	root := filepath.FromSlash("../../..")
	found := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return fs.SkipDir
		}
		if ext := filepath.Ext(path); ext != ".templ" && ext != ".go" || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range names.FindAllStringSubmatch(string(source), -1) {
			found++
			if !slices.Contains(sprite, m[1]) {
				t.Errorf("%s: the icon %q is not in assets/icons.json", path, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 20 {
		t.Errorf("only %d names found: the pattern no longer fits", found)
	}
}
