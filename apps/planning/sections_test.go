package planning

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vuon/apps/planning/planreader"
)

func known(t testing.TB) (c planreader.Catalogue) {
	t.Helper()
	raw, err := os.ReadFile("planreader/testdata/catalogue.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// planOf reads a district's plan as it is shipped.
func planOf(t testing.TB, district string) planreader.Plan {
	t.Helper()
	file, err := os.Open("../../tenants/dak-nong/" + district + "/plan-2024.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	source, err := planreader.ReadText(file, MaxSource)
	if err != nil {
		t.Fatal(err)
	}
	return planreader.Parse(source, known(t))
}

func allPaths(p *planreader.Plan) []string {
	paths := []string{PartTitle, PartPreamble, PartOpening, PartClosing, PartRecipients, PartSignatory}
	var walk func(list []planreader.Section, at string)
	walk = func(list []planreader.Section, at string) {
		for i, s := range list {
			here := join(at, "-", string(rune('0'+(i+1)/10))+string(rune('0'+(i+1)%10)))
			here = strings.ReplaceAll("-"+here, "-0", "-")[1:]
			paths = append(paths, here)
			walk(s.Children, here)
		}
	}
	walk(p.Sections, "")
	return paths
}

// Saving a part unchanged changes no word of the plan, wherever it stands.
func TestSavingUnchangedLosesNothing(t *testing.T) {
	for _, district := range []string{"krong-no", "cu-jut", "dak-glong", "dak-mil", "dak-rlap", "dak-song", "gia-nghia", "tuy-duc"} {
		p := planOf(t, district)
		before := p.Words()
		paths := allPaths(&p)
		if len(paths) < 20 {
			t.Fatalf("%s has only %d parts", district, len(paths))
		}
		for _, path := range paths {
			part, there := PartAt(&p, path)
			if !there {
				t.Fatalf("%s: no part at %s", district, path)
			}
			if path == PartRecipients || path == PartSignatory {
				continue // these are printed anew: the office's own punctuation gives way to the decree's
			}
			setPart(&p, path, part.Title, part.Text)
			again, _ := PartAt(&p, path)
			if again.Tag != part.Tag {
				t.Errorf("%s %s: saving unchanged turned %q into %q", district, path, part.Text, again.Text)
			}
		}
		planreader.Extract(&p, known(t))
		if after := p.Words(); !slices.Equal(before, after) {
			t.Errorf("%s: the words changed from %d to %d", district, len(before), len(after))
		}
	}
}

func TestWhatIsTypedIsKept(t *testing.T) {
	base := planOf(t, "krong-no")
	paths := allPaths(&base)
	rapid.Check(t, func(t *rapid.T) {
		p := base
		p.Sections = clone(base.Sections)
		path := rapid.SampledFrom(paths).Draw(t, "path")
		if path == PartRecipients || path == PartSignatory {
			return
		}
		typed := rapid.String().Draw(t, "text")
		setPart(&p, path, "Tiêu đề", typed)
		part, there := PartAt(&p, path)
		if !there {
			t.Fatalf("the part at %s is gone", path)
		}
		if got, want := strings.Fields(part.Text), strings.Fields(strings.Join(splitLines(typed), "\n")); !slices.Equal(got, want) {
			t.Fatalf("typed %q, kept %q", typed, part.Text)
		}
		planreader.Extract(&p, planreader.Catalogue{})
	})
}

func clone(list []planreader.Section) []planreader.Section {
	out := slices.Clone(list)
	for i := range out {
		out[i].Children = clone(out[i].Children)
	}
	return out
}

func TestNoPartElsewhere(t *testing.T) {
	p := planOf(t, "krong-no")
	for _, path := range []string{"", "0", "7", "4-99", "4-1-2-1-1-1", "-1", "a", "4--1", "../etc"} {
		if _, there := PartAt(&p, path); there {
			t.Errorf("there is a part at %q", path)
		}
	}
}

// A row that somebody has added to a table stays until it is filled in, also where
// amounts and targets are read from the table.
func TestARowWithoutWordsStays(t *testing.T) {
	for _, district := range []string{"krong-no", "dak-mil", "gia-nghia"} {
		p := planOf(t, district)
		p.Identify()
		amounts, targets := len(p.Funding.Amounts), len(p.Targets)
		for _, path := range allPaths(&p) {
			part, _ := PartAt(&p, path)
			if part.ID == "" {
				continue
			}
			text := part.Text + "\n\t\t\n \t \t "
			setPart(&p, path, part.Title, text)
			now, _ := PartAt(&p, path)
			if want := strings.TrimPrefix(part.Text+"\n\t\t\n\t\t", "\n"); now.Text != want {
				t.Fatalf("%s %s: %q, want %q", district, path, now.Text, want)
			}
		}
		planreader.Extract(&p, known(t))
		if len(p.Funding.Amounts) != amounts || len(p.Targets) != targets {
			t.Errorf("%s: %d amounts and %d targets are read, before %d and %d", district, len(p.Funding.Amounts), len(p.Targets), amounts, targets)
		}
		for _, s := range p.Sections {
			if got := textBlocks(splitLines(s.Text), paragraph); s.Text != "" && len(got) == 0 {
				t.Errorf("%s: nothing is printed of %q", district, s.Text)
			}
		}
	}
}
