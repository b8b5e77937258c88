package extract

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func read(kind, content string) (Document, error) {
	return Read(kind, strings.NewReader(content), int64(len(content)))
}

// packed makes a zip of parts.
func packed(t testing.TB, parts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range parts {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(content))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func wordFile(t testing.TB, body string) string {
	return packed(t, map[string]string{"word/document.xml": `<w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`})
}

func TestWordDocuments(t *testing.T) {
	d, err := read(DOCX, wordFile(t, `<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>MỤC TIÊU</w:t></w:r></w:p>
		<w:p><w:r><w:t xml:space="preserve">Giảm </w:t></w:r><w:del><w:r><w:delText>500</w:delText></w:r></w:del><w:ins><w:r><w:t>430 hộ</w:t></w:r></w:ins></w:p>
		<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Xã</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>
		<w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>trong</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>
		<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>cuối</w:t></w:r></w:p>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Block{{Level: 2, Text: "MỤC TIÊU"}, {Text: "Giảm 430 hộ"}, {Rows: [][]string{{"Xã", "a\nb"}, {"trong"}}}, {Text: "cuối"}}
	if fmt.Sprint(d.Blocks) != fmt.Sprint(want) || d.Active || d.Cut {
		t.Errorf("%+v", d)
	}
}

func TestWorkbooks(t *testing.T) {
	d, err := read(XLSX, packed(t, map[string]string{
		"xl/workbook.xml":      `<workbook><sheets><sheet name="Hộ nghèo"/></sheets></workbook>`,
		"xl/sharedStrings.xml": `<sst><si><t>Xã</t></si><si><r><t>Nâm </t></r><r><t>N’Đir</t></r><rPh><t>x</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Số hộ</t></is></c></row>
			<row><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v>99</v></c><c r="C2"><f>1+1</f><v>0.10000000000000001</v></c><c r="XFD2"><v>1</v></c></row></sheetData></worksheet>`,
	}))
	if err != nil || len(d.Blocks) != 1 {
		t.Fatal(d, err)
	}
	if got := fmt.Sprintf("%q %q", d.Blocks[0].Text, d.Blocks[0].Rows); got != `"Hộ nghèo" [["Xã" "" "Số hộ"] ["Nâm N’Đir" "" "0.1"]]` || !d.Cut {
		t.Errorf("%s, cut %v", got, d.Cut)
	}
}

func TestTexts(t *testing.T) {
	for content, want := range map[string]string{
		"\uFEFFXin chào\r\n\r\nhai": "Xin chào\nhai\n", "\xFF\xFEX\x00i\x00n\x00": "Xin\n", "\xFE\xFF\x00X\x00i\x00n": "Xin\n", "a\xffb": "a\uFFFDb\n", "": "",
	} {
		if d, err := read(Text, content); err != nil || d.String() != want {
			t.Errorf("%q reads %q, %v", content, d.String(), err)
		}
	}
}

// What is cut off is cut between letters, and a zero is left out: the text has to
// be kept in a database.
func TestTextsCanBeKept(t *testing.T) {
	for _, d := range []Document{
		{Blocks: []Block{{Text: "a" + strings.Repeat("ế", MaxText)}}},
		{Blocks: []Block{{Text: "x"}, {Rows: [][]string{{"ab", strings.Repeat("ộ", MaxText)}}}}},
		{Blocks: []Block{{Text: "a\x00b\xc3"}}},
	} {
		if s := d.String(); !utf8.ValidString(s) || strings.Contains(s, "\x00") || len(s) > MaxText || s == "" {
			t.Errorf("%d bytes, valid %v: %.20q", len(s), utf8.ValidString(s), s)
		}
	}
}

// The product's own kind of PDF, the browser's and LibreOffice's: what pdftotext
// reads is what we read.
func TestPDFReadsWhatPdftotextReads(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed")
	}
	words := regexp.MustCompile(`[\pL\pN]+`)
	files, err := filepath.Glob("testdata/*.pdf")
	if err != nil || len(files) < 2 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := read(PDF, string(raw))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		theirs, err := exec.Command("pdftotext", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		count := map[string]int{}
		total := 0
		for _, w := range words.FindAllString(string(theirs), -1) {
			count[w]++
			total++
		}
		for _, w := range words.FindAllString(d.String(), -1) {
			count[w]--
		}
		off := 0
		for _, n := range count {
			off += max(n, -n)
		}
		if total < 50 || off*30 > total || d.Active {
			t.Errorf("%s: %d of %d words differ, active %v", file, off, total, d.Active)
		}
	}
}

func deflated(content string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(content))
	_ = w.Close()
	return b.String()
}

func stream(dict, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream\n", dict, len(content), content)
}

// pdf makes a PDF of numbered objects with one page that draws the content.
func pdf(content string, objects ...string) string {
	out := "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
		"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>endobj\n" +
		"4 0 obj" + content + "endobj\n5 0 obj<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding>>endobj\n"
	for i, o := range objects {
		out += fmt.Sprintf("%d 0 obj%sendobj\n", 6+i, o)
	}
	return out + "trailer<</Root 1 0 R>>\n"
}

func TestHarmfulDocuments(t *testing.T) {
	bomb := strings.Repeat("0", 80<<20)
	nested := strings.Repeat("<w:sdt>", 100_000)
	form := stream("/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>/Font<</F 5 0 R>>>>", "/X Do /X Do /X Do /X Do BT /F 9 Tf (a) Tj ET")
	for name, c := range map[string]struct {
		kind, content string
		refused       bool
	}{
		"a zip bomb":                 {DOCX, wordFile(t, "<w:p><w:t>"+bomb+"</w:t></w:p>"), false}, // cut
		"a bomb beside":              {XLSX, packed(t, map[string]string{"xl/workbook.xml": "<w><sheet/></w>", "xl/sharedStrings.xml": "<sst>" + bomb}), true},
		"nested without end":         {DOCX, wordFile(t, nested), true},
		"entities that grow":         {DOCX, packed(t, map[string]string{"word/document.xml": `<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "x">]><a>&a;</a>`}), true},
		"an entity unknown":          {DOCX, wordFile(t, "<w:p><w:t>&xxe;</w:t></w:p>"), true},
		"no document":                {DOCX, packed(t, map[string]string{"x": "y"}), true},
		"not a zip":                  {DOCX, "PK\x03\x04 x", true},
		"a million rows":             {XLSX, packed(t, map[string]string{"xl/workbook.xml": "<w><sheet/></w>", "xl/worksheets/sheet1.xml": strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 1_000_000)}), false},
		"pages that go round":        {PDF, "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[2 0 R 2 0 R]>>endobj", true},
		"references that go round":   {PDF, "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj 3 0 R endobj\n3 0 obj 2 0 R endobj", true},
		"forms within forms":         {PDF, pdf(stream("", "/X Do"), form), false},
		"a stream that unpacks":      {PDF, pdf(stream("/Filter/FlateDecode", deflated(bomb))), false},
		"filters upon filters":       {PDF, pdf(stream("/Filter[/FlateDecode/FlateDecode/FlateDecode]", deflated(deflated(deflated("BT ET"))))), false},
		"arrays within arrays":       {PDF, pdf(stream("", strings.Repeat("[", 1_000_000))), false},
		"dictionaries":               {PDF, "%PDF-1.7\n1 0 obj" + strings.Repeat("<</A", 500_000), true},
		"an object stream too large": {PDF, pdf(stream("", ""), stream("/Type/ObjStm/N 999999999/First 5", "1 0 2 0 3 0")), false},
		"a negative length":          {PDF, pdf("<</Length -5>>stream\nBT ET\nendstream"), false},
		"widths without end":         {PDF, pdf(stream("", "BT /F 9 Tf (a) Tj ET"), "<<>>", "<</Type/Font/Subtype/Type0/DescendantFonts[<</W[0 99999999 5]>>]>>"), false},
		"encrypted":                  {PDF, pdf(stream("", "")) + "trailer<</Encrypt 5 0 R>>", true},
		"a picture that never ends":  {PDF, pdf(stream("", "BI /W 1 ID xxxxxxxx")), false},
	} {
		d, err := read(c.kind, c.content)
		if refused := errors.Is(err, ErrUnreadable); refused != c.refused || err != nil && !refused {
			t.Errorf("%s: %v", name, err)
		}
		if n := len(d.String()); n > MaxText {
			t.Errorf("%s: %d bytes of text", name, n)
		}
	}
}

func TestPDFThatActs(t *testing.T) {
	for dict, want := range map[string]bool{
		"<</S/JavaScript/JS(x)>>": true, "<</S/Launch/F(x)>>": true, "<</S/#4aavaScript/J#53(x)>>": true, "<</Type/Filespec/EF<</F 9 0 R>>>>": true,
		"<</XFA 9 0 R>>": true, "<</S/SubmitForm>>": true, "<</S/GoTo/D[3 0 R/Fit]>>": false, "<</S/URI/URI(https://a.vn)>>": false,
	} {
		for name, object := range map[string]string{"plain": dict, "in an object stream": stream("/Type/ObjStm/N 1/First 5/Filter/FlateDecode", deflated("7 0  "+dict))} {
			d, err := read(PDF, pdf(stream("", ""), object))
			if err != nil || d.Active != want {
				t.Errorf("%s %s: active %v, %v", dict, name, d.Active, err)
			}
		}
	}
}

func FuzzPDF(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.pdf")
	for _, file := range files {
		raw, _ := os.ReadFile(file)
		f.Add(raw)
	}
	f.Add([]byte(pdf(stream("", "BT /F 9 Tf 1 0 0 1 5 5 Tm [(Ke) -300 (hoach)] TJ T* (x) ' ET /X Do"), stream("/Subtype/Form", "BT ET"))))
	f.Add([]byte("%PDF-1.7\n1 0 obj<41")) // a string that does not end
	f.Add([]byte("%PDF-1.7\n1 0 obj(a\\"))
	f.Fuzz(func(t *testing.T, b []byte) { sane(t, PDF, b) })
}

func FuzzDOCX(f *testing.F) {
	f.Add([]byte(wordFile(f, `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>`)))
	f.Fuzz(func(t *testing.T, b []byte) { sane(t, DOCX, b) })
}

// FuzzXML tries what is inside of a document, which a changed zip hardly reaches.
func FuzzXML(f *testing.F) {
	f.Add(`<w:p><w:r><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc/></w:tr></w:tbl>`, `<row><c r="B2" t="s"><v>0</v></c></row>`, `<si><t>x</t></si>`)
	f.Fuzz(func(t *testing.T, body, sheet, shared string) {
		sane(t, DOCX, []byte(packed(t, map[string]string{"word/document.xml": body})))
		sane(t, XLSX, []byte(packed(t, map[string]string{"xl/workbook.xml": "<w/>", "xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": shared})))
	})
}

// sane: any bytes are read or refused, within bounds, without a panic that had to
// be caught.
func sane(t *testing.T, kind string, b []byte) {
	d, err := Read(kind, bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, ErrUnreadable) {
		t.Fatalf("%v", err)
	}
	if err != nil && strings.Contains(err.Error(), "runtime error") {
		t.Fatalf("a panic: %v", err)
	}
	if n := len(d.String()); n > MaxText {
		t.Fatalf("%d bytes of text", n)
	}
	for _, block := range d.Blocks {
		if len(block.Rows) > maxRows {
			t.Fatalf("%d rows", len(block.Rows))
		}
	}
}
