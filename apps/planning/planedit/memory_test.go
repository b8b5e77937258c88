package planedit

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
)

// kept is a memory after it was kept and read again.
func kept(t interface{ Fatal(...any) }, o Outcome, p *planreader.Plan) (m Memory) {
	m, there := o.Remember(p)
	if !there {
		t.Fatal("it cannot be taken back")
	}
	raw, err := json.Marshal(m)
	if err == nil {
		m = Memory{}
		err = json.Unmarshal(raw, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Whatever is moved or removed comes back exactly, also from what was kept as JSON.
func TestRecallTakesBackExactly(t *testing.T) {
	for _, district := range districts {
		start := planOf(t, district)
		rapid.Check(t, func(t *rapid.T) {
			p := start
			p.Sections = Clone(start.Sections)
			before := encoded(t, &p)
			id := rapid.SampledFrom(ids(&p)).Draw(t, "section")
			var o Outcome
			var err error
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				o, err = Remove(&p, id)
			case 1:
				o, err = Up(&p, id)
			case 2:
				o, err = Indent(&p, id)
			default:
				o, err = Outdent(&p, id)
			}
			if err != nil {
				t.Skip(err)
			}
			m := kept(t, o, &p)
			each(p.Sections, func(s *planreader.Section) {
				if rapid.Bool().Draw(t, "typed") {
					s.Text += " Gõ thêm."
				}
			})
			typed := texts(&p)
			if _, err := Recall(&p, m); err != nil {
				t.Fatal(err)
			}
			if m.Removed == nil && len(texts(&p)) != len(typed) {
				t.Fatal("sections are lost")
			}
			each(p.Sections, func(s *planreader.Section) {
				for len(s.Text) >= len(" Gõ thêm.") && s.Text[len(s.Text)-len(" Gõ thêm."):] == " Gõ thêm." {
					s.Text = s.Text[:len(s.Text)-len(" Gõ thêm.")]
				}
			})
			if after := encoded(t, &p); after != before {
				t.Fatalf("%s is not where it was", id)
			}
		})
	}
}

// Where others have arranged sections meanwhile, nothing of theirs is undone.
func TestRecallAmongOthersWork(t *testing.T) {
	p := planOf(t, "krong-no")
	first, second, third := p.Sections[0].ID, p.Sections[1].ID, p.Sections[2].ID
	code := func(err error, want string) {
		t.Helper()
		if fault.CodeOf(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	o, err := Remove(&p, second)
	code(err, "")
	gone := kept(t, o, &p)
	_, err = Insert(&p, Position{After: first}, "Mục xen giữa", "")
	code(err, "")
	_, err = Recall(&p, gone)
	code(err, "")
	if p.Sections[1].ID != second || p.Sections[1].Mark != "II." || p.Sections[2].Title != "Mục xen giữa" || p.Sections[2].Mark != "III." {
		t.Errorf("%s %s, %s %s", p.Sections[1].Mark, p.Sections[1].Title, p.Sections[2].Mark, p.Sections[2].Title)
	}
	_, err = Recall(&p, gone)
	code(err, "section_back")

	o, err = Down(&p, first)
	code(err, "")
	move := kept(t, o, &p)
	_, err = Down(&p, first)
	code(err, "")
	_, err = Recall(&p, move)
	code(err, "section_elsewhere")

	o, err = Remove(&p, third)
	code(err, "")
	gone = kept(t, o, &p)
	_, err = Remove(&p, gone.From.After)
	code(err, "")
	_, err = Recall(&p, gone)
	code(err, "section_gone")
	gone.From = Nearest(&p, gone.From)
	_, err = Recall(&p, gone)
	code(err, "")
	if last := p.Sections[len(p.Sections)-1]; last.ID != third {
		t.Errorf("the section stands behind %s", last.Title)
	}
}
