package planreader

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
)

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// docxFile packs parts into an archive as Word does.
func docxFile(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wordBody(inner string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><w:document ` + wordNS + `><w:body>` + inner + `</w:body></w:document>`
}

func run(s string) string {
	return `<w:r><w:t xml:space="preserve">` + html.EscapeString(s) + `</w:t></w:r>`
}

func par(s string) string { return `<w:p>` + run(s) + `</w:p>` }

// listPar is a paragraph of a list.
func listPar(num, level int, s string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr>%s</w:p>`, level, num, run(s))
}

func row(cells ...string) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(`<w:tc>` + c + `</w:tc>`)
	}
	return `<w:tr>` + b.String() + `</w:tr>`
}

func table(rows ...string) string { return `<w:tbl>` + strings.Join(rows, "") + `</w:tbl>` }

// numberingPart has I. 1. a) - as levels of list 1, the same again as list 2 that
// starts anew at its second level, and 1. / 1.1. / 1.1.1. as list 3.
const numberingPart = `<w:numbering ` + wordNS + `>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%3."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>`

const stylesPart = `<w:styles ` + wordNS + `>
<w:style w:styleId="Muc"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style></w:styles>`

func readBytes(b []byte) (Source, error) {
	return Read("ke-hoach.docx", bytes.NewReader(b), int64(len(b)))
}

func wordPlan() string {
	heading := table(row(par("ỦY BAN NHÂN DÂN")+par("HUYỆN TUY HÒA"), par("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")+par("Độc lập - Tự do - Hạnh phúc")),
		row(par("Số: 15/KH-UBND"), par("Tuy Hòa, ngày 07 tháng 02 năm 2024")))
	assignments := table(row(par("Nội dung"), par("Cơ quan chủ trì")), row(par("Tập huấn"), par("Hội Nông dân huyện")))
	money := table(
		`<w:tr><w:tc>`+par("Dự án")+`</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>`+par("Vốn sự nghiệp")+`</w:tc></w:tr>`,
		row(`<w:p/>`, par("Ngân sách trung ương"), par("Ngân sách huyện")),
		row(par("Dự án 2"), par("1.250"), par("75,5")))
	ending := table(row(par("Nơi nhận:")+par("- Sở LĐ-TB&XH;")+par("- Lưu: VT."), par("KT. CHỦ TỊCH")+par("PHÓ CHỦ TỊCH")+`<w:p/>`+par("Đỗ Minh Quân")))
	return wordBody(heading + par("KẾ HOẠCH") + par("Giảm nghèo bền vững năm 2024") +
		`<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>Căn cứ Quyết định số 90/QĐ-TTg ngày 18/01/2022 của Thủ tướng Chính phủ phê duyệt Chương trình;</w:t></w:r></w:p>` +
		par("Ủy ban nhân dân huyện Tuy Hòa ban hành Kế hoạch như sau:") +
		listPar(1, 0, "MỤC TIÊU") + listPar(1, 1, "Mục tiêu chung") + par("Giảm nghèo.") +
		listPar(1, 1, "Chỉ tiêu") + listPar(1, 3, "Giảm ít nhất 1% tỷ lệ hộ nghèo.") +
		listPar(1, 0, "CÁC DỰ ÁN") + listPar(2, 1, "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo") +
		listPar(1, 2, "Mục tiêu: Tạo sinh kế.") +
		listPar(1, 2, "Phân công thực hiện") + assignments +
		`<w:p><w:r><w:t xml:space="preserve">- UBND các xã </w:t></w:r><w:del><w:r><w:delText>không </w:delText></w:r></w:del><w:ins><w:r><w:t>chủ trì</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> thực hiện.</w:t></w:r></w:p>` +
		listPar(1, 0, "KINH PHÍ") + par("Đơn vị tính: triệu đồng") + money +
		par("Trên đây là Kế hoạch năm 2024./.") + ending)
}

func TestDOCX(t *testing.T) {
	b := docxFile(t, map[string]string{"word/document.xml": wordPlan(), "word/numbering.xml": numberingPart, "[Content_Types].xml": "<Types/>"})
	src, err := readBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	p := Parse(src, catalogue(t))
	if h := p.Header; h.Number != "15/KH-UBND" || h.Date != "2024-02-07" || h.Issuer != "Ủy ban nhân dân huyện Tuy Hòa" || h.Title != "Giảm nghèo bền vững năm 2024" {
		t.Errorf("heading %+v", h)
	}
	var paths []string
	for _, it := range flow(p.Sections) {
		if it.head {
			paths = append(paths, it.at)
		}
	}
	if want := []string{"I", "I.1", "I.2", "II", "II.1", "II.1.a", "II.1.b", "III"}; !slices.Equal(paths, want) {
		t.Errorf("numbers %q, want %q", paths, want)
	}
	if len(p.LegalBases) != 1 || len(p.Targets) != 1 || p.Targets[0].At != "I.2" {
		t.Errorf("bases %+v, targets %+v", p.LegalBases, p.Targets)
	}
	var roles []string
	for _, a := range byCode(p.Projects, "DA2").Assignments {
		roles = append(roles, a.Role+" "+a.Unit)
	}
	if want := []string{"lead Hội Nông dân huyện", "lead UBND các xã"}; !slices.Equal(roles, want) {
		t.Errorf("roles %q, want %q", roles, want)
	}
	var amounts []string
	for _, a := range p.Funding.Amounts {
		amounts = append(amounts, fmt.Sprintf("%s %s %s %d", a.Project, a.Source, a.Capital, a.Amount))
	}
	if want := []string{"DA2 central recurrent 1250000000", "DA2 district recurrent 75500000"}; !slices.Equal(amounts, want) {
		t.Errorf("amounts %q, want %q", amounts, want)
	}
	if !slices.Equal(p.Recipients, []string{"Sở LĐ-TB&XH", "Lưu: VT"}) || p.Signatory.Name != "Đỗ Minh Quân" || len(p.Signatory.Capacity) != 2 {
		t.Errorf("ending %q %+v", p.Recipients, p.Signatory)
	}
}

// TestDOCXKeepsEveryWord compares the words of the file, with the numbers that Word
// prints, with those of the plan.
func TestDOCXKeepsEveryWord(t *testing.T) {
	src, err := readBytes(docxFile(t, map[string]string{"word/document.xml": wordPlan(), "word/numbering.xml": numberingPart}))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, p := range src.Paragraphs {
		want = append(want, strings.Fields(p.full())...)
	}
	p := Parse(src, catalogue(t))
	if got := p.Words(); !slices.Equal(got, want) {
		t.Errorf("words\n got %q\nwant %q", got, want)
	}
	if text := strings.Join(want, " "); strings.Contains(text, "không") || !strings.Contains(text, "UBND các xã chủ trì thực hiện.") {
		t.Errorf("changes were not accepted: %s", text)
	}
	italic := slices.IndexFunc(src.Paragraphs, func(p Paragraph) bool { return p.Italic })
	if italic < 0 || !startsBasis(src.Paragraphs[italic].Text) {
		t.Errorf("italics were lost")
	}
}

func TestDOCXNumbersOfStylesAndLevels(t *testing.T) {
	styled := func(style, s string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + run(s) + `</w:p>`
	}
	inner := listPar(3, 0, "MỘT") + styled("Muc", "Hai") + styled("MucCon", "Ba") + listPar(3, 2, "Bốn") + listPar(3, 0, "NĂM") + styled("Muc", "Sáu")
	src, err := ReadDOCX(readerOf(docxFile(t, map[string]string{"word/document.xml": wordBody(inner), "word/numbering.xml": numberingPart, "word/styles.xml": stylesPart})))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range src.Paragraphs {
		got = append(got, p.full())
	}
	if want := []string{"1. MỘT", "1.1. Hai", "1.2. Ba", "1.2.1. Bốn", "2. NĂM", "2.1. Sáu"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestDOCXLevelsOfOneNumeral: the list's level tells "1." from "1." below it.
func TestDOCXLevelsOfOneNumeral(t *testing.T) {
	same := strings.ReplaceAll(strings.ReplaceAll(numberingPart, `"%1.%2."`, `"%2."`), `"%1.%2.%3."`, `"%3."`)
	inner := listPar(3, 0, "MỘT") + listPar(3, 1, "Hai") + listPar(3, 1, "Ba") + listPar(3, 2, "Bốn") + listPar(3, 0, "NĂM") + listPar(3, 1, "Sáu")
	src, err := ReadDOCX(readerOf(docxFile(t, map[string]string{"word/document.xml": wordBody(inner), "word/numbering.xml": same})))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, it := range flow(outline(src.Paragraphs)) {
		got = append(got, it.at+" "+it.title)
	}
	if want := []string{"1 MỘT", "1.1 Hai", "1.2 Ba", "1.2.1 Bốn", "2 NĂM", "2.1 Sáu"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func readerOf(b []byte) (*bytes.Reader, int64) { return bytes.NewReader(b), int64(len(b)) }

func TestDOCXTextBoxesAndBreaks(t *testing.T) {
	inner := `<w:p><w:r><w:t>Một</w:t><w:br/><w:t>hai</w:t><w:br/><w:t>- Ba</w:t></w:r><w:r><w:pict><w:shape><w:textbox><w:txbxContent>` + par("Bốn") + `</w:txbxContent></w:textbox></w:shape></w:pict></w:r></w:p>` +
		`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>` + run("Năm") + `</w:p>` + par("sáu")
	src, err := ReadDOCX(readerOf(docxFile(t, map[string]string{"word/document.xml": wordBody(inner)})))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range src.Paragraphs {
		got = append(got, p.full())
	}
	if want := []string{"Một hai", "- Ba", "Bốn", "Năm sáu"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
