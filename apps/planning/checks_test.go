package planning

import (
	"slices"
	"strings"
	"testing"

	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
)

func codes(list []Check) (out []string) {
	for _, c := range list {
		out = append(out, c.Code)
	}
	return out
}

func TestChecksOfTheRealPlan(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, "krong-no"))
	list, err := o.Checks(by(t, "labour"), atKrongNo, 2024)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"project_without_lead", "target_without_amount", "document_dates_differ"} {
		i := slices.Index(codes(list), want)
		if i < 0 {
			t.Errorf("%s is not among %v", want, codes(list))
		} else if list[i].Href == "" || list[i].Name == "" || list[i].Severity != Warns {
			t.Errorf("%+v leads nowhere", list[i])
		}
	}
	for _, c := range list {
		if c.Severity == Blocks || c.Code == "numbering_gap" || c.Code == "money_total" {
			t.Errorf("the issued plan: %+v", c)
		}
	}
}

// What is missing refuses the submission, and is named part by part.
func TestAnIncompletePlanIsNotSubmitted(t *testing.T) {
	o := openOffice(t)
	p := planOf(t, "krong-no")
	p.Recipients, p.Signatory, p.Preamble = nil, planreader.Signatory{}, nil
	p.Projects = p.Projects[1:]
	p.Sections[3].Children = p.Sections[3].Children[1:]
	o.put(t, 2024, p)
	_, err := o.Submit(by(t, "labour"), atKrongNo, 2024)
	f := fault.From(err)
	if f.Code != "plan_incomplete" || len(f.Fields) != 3 {
		t.Fatalf("%v", err)
	}
	list, err := o.Checks(by(t, "labour"), atKrongNo, 2024)
	if err != nil || list[0].Severity != Blocks || !slices.Contains(codes(list), "project_missing") || !slices.Contains(codes(list), "numbering_gap") {
		t.Errorf("%v %v", err, codes(list))
	}
}

func TestTargetsAreMeasuredAgainstSomething(t *testing.T) {
	p := planOf(t, "krong-no")
	p.Identify()
	s := p.Section("s2")
	s.Text = strings.Replace(s.Text, " so với năm 2023", "", 1)
	planreader.Extract(&p, known(t))
	if list := codes(targetChecks(&p)); !slices.Equal(list, []string{"target_without_baseline", "target_without_baseline", "target_without_amount"}) {
		t.Errorf("%v", list)
	}
	if list := codes(targetChecks(&planreader.Plan{})); !slices.Equal(list, []string{"targets_missing"}) {
		t.Errorf("%v", list)
	}
}

func TestMoneyThatDoesNotAddUp(t *testing.T) {
	section := func(text string) *planreader.Plan {
		p := &planreader.Plan{Sections: []planreader.Section{{ID: "s1", Number: "I", Mark: "I.", Title: "KINH PHÍ THỰC HIỆN", Text: text, Children: []planreader.Section{}}}}
		planreader.Extract(p, known(t))
		return p
	}
	for _, c := range []struct {
		text string
		code string
	}{
		{"Nội dung\tTổng\nDự án 2\t100\nDự án 3\t200\nTổng cộng\t300", ""},
		{"Nội dung\tTổng\nDự án 2\t100\nDự án 3\t200\nTổng cộng\t310", "money_total"},
		{"Nội dung\tTổng\nDự án 3\t200\nTiểu dự án 1\t150\nTiểu dự án 2\t50\nDự án 4\t10\nTổng cộng\t210", ""},
		{"Tổng kinh phí 10 tỷ đồng, trong đó: vốn đầu tư phát triển 6 tỷ đồng, vốn sự nghiệp 4 tỷ đồng.", ""},
		{"Tổng kinh phí 10 tỷ đồng, trong đó: vốn đầu tư phát triển 6 tỷ đồng, vốn sự nghiệp 3 tỷ đồng.", "money_total"},
		{"Dự toán 1.205.000.000 đồng (Một tỷ hai trăm linh năm triệu đồng).", ""},
		{"Dự toán 1.250.000.000 đồng (bằng chữ: Một tỷ hai trăm linh năm triệu đồng chẵn).", "money_words"},
	} {
		got := codes(moneyChecks(section(c.text)))
		if c.code == "" && len(got) > 0 || c.code != "" && !slices.Equal(got, []string{c.code}) {
			t.Errorf("%q: %v, want %q", c.text, got, c.code)
		}
	}
}

func TestAmountsInWords(t *testing.T) {
	for s, want := range map[string]int64{
		"Một triệu năm trăm nghìn": 1_500_000, "hai mươi mốt": 21, "Mười lăm triệu": 15_000_000, "chín trăm chín mươi chín": 999,
		"một nghìn tỷ": 1e12, "Sáu mươi tỷ, năm trăm triệu": 60_500_000_000, "hai nghìn không trăm linh bốn": 2004, "vốn": -1, "": -1,
	} {
		got, ok := amountInWords(s)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q = %d %v, want %d", s, got, ok, want)
		}
	}
}

func TestOldYearsAreFound(t *testing.T) {
	p := planOf(t, "krong-no")
	p.Identify()
	list := oldYears(&p, 2025)
	kinds := map[string]int{}
	for _, o := range list {
		kinds[o.Kind]++
		if o.Text == "" || o.At == "" || o.Year < 2023 || o.Year > 2024 {
			t.Errorf("%+v", o)
		}
	}
	if kinds["year"] < 10 || kinds["citation"] < 5 {
		t.Errorf("found %v", kinds)
	}
}
