package planedit

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
)

// offices are names as plans have them.
var offices = []string{
	"Phòng Lao động - Thương binh và Xã hội", "Phòng Nông nghiệp và Phát triển nông thôn", "Phòng Tài chính - Kế hoạch", "Phòng Y tế",
	"UBND các xã, thị trấn", "Ủy ban nhân dân xã Nâm N’Đir", "các phòng, ban, đơn vị có liên quan", "Hội Liên hiệp Phụ nữ huyện",
	"Ủy ban Mặt trận Tổ quốc Việt Nam huyện", "Huyện đoàn", "Phòng giao dịch Ngân hàng Chính sách xã hội huyện", "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên",
	"Văn phòng HĐND&UBND huyện", "Phòng Văn hóa và Thông tin", "Sở Lao động - Thương binh và Xã hội", "Đồn Biên phòng Nâm Na",
}

func drawRows(t *rapid.T) []planreader.Assignment {
	var rows []planreader.Assignment
	for range rapid.IntRange(0, 7).Draw(t, "rows") {
		r := planreader.Assignment{Role: rapid.SampledFrom(roleOrder).Draw(t, "role"), Unit: rapid.SampledFrom(offices).Draw(t, "unit")}
		if !says(rows, r) {
			rows = append(rows, r)
		}
	}
	return rows
}

func sameRows(a, b []planreader.Assignment) bool {
	return !slices.ContainsFunc(a, func(r planreader.Assignment) bool { return !says(b, r) }) &&
		!slices.ContainsFunc(b, func(r planreader.Assignment) bool { return !says(a, r) })
}

// Rows become sentences, and the sentences are read as the same rows again: in every
// project of eight plans, over whatever stood there. Nothing outside the project's
// assignments changes.
func TestRowsMakeTheSentencesThatAreReadAsTheRows(t *testing.T) {
	cat := known(t)
	plans := map[string]planreader.Plan{}
	for _, d := range districts {
		plans[d] = planOf(t, d)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := plans[rapid.SampledFrom(districts).Draw(t, "district")]
		places := p.LocateProjects(cat)
		code := rapid.SampledFrom(places).Draw(t, "project").Code
		if code == "" {
			return
		}
		was := p
		rows := drawRows(t)
		before := encoded(t, &p)
		changed, err := SetAssignments(&p, cat, code, rows)
		if err != nil {
			if fault.CodeOf(err) != "assignment_unreadable" || encoded(t, &p) != before {
				t.Fatalf("%s: %v", code, err)
			}
			t.Fatalf("%s: %+v: %v", code, rows, err)
		}
		if got := AssignmentsOf(&p, cat, code); !sameRows(got, rows) {
			t.Fatalf("%s: %+v became %+v: %+v", code, rows, got, changed)
		}
		for _, at := range places {
			if at.Code != code && !sameRows(AssignmentsOf(&was, cat, at.Code), AssignmentsOf(&p, cat, at.Code)) {
				t.Fatalf("setting %s changed %s", code, at.Code)
			}
		}
	})
}

// The rows that a text says already change no letter of it.
func TestRowsAsTheyAreChangeNothing(t *testing.T) {
	cat := known(t)
	for _, d := range districts {
		p := planOf(t, d)
		for _, at := range p.LocateProjects(cat) {
			if at.Code == "" {
				continue
			}
			changed, err := SetAssignments(&p, cat, at.Code, AssignmentsOf(&p, cat, at.Code))
			if err != nil || len(changed) > 0 {
				t.Errorf("%s %s: %v %+v", d, at.Code, err, changed)
			}
		}
	}
}

// What somebody wrote by hand stays where it still says what is wanted.
func TestOneRowMoreLeavesTheOthersSentences(t *testing.T) {
	cat := known(t)
	p := planOf(t, "krong-no")
	rows := append(AssignmentsOf(&p, cat, "DA2"), planreader.Assignment{Role: "coordinate", Unit: "Hội Nông dân huyện"})
	changed, err := SetAssignments(&p, cat, "DA2", rows)
	if err != nil || len(changed) != 1 {
		t.Fatalf("%v %+v", err, changed)
	}
	if got := strings.TrimPrefix(changed[0].After, changed[0].Before); got != "\n- Hội Nông dân huyện phối hợp tổ chức thực hiện dự án." {
		t.Errorf("added %q", got)
	}
	rows = slices.DeleteFunc(rows, func(a planreader.Assignment) bool { return a.Role == "guide" })
	changed, err = SetAssignments(&p, cat, "DA2", rows)
	if err != nil || strings.Contains(changed[0].After, "hướng dẫn") {
		t.Errorf("%v %+v", err, changed)
	}
}

func TestAProjectWithoutAssignmentsGetsThem(t *testing.T) {
	cat := known(t)
	p := planOf(t, "krong-no")
	rows := []planreader.Assignment{{Role: lead, Unit: "Phòng Nông nghiệp và Phát triển nông thôn"}, {Role: coordinate, Unit: "UBND các xã, thị trấn"},
		{Role: synthesise, Unit: "Phòng Lao động - Thương binh và Xã hội"}, {Role: reportVia, Unit: "Phòng Tài chính - Kế hoạch"}}
	if _, err := Remove(&p, "s16"); err != nil {
		t.Fatal(err)
	}
	changed, err := SetAssignments(&p, cat, "DA2", rows)
	if err != nil || len(changed) != 1 {
		t.Fatalf("%v %+v", err, changed)
	}
	want := "d) Phân công thực hiện\n- Phòng Nông nghiệp và Phát triển nông thôn chủ trì, phối hợp với UBND các xã, thị trấn tổ chức thực hiện dự án, báo cáo kết quả thực hiện qua Phòng Tài chính - Kế hoạch, Phòng Lao động - Thương binh và Xã hội tổng hợp báo cáo theo quy định."
	if changed[0].After != want {
		t.Errorf("wrote\n%s\nwant\n%s", changed[0].After, want)
	}
	raw, _ := json.Marshal(p.Projects[0].Assignments)
	if !strings.Contains(string(raw), `"function":"agriculture"`) {
		t.Errorf("read back %s", raw)
	}
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	cat := known(t)
	p := planOf(t, "krong-no")
	before := encoded(t, &p)
	for _, rows := range [][]planreader.Assignment{{{Role: "boss", Unit: "Phòng Y tế"}}, {{Role: lead, Unit: " "}}, {{Role: lead, Unit: "Văn phòng HĐND và UBND huyện"}}} {
		if _, err := SetAssignments(&p, cat, "DA2", rows); err == nil || encoded(t, &p) != before {
			t.Errorf("%+v: %v", rows, err)
		}
	}
	if _, err := SetAssignments(&p, cat, "DA9", nil); fault.CodeOf(err) != "project_not_in_plan" {
		t.Error(err)
	}
}

// Where the lines of a project stand beside its fields without a label, those that
// name no lead get one, else nobody would read them as assignments.
func TestLinesWithoutALeadGetALabel(t *testing.T) {
	cat := known(t)
	p := planOf(t, "dak-mil")
	rows := []planreader.Assignment{{Role: reportVia, Unit: "Phòng Lao động - Thương binh và Xã hội"}}
	changed, err := SetAssignments(&p, cat, "DA3.1", rows)
	if err != nil || !strings.Contains(changed[0].After, "- Phân công thực hiện\n+ Các đơn vị báo cáo") || !sameRows(AssignmentsOf(&p, cat, "DA3.1"), rows) {
		t.Errorf("%v %+v", err, changed)
	}
}
