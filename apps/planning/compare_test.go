package planning

import (
	"bytes"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"vuon/apps/planning/plancompare"
	"vuon/apps/planning/planedit"
	"vuon/apps/planning/planreader"
	"vuon/platform/documents"
	"vuon/platform/tenancy"
)

var update = flag.Bool("update", false, "write the golden files anew")

// twoVersions are the real plan and the same after a day's work on it: words, a row, a
// section moved, one new, one gone, a recipient more.
func twoVersions(t testing.TB) (before, after planreader.Plan) {
	t.Helper()
	before = planOf(t, "krong-no")
	before.Identify()
	before.Section("s27").Text += "\nDự án\tTổng số\tVốn sự nghiệp\nDự án 2\t1.200\t300\nDự án 4\t800\t800"
	after = before
	after.Sections = planedit.Clone(before.Sections)
	after.Recipients = append([]string{"Sở Nông nghiệp và PTNT"}, before.Recipients...)
	s := after.Section("s2")
	s.Text = strings.Replace(s.Text, "ít nhất 0,5%", "ít nhất 1,2%", 1) + "\n- Phân công rõ người, rõ việc, rõ thời hạn."
	after.Section("s27").Text = strings.Replace(after.Section("s27").Text, "\t300", "\t450", 1)
	for _, step := range []func() (planedit.Outcome, error){
		func() (planedit.Outcome, error) {
			return planedit.Move(&after, "s22", planedit.Position{Parent: "s11"})
		},
		func() (planedit.Outcome, error) { return planedit.Remove(&after, "s6") },
		func() (planedit.Outcome, error) {
			return planedit.Insert(&after, planedit.Position{After: "s27"}, "KIỂM TRA, GIÁM SÁT", "Kiểm tra mỗi quý một lần.")
		},
	} {
		if _, err := step(); err != nil {
			t.Fatal(err)
		}
	}
	return before, after
}

func krongNoHeading() tenancy.Heading {
	return tenancy.Heading{Issuer: "ỦY BAN NHÂN DÂN\nHUYỆN KRÔNG NÔ", Place: "Krông Nô", Symbol: "KH-UBND"}
}

// comparison lays the comparison out, as the page does.
func comparison(t testing.TB, before, after *planreader.Plan) string {
	t.Helper()
	c := plancompare.Compare(before, after, true)
	page, err := markedUp(t.Context(), document(Version{Year: 2024, Plan: c.Plan}, krongNoHeading()))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestComparisonAsADocument(t *testing.T) {
	before, after := twoVersions(t)
	got := comparison(t, &before, &after)
	if *update {
		if err := os.WriteFile("testdata/compare.html", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/compare.html")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Error("testdata/compare.html differs; run with -update and look at the difference")
	}
	for _, said := range []string{`id="change-1"`, `bỏ: </span>0,5</del>`, `thêm: </span>1,2</ins>`, `chuyển từ IV.4`, `bỏ: </span>300</del>`} {
		if !strings.Contains(got, said) {
			t.Errorf("%s is not said", said)
		}
	}
	for _, r := range got {
		if r >= 0xE000 && r <= 0xF8FF {
			t.Fatal("a mark was left in the page")
		}
	}
}

// BenchmarkCompareOverHTML reports how many times the rendering of the plan as HTML it
// takes to compare two versions of it and render the result, measured turn by turn.
func BenchmarkCompareOverHTML(b *testing.B) {
	before, after := twoVersions(b)
	var compared, plain time.Duration
	for b.Loop() {
		start := time.Now()
		comparison(b, &before, &after)
		middle := time.Now()
		var page bytes.Buffer
		if err := documents.HTML(&page, document(Version{Year: 2024, Plan: after}, krongNoHeading())); err != nil {
			b.Fatal(err)
		}
		_, _ = page.WriteTo(io.Discard)
		compared, plain = compared+middle.Sub(start), plain+time.Since(middle)
	}
	b.ReportMetric(float64(compared)/float64(plain), "compare/HTML")
}
