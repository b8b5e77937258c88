package planreader

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// catalogue is the programme as the tests know it.
func catalogue(t testing.TB) Catalogue {
	t.Helper()
	b, err := os.ReadFile("testdata/catalogue.json")
	if err != nil {
		t.Fatal(err)
	}
	var c Catalogue
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// planFile is the text of a district's plan in tenants/, or of the invented one of a
// province.
func planFile(t testing.TB, district string) string {
	t.Helper()
	name := filepath.Join("../../../tenants/dak-nong", district, "plan-2024.txt")
	if district == "province" {
		name = "testdata/province.txt"
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func readString(t testing.TB, s string) Source {
	t.Helper()
	src, err := ReadText(strings.NewReader(s), 20<<20)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func indented(t testing.TB, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}
