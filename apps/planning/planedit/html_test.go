package planedit

import (
	"os"
	"strings"
	"testing"

	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
)

func pasted(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/paste/" + name + ".html")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// outlined shows sections as an indented list.
func outlined(list []planreader.Section, indent string) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(indent + strings.ReplaceAll(strings.Join(s.Paragraphs(), " ¶ "), "\t", " | ") + "\n")
		b.WriteString(outlined(s.Children, indent+"  "))
	}
	return b.String()
}

func TestPasteKeepsStructure(t *testing.T) {
	for name, want := range map[string]string{
		"word": `I. MỤC TIÊU ¶ Giảm tỷ lệ hộ nghèo trên địa bàn huyện, ít nhất 1,5%. ¶ - Hỗ trợ việc làm cho 150 lao động; ¶ + Ưu tiên hộ nghèo.
II. KINH PHÍ
  1. Nguồn vốn: Ngân sách trung ương. ¶ Đơn vị tính: triệu đồng ¶ Dự án | Ngân sách trung ương |  ¶  | Vốn đầu tư phát triển | Vốn sự nghiệp ¶ Dự án 2 | 1.200 | 300
`,
		"libreoffice": `Tổ chức thực hiện ¶ Các đơn vị triển khai kế hoạch.
  Phòng Lao động – Thương binh và Xã hội ¶ - Chủ trì, phối hợp với các đơn vị; ¶ + Báo cáo hằng quý. ¶ - Tổng hợp.
  Phòng Tài chính – Kế hoạch ¶ BỐ TRÍ
`,
		"gdocs": `1. Mục đích
  a) Giảm nghèo;
  b) Tạo việc làm.
2. Yêu cầu: Đúng đối tượng. ¶ Dòng một ¶ Dòng hai
`,
	} {
		blocks, err := FromHTML(pasted(t, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := outlined(Arrange(blocks).Sections, ""); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
}

// Pasted into a plan, sections count as the plan counts.
func TestPastedSectionsTakeTheStyleOfThePlan(t *testing.T) {
	p := planOf(t, "krong-no")
	blocks, err := FromHTML(pasted(t, "libreoffice"))
	if err != nil {
		t.Fatal(err)
	}
	o, err := PasteSections(&p, Position{After: "s28"}, Arrange(blocks).Sections)
	if err != nil {
		t.Fatal(err)
	}
	if got := outlined([]planreader.Section{*p.Section(o.Section)}, ""); !strings.HasPrefix(got, "VII. Tổ chức thực hiện ¶") || !strings.Contains(got, "\n  1. Phòng Lao động") || !strings.Contains(got, "\n  2. Phòng Tài chính") {
		t.Errorf("%s", got)
	}
	if err := Undo(&p, o); err != nil || len(p.Sections) != 6 {
		t.Errorf("undone: %v, %d sections", err, len(p.Sections))
	}
}

func TestPlainTextIsLines(t *testing.T) {
	blocks, err := FromHTML(`<p>Một.</p><p>- Hai;</p><div>Ba<br>Bốn</div>chữ rời`)
	if err != nil {
		t.Fatal(err)
	}
	got := Arrange(blocks)
	if strings.Join(got.Lines, "|") != "Một.|- Hai;|Ba|Bốn|chữ rời" || len(got.Sections) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestHostilePastesAreBounded(t *testing.T) {
	for name, s := range map[string]string{
		"deep":      strings.Repeat("<div><table><tr><td>", 3000) + "x",
		"wide":      "<table><tr><td colspan=100000000 rowspan=100000000>x</td></tr><tr><td>y</table>",
		"many":      strings.Repeat("<p>x", 6000),
		"scripts":   "<script>alert(1)</script><style>p{}</style><p>x</p>",
		"numbers":   "<ol start=9999999999999>" + strings.Repeat("<li>x", 200) + "</ol>",
		"big":       strings.Repeat("x", MaxPaste+1),
		"unclosed":  "<p><b><i><table><tr><td>a<td>b",
		"no bounds": "<ol type=a>" + strings.Repeat("<li>x</li>", 60) + "</ol>",
	} {
		blocks, err := FromHTML(s)
		if err != nil && fault.From(err).Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
		if got := Arrange(blocks); strings.Contains(strings.Join(got.Lines, ""), "alert") {
			t.Errorf("%s: %v", name, got.Lines)
		}
	}
}

// FuzzFromHTML: whatever is on the clipboard becomes lines of clean text, and a plan
// takes it or refuses it whole.
func FuzzFromHTML(f *testing.F) {
	for _, name := range []string{"word", "libreoffice", "gdocs"} {
		f.Add(pasted(f, name))
	}
	f.Fuzz(func(t *testing.T, s string) {
		blocks, err := FromHTML(s)
		if err != nil {
			return
		}
		p := planreader.Plan{Sections: []planreader.Section{{Number: "I", Mark: "I.", Title: "MỤC", ID: "s1", Children: []planreader.Section{}}}}
		got := Arrange(blocks)
		if len(got.Sections) > 50 {
			return
		}
		for _, line := range got.Lines {
			if strings.ContainsAny(line, "\n\r\x00") {
				t.Fatalf("line %q", line)
			}
		}
		before := encoded(t, &p)
		o, err := PasteSections(&p, Position{Parent: "s1"}, got.Sections)
		if err != nil {
			if encoded(t, &p) != before {
				t.Fatal("refused, but changed")
			}
			return
		}
		if len(got.Sections) > 0 && p.Section(o.Section) == nil {
			t.Fatal("nothing came in")
		}
	})
}
