package plancompare

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vuon/apps/planning/planedit"
	"vuon/apps/planning/planreader"
)

var districts = []string{"krong-no", "cu-jut", "dak-glong", "dak-mil", "dak-rlap", "dak-song", "gia-nghia", "tuy-duc"}

func planOf(t testing.TB, district string) planreader.Plan {
	t.Helper()
	raw, err := os.ReadFile("../planreader/testdata/" + district + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var p planreader.Plan
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	p.Identify()
	return p
}

// said are the words that a plan prints, picked from a comparison.
func said(p *planreader.Plan, pick func(string) string) (out []string) {
	take := func(list ...string) { // a bullet is shown once, whichever text it belongs to
		for _, s := range list {
			_, s = cutBullet(pick(s))
			out = append(out, strings.Fields(s)...)
		}
	}
	take(string(p.Header.Title))
	take(p.Preamble...)
	take(p.Opening...)
	var walk func([]planreader.Section)
	walk = func(list []planreader.Section) {
		for _, s := range list {
			take(s.Mark, s.Title+s.After)
			take(strings.Split(s.Text, "\n")...)
			walk(s.Children)
		}
	}
	walk(p.Sections)
	take(p.Closing...)
	take(p.Recipients...)
	take(p.Signatory.Capacity...)
	take(string(p.Signatory.Name))
	take(p.Unplaced...)
	return out
}

func same(s string) string { return s }

// hold reports whether a comparison holds both texts: the new one in its order, the
// old one word for word.
func hold(t interface{ Fatalf(string, ...any) }, c Comparison, before, after *planreader.Plan) {
	if got, want := said(&c.Plan, New), said(after, same); !slices.Equal(got, want) {
		t.Fatalf("the new text is not whole: %d words for %d: %v", len(got), len(want), firstOff(got, want))
	}
	got, want := said(&c.Plan, Old), said(before, same)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("the old text is not whole: %d words for %d: %v", len(got), len(want), firstOff(got, want))
	}
}

func firstOff(a, b []string) (out []string) {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return append(append(out, a[max(0, i-3):min(i+3, len(a))]...), append([]string{"≠"}, b[max(0, i-3):min(i+3, len(b))]...)...)
		}
	}
	return nil
}

// The plans of eight districts, each compared with each: nothing of either is lost.
func TestNothingIsLostBetweenDistricts(t *testing.T) {
	for _, a := range districts {
		for _, b := range districts {
			before, after := planOf(t, a), planOf(t, b)
			c := Compare(&before, &after, false)
			hold(t, c, &before, &after)
			if a == b && (len(c.Changes) > 0 || c.Renumbered > 0) {
				t.Errorf("%s compared with itself: %+v", a, c.Changes)
			}
			if a != b && len(c.Changes) == 0 {
				t.Errorf("%s and %s are not the same", a, b)
			}
		}
	}
}

// However a plan is edited: both texts are held, and every change is listed.
func TestNothingIsLostInEdits(t *testing.T) {
	plans := map[string]planreader.Plan{}
	for _, d := range districts {
		plans[d] = planOf(t, d)
	}
	rapid.Check(t, func(t *rapid.T) {
		before := plans[rapid.SampledFrom(districts).Draw(t, "district")]
		after := before
		after.Sections = planedit.Clone(before.Sections)
		for range rapid.IntRange(1, 6).Draw(t, "edits") {
			var all []*planreader.Section
			walk(after.Sections, func(s *planreader.Section) { all = append(all, s) })
			s := rapid.SampledFrom(all).Draw(t, "section")
			switch rapid.IntRange(0, 5).Draw(t, "edit") {
			case 0:
				s.Title = strings.Join(strings.Fields(rapid.StringMatching(`[A-Za-zđê ,]{0,30}`).Draw(t, "title")), " ") // as planning keeps it
			case 1:
				lines := split(s.Text)
				slices.Reverse(lines)
				s.Text = strings.Join(lines, "\n")
			case 2:
				s.Text = strings.ReplaceAll(s.Text, "thực hiện", rapid.SampledFrom([]string{"", "tổ chức", "a\tb\nc"}).Draw(t, "word"))
			case 3:
				_, _ = planedit.Remove(&after, s.ID)
			case 4:
				_, _ = planedit.Move(&after, s.ID, planedit.Position{Parent: rapid.SampledFrom(all).Draw(t, "to").ID})
			case 5:
				_, _ = planedit.Insert(&after, planedit.Position{}, "Mục mới", "Nội dung\n- một")
			}
		}
		c := Compare(&before, &after, true)
		hold(t, c, &before, &after)
		for i, ch := range c.Changes {
			if ch.Anchor != i+1 {
				t.Fatalf("change %d has anchor %d", i, ch.Anchor)
			}
		}
	})
}

func TestWordsAreCompared(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"giảm ít nhất 0,5% tỷ lệ hộ nghèo.", "giảm ít nhất 1,2% tỷ lệ hộ nghèo.", "giảm ít nhất [-0,5][+1,2]% tỷ lệ hộ nghèo."},
		{"năm 2024", "năm 2025", "năm [-2024][+2025]"},
		{"Phòng A; Phòng B", "Phòng A, Phòng B", "Phòng A[-;][+,] Phòng B"},
		{"", "mới", "[+mới]"},
		{"- một hai ba", "+ một hai bốn", "+ một hai [-ba][+bốn]"},
		{"Dự án 2\t100\t200", "Dự án 2\t100\t250", "Dự án 2\t100\t[-200][+250]"},
	} {
		var tl tally
		got := strings.NewReplacer(string(addedFrom), "[+", string(addedTo), "]", string(removedFrom), "[-", string(removedTo), "]").Replace(tl.line(c.before, c.after))
		if got != c.want {
			t.Errorf("%q → %q: %q, want %q", c.before, c.after, got, c.want)
		}
	}
}

func TestMovedSectionsAreRecognised(t *testing.T) {
	before := planOf(t, "krong-no")
	for _, byID := range []bool{true, false} {
		after := before
		after.Sections = planedit.Clone(before.Sections)
		project := after.Sections[3].Children[3]
		if _, err := planedit.Move(&after, project.ID, planedit.Position{Parent: after.Sections[3].ID}); err != nil {
			t.Fatal(err)
		}
		c := Compare(&before, &after, byID)
		if len(c.Changes) != 1 || c.Changes[0].Kind != Moved || c.Changes[0].From != "IV.4" || c.Changes[0].To != "IV.1" || c.Renumbered != 3 {
			t.Errorf("by id %v: %+v, renumbered %d", byID, c.Changes, c.Renumbered)
		}
	}
}

// Without ids in common, next year's plan is still the same plan of another year.
func TestLastYearsPlanIsRecognised(t *testing.T) {
	before := planOf(t, "krong-no")
	raw, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	var after planreader.Plan
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(raw), "2024", "2025")), &after); err != nil {
		t.Fatal(err)
	}
	walk(after.Sections, func(s *planreader.Section) { s.ID = "" })
	after.Sections = slices.Delete(after.Sections, 4, 5)
	after.LastID = 0
	Inherit(&after, &before)
	if after.Sections[0].ID != before.Sections[0].ID || after.Sections[4].ID != before.Sections[5].ID || after.LastID != before.LastID {
		t.Errorf("ids %s %s, last %d", after.Sections[0].ID, after.Sections[4].ID, after.LastID)
	}
	removed := 0
	for _, ch := range Compare(&before, &after, false).Changes {
		if ch.Kind == Removed {
			removed++
		}
		if ch.Kind == Added || ch.Kind == Moved {
			t.Errorf("%+v", ch)
		}
	}
	if removed != 1 {
		t.Errorf("%d sections were removed", removed)
	}
}

func TestMarkup(t *testing.T) {
	s := anchor(3) + added("a<b") + removed("c")
	if got, want := Markup(s, Words{"thêm", "bỏ", "chuyển từ"}), `<span class="cmp-anchor" id="change-3"></span><ins class="cmp-added"><span class="sr">thêm </span>a<b</ins><del class="cmp-removed"><span class="sr">bỏ </span>c</del>`; got != want {
		t.Errorf("%s", got)
	}
}
