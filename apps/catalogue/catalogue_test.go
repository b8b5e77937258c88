package catalogue_test

import (
	"context"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"vuon/apps/catalogue"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
)

var update = flag.Bool("update", false, "write the golden files anew")

func lines(differences []declared.Difference) string {
	var b strings.Builder
	for _, d := range differences {
		b.WriteString(d.Line(i18n.Vietnamese) + "\n")
	}
	return b.String()
}

func TestApplyTwiceChangesNothing(t *testing.T) {
	ctx := context.Background()
	s, _ := applied(t)
	for _, run := range []func() ([]declared.Difference, error){
		func() ([]declared.Difference, error) { return s.Plan(ctx, shipped()) },
		func() ([]declared.Difference, error) { return s.Apply(ctx, shipped()) },
	} {
		if left, err := run(); err != nil || len(left) != 0 {
			t.Errorf("after applying there is still (%v):\n%s", err, lines(left))
		}
	}
}

func TestDifferencesAreShown(t *testing.T) {
	ctx := context.Background()
	s, _ := applied(t)
	// Project 6 gets another title from 2025 on, a standard is corrected, a document withdrawn.
	files := edited(t,
		"national/programme.yaml", "    scope: Trên phạm vi cả nước\n    source: 90/QĐ-TTg\n    valid_from: 2022-01-18\n    valid_to: 2025-12-31\n\n  - code: DA7.1",
		"    scope: Trên phạm vi cả nước\n    source: 90/QĐ-TTg\n    valid_from: 2022-01-18\n    valid_to: 2024-12-31\n\n  - code: DA7.1",
		"national/standards.yaml", "b1_max: 140", "b1_max: 145",
		"national/ethnic-groups.yaml", "spellings: [Châu Mạ]", "spellings: [Châu Mạ, Mạ Ngăn]",
		"dak-nong/documents.yaml", "05/2023/QĐ-UBND", "06/2023/QĐ-UBND")
	planned, err := s.Plan(ctx, files)
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/differences.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(lines(planned)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != lines(planned) {
		t.Errorf("%v, got:\n%s", err, lines(planned))
	}
	done, err := s.Apply(ctx, files)
	if err != nil || lines(done) != lines(planned) {
		t.Errorf("%v, done:\n%s", err, lines(done))
	}
	for when, known := range map[string]bool{"2024-12-31": true, "2025-01-01": false} {
		if _, err := s.Project(ctx, "DA7", day(when)); (err == nil) != known {
			t.Errorf("DA7 on %s: %v", when, err)
		}
	}
}

func TestProjectsOfTheProgramme(t *testing.T) {
	ctx := context.Background()
	s, _ := applied(t)
	list, err := s.Projects(ctx, day("2024-02-05"))
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, p := range list {
		codes = append(codes, p.Code)
		if !strings.HasSuffix(p.Objective, ".") || len(p.Capital) == 0 || p.ID != p.Code+"@2022-01-18" {
			t.Errorf("%+v", p)
		}
	}
	if want := "DA1 DA1.1 DA1.2 DA2 DA3 DA3.1 DA3.2 DA4 DA4.1 DA4.2 DA4.3 DA5 DA6 DA6.1 DA6.2 DA7 DA7.1 DA7.2"; strings.Join(codes, " ") != want {
		t.Errorf("projects are %v", codes)
	}
	p, err := s.Project(ctx, "DA7.2", day("2024-02-05"))
	if err != nil || p.Label() != "Tiểu dự án 2" || p.Parent != "DA7" || !slices.Equal(p.OtherTitles, []string{"Giám sát, đánh giá Chương trình"}) ||
		!slices.Equal(p.Capital, []catalogue.Capital{catalogue.Recurrent}) {
		t.Errorf("%+v, %v", p, err)
	}
	if none, err := s.Projects(ctx, day("2026-01-01")); err != nil || len(none) != 0 {
		t.Errorf("after the programme: %d, %v", len(none), err)
	}
}

func TestStandardsFollowTime(t *testing.T) {
	ctx := context.Background()
	s, _ := applied(t)
	for when, want := range map[string]struct {
		rural, urban int64
		b1           bool
	}{"2022-01-01": {1_500_000, 2_000_000, true}, "2026-12-31": {1_500_000, 2_000_000, true}, "2027-01-01": {2_200_000, 2_800_000, false}} {
		list, err := s.Standards(ctx, day(when))
		if err != nil || len(list) != 2 || int64(list[0].Income) != want.rural || int64(list[1].Income) != want.urban || (list[0].B1Max != nil) != want.b1 {
			t.Errorf("%s: %+v, %v", when, list, err)
		}
	}
	if list, err := s.Standards(ctx, day("2021-12-31")); err != nil || len(list) != 0 {
		t.Errorf("before: %+v, %v", list, err)
	}
}

func TestLists(t *testing.T) {
	ctx := context.Background()
	s, _ := applied(t)
	now := day("2024-02-05")
	indicators, err := s.Indicators(ctx, now)
	if err != nil || len(indicators) != 12 || indicators[11].Code != "info_assets" {
		t.Errorf("%d indicators, %v", len(indicators), err)
	}
	groups, err := s.EthnicGroups(ctx, now)
	if err != nil || len(groups) != 55 {
		t.Fatalf("%d ethnic groups, %v", len(groups), err)
	}
	for written, code := range map[string]string{"M'Nông": "20", "mnông": "20", "M’nông": "20", "Ê Đê": "12", "Êđê": "12", "Mạ": "28", "H'Mông": "08", "Kinh": "01", "12": "12"} {
		if g, ok := catalogue.EthnicGroupOf(groups, written); !ok || g.Code != code {
			t.Errorf("%s is %s", written, g.Code)
		}
	}
	if g, ok := catalogue.EthnicGroupOf(groups, "Thơ"); ok {
		t.Errorf("Thơ is %s", g.Name)
	}
	for list, n := range map[catalogue.ListName]int{catalogue.Causes: 8, catalogue.Groups: 7, catalogue.Needs: 6} {
		if terms, err := s.Terms(ctx, list, now); err != nil || len(terms) != n {
			t.Errorf("%s: %d, %v", list, len(terms), err)
		}
	}
	if types, err := s.DocumentTypes(ctx); err != nil || types[9].ID != "KH" {
		t.Errorf("%v, %v", types, err)
	}
}

func TestFunctionsRecogniseOffices(t *testing.T) {
	s, _ := applied(t)
	functions, err := s.Functions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for office, want := range map[string]string{
		"Phòng Lao động - Thương binh và Xã hội": "labour", "Phòng Lao động – Thương binh và Xã hội": "labour", "Phòng LĐ-TB&XH": "labour",
		"Phòng LĐTBXH": "labour", "Sở LĐ-TB&XH": "labour", "phòng Nông nghiệp và Phát triển nông thôn huyện": "agriculture", "Phòng NN&PTNT": "agriculture",
		"Phòng Nông nghiệp và Môi trường": "agriculture", "Phòng Kinh tế": "agriculture", "Phòng Kinh tế và Hạ tầng": "construction",
		"Phòng Kinh tế, Hạ tầng và Đô thị": "construction", "Phòng Tài chính – Kế hoạch": "finance", "Phòng TC-KH": "finance",
		"UBND các xã, thị trấn": "commune", "Ủy ban nhân dân xã, thị trấn": "commune", "Ủy ban nhân dân huyện": "other",
		"Ủy ban Mặt trận Tổ quốc Việt Nam huyện": "front", "TT VHTT&TT huyện": "culture", "Phòng Văn hóa - Xã hội": "culture", "Phòng Y tế": "health",
		"Phòng GD&ĐT": "education", "Liên đoàn Lao động huyện": "front", "Phòng Nội vụ": "other", "": "other",
	} {
		if got := catalogue.FunctionOf(functions, office); got != want {
			t.Errorf("%s is %s, want %s", office, got, want)
		}
	}
}

// cited are the numbers of documents as plans write them, broken lines and all.
var cited = regexp.MustCompile(`\d+/(?:\d{4}/)?[A-ZĐ]{2,}(?:-\s*[A-ZĐ]+g?)+`)

func TestEveryCitationOfTheSeedIsInTheRegistry(t *testing.T) {
	ctx := context.Background()
	s, _ := applied(t)
	plan, err := os.ReadFile("../../tenants/dak-nong/krong-no/plan-2024.txt")
	if err != nil {
		t.Fatal(err)
	}
	documents, err := s.DocumentsFor(ctx, "krong-no")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, d := range documents {
		known[d.Number] = true
	}
	numbers := map[string]bool{}
	for _, number := range cited.FindAllString(string(plan), -1) {
		number = strings.Join(strings.Fields(number), "")
		numbers[number] = true
		if !known[number] {
			t.Errorf("%s is not in the registry", number)
		}
	}
	if len(numbers) != 13 {
		t.Errorf("the plan cites %d documents: %v", len(numbers), numbers)
	}
	for _, d := range documents {
		if d.Number == "04/2022/TT-BNNPTNT" && d.Date != "2022-07-11" {
			t.Errorf("%s is of %s", d.Number, d.Date)
		}
	}
}

func TestDocumentsOfOthersDoNotConcern(t *testing.T) {
	ctx := context.Background()
	s, _ := applied(t)
	count := func(list []catalogue.Document, err error) (local int) {
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			if d.Owner == "krong-no" {
				local++
			}
		}
		return local
	}
	if n := count(s.DocumentsFor(ctx, "krong-no")); n != 3 {
		t.Errorf("Krông Nô sees %d of its own", n)
	}
	if n := count(s.DocumentsFor(ctx, "cu-jut")); n != 0 {
		t.Errorf("Cư Jút sees %d of Krông Nô", n)
	}
	if _, err := s.DocumentsFor(ctx, "nowhere"); fault.CodeOf(err) != "tenant_unknown" {
		t.Errorf("%v", err)
	}
}

func TestDocumentsAreListedByKey(t *testing.T) {
	ctx := context.Background()
	s, _ := applied(t)
	all, err := s.DocumentsFor(ctx, "krong-no")
	if err != nil {
		t.Fatal(err)
	}
	var paged []string
	for page := (database.Page{Limit: 4}); ; {
		list, next, err := s.Documents(ctx, "krong-no", "", page)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			paged = append(paged, d.ID)
		}
		if next == "" {
			break
		}
		page.After = next
	}
	var want []string
	for _, d := range all {
		want = append(want, d.ID)
	}
	if !slices.Equal(paged, want) {
		t.Errorf("paged %v\nwant %v", paged, want)
	}
	for query, number := range map[string]string{"da dang hoa sinh ke": "09/2022/TT-BLĐTBXH", "193/nq-hđnd": "193/NQ-HĐND", "QUAY VONG": "05/2023/QĐ-UBND"} {
		if list, _, err := s.Documents(ctx, "krong-no", query, database.Page{}); err != nil || len(list) != 1 || list[0].Number != number {
			t.Errorf("%q finds %v, %v", query, list, err)
		}
	}
	for _, after := range []string{"x", database.Cursor("a", "b"), database.Cursor("2024-01-01")} {
		if _, _, err := s.Documents(ctx, "krong-no", "", database.Page{After: after}); fault.CodeOf(err) != "bad_cursor" {
			t.Errorf("cursor %q: %v", after, err)
		}
	}
}

func TestWrongFilesAreRefusedAtTheirLine(t *testing.T) {
	const programme, law, standards = "national/programme.yaml", "national/legal-documents.yaml", "national/standards.yaml"
	for name, c := range map[string]struct{ file, old, new, line, want string }{
		"unknown source":     {programme, "    source: 90/QĐ-TTg", "    source: 91/QĐ-TTg", "91/QĐ-TTg", "the registry has no document “91/QĐ-TTg”"},
		"unknown programme":  {programme, "    programme: gnbv-2021-2025", "    programme: gnbv", "programme: gnbv\n", "there is no programme “gnbv”"},
		"unknown parent":     {programme, "    parent: DA1\n", "    parent: DA8\n", "DA8", "the programme has no project “DA8”"},
		"unknown capital":    {programme, "capital: [development, recurrent]", "capital: [loan]", "[loan]", "“loan” must be one of: development, recurrent"},
		"beyond programme":   {programme, "    valid_from: 2022-01-18\n    valid_to: 2025-12-31\n\n  - code: DA1.1", "    valid_from: 2022-01-01\n    valid_to: 2025-12-31\n\n  - code: DA1.1", "2022-01-01", "the period goes beyond the programme"},
		"number as text":     {programme, "    number: 1\n", "    number: Dự án 1\n", "number: Dự", "must be a whole number"},
		"same code twice":    {programme, "  - code: DA1.2\n", "  - code: DA1.1\n", "code: DA1.1\n    programme: gnbv-2021-2025\n    parent: DA1\n    number: 2", "“DA1.1” stands at national/programme.yaml:"},
		"bad number":         {law, "number: 90/QĐ-TTg", "number: 90-QĐ-TTg", "90-QĐ-TTg", "“90-QĐ-TTg” must be a document's number"},
		"document twice":     {law, "number: 10/2022/TT-BLĐTBXH, issuer: Bộ Lao động - Thương binh và Xã hội, date: 2022-05-31", "number: 09/2022/TT-BLĐTBXH, issuer: Bộ, date: 2022-05-25", "issuer: Bộ,", "the document “09/2022/TT-BLĐTBXH” stands at"},
		"amends the unknown": {law, "amends: [17/2022/TT-BLĐTBXH]", "amends: [18/2022/TT-BLĐTBXH]", "[18/2022", "the registry has no document “18/2022/TT-BLĐTBXH”"},
		"bad date":           {law, "date: 2022-05-25", "date: 25/5/2022", "25/5/2022", "“25/5/2022” must be a real day"},
		"bad status":         {law, ", status: in_force", ", status: valid", "status: valid", "“valid” must be one of: in_force, amended, expired"},
		"overlap":            {standards, "valid_from: 2026-01-01", "valid_from: 2025-06-01", "2025-06-01", "“rural” stands at national/standards.yaml:"},
		"money as text":      {standards, "income: 1500000", "income: 1.500.000", "1.500.000", "must be a whole number"},
		"unknown key":        {"national/terms.yaml", "title: Không có lao động", "label: Không có lao động", "label:", "the required key “title” is missing"},
		"ethnic code":        {"national/ethnic-groups.yaml", `"01"`, `"1"`, `"1"`, "the code “1” must have exactly 2 digits"},
		"unknown list":       {"national/functions.yaml", "functions:", "function:", "function:", "no key “function” is known here"},
	} {
		t.Run(name, func(t *testing.T) {
			files := edited(t, c.file, c.old, c.new)
			_, err := catalogue.Load(files)
			if fault.CodeOf(err) != "configuration_wrong" {
				t.Fatalf("taken: %v", err)
			}
			before, _, there := strings.Cut(string(files[c.file].Data), c.line)
			place := declared.Place{File: c.file, Line: strings.Count(before, "\n") + 1}.String()
			if !there || !slices.ContainsFunc(fault.From(err).Fields, func(f fault.Field) bool {
				return f.Name == place && strings.HasPrefix(f.Message.EN, c.want)
			}) {
				t.Errorf("want %s %s\ngot %v", place, c.want, err)
			}
		})
	}
	if _, err := catalogue.Load(fstest.MapFS{}); fault.CodeOf(err) != "configuration_wrong" {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestReferencesFitTheTenants(t *testing.T) {
	var faults declared.Faults
	refs := catalogue.References(shipped(), &faults)
	if faults.Any() || len(refs.Projects) != 18 || len(refs.Functions) != 10 {
		t.Errorf("%v %v", refs, faults.Err())
	}
}

func FuzzLoad(f *testing.F) {
	base := edited(f)
	for _, name := range []string{"national/programme.yaml", "national/standards.yaml", "national/legal-documents.yaml"} {
		f.Add(base[name].Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := catalogue.Load(fstest.MapFS{"national/x.yaml": {Data: data}})
		if err != nil && fault.CodeOf(err) != "configuration_wrong" {
			t.Fatalf("%v", err)
		}
	})
}
