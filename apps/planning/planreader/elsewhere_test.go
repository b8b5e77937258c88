package planreader

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vuon/platform/text"
)

// TestPlansFromElsewhere reads plans as other provinces, districts, offices and
// communes write them, laid out as PDF converters, typists and word processors lay
// them out, against facts that were written down by hand from the printed page.
func TestPlansFromElsewhere(t *testing.T) {
	names, err := filepath.Glob("testdata/elsewhere/*.facts")
	if err != nil || len(names) < 11 {
		t.Fatalf("%d facts, %v", len(names), err)
	}
	for _, name := range names {
		base := strings.TrimSuffix(filepath.Base(name), ".facts")
		t.Run(base, func(t *testing.T) {
			src := elsewhere(t, base)
			p := Parse(src, catalogue(t))
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := factsOf(p)
			for group, want := range groups(string(b)) {
				compare(t, group, got[group], want)
			}
			if b, err := os.ReadFile("testdata/elsewhere/" + base + ".txt"); err == nil {
				printed := text.NFC(strings.TrimPrefix(string(b), "\ufeff"))
				checkWords(t, strings.ReplaceAll(printed, "\u00ad", ""), src, p)
			}
			var in []string
			for _, q := range src.Paragraphs {
				in = append(in, q.full())
			}
			if got, want := letterStream(strings.Join(p.Words(), "")), letterStream(strings.Join(in, "")); got != want {
				t.Errorf("words were lost or moved\n got %s\nwant %s", got, want)
			}
		})
	}
}

// elsewhere is a plan of testdata/elsewhere, or the one that is built here.
func elsewhere(t *testing.T, base string) Source {
	t.Helper()
	b := buDang(t)
	if base != "bu-dang-2023" {
		names, err := filepath.Glob("testdata/elsewhere/" + base + ".[td][xo]*")
		if err != nil || len(names) != 1 {
			t.Fatalf("%q, %v", names, err)
		}
		if b, err = os.ReadFile(names[0]); err != nil {
			t.Fatal(err)
		}
	}
	src, err := readBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// groups reads a file of facts: a lower-case word alone names a group of lines.
func groups(s string) map[string][]string {
	names := []string{"header", "bases", "citations", "sections", "targets", "projects", "amounts", "tasks", "contacts", "closing", "recipients", "signatory", "warnings", "unplaced"}
	m, group := map[string][]string{}, ""
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); slices.Contains(names, line) {
			group = line
			m[group] = nil
		} else {
			m[group] = append(m[group], line)
		}
	}
	return m
}

// compare reports lines that are missing and lines that should not be. Order counts
// except among projects; "objective", "closing" and the like give the opening words.
func compare(t *testing.T, group string, got, want []string) {
	t.Helper()
	if group == "projects" {
		slices.Sort(got)
		slices.Sort(want)
	}
	opens := func(g, w string) bool {
		if g == w {
			return true
		}
		prefix := group == "closing" || group == "projects" && slices.Contains([]string{"objective", "beneficiaries", "contents", "funding"}, strings.Fields(w + " - -")[1])
		return prefix && strings.HasPrefix(g, w) || group == "header" && tone(g) == tone(w)
	}
	if slices.EqualFunc(got, want, opens) {
		return
	}
	var b strings.Builder
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g string) bool { return opens(g, w) }) {
			fmt.Fprintf(&b, "\n  - %s", w)
		}
	}
	for _, g := range got {
		if !slices.ContainsFunc(want, func(w string) bool { return opens(g, w) }) {
			fmt.Fprintf(&b, "\n  + %s", g)
		}
	}
	if b.Len() == 0 {
		fmt.Fprintf(&b, "\n  in order %q", got)
	}
	t.Errorf("%s:%s", group, b.String())
}

// tone makes the two places of a tone mark and the two cases of an issuer alike.
func tone(s string) string { return strings.NewReplacer("uỷ", "ủy").Replace(strings.ToLower(s)) }

func factsOf(p Plan) map[string][]string {
	m := map[string][]string{}
	put := func(group, format string, args ...any) {
		m[group] = append(m[group], strings.TrimSpace(fmt.Sprintf(format, args...)))
	}
	h := p.Header
	put("header", "%s | %s | %s | %s | %s", dash(h.Number), dash(h.Date), dash(h.Issuer), dash(h.Type), dash(h.Place))
	put("header", "%s", h.Title)
	for _, b := range p.LegalBases {
		put("bases", "%s %s %s", dash(b.Type), dash(b.Number), dash(b.Date))
	}
	for _, c := range p.Citations {
		put("citations", "%s %s @%s", c.Number, dash(c.Date), c.At)
	}
	for _, it := range flow(p.Sections) {
		switch {
		case it.head && slices.Contains([]string{"", "-", "+", "*", "•"}, it.mark):
			put("sections", "%s (%s) %s", it.at, it.mark, it.title)
		case it.head:
			put("sections", "%s %s", it.at, it.title)
		}
	}
	for _, t := range p.Targets {
		put("targets", "%s", targetFact(t))
	}
	for _, q := range p.Projects {
		projectFacts(q, put)
	}
	for _, a := range p.Funding.Amounts {
		put("amounts", "%s %s %d %s", dash(a.Source), dash(a.Capital), a.Amount, dash(a.Project))
	}
	for _, k := range p.Tasks {
		put("tasks", "%s %s @%s", k.Function, k.Unit, k.At)
	}
	for _, c := range p.Contacts {
		put("contacts", "%s %s", dash(c.Project), c.Unit)
	}
	m["closing"], m["recipients"] = p.Closing, p.Recipients
	put("signatory", "%s / %s", strings.Join(p.Signatory.Capacity, " / "), dash(p.Signatory.Name))
	for _, w := range p.Warnings {
		if w.Code != WarnBasisUnknown {
			put("warnings", "%s %s", w.Code, w.At)
		}
	}
	for _, s := range p.Unplaced {
		put("unplaced", "%s", text.Line(s))
	}
	return m
}

func targetFact(t Target) string {
	s := fmt.Sprintf("%s %s %v", t.Indicator, t.Direction, t.Amount)
	if t.UpTo != nil {
		s += fmt.Sprintf("..%v", *t.UpTo)
	}
	s += " " + t.Unit + " " + t.Population
	if t.From != nil {
		s += fmt.Sprintf(" from %v", *t.From)
	}
	if t.AtLeast {
		s += " at least"
	}
	return s + " @" + t.At
}

func projectFacts(q Project, put func(group, format string, args ...any)) {
	put("projects", "%s @%s", q.Code, q.At)
	for what, s := range map[string]Optional{"objective": q.Objective, "beneficiaries": q.Beneficiaries, "contents": q.Contents, "funding": q.Funding} {
		if s != "" {
			put("projects", "%s %s %s", q.Code, what, s)
		}
	}
	for _, a := range q.Assignments {
		put("projects", "%s %s %s", q.Code, a.Role, a.Unit)
	}
	for _, sub := range q.SubProjects {
		projectFacts(sub, put)
	}
}

func dash(o Optional) string {
	if o == "" {
		return "-"
	}
	return string(o)
}

// buDang is a plan as a district's Word file: headings numbered by their style,
// italics, and tables for heading, assignments, funding and ending.
func buDang(t *testing.T) []byte {
	styled := func(level int, s string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:pStyle w:val="Heading%d"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>%s</w:t></w:r></w:p>`, level, s)
	}
	italic := func(s string) string {
		return `<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">` + s[:len(s)/2] + `</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">` + s[len(s)/2:] + `</w:t></w:r></w:p>`
	}
	cells := func(ss ...string) string {
		for i := range ss {
			ss[i] = par(ss[i])
		}
		return row(ss...)
	}
	styles := `<w:styles ` + wordNS + `>`
	for i := 1; i <= 3; i++ {
		styles += fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="Heading%d"><w:name w:val="heading %d"/><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>`, i, i, i-1)
	}
	numbering := `<w:numbering ` + wordNS + `><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1."/></w:lvl>` +
		`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl></w:abstractNum>` +
		`<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>`
	body := table(row(par("ỦY BAN NHÂN DÂN")+par("HUYỆN BÙ ĐĂNG")+par("Số: 44/KH-UBND"), par("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")+par("Độc lập – Tự do – Hạnh phúc")+par("Bù Đăng, ngày 03 tháng 3 năm 2023"))) +
		par("KẾ HOẠCH") + par("Thực hiện Chương trình mục tiêu quốc gia giảm nghèo bền vững") + par("huyện Bù Đăng năm 2023") + par("_______________") +
		italic("Căn cứ Quyết định số 90/QĐ-TTg ngày 18/01/2022 của Thủ tướng Chính phủ;") +
		italic("Thực hiện Chương trình hành động số 17-CTr/TU ngày 30/9/2021 của Tỉnh ủy Bình Phước về giảm 1.000 hộ nghèo đồng bào dân tộc thiểu số; Kế hoạch số 63/KH-UBND ngày 01 tháng 3 năm 2023 của UBND tỉnh;") +
		par("UBND huyện Bù Đăng ban hành Kế hoạch với những nội dung sau:") +
		styled(1, "MỤC TIÊU") + styled(2, "Mục tiêu chung") + par("Giảm nghèo bền vững, hạn chế tái nghèo.") +
		styled(2, "Mục tiêu cụ thể") + par("- Giảm 1.000 hộ nghèo đồng bào dân tộc thiểu số.") + par("- Giảm 350 hộ cận nghèo.") + par("- Tỷ lệ hộ nghèo toàn huyện giảm 0,5 - 1 điểm %.") +
		styled(1, "NỘI DUNG THỰC HIỆN") + styled(2, "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo") +
		par("- Mục tiêu: Phát triển mô hình giảm nghèo.") + par("- Nội dung: Hỗ trợ cây, con giống cho 85 hộ.") +
		styled(2, "Dự án 6: Truyền thông và giảm nghèo về thông tin") + styled(3, "Tiểu dự án 2: Truyền thông về giảm nghèo đa chiều") + par("- Mục tiêu: Nâng cao nhận thức của người dân.") +
		styled(1, "PHÂN CÔNG NHIỆM VỤ") + styled(2, "Phân công theo dự án") +
		table(cells("STT", "Dự án, tiểu dự án", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"),
			cells("1", "Dự án 2", "Phòng Nông nghiệp và PTNT", "Phòng Lao động - TB&XH, UBND các xã, thị trấn", "Năm 2023"),
			cells("2", "Tiểu dự án 2 - Dự án 6", "Phòng Văn hóa và Thông tin", "Trung tâm Văn hóa, Thể thao và Truyền thanh", "Quý II/2023")) +
		styled(2, "Nhiệm vụ của các cơ quan") + par("- Phòng Tài chính - Kế hoạch: Tham mưu bố trí vốn đối ứng, hướng dẫn thanh quyết toán.") +
		par("- UBND các xã, thị trấn: Rà soát hộ nghèo, hộ cận nghèo theo Quyết định số 24/2021/QĐ-TTg ngày 16/7/2021 của Thủ tướng Chính phủ.") +
		par("Trong quá trình thực hiện nếu có vướng mắc, các đơn vị liên hệ: Phòng Nông nghiệp và PTNT (Dự án 2); Phòng Văn hóa và Thông tin (Dự án 6) để được hướng dẫn.") +
		styled(1, "KINH PHÍ") + par("ĐVT: triệu đồng") +
		table(`<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>`+par("Nội dung")+`</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>`+par("Vốn sự nghiệp")+`</w:tc><w:tc>`+par("Tổng cộng")+`</w:tc></w:tr>`,
			`<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>`+strings.TrimPrefix(cells("NSTW", "NS tỉnh", ""), "<w:tr>"),
			cells("Dự án 2", "3.200", "480,5", "3.680,5"), cells("Tiểu dự án 2 Dự án 6", "210", "31", "241"), cells("Cộng", "3.410", "511,5", "3.921,5")) +
		par("Trên đây là Kế hoạch thực hiện năm 2023 của UBND huyện Bù Đăng./.") +
		table(row(par("Nơi nhận:")+par("- Thường trực Huyện ủy, HĐND huyện;")+par("- CT, các PCT UBND huyện;")+par("- Phòng Lao động - TB&XH;")+par("- Lưu: VT(Tr)."), par("TL. CHỦ TỊCH")+par("CHÁNH VĂN PHÒNG")+`<w:p/><w:p/>`+par("Lê Văn Ngọc")))
	return docxFile(t, map[string]string{"word/document.xml": wordBody(body), "word/numbering.xml": numbering, "word/styles.xml": styles + `</w:styles>`})
}
