package planreader

import (
	"slices"
	"testing"
)

// The plan of Krông Nô is real; what it says was read by a person.

func seed(t testing.TB) Plan { return Parse(readString(t, planFile(t, "krong-no")), catalogue(t)) }

func TestSeedHeading(t *testing.T) {
	h := seed(t).Header
	if h.Number != "" || h.Date != "" || h.Issuer != "Ủy ban nhân dân huyện Krông Nô" || h.Type != "Kế hoạch" ||
		h.Title != "Triển khai thực hiện Chương trình mục tiêu quốc gia giảm nghèo bền vững năm 2024 trên địa bàn huyện Krông Nô" {
		t.Errorf("heading %+v", h)
	}
}

func TestSeedBases(t *testing.T) {
	want := []struct{ typ, number, date string }{
		{"Quyết định", "90/QĐ-TTg", "2022-01-18"},
		{"Thông tư", "09/2022/TT-BLĐTBXH", "2022-05-25"},
		{"Thông tư", "10/2022/TT-BLĐTBXH", "2022-05-31"},
		{"Thông tư", "04/2022/TT-BNNPTNT", "2022-07-28"},
		{"Thông tư", "17/2022/TT-BLĐTBXH", "2022-09-06"},
		{"Thông tư", "03/2023/TT-BLĐTBXH", "2023-05-31"},
		{"Thông tư", "55/2023/TT-BTC", "2023-08-15"},
		{"Nghị quyết", "193/NQ-HĐND", "2023-12-18"},
		{"Kế hoạch", "20/KH-UBND", "2023-01-30"},
		{"Quyết định", "3488/QĐ-UBND", "2023-12-19"},
	}
	got := seed(t).LegalBases
	if len(got) != len(want) {
		t.Fatalf("%d bases, want %d", len(got), len(want))
	}
	for i, w := range want {
		if g := got[i]; string(g.Type) != w.typ || string(g.Number) != w.number || string(g.Date) != w.date || g.Issuer == "" || g.Title == "" {
			t.Errorf("basis %d: %+v, want %v", i, g, w)
		}
	}
}

func TestSeedCitations(t *testing.T) {
	got := seed(t).Citations
	for _, w := range []Citation{{"05/2023/QĐ-UBND", "2023-01-31", "IV.1.c"}, {"04/2022/TT-BNNPTNT", "2022-07-11", "IV.2"}, {"3488/QĐ-UBND", "2023-12-19", "V"}} {
		if !slices.Contains(got, w) {
			t.Errorf("citation %v is missing", w)
		}
	}
	if len(got) != 13 {
		t.Errorf("%d citations, want 13", len(got))
	}
}

func TestSeedTargets(t *testing.T) {
	want := []Target{
		{Indicator: "poor_rate", Direction: "decrease", Amount: 0.5, AtLeast: true, Unit: "percentage_point", Population: "all", At: "I.1"},
		{Indicator: "poor_rate", Direction: "decrease", Amount: 1.5, AtLeast: true, Unit: "percentage_point", Population: "onsite_minority", At: "I.1"},
		{Indicator: "disbursement_rate", Direction: "reach", Amount: 100, Unit: "percent", Population: "all", At: "I.1"},
	}
	got := seed(t).Targets
	for i := range got {
		got[i].Text = ""
	}
	if !slices.Equal(got, want) {
		t.Errorf("targets %+v", got)
	}
}

// TestSeedRoles is the table of the roles as the sentences of the plan say them.
func TestSeedRoles(t *testing.T) {
	const (
		labour, agriculture = "Phòng Lao động - Thương binh và Xã hội", "Phòng Nông nghiệp và Phát triển nông thôn"
		communes            = "UBND các xã, thị trấn"
	)
	production := []string{
		"lead " + communes, "coordinate các phòng, ban, đơn vị có liên quan", "synthesise " + labour, "report_via " + agriculture,
		"guide " + agriculture, "coordinate các đơn vị liên quan", "advise " + labour, "coordinate phòng Nông nghiệp và Phát triển nông thôn huyện",
	}
	want := map[string][]string{
		"DA2": production, "DA3.1": production,
		"DA4.1": {"advise " + labour},
		"DA4.3": {"lead " + labour, "synthesise " + labour},
		"DA6.2": {"lead " + labour, "coordinate " + communes, "synthesise " + labour},
		"DA7.1": {"lead " + labour, "coordinate các phòng, ban, ngành, địa phương, đơn vị liên quan liên quan", "synthesise " + labour, "lead Ủy ban nhân dân xã, thị trấn"},
		"DA7.2": {"lead " + labour, "coordinate các phòng, ban", "coordinate " + communes, "synthesise " + labour},
	}
	p := seed(t)
	for code, roles := range want {
		project := byCode(p.Projects, code)
		if project == nil {
			t.Fatalf("%s is missing", code)
		}
		var got []string
		for _, a := range project.Assignments {
			got = append(got, a.Role+" "+a.Unit)
			if a.Function == "" || a.Text == "" {
				t.Errorf("%s: %+v lacks function or sentence", code, a)
			}
		}
		if !slices.Equal(got, roles) {
			t.Errorf("%s:\n got %q\nwant %q", code, got, roles)
		}
		if project.Objective == "" || project.Beneficiaries == "" || project.Contents == "" {
			t.Errorf("%s lacks a field", code)
		}
	}
}

func TestSeedContactsAndTasks(t *testing.T) {
	p := seed(t)
	got := map[Optional]string{}
	for _, c := range p.Contacts {
		got[c.Project] = c.Function
	}
	for code, function := range map[Optional]string{"DA2": "agriculture", "DA3.1": "agriculture", "DA4": "labour", "DA6": "labour", "DA7": "labour", "": "finance"} {
		if got[code] != function {
			t.Errorf("contact of %q is %q, want %q", code, got[code], function)
		}
	}
	if len(p.Tasks) != 2 || p.Tasks[0].At != "VI.1" || p.Tasks[1].At != "VI.2" || p.Tasks[1].Function != "front" {
		t.Errorf("tasks %+v", p.Tasks)
	}
}

func TestSeedEnding(t *testing.T) {
	p := seed(t)
	if len(p.Recipients) != 11 || p.Recipients[0] != "Sở LĐ-TB&XH" || p.Recipients[1] != "TT. Huyện ủy (B/c)" || p.Recipients[10] != "Lưu: VT" {
		t.Errorf("recipients %q", p.Recipients)
	}
	if !slices.Equal(p.Signatory.Capacity, []string{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}) || p.Signatory.Name != "Nguyễn Xuân Danh" {
		t.Errorf("signatory %+v", p.Signatory)
	}
}

func TestSeedWarnings(t *testing.T) {
	var got []string
	for _, w := range seed(t).Warnings {
		got = append(got, w.Code+" "+w.At)
	}
	if want := []string{"project_title_differs IV.4", "document_dates_differ IV.2"}; !slices.Equal(got, want) {
		t.Errorf("warnings %q, want %q", got, want)
	}
}
