package forms

import (
	"flag"
	"os"
	"strings"
	"testing"

	"vuon/apps/households/classify"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The ordinals are stored with every result: the file may only grow.
func TestMeasuresKeepTheirMeaning(t *testing.T) {
	var names []string
	seen := map[string]bool{}
	for m := range Measures() {
		name := Measure(m + 1).String()
		if seen[name] || strings.Contains(name, "(") || strings.HasSuffix(name, ".") {
			t.Errorf("measure %d is named %q", m+1, name)
		}
		seen[name] = true
		names = append(names, name)
	}
	got := strings.Join(names, "\n") + "\n"
	if *update {
		if err := os.WriteFile("testdata/measures.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/measures.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(got, string(want)) {
		t.Error("measures changed their ordinals; new ones go to the end")
	}
	for m, name := range map[Measure]string{
		Households(classify.Poor): "poor.households", Persons(classify.NearPoor): "near.persons", Opening(classify.Poor): "poor.opening.households",
		Deprived(classify.Poor, 3): "poor.deprived.3", Cause(classify.NearPoor, 8): "near.cause.8", Ethnic(classify.NearPoor, "12"): "near.ethnic.12",
		Ethnic(classify.Poor, "Lạ"): "poor.ethnic.00", Minority(classify.Poor): "poor.minority.households", Kinh(classify.NearPoor): "near.kinh.households",
		Onsite(classify.Poor): "poor.onsite.households", SupportedNearPoor: "near.supported", AverageHouseholds: "average.households",
	} {
		if m.String() != name {
			t.Errorf("measure %d is %s, not %s", m, m, name)
		}
	}
}
