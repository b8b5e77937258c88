package planning

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vuon/apps/planning/planreader"
	"vuon/platform/documents"
	"vuon/platform/tenancy"
)

func headingOf(district string) tenancy.Heading {
	return tenancy.Heading{Issuer: "ỦY BAN NHÂN DÂN\nHUYỆN " + strings.ToUpper(district), Place: "Krông Nô", Symbol: "KH-UBND"}
}

// bodyWords are the words between the heading and the list of recipients: what
// the document takes over from the plan to the letter.
func bodyWords(p *planreader.Plan) []string {
	var lines []string
	lines = append(lines, p.Preamble...)
	lines = append(lines, p.Opening...)
	var walk func(list []planreader.Section)
	walk = func(list []planreader.Section) {
		for _, s := range list {
			lines = append(lines, s.Paragraphs()...)
			walk(s.Children)
		}
	}
	walk(p.Sections)
	lines = append(lines, p.Closing...)
	return strings.Fields(strings.Join(lines, " "))
}

// Every word of a plan's text stands in its document, in order.
func TestTheDocumentHoldsEveryWord(t *testing.T) {
	for _, district := range []string{"krong-no", "cu-jut", "dak-glong", "dak-mil", "dak-rlap", "dak-song", "gia-nghia", "tuy-duc"} {
		p := planOf(t, district)
		words := document(Version{Year: 2024, Plan: p}, headingOf(district)).Words()
		want := bodyWords(&p)
		first := slices.Index(words, want[0])
		for first >= 0 && !slices.Equal(words[first:min(first+len(want), len(words))], want) {
			next := slices.Index(words[first+1:], want[0])
			if next < 0 {
				first = -1
				break
			}
			first += 1 + next
		}
		if first < 0 {
			t.Errorf("%s: %s", district, firstDifference(words, want))
		}
	}
}

func firstDifference(words, want []string) string {
	best, at := 0, 0
	for i := range words {
		n := 0
		for n < len(want) && i+n < len(words) && words[i+n] == want[n] {
			n++
		}
		if n > best {
			best, at = n, i
		}
	}
	return "the document says «" + strings.Join(words[max(at+best-4, 0):min(at+best+6, len(words))], " ") + "» where the plan says «" +
		strings.Join(want[max(best-4, 0):min(best+6, len(want))], " ") + "»"
}

func TestNumberAndDateStandInTheLetterhead(t *testing.T) {
	dated := time.Date(2024, 2, 5, 0, 0, 0, 0, time.UTC)
	v := Version{Year: 2024, Plan: planOf(t, "krong-no"), Number: 7, Symbol: "KH-UBND", Dated: &dated}
	got := strings.Join(document(v, headingOf("krông nô")).Words(), " ")
	for _, want := range []string{"Số: 07/KH-UBND", "Krông Nô, ngày 05 tháng 02 năm 2024", "HUYỆN KRÔNG NÔ"} {
		if !strings.Contains(got, want) {
			t.Errorf("the document lacks %q", want)
		}
	}
	draft := strings.Join(document(Version{Year: 2024, Plan: v.Plan}, headingOf("x")).Words(), " ")
	if strings.Contains(draft, "07/KH-UBND") || !strings.Contains(draft, "/KH-UBND") {
		t.Errorf("a draft must leave room for its number: %.200s", draft)
	}
}

func TestRecipientsKeepTheirNote(t *testing.T) {
	for in, want := range map[string]documents.Recipient{
		"TT. Huyện ủy (B/c)":  {Text: "TT. Huyện ủy", Note: "(B/c)"},
		"Sở LĐ-TB&XH":         {Text: "Sở LĐ-TB&XH"},
		"Lưu: VT (02 bản)":    {Text: "Lưu: VT (02 bản)"},
		"TT. HĐND tỉnh (b/c)": {Text: "TT. HĐND tỉnh", Note: "(b/c)"},
	} {
		if got := recipient(in); got != want {
			t.Errorf("recipient(%q) = %+v, want %+v", in, got, want)
		}
	}
}

func TestColumnsTakeTheRoomOfTheirWords(t *testing.T) {
	got := table([]string{"TT\tXã\tSố hộ nghèo\tTỷ lệ", "1\tQuảng Trực\t1.702\t4,05%", "2\tĐắk R'Tíh\t655\t"}).(documents.Table)
	for i, want := range []documents.Column{{Weight: 4, Align: documents.Center}, {Weight: 10, Align: documents.Left},
		{Weight: 11, Align: documents.Right}, {Weight: 5, Align: documents.Right}} {
		if got.Columns[i] != want {
			t.Errorf("column %d is %+v, want %+v", i, got.Columns[i], want)
		}
	}
	if len(got.Header) != 1 || len(got.Rows) != 2 {
		t.Errorf("%d head rows, %d rows", len(got.Header), len(got.Rows))
	}
	if single := table([]string{"a\tb"}).(documents.Table); len(single.Header) != 0 || len(single.Rows) != 1 {
		t.Errorf("a single row became %+v", single)
	}
}
