package catalogue_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"vuon/apps/catalogue"
	"vuon/platform/fault"
)

const provinceRule = `eligibility:
  - project: DA2
    words: Quy định riêng của tỉnh.
    any_of: [{title: Hộ nghèo, classes: [poor]}]
    source: 05/2023/QĐ-UBND
    article: Điều 2
    valid_from: 2024-01-01
    valid_to: 2025-12-31
`

func TestEligibilityOfTheNearestOwner(t *testing.T) {
	ctx := context.Background()
	s, _ := applied(t)
	files := edited(t)
	files["dak-nong/catalogue.yaml"] = &fstest.MapFile{Data: []byte(provinceRule)}
	if _, err := s.Apply(ctx, files); err != nil {
		t.Fatal(err)
	}
	for when, want := range map[string]string{"2023-12-31": "", "2024-01-01": "dak-nong", "2025-12-31": "dak-nong"} {
		list, err := s.Eligibilities(ctx, "krong-no", day(when))
		if err != nil || len(list) != 9 || list[0].Project != "DA2" || list[0].Owner != want {
			t.Errorf("%s: %d rules, %+v, %v", when, len(list), list[0], err)
		}
	}
	if list, err := s.Eligibilities(ctx, "krong-no", day("2026-01-01")); err != nil || len(list) != 0 {
		t.Errorf("after the programme: %d, %v", len(list), err)
	}
}

// Every rule that is shipped names a project of the programme, and each class
// that may take part has its place in the order.
func TestShippedEligibility(t *testing.T) {
	n, err := catalogue.Load(shipped())
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, e := range n.Eligibility {
		codes = append(codes, e.Project)
		if !strings.HasSuffix(e.Words, ".") {
			t.Errorf("%s: %q", e.Project, e.Words)
		}
	}
	if got := strings.Join(codes, " "); got != "DA2 DA3.1 DA3.2 DA4.1 DA4.2 DA4.3 DA5 DA6.1 DA6.2" {
		t.Errorf("rules for %s", got)
	}
}

func TestPersonKindsFollowTheRetirementAge(t *testing.T) {
	ctx := context.Background()
	s, _ := applied(t)
	for when, want := range map[string]int{"2022-06-01": 726, "2023-06-01": 729, "2024-12-14": 732, "2025-01-01": 735, "2026-12-31": 738} {
		kinds, err := s.PersonKinds(ctx, day(when))
		if err != nil || kinds[0].Code != "working_age" || *kinds[0].AnyOf[0].BelowMonths != want {
			t.Errorf("%s: %+v, %v", when, kinds, err)
		}
	}
}

func TestWrongRulesAreRefusedAtTheirLine(t *testing.T) {
	const rules, scores = "national/eligibility.yaml", "dak-nong/catalogue.yaml"
	for name, c := range map[string]struct{ file, old, new, line, want string }{
		"unknown key":       {rules, "    words: Người nghèo", "    wordz: Người nghèo", "wordz", "no key “wordz” is known here"},
		"unknown class":     {rules, "classes: [poor], minority", "classes: [rich], minority", "rich", "“rich” must be one of: poor"},
		"unknown project":   {rules, "project: DA6.2", "project: DA9", "project: DA9", "has no project “DA9”"},
		"unknown persons":   {rules, "persons: [disabled]", "persons: [elder]", "persons: [elder]", "no kind of persons “elder”"},
		"unknown indicator": {rules, "deprived: [7, 8]", "deprived: [7, 13]", "deprived: [7, 13]", "the indicator 13"},
		"no condition":      {rules, "      - {title: \"Người nghèo, người dân trên địa bàn\"}\n", "", "any_of:\n    priority", "is empty"},
		"a rule twice":      {rules, "project: DA3.1", "project: DA2", "", "“DA2” stands at"},
		"unknown source":    {rules, "source: 17/2022/TT-BLĐTBXH", "source: 18/2022/TT-BLĐTBXH", "source: 18/2022", "no document “18/2022/TT-BLĐTBXH”"},
		"ages the wrong way": {rules, "from_months: 180, below_months: 726", "from_months: 180, below_months: 180", "below_months: 180",
			"below_months must be above"},
		"kind twice":         {rules, "valid_from: 2023-01-01", "valid_from: 2022-12-31", "", "“working_age” stands at"},
		"illustrative alone": {scores, "    warning: \"Bảng minh họa, phải thay bằng Phụ lục của Thông tư 07/2021/TT-BLĐTBXH.\"\n", "", "illustrative: true", "must have a warning"},
		"choice twice":       {scores, `code: "five_six"`, `code: "seven_more"`, "", "“seven_more” stands at"},
		"code of a field":    {scores, `code: "five_six"`, `code: "5 - 6"`, "5 - 6", "must be lower-case letters"},
		"points of nobody":   {scores, "points: 30", "points: 3000", "points: 3000", "points must be from 0 to 1000"},
		"points in words":    {scores, "points: 30", "points: nhiều", "nhiều", "must be a whole number"},
		"counted, no cap":    {scores, ", max: 15}", "}", "motorbikes", "either choices or all of"},
		"commune":            {scores, `units: ["67"]`, `units: ["67-664-24697"]`, "24697", "must be the key of a province"},
		"area twice":         {scores, "area: urban", "area: rural", "", "“rural 67” stands at"},
	} {
		t.Run(name, func(t *testing.T) {
			files := edited(t, c.file, c.old, c.new)
			_, err := catalogue.Load(files)
			f := fault.From(err)
			if f.Code != "configuration_wrong" {
				t.Fatalf("taken: %v", err)
			}
			text := string(files[c.file].Data)
			for _, field := range f.Fields {
				place, line := c.file+":", 1+strings.Count(text[:max(strings.Index(text, c.line), 0)], "\n")
				if strings.Contains(field.Message.EN, c.want) && strings.HasPrefix(field.Name, place) && (c.line == "" || field.Name == place+strconv.Itoa(line)) {
					return
				}
			}
			t.Errorf("got %+v", f.Fields)
		})
	}
}
