package documents

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// seed is the plan of Krông Nô for 2024 as a document, read from the text that
// was taken from its PDF: paragraphs are joined again, headings recognised.
func seed(t testing.TB) Document {
	t.Helper()
	raw, err := os.ReadFile("testdata/krong-no-2024.txt")
	if err != nil {
		t.Fatal(err)
	}
	text, recipients, _ := strings.Cut(string(raw), "Nơi nhận:")
	ps := joinLines(text)
	d := Document{
		Letterhead: Letterhead{Issuer: []string{"ỦY BAN NHÂN DÂN", "HUYỆN KRÔNG NÔ"}, Symbol: "KH-UBND", Place: "Krông Nô", Date: Date{Year: 2024}},
		Type:       ps[0],
		Abstract:   ps[1],
		Signature:  Signature{Capacity: []string{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, Name: "Nguyễn Xuân Danh"},
	}
	for _, p := range ps[2:] {
		switch {
		case len(d.Body) == 0 && !strings.HasPrefix(p, "I. "):
			d.Preamble = append(d.Preamble, p)
		case strings.HasPrefix(p, "Trên đây"):
			d.Closing = append(d.Closing, p)
		default:
			d.Body = append(d.Body, seedBlock(p))
		}
	}
	last := len(d.Preamble) - 1 // "Ủy ban nhân dân … ban hành …" is text, not a basis
	d.Body = append([]Block{Text(d.Preamble[last])}, d.Body...)
	d.Preamble = d.Preamble[:last]
	for line := range strings.Lines(recipients) {
		if s, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok {
			r := Recipient{Text: strings.TrimRight(s, ".;")}
			if who, note, found := strings.Cut(s, ";  "); found {
				r = Recipient{Text: who, Note: strings.TrimSpace(note)}
			}
			d.Recipients = append(d.Recipients, r)
		}
	}
	return d
}

var (
	opensParagraph = regexp.MustCompile(`^([IVX]+\. |\d\. |[a-z]\) |[-+*] |Căn cứ|Thực hiện (Kế hoạch|Quyết)|Ủy ban nhân dân huyện Krông Nô ban|Tiểu dự án|Kinh phí thực hiện được|Căn cứ mục|Thường xuyên|Các đơn vị được|Trong quá trình|Phối hợp tổ|Trên đây|Triển khai thực hiện Chương trình mục tiêu quốc gia$|Phòng Lao động - Thương binh và Xã hội chủ trì phối)`)
	partMark       = regexp.MustCompile(`^([IVX]+\.) (.*)$`)
	sectionMark    = regexp.MustCompile(`^(\d\.) (.*)$`)
	letterMark     = regexp.MustCompile(`^([a-z]\)) ([^:]*:?)(.*)$`)
	itemMark       = regexp.MustCompile(`^([-+*]|[a-z]\)) (.*)$`)
)

// joinLines makes paragraphs of broken lines.
func joinLines(text string) []string {
	var ps []string
	for line := range strings.Lines(text) {
		s := strings.TrimSpace(line)
		switch {
		case s == "":
		case len(ps) == 0 || opensParagraph.MatchString(s):
			ps = append(ps, s)
		default:
			sep := " "
			if last := ps[len(ps)-1]; strings.HasSuffix(last, "TT-") {
				sep = ""
			}
			ps[len(ps)-1] += sep + s
		}
	}
	return ps
}

func seedBlock(p string) Block {
	if m := partMark.FindStringSubmatch(p); m != nil {
		return Heading{Level: 1, Mark: m[1], Title: m[2]}
	}
	if m := sectionMark.FindStringSubmatch(p); m != nil {
		return Heading{Level: 2, Mark: m[1], Title: m[2]}
	}
	if m := letterMark.FindStringSubmatch(p); m != nil && len(m[2]) < 150 {
		return Heading{Level: 3, Mark: m[1], Title: m[2], Text: m[3]}
	}
	if m := itemMark.FindStringSubmatch(p); m != nil {
		return Item(m[1], m[2])
	}
	return Text(p)
}
