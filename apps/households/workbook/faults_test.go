package workbook_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
)

// sheets are cells by sheet and address, over a workbook in which nothing is wrong.
type sheets map[string]any

// good is a workbook of two households: row 2 with a code, row 3 without.
func good() content {
	return content{
		households: []workbook.Household{
			{Row: 2, Code: "H1", Commune: "24697", Village: "Thôn 1", Head: "Nguyễn Văn A", Opening: classify.Poor, B1: 100},
			{Row: 3, Commune: "24697", Village: "Thôn 2", Head: "H'Bia", Opening: classify.NotPoor, B1: 300},
		},
		members: []workbook.Member{
			{Row: 2, Household: "H1", Name: "Nguyễn Văn A", Birth: day("1980-05-06"), Ethnic: "Kinh", Relation: "head", Citizen: "067080000001"},
			{Row: 3, Household: "H1", Name: "Nguyễn Thị B", Birth: day("2015-05-06"), Female: true, Ethnic: "Kinh", Relation: "child"},
			{Row: 4, Household: "#3", Name: "H'Bia", Birth: day("1970-01-01"), YearAlone: true, Female: true, Ethnic: "20", Relation: "head", Citizen: "067170000002"},
		},
		population: []workbook.Population{
			{Row: 2, Commune: "24697", Counts: [8]int64{30, 120, 20, 10, 5, 80, 40, 20}},
			{Row: 3, Commune: "24697", Village: "Thôn 1", Counts: [8]int64{10, 40, 10, 0, 0, 40, 0, 0}},
			{Row: 4, Commune: "24697", Village: "Thôn 2", Counts: [8]int64{20, 80, 10, 10, 5, 40, 40, 20}},
		},
	}
}

// with changes cells ("Hộ!F2") of a good workbook as a spreadsheet would.
func with(t testing.TB, cells sheets) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(write(t, good())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for at, value := range cells {
		sheet, address, _ := strings.Cut(at, "!")
		if formula, ok := value.(formula); ok {
			err = f.SetCellFormula(sheet, address, string(formula))
		} else {
			err = f.SetCellValue(sheet, address, value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type formula string

func TestAGoodWorkbookHasNoFault(t *testing.T) {
	c := read(t, with(t, nil), options())
	if c.report.FaultCount+c.report.WarningCount != 0 || len(c.households) != 2 || len(c.members) != 3 || len(c.population) != 3 {
		t.Errorf("%+v", c)
	}
}

func TestEveryFaultIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		cells sheets
		want  []string // sheet row heading value code
	}{
		"required":            {sheets{"Hộ!D2": "", "Hộ!B3": nil}, []string{"Hộ 2 Chủ hộ  required", "Hộ 3 Mã xã  required"}},
		"class":               {sheets{"Hộ!E2": "giàu"}, []string{"Hộ 2 Phân loại đầu kỳ giàu word_unknown"}},
		"B1 above":            {sheets{"Hộ!F2": 1001}, []string{"Hộ 2 B1 1001 number_range"}},
		"B1 below":            {sheets{"Hộ!F2": -1}, []string{"Hộ 2 B1 -1 number_range"}},
		"B1 broken":           {sheets{"Hộ!F2": 1.5}, []string{"Hộ 2 B1 1.5 number"}},
		"B1 none":             {sheets{"Hộ!F2": nil}, []string{"Hộ 2 B1  required"}},
		"mark":                {sheets{"Hộ!G2": "maybe"}, []string{"Hộ 2 T1 maybe flag"}},
		"commune":             {sheets{"Hộ!B2": "Nam Đà"}, []string{"Hộ 2 Mã xã Nam Đà code"}},
		"escaped later":       {sheets{"Hộ!AJ2": "15/12/2024"}, []string{"Hộ 2 Ngày công nhận thoát nghèo 15/12/2024 date_future"}},
		"no date":             {sheets{"Hộ!AJ2": "31/02/2023"}, []string{"Hộ 2 Ngày công nhận thoát nghèo 31/02/2023 date"}},
		"movement":            {sheets{"Hộ!AK2": "bay"}, []string{"Hộ 2 Biến động bay word_unknown"}},
		"same household":      {sheets{"Hộ!A3": "H1", "Thành viên!A4": "H1"}, []string{"Hộ 3 Mã hộ H1 household_twice", "Thành viên 4 Quan hệ với chủ hộ chủ hộ head_twice", "Hộ 3 Chủ hộ  head_missing"}},
		"code like a row":     {sheets{"Hộ!A2": "#1"}, []string{"Hộ 2 Mã hộ #1 code", "Thành viên 2 Mã hộ H1 household_unknown", "Thành viên 3 Mã hộ H1 household_unknown", "Hộ 2 Chủ hộ  head_missing"}},
		"no head":             {sheets{"Thành viên!F4": "con"}, []string{"Hộ 3 Chủ hộ  head_missing"}},
		"two heads":           {sheets{"Thành viên!F3": "Chủ Hộ"}, []string{"Thành viên 3 Quan hệ với chủ hộ Chủ Hộ head_twice"}},
		"no relation":         {sheets{"Thành viên!F4": nil}, []string{"Thành viên 4 Quan hệ với chủ hộ  required"}},
		"unknown household":   {sheets{"Thành viên!A3": "H9"}, []string{"Thành viên 3 Mã hộ H9 household_unknown"}},
		"unknown row":         {sheets{"Thành viên!A3": "#99"}, []string{"Thành viên 3 Mã hộ #99 household_unknown"}},
		"born tomorrow":       {sheets{"Thành viên!C3": "15/12/2024"}, []string{"Thành viên 3 Ngày sinh 15/12/2024 born_in_future"}},
		"born next year":      {sheets{"Thành viên!C3": 2025}, []string{"Thành viên 3 Ngày sinh 2025 born_in_future"}},
		"131 years":           {sheets{"Thành viên!C3": "01/01/1893"}, []string{"Thành viên 3 Ngày sinh 01/01/1893 too_old"}},
		"birth":               {sheets{"Thành viên!C3": "hôm qua"}, []string{"Thành viên 3 Ngày sinh hôm qua date"}},
		"sex":                 {sheets{"Thành viên!D3": "?"}, []string{"Thành viên 3 Giới tính ? word_unknown"}},
		"citizen short":       {sheets{"Thành viên!G3": "123456789"}, []string{"Thành viên 3 CCCD 123456789 code"}},
		"citizen letters":     {sheets{"Thành viên!G3": "06708000000O"}, []string{"Thành viên 3 CCCD 06708000000O code"}},
		"citizen twice":       {sheets{"Thành viên!G4": "067080000001"}, []string{"Thành viên 4 CCCD 067080000001 citizen_twice"}},
		"malnourished adult":  {sheets{"Thành viên!K2": "x"}, []string{"Thành viên 2 Suy dinh dưỡng x malnourished_age"}},
		"ethnic code":         {sheets{"Thành viên!E2": "123"}, []string{"Thành viên 2 Dân tộc 123 code"}},
		"households together": {sheets{"Dân cư!C3": 11}, []string{"Dân cư 3 Số hộ 11 population_sum"}},
		"more than a part":    {sheets{"Dân cư!J3": 1}, []string{"Dân cư 3 Khẩu DT tại chỗ 1 population_part"}},
		"villages":            {sheets{"Dân cư!H4": 39, "Dân cư!D4": 79}, []string{"Dân cư 2 Nhân khẩu 120 population_villages", "Dân cư 2 Khẩu Kinh 80 population_villages"}},
		"population twice":    {sheets{"Dân cư!B4": "thon 1"}, []string{"Dân cư 4 Thôn thon 1 population_twice"}},
		"no number":           {sheets{"Dân cư!C3": "mười"}, []string{"Dân cư 3 Số hộ mười number"}},
		"formula":             {sheets{"Hộ!F2": formula("1+1")}, []string{"Hộ 2 B1 100 formula"}},
		"column missing":      {sheets{"Hộ!F1": "khác"}, []string{"Hộ 1 B1  heading_missing"}},
		"column twice":        {sheets{"Hộ!F1": "Thôn"}, []string{"Hộ 1 Thôn F heading_twice", "Hộ 1 B1  heading_missing"}},
		"several at once": {sheets{"Hộ!F2": "x", "Hộ!G2": "?", "Thành viên!C2": "?", "Thành viên!D4": ""},
			[]string{"Hộ 2 B1 x number", "Hộ 2 T1 ? flag", "Thành viên 2 Ngày sinh ? date", "Thành viên 4 Giới tính  required"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range read(t, with(t, c.cells), options()).report.Faults {
				if f.Expected == "" {
					t.Errorf("%+v does not say what was expected", f)
				}
				got = append(got, fmt.Sprintf("%s %d %s %s %s", f.Sheet, f.Row, f.Heading, f.Value, f.Code))
			}
			slices.Sort(got)
			slices.Sort(c.want)
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestWhatIsMended(t *testing.T) {
	c := read(t, with(t, sheets{"Hộ!B2": 2469, "Thành viên!G2": 67080000001, "Thành viên!E4": 1, "Hộ!AM1": "Ghi chú", "Hộ!AM2": "vắng", "Hộ!A2": "007", "Thành viên!A2": 7, "Thành viên!A3": "007"}), options())
	if c.report.FaultCount != 0 || c.households[0].Commune != "02469" || c.members[0].Citizen != "067080000001" || c.members[2].Ethnic != "01" || c.members[0].Of != 2 {
		t.Fatalf("%+v", c)
	}
	var codes []string
	for _, w := range c.report.Warnings {
		codes = append(codes, fmt.Sprint(w.Sheet, w.Row, w.Code))
	}
	if got := strings.Join(codes, " "); got != "Hộ1column_ignored Hộ2leading_zeros Thành viên2leading_zeros Thành viên2leading_zeros Thành viên4leading_zeros" {
		t.Error(got)
	}
}

// A household that leaves may list who is in another one.
func TestWhoLeavesMayBeElsewhere(t *testing.T) {
	c := read(t, with(t, sheets{"Hộ!AK2": "nhập hộ", "Thành viên!G4": "067080000001"}), options())
	if c.report.FaultCount != 0 || c.members[2].Citizen != "067080000001" {
		t.Errorf("%+v", c.report.Faults)
	}
}

func TestDaysOfSpreadsheets(t *testing.T) {
	c := read(t, with(t, sheets{"Thành viên!C2": day("1980-05-06"), "Thành viên!C3": "6-5-2015", "Thành viên!C4": "1970", "Hộ!AJ2": day("2023-12-31"), "Hộ!AJ3": "2023-01-02"}), options())
	if c.report.FaultCount != 0 {
		t.Fatalf("%+v", c.report.Faults)
	}
	if m := c.members; !m[0].Birth.Equal(day("1980-05-06")) || !m[1].Birth.Equal(day("2015-05-06")) || !m[2].YearAlone || m[2].Birth.Year() != 1970 {
		t.Errorf("%+v", m)
	}
	if h := c.households; !h[0].Escaped.Equal(day("2023-12-31")) || !h[1].Escaped.Equal(day("2023-01-02")) {
		t.Errorf("%+v", h)
	}
}

func TestDaysSince1904(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	yes := true
	if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
		t.Fatal(err)
	}
	row := []any{"H1", "24697", "Thôn 1", "A", "nghèo", 1}
	head := []any{"Mã hộ", "Mã xã", "Thôn", "Chủ hộ", "Phân loại đầu kỳ", "B1", "Ngày công nhận thoát nghèo"}
	for i := range 12 {
		head = append(head, fmt.Sprint("T", i+1))
	}
	for _, err := range []error{f.SetSheetName("Sheet1", "Hộ"), f.SetSheetRow("Hộ", "A1", &head), f.SetSheetRow("Hộ", "A2", &row), f.SetCellValue("Hộ", "G2", day("2023-12-31"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	c := read(t, b.Bytes(), options())
	if len(c.households) != 1 || !c.households[0].Escaped.Equal(day("2023-12-31")) {
		t.Errorf("%+v", c)
	}
}

// Lists of offices have other headings, in another order, below a title.
func TestATenantsOwnHeadings(t *testing.T) {
	raw := with(t, sheets{"Hộ!D1": "HỌ VÀ TÊN CHỦ HỘ", "Hộ!F1": "Tổng điểm", "Thành viên!B1": "Tên"})
	o := options()
	o.Mapping = workbook.Mapping{Headings: map[string]map[string]string{"Hộ": {"B1": "tổng ĐIỂM"}, "Thành viên": {"Họ tên": "Tên"}}}
	if c := read(t, raw, o); c.report.FaultCount != 0 || c.households[0].B1 != 100 || c.members[0].Name != "Nguyễn Văn A" {
		t.Errorf("%+v", c)
	}
	if c := read(t, raw, options()); c.report.FaultCount != 2 {
		t.Errorf("without the mapping: %+v", c.report.Faults)
	}
}

func TestSheetsOfAnotherName(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(with(t, sheets{"Hộ!F2": "?"})))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.SetSheetName("Hộ", "Danh sách"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	if c := read(t, b.Bytes(), options()); c.report.FaultCount != 1 || c.report.Faults[0].Code != "sheet_missing" {
		t.Errorf("%+v", c.report.Faults)
	}
	o := options()
	o.Mapping = workbook.Mapping{Sheets: map[string]string{"Hộ": "DANH SACH"}}
	if c := read(t, b.Bytes(), o); c.report.FaultCount != 1 || c.report.Faults[0].Sheet != "Danh sách" || len(c.members) != 3 {
		t.Errorf("%+v", c)
	}
}

func TestFaultsAreWrittenBesideTheirRows(t *testing.T) {
	raw := with(t, sheets{"Hộ!F2": "x", "Thành viên!C3": "?", "Hộ!AL1": "Ghi chú", "Hộ!AL3": formula("1+1"), "Thành viên!C2": day("1980-05-06")})
	before := read(t, raw, options())
	var b bytes.Buffer
	if err := workbook.WriteFaults(t.Context(), &b, bytes.NewReader(raw), int64(len(raw)), workbook.Mapping{}, before.report.Faults); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for at, want := range map[string]string{"Hộ!AM1": "Lỗi", "Hộ!AM2": "B1 “x”: cần số nguyên từ 0 đến 1000", "Hộ!AM3": "", "Hộ!AL1": "Ghi chú", "Thành viên!L1": "Lỗi", "Thành viên!C2": "06/05/1980"} {
		sheet, cell, _ := strings.Cut(at, "!")
		if got, err := f.GetCellValue(sheet, cell); err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", at, got, want, err)
		}
	}
	if again := read(t, b.Bytes(), options()); fmt.Sprint(again.report.Faults) != fmt.Sprint(before.report.Faults) {
		t.Errorf("%+v\nwant\n%+v", again.report.Faults, before.report.Faults)
	}
	var twice bytes.Buffer
	if err := workbook.WriteFaults(t.Context(), &twice, bytes.NewReader(b.Bytes()), int64(b.Len()), workbook.Mapping{}, before.report.Faults); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(twice.Bytes(), b.Bytes()) {
		t.Error("the column of the faults is not used again")
	}
}
