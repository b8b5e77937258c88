package ui_test

import (
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

func TestNumbersAsOfficersWriteThem(t *testing.T) {
	for got, want := range map[string]string{
		ui.Integer(2702):            "2.702",
		ui.Decimal(6.71, 2):         "6,71",
		ui.Decimal(-0.5, 1):         "-0,5",
		ui.Decimal(1234.5, 1):       "1.234,5",
		ui.Decimal(12, 0):           "12",
		ui.Percent(10224, 17937, 1): "57,0%",
		ui.Percent(1, 0, 1):         "",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Lê Thị Hạnh": "TH", "Huyện Krông Nô": "KN", "K'Brếp": "K", "đắk": "Đ", "": "", "Y Bhăm Niê": "BN"} {
		if got := ui.Initials(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestDatesAsPeopleTypeThem(t *testing.T) {
	want := time.Date(2024, 2, 5, 0, 0, 0, 0, i18n.Zone())
	for _, s := range []string{"05/02/2024", "5/2/2024", " 5-2-2024 ", "05.02.2024", "2024-02-05"} {
		if got, err := ui.ReadDate(s); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "31/02/2024", "2/2024", "05/02/24", "05/02/0024", "mai"} {
		if got, err := ui.ReadDate(s); fault.CodeOf(err) != "bad_date" {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
}

func FuzzReadDate(f *testing.F) {
	f.Add("5/2/2024")
	f.Add("2024-02-05")
	f.Fuzz(func(t *testing.T, s string) {
		day, err := ui.ReadDate(s)
		if err != nil {
			return
		}
		again, err := ui.ReadDate(i18n.Date(day))
		if err != nil || !again.Equal(day) {
			t.Errorf("%q: %v is written %s and read %v, %v", s, day, i18n.Date(day), again, err)
		}
	})
}

func TestDiffKeepsBothTexts(t *testing.T) {
	word := rapid.SampledFrom([]string{"giảm", "nghèo", "0,5%", " ", "\n", "  ", "hộ ", "\t"})
	rapid.Check(t, func(t *rapid.T) {
		before := strings.Join(rapid.SliceOf(word).Draw(t, "before"), "")
		after := strings.Join(rapid.SliceOf(word).Draw(t, "after"), "")
		var a, b strings.Builder
		for _, p := range ui.Compare(before, after) {
			if p.Change != ui.Added {
				a.WriteString(p.Text)
			}
			if p.Change != ui.Removed {
				b.WriteString(p.Text)
			}
		}
		if a.String() != before || b.String() != after {
			t.Fatalf("%q → %q became %q → %q", before, after, a.String(), b.String())
		}
	})
}

func TestDiffMarksOnlyWhatChanged(t *testing.T) {
	got := ui.Compare("giảm ít nhất 0,5% hộ nghèo", "giảm từ 0,5% hộ nghèo")
	want := []ui.DiffPart{{Change: ui.Kept, Text: "giảm "}, {Change: ui.Removed, Text: "ít nhất "}, {Change: ui.Added, Text: "từ "}, {Change: ui.Kept, Text: "0,5% hộ nghèo"}}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("part %d: got %v, want %v", i, got[i], want[i])
		}
	}
}

func TestDiffOfLongTextsIsBounded(t *testing.T) {
	got := ui.Compare("đầu "+strings.Repeat("a ", 3000)+"cuối", "đầu "+strings.Repeat("b ", 3000)+"cuối")
	if len(got) != 4 || got[0].Text != "đầu " || got[3].Text != "cuối" {
		t.Errorf("got %d parts", len(got))
	}
}

func TestChartSurvivesOddFigures(t *testing.T) {
	for name, values := range map[string][]float64{
		"none": {}, "gaps": {math.NaN(), math.NaN()}, "zero": {0, 0}, "small": {0.001, 0.002}, "great": {9.9e9, 1}, "many": {1, 2, 3, 4, 5},
	} {
		html := render(t, i18n.Vietnamese, ui.LineChart(ui.Lines{Title: name, X: []string{"2023", "2024"}, Series: []ui.Line{{Label: "a", Values: values}}}))
		if strings.Contains(html, "NaN") || strings.Contains(html, "Inf") {
			t.Errorf("%s: a coordinate is no number", name)
		}
	}
}

func TestFieldIsTiedToItsErrorAndSummary(t *testing.T) {
	err := fault.New(fault.Invalid, "x", "Sai", "Wrong").At("sections[0].title", "Thiếu tên mục", "The title is missing")
	id := ui.FieldID("sections[0].title")
	summary := render(t, i18n.Vietnamese, ui.ErrorSummary(err))
	field := render(t, i18n.Vietnamese, ui.Text(ui.Field{Name: "sections[0].title", Label: "Tên", Error: ui.ErrorsOf(t.Context(), err)["sections[0].title"]}))
	for text, parts := range map[string][]string{
		summary: {`href="#` + id + `"`, "Thiếu tên mục", `role="alert"`},
		field:   {`id="` + id + `"`, `aria-describedby="` + id + `-error"`, `aria-invalid="true"`, "Thiếu tên mục"},
	} {
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%s is not in %s", part, text)
			}
		}
	}
	if html := render(t, i18n.Vietnamese, ui.ErrorSummary(nil)); html != "" {
		t.Errorf("without an error: %s", html)
	}
}

func TestHostileTextIsEscaped(t *testing.T) {
	bad := `"><script>alert(1)</script>`
	for name, html := range map[string]string{
		"diff":  render(t, i18n.Vietnamese, ui.Diff(bad, "")),
		"field": render(t, i18n.Vietnamese, ui.Text(ui.Field{Name: "a", Label: bad, Value: bad})),
		"link":  render(t, i18n.Vietnamese, ui.Badge(ui.Good, bad)),
		"tile":  render(t, i18n.Vietnamese, ui.TileMap(bad, []ui.Tile{{Label: bad}}, nil)),
	} {
		if strings.Contains(html, "<script>") {
			t.Errorf("%s: %s", name, html)
		}
	}
}

// The dark colours stand twice in tokens.css, since a media query and an
// attribute cannot share one rule.
func TestDarkColoursAreAlike(t *testing.T) {
	css, err := os.ReadFile("../assets/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(css), "color-scheme: dark;")
	if len(blocks) != 3 {
		t.Fatalf("%d dark blocks, want 2", len(blocks)-1)
	}
	first, _, _ := strings.Cut(blocks[1], "}")
	second, _, _ := strings.Cut(blocks[2], "}")
	if first != second {
		t.Error("the two dark themes differ")
	}
}
