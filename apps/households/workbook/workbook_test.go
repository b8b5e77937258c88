package workbook_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
	"vuon/platform/text"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func options() workbook.Options {
	return workbook.Options{AsOf: day("2024-12-14"), Today: day("2024-12-20")}
}

// content is a workbook in memory.
type content struct {
	households []workbook.Household
	members    []workbook.Member
	population []workbook.Population
	report     workbook.Report
}

func read(t testing.TB, raw []byte, o workbook.Options) content {
	t.Helper()
	c, err := tryRead(raw, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func tryRead(raw []byte, o workbook.Options) (c content, err error) {
	ctx := context.Background()
	w, err := workbook.Open(bytes.NewReader(raw), int64(len(raw)), o)
	if err != nil {
		return c, err
	}
	if c.households, err = all(w.Households(ctx)); err != nil {
		return c, err
	}
	if c.members, err = all(w.Members(ctx)); err != nil {
		return c, err
	}
	if c.population, err = all(w.Population(ctx)); err != nil {
		return c, err
	}
	w.Report.Sort()
	c.report = w.Report
	return c, nil
}

func all[T any](seq iter.Seq2[T, error]) (list []T, err error) {
	for row, err := range seq {
		if err != nil {
			return list, err
		}
		list = append(list, row)
	}
	return list, nil
}

func sequence[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, one := range list {
			if !yield(one, nil) {
				return
			}
		}
	}
}

func write(t testing.TB, c content) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := workbook.Write(&b, workbook.Book{Households: sequence(c.households), Members: sequence(c.members), Population: sequence(c.population)}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// names are texts that a line can hold, some of which look like formulas or like
// escaped characters.
func names() *rapid.Generator[string] {
	drawn := rapid.OneOf(rapid.SampledFrom([]string{"Y Thơm Niê", "=1+1", "+84", "-cmd|' /C calc'!A0", "@SUM(A1)", "_x0041_", "a <b> & \"c\"", "Bon Phê Prí", "'x"}), rapid.StringN(1, 40, 120))
	return rapid.Map(drawn, text.Line).Filter(func(s string) bool {
		return s != "" && !strings.ContainsAny(s, "\ufffd\ufffe\uffff") && !strings.HasPrefix(s, "#")
	})
}

func days(from, to string) *rapid.Generator[time.Time] {
	n := int(day(to).Sub(day(from)).Hours() / 24)
	return rapid.Map(rapid.IntRange(0, n), func(i int) time.Time { return day(from).AddDate(0, 0, i) })
}

func drawHousehold(t *rapid.T, row int) workbook.Household {
	h := workbook.Household{Row: row, Commune: fmt.Sprintf("%05d", rapid.IntRange(1, 99999).Draw(t, "commune")), Village: names().Draw(t, "village"), Head: names().Draw(t, "head"),
		Opening: rapid.SampledFrom([]classify.Class{classify.Poor, classify.NearPoor, classify.NotPoor, classify.Escaped}).Draw(t, "opening"),
		B1:      rapid.IntRange(0, 1000).Draw(t, "b1"), Deprived: classify.Set(rapid.Uint16Range(0, 1<<12-1).Draw(t, "T")),
		Causes: classify.Set(rapid.Uint16Range(0, 255).Draw(t, "N")), Supports: classify.Set(rapid.Uint16Range(0, 63).Draw(t, "H")),
		Merit: rapid.Bool().Draw(t, "merit"), NoLabour: rapid.Bool().Draw(t, "labour"), Average: rapid.Bool().Draw(t, "average"),
		Movement: rapid.SampledFrom([]classify.Movement{"", classify.Arrived, classify.Left, classify.Split, classify.Merged, classify.Died}).Draw(t, "movement")}
	if rapid.Bool().Draw(t, "coded") {
		h.Code = fmt.Sprintf("%s-%d", h.Commune, row)
	}
	if rapid.Bool().Draw(t, "escaped") {
		h.Escaped = days("1900-03-01", "2024-12-14").Draw(t, "escaped on")
	}
	return h
}

func drawMember(t *rapid.T, h workbook.Household, row int, head bool) workbook.Member {
	m := workbook.Member{Row: row, Of: h.Row, Household: h.Code, Name: names().Draw(t, "name"), Female: rapid.Bool().Draw(t, "female"),
		Birth: days("1900-01-01", "2024-12-14").Draw(t, "birth"), Ethnic: rapid.SampledFrom([]string{"Kinh", "M'Nông", "01", "20"}).Draw(t, "ethnic"),
		Relation: rapid.SampledFrom([]string{"spouse", "child", "parent", "grandchild", "sibling", "other"}).Draw(t, "relation"),
		Disabled: rapid.Bool().Draw(t, "disabled"), Insured: rapid.Bool().Draw(t, "insured"), InSchool: rapid.Bool().Draw(t, "school")}
	if h.Code == "" {
		m.Household = fmt.Sprint("#", h.Row)
	}
	if head {
		m.Name, m.Relation = h.Head, "head"
	}
	if rapid.Bool().Draw(t, "year") {
		m.YearAlone, m.Birth = true, time.Date(m.Birth.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	if rapid.Bool().Draw(t, "citizen") {
		m.Citizen = fmt.Sprintf("%012d", 67_000_000_000+row)
	}
	m.Malnourished = m.Birth.Year() > 2010 && rapid.Bool().Draw(t, "malnourished")
	return m
}

func drawContent(t *rapid.T) (c content) {
	for i := range rapid.IntRange(0, 8).Draw(t, "households") {
		h := drawHousehold(t, i+2)
		c.households = append(c.households, h)
		for n := range rapid.IntRange(1, 4).Draw(t, "members") {
			c.members = append(c.members, drawMember(t, h, len(c.members)+2, n == 0))
		}
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "population") {
		n := func(name string) int64 { return rapid.Int64Range(0, 9999).Draw(t, name) }
		p := workbook.Population{Row: i + 2, Commune: fmt.Sprintf("%05d", i), Counts: [8]int64{0, 0, n("kinh"), n("dtts"), 0, n("kinh"), n("dtts"), 0}}
		p.Counts[0], p.Counts[1] = p.Counts[2]+p.Counts[3], p.Counts[5]+p.Counts[6]
		p.Counts[4], p.Counts[7] = p.Counts[3]/2, p.Counts[6]/2
		if rapid.Bool().Draw(t, "village") {
			p.Village = names().Draw(t, "name")
		}
		c.population = append(c.population, p)
	}
	return c
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := drawContent(rt)
		got := read(t, write(t, want), options())
		if got.report.FaultCount > 0 || got.report.WarningCount > 0 {
			rt.Fatalf("faults %+v, warnings %+v", got.report.Faults, got.report.Warnings)
		}
		for name, pair := range map[string][2]any{"households": {got.households, want.households}, "members": {got.members, want.members}, "population": {got.population, want.population}} {
			if g, w := fmt.Sprintf("%+v", pair[0]), fmt.Sprintf("%+v", pair[1]); g != w {
				rt.Fatalf("%s:\n%s\nwant\n%s", name, g, w)
			}
		}
	})
}

func TestAnotherReaderReadsWhatIsWritten(t *testing.T) {
	c := content{households: []workbook.Household{{Commune: "24697", Village: "Bon Phê Prí", Head: "=1+1", Opening: classify.Poor, B1: 7, Deprived: classify.SetOf(1, 12)}}}
	f, err := excelize.OpenReader(bytes.NewReader(write(t, c)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for at, want := range map[string]string{"B2": "24697", "C2": "Bon Phê Prí", "D2": "=1+1", "E2": "nghèo", "F2": "7", "G2": "x", "H2": "", "R2": "x"} {
		if got, err := f.GetCellValue(workbook.SheetHouseholds, at); err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", at, got, want, err)
		}
	}
	if formula, err := f.GetCellFormula(workbook.SheetHouseholds, "D2"); err != nil || formula != "" {
		t.Errorf("a formula %q (%v)", formula, err)
	}
	styleID, err := f.GetCellStyle(workbook.SheetHouseholds, "D2")
	if err != nil {
		t.Fatal(err)
	}
	if style, err := f.GetStyle(styleID); err != nil || style.NumFmt != 49 {
		t.Errorf("%+v is not text (%v)", style, err)
	}
}

func TestTheTemplateIsEmptyAndWhole(t *testing.T) {
	var b bytes.Buffer
	if err := workbook.Template(&b); err != nil {
		t.Fatal(err)
	}
	c := read(t, b.Bytes(), options())
	if len(c.households)+len(c.members)+len(c.population)+c.report.FaultCount+c.report.WarningCount != 0 {
		t.Errorf("%+v", c)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := fmt.Sprint(f.GetSheetList()); got != "[Hộ Thành viên Dân cư Hướng dẫn]" {
		t.Errorf("sheets %s", got)
	}
}
