package planedit

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
)

func known(t testing.TB) (c planreader.Catalogue) {
	t.Helper()
	raw, err := os.ReadFile("../planreader/testdata/catalogue.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

var districts = []string{"krong-no", "cu-jut", "dak-glong", "dak-mil", "dak-rlap", "dak-song", "gia-nghia", "tuy-duc"}

func planOf(t testing.TB, district string) planreader.Plan {
	t.Helper()
	file, err := os.Open("../../../tenants/dak-nong/" + district + "/plan-2024.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	source, err := planreader.ReadText(file, 20<<20)
	if err != nil {
		t.Fatal(err)
	}
	p := planreader.Parse(source, known(t))
	p.Identify()
	return p
}

func ids(p *planreader.Plan) (out []string) {
	each(p.Sections, func(s *planreader.Section) { out = append(out, s.ID) })
	return out
}

// texts are titles and texts of all sections, without their marks.
func texts(p *planreader.Plan) (out []string) {
	each(p.Sections, func(s *planreader.Section) { out = append(out, s.ID+" "+s.Title+s.After+"\n"+s.Text) })
	slices.Sort(out)
	return out
}

func encoded(t interface{ Fatal(...any) }, p *planreader.Plan) string {
	b, err := json.Marshal(p.Sections)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// consecutive reports the first list of a parent whose numbers leave a gap.
func consecutive(list []planreader.Section) string {
	style := planreader.NumberingOf(list)
	last := 0
	for _, s := range list {
		if style.Value(s) == 0 {
			continue
		}
		if !style.Follows(s, last) {
			return s.Mark + " " + s.Title
		}
		last = style.Value(s)
	}
	return ""
}

// Whatever is moved about in a real plan: no text is lost, every id stays, the lists
// that were touched count without gaps, and taking it back gives the plan as it was.
func TestChangesOfTheStructure(t *testing.T) {
	plans := map[string]planreader.Plan{}
	for _, d := range districts {
		plans[d] = planOf(t, d)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := plans[rapid.SampledFrom(districts).Draw(t, "district")]
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			before, wasIDs, wasTexts := encoded(t, &p), ids(&p), texts(&p)
			id := rapid.SampledFrom(wasIDs).Draw(t, "id")
			o, err := draw(t, &p, id)
			if err != nil {
				if f := fault.From(err); f.Kind != fault.Invalid && f.Kind != fault.Conflict {
					t.Fatalf("%v", err)
				}
				if encoded(t, &p) != before {
					t.Fatalf("refused (%v), but the plan changed", err)
				}
				continue
			}
			checkKept(t, &p, o, wasIDs, wasTexts)
			if list := listOf(&p, o.From.Parent); list != nil {
				if gap := consecutive(*list); gap != "" {
					t.Fatalf("the list that %s left has a gap at %q", o.Section, gap)
				}
			}
			if at, there := Where(&p, o.Section); there {
				if gap := consecutive(*listOf(&p, at.Parent)); gap != "" {
					t.Fatalf("the list into which %s came has a gap at %q", o.Section, gap)
				}
			}
			undone := p
			undone.Sections = Clone(p.Sections)
			if err := Undo(&undone, o); err != nil {
				t.Fatalf("undo: %v", err)
			}
			if got := encoded(t, &undone); got != before {
				t.Fatalf("undone it is another plan: %s", firstDifference(before, got))
			}
		}
	})
}

func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-80):min(len(a), i+80)] + "\n≠\n" + b[max(0, i-80):min(len(b), i+80)]
}

func checkKept(t *rapid.T, p *planreader.Plan, o Outcome, wasIDs, wasTexts []string) {
	now, nowTexts := ids(p), texts(p)
	gone := 0
	each([]planreader.Section{o.removed}, func(*planreader.Section) { gone++ })
	switch o.kind {
	case inserted:
		now = slices.DeleteFunc(now, func(id string) bool { return id == o.Section })
		nowTexts = slices.DeleteFunc(nowTexts, func(s string) bool { return strings.HasPrefix(s, o.Section+" ") })
	case removed:
		if len(now)+gone != len(wasIDs) {
			t.Fatalf("removed %d of %d, %d are left", gone, len(wasIDs), len(now))
		}
		return
	}
	slices.Sort(now)
	slices.Sort(wasIDs)
	if !slices.Equal(now, wasIDs) {
		t.Fatalf("ids were %v, are %v", wasIDs, now)
	}
	if !slices.Equal(nowTexts, wasTexts) {
		t.Fatal("text was lost or changed")
	}
}

// draw does one operation on the section.
func draw(t *rapid.T, p *planreader.Plan, id string) (Outcome, error) {
	all := append(ids(p), "", "s99999")
	switch rapid.SampledFrom([]string{"insert", "move", "up", "down", "indent", "outdent", "remove", "renumber"}).Draw(t, "operation") {
	case "insert":
		parent := rapid.SampledFrom(all).Draw(t, "parent")
		to := Position{Parent: parent}
		if list := listOf(p, parent); list != nil && len(*list) > 0 {
			to.After = rapid.SampledFrom(append([]planreader.Section{{}}, *list...)).Draw(t, "after").ID
		}
		return Insert(p, to, "Mục mới", "Nội dung")
	case "move":
		parent := rapid.SampledFrom(all).Draw(t, "parent")
		to := Position{Parent: parent}
		if list := listOf(p, parent); list != nil && len(*list) > 0 {
			to.After = rapid.SampledFrom(append([]planreader.Section{{}}, *list...)).Draw(t, "after").ID
		}
		return Move(p, id, to)
	case "up":
		return Up(p, id)
	case "down":
		return Down(p, id)
	case "indent":
		return Indent(p, id)
	case "outdent":
		return Outdent(p, id)
	case "remove":
		return Remove(p, id)
	}
	return Renumber(p)
}

// The plan of a district that counts in the usual way: what moves gets the number of
// its new place, what stood behind it follows.
func TestNumbersFollow(t *testing.T) {
	p := planOf(t, "krong-no")
	project3 := p.Sections[3].Children[1]
	o, err := Up(&p, project3.ID)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range p.Sections[3].Children {
		got = append(got, s.Mark+" "+strings.Fields(s.Title)[2])
	}
	if want := "1. 3:|2. 2:|3. 4:|4. 6:|5. 7:"; strings.Join(got, "|") != want {
		t.Errorf("projects are %q", got)
	}
	if len(o.Renumbered) != 7 { // two projects, the four points of one (a–d), the one sub-project's path
		t.Errorf("renumbered: %+v", o.Renumbered)
	}
	if o, err = Outdent(&p, project3.ID); err != nil || p.Sections[4].Mark != "V." || p.Sections[5].Mark != "VI." || p.Sections[6].Mark != "VII." {
		t.Errorf("moved out: %v %q %q", err, p.Sections[4].Mark, p.Sections[5].Mark)
	}
}

func TestDecimalsFollowTheirSection(t *testing.T) {
	src, err := planreader.ReadText(strings.NewReader("KẾ HOẠCH\nCăn cứ Luật Đầu tư công ngày 13/6/2019;\n1. Mục đích\n1.1. Chung\nLời.\n1.2. Riêng\nLời.\n2. Yêu cầu\n2.1. Đủ\nLời, xem mục 1.2 và điểm a mục 2.\n"), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	p := planreader.Parse(src, planreader.Catalogue{})
	p.Identify()
	o, err := Down(&p, p.Sections[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Sections[1].Children[1].Mark + p.Sections[1].Mark + p.Sections[0].Children[0].Mark; got != "2.2.2.1.1." {
		t.Errorf("marks %q", got)
	}
	if len(o.References) != 1 || o.References[0].Text != "mục 1.2" {
		t.Errorf("references: %+v", o.References)
	}
}

func TestReferencesToOtherDocumentsAreNoneOfOurs(t *testing.T) {
	for s, want := range map[string]string{
		"theo mục IV.1 của Kế hoạch này":                   "mục IV.1",
		"quy định tại điểm a khoản 4 mục III Chương trình": "",
		"Phần thứ hai và mục IV":                           "Phần thứ hai",
		"xem khoản 1 Mục IV nêu trên":                      "khoản 1 Mục IV",
		"khoản 1 mục IV Thông tư số 5":                     "",
	} {
		p := planreader.Plan{Sections: []planreader.Section{{ID: "s1", Text: s}}}
		got := references(&p, map[string]string{"IV.1": "s5", "III.4.a": "s6", "Phần thứ hai": "s7"})
		if want == "" && len(got) > 0 || want != "" && (len(got) != 1 || got[0].Text != want) {
			t.Errorf("%q: %+v", s, got)
		}
	}
}

func TestIdsAreGivenOnce(t *testing.T) {
	p := planOf(t, "krong-no")
	last := p.LastID
	if _, err := Remove(&p, p.Sections[5].ID); err != nil {
		t.Fatal(err)
	}
	o, err := Insert(&p, Position{After: p.Sections[4].ID}, "TỔ CHỨC THỰC HIỆN", "")
	if err != nil || o.Section != "s"+strings.TrimPrefix(o.Section, "s") || p.LastID != last+1 || p.Section(o.Section).Mark != "VI." {
		t.Errorf("%v %+v last %d → %d", err, p.Section(o.Section), last, p.LastID)
	}
	before := ids(&p)
	p.Identify()
	if !slices.Equal(before, ids(&p)) {
		t.Error("identified twice, the ids differ")
	}
}
