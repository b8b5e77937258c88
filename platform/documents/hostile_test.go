package documents

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// vietnamese are all letters of the language, both cases: 12 vowels in six
// tones, đ, and the consonants.
func vietnamese() string {
	var b strings.Builder
	for _, vowel := range "aăâeêioôơuưy" {
		for _, tone := range []string{"", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"} {
			b.WriteString(norm.NFC.String(string(vowel) + tone))
		}
	}
	lower := b.String() + "đbcdghklmnpqrstvx"
	return lower + strings.ToUpper(lower)
}

func TestEveryLetterInFourCuts(t *testing.T) {
	letters := vietnamese()
	if n := len([]rune(letters)); n != 2*(72+17) {
		t.Fatalf("%d letters", n)
	}
	fs, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	for cut := range fs {
		for _, r := range letters {
			if !fs[cut].has(r) {
				t.Errorf("cut %d lacks %c", cut, r)
			}
		}
	}
	var spaced string // pdftotext takes letters set apart for one word, so in groups
	for i, r := range []rune(letters) {
		if spaced += string(r); i%6 == 5 {
			spaced += " "
		}
	}
	d := Document{Body: []Block{Paragraph{Spans: []Span{{Text: spaced}, {Text: " " + spaced, Bold: true}, {Text: " " + spaced, Italic: true}, {Text: " " + spaced, Bold: true, Italic: true}}}}}
	for _, mode := range []string{"-raw", "-nopgbrk"} {
		sameWords(t, pdfWords(t, pdfOf(t, d), mode), d.Words())
	}
}

func TestSameBytes(t *testing.T) {
	for _, d := range []Document{seed(t), small(), {}} {
		pdf, docx := pdfOf(t, d), docxOf(t, d)
		for range 3 {
			if !bytes.Equal(pdf, pdfOf(t, d)) {
				t.Fatal("the PDF differs from run to run")
			}
			if !bytes.Equal(docx, docxOf(t, d)) {
				t.Fatal("the DOCX differs from run to run")
			}
		}
	}
}

// hostile are documents that nobody should write.
func hostile() map[string]Document {
	wide := Row{}
	for range 50 {
		wide.Cells = append(wide.Cells, Cell{Text: "Nghèo"})
	}
	spans := Table{Header: []Row{{Cells: []Cell{{Text: "a", ColSpan: 1 << 30, RowSpan: 1 << 30}}}},
		Rows: []Row{{Cells: []Cell{{Text: "b", RowSpan: -1}, {Text: "c", RowSpan: 9}}}, {}, {Cells: []Cell{{Text: "d", ColSpan: 3}}}}}
	long := []Block{}
	for range 6500 {
		long = append(long, Text(strings.Repeat("Kế hoạch giảm nghèo ", 12)))
	}
	headings := []Block{}
	for range 3000 {
		headings = append(headings, Heading{Level: 9, Mark: "1.", Title: "Mục"})
	}
	return map[string]Document{
		"empty":       {},
		"longWord":    {Type: strings.Repeat("Ư", 10_000), Abstract: strings.Repeat("Đ", 10_000), Body: []Block{Text(strings.Repeat("ệ", 10_000))}},
		"rightToLeft": {Body: []Block{Text("שלום مرحبا \u202Eđảo\u202C")}},
		"emoji":       {Type: "😀", Body: []Block{Heading{Level: 1, Title: "👩‍👩‍👧 nhà"}, Text("a\u0300\u0301\u0302\u0323 z͑ͫ")}, Meta: Meta{Title: "😀"}},
		"decomposed":  {Body: []Block{Text(norm.NFD.String("Ủy ban nhân dân huyện Krông Nô"))}},
		"noText":      {Body: []Block{Text(""), Text("\x00\x01\uFEFF"), Item("-", ""), Heading{}, Table{}, PageBreak{}, PageBreak{}}},
		"invalid":     {Abstract: "\xff\xfe\uFFFF\U0010FFFF]]>", Body: []Block{Text("<w:t>&amp;\r\n\t")}},
		"wide":        {Body: []Block{Table{Header: []Row{wide}, Rows: []Row{wide, wide}}}},
		"spans":       {Body: []Block{spans}},
		"pages":       {Body: long},
		"headings":    {Body: headings},
		"recipients":  {Recipients: make([]Recipient, 400), Signature: Signature{Name: "A"}},
		"issuer":      {Letterhead: Letterhead{Issuer: []string{strings.Repeat("PHÒNG ", 400)}, Number: 1 << 40, Date: Date{-1, 99, 99}, Draft: true}},
	}
}

func TestHostileDocuments(t *testing.T) {
	for name, d := range hostile() {
		t.Run(name, func(t *testing.T) {
			pdfOf(t, d)
			docx := docxOf(t, d)
			part(t, docx, "word/document.xml")
			if err := HTML(io.Discard, d); err != nil {
				t.Error(err)
			}
		})
	}
	sameWords(t, pdfWords(t, pdfOf(t, hostile()["decomposed"])), strings.Fields(nation+" "+motto+" Ủy ban nhân dân huyện Krông Nô"))
}

func TestFiveHundredPages(t *testing.T) {
	d := hostile()["pages"]
	pages := pageTexts(t, pdfOf(t, d), "-raw")
	if len(pages) < 500 {
		t.Errorf("%d pages", len(pages))
	}
	sameWords(t, strings.Fields(strings.Join(pages, " ")), d.Words())
}

// randomText is drawn from letters, marks and rare characters.
func randomText(t *rapid.T, label string) string {
	return rapid.StringOfN(rapid.SampledFrom([]rune(vietnamese()+"0123456789 \n\t-–/.;,:()%&<>\"'\u00A0☑😀№")), 0, 400, -1).Draw(t, label)
}

func randomDocument(t *rapid.T) Document {
	lines := func(label string) []string {
		n := rapid.IntRange(0, 3).Draw(t, label+"#")
		var l []string
		for range n {
			l = append(l, randomText(t, label))
		}
		return l
	}
	d := Document{Type: randomText(t, "type"), Abstract: randomText(t, "abstract"), Addressees: lines("to"), Preamble: lines("preamble"),
		Closing: lines("closing"), Signature: Signature{Capacity: lines("capacity"), Name: randomText(t, "name")}}
	d.Letterhead = Letterhead{Issuer: lines("issuer"), Symbol: "KH-UBND", Number: rapid.IntRange(0, 200).Draw(t, "number"),
		Place: "Krông Nô", Draft: rapid.Bool().Draw(t, "draft")}
	for range rapid.IntRange(0, 12).Draw(t, "blocks") {
		switch rapid.IntRange(0, 4).Draw(t, "block") {
		case 0:
			d.Body = append(d.Body, Heading{Level: rapid.IntRange(0, 4).Draw(t, "level"), Mark: "I.", Title: randomText(t, "title"), Text: randomText(t, "runIn")})
		case 1:
			d.Body = append(d.Body, Item("-", randomText(t, "item")))
		case 2:
			d.Body = append(d.Body, PageBreak{})
		case 3:
			d.Body = append(d.Body, randomTable(t))
		default:
			d.Body = append(d.Body, Paragraph{Spans: []Span{{Text: randomText(t, "span")}, {Text: randomText(t, "bold"), Bold: true}, {Text: randomText(t, "italic"), Italic: true}}})
		}
	}
	return d
}

func randomTable(t *rapid.T) Table {
	var table Table
	for range rapid.IntRange(0, 6).Draw(t, "rows") {
		var row Row
		for range rapid.IntRange(0, 5).Draw(t, "cells") {
			row.Cells = append(row.Cells, Cell{Text: randomText(t, "cell"), ColSpan: rapid.IntRange(0, 3).Draw(t, "cols"), RowSpan: rapid.IntRange(0, 3).Draw(t, "rows")})
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// TestAnyDocumentKeepsItsWords: the words of the drawn lines are those of the
// document, whatever it holds.
func TestAnyDocumentKeepsItsWords(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := randomDocument(rt)
		if err := PDF(io.Discard, d); err != nil {
			rt.Fatal(err)
		}
		if err := DOCX(io.Discard, d); err != nil {
			rt.Fatal(err)
		}
		sameWords(rt, layerWords(t, d), d.Words())
	})
}

// TestAnyPDFKeepsItsWords asks pdftotext the same, in the order of the content:
// by default it reads the columns of tables in an order of its own.
func TestAnyPDFKeepsItsWords(t *testing.T) {
	tool(t, "pdftotext", "poppler-utils")
	rapid.Check(t, func(rt *rapid.T) {
		d := randomDocument(rt)
		sameWords(rt, pdfWords(t, pdfOf(t, d), "-raw"), d.Words())
	})
}

// layerWords are the words of the text layer as it is laid out.
func layerWords(t testing.TB, d Document) []string {
	t.Helper()
	fs, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, page := range paginate(fs.items(fs.laidOut(d)), textHeight) {
		for _, it := range page {
			if it.repeat {
				continue
			}
			for _, s := range it.strips {
				if s.text == nil {
					continue
				}
				b.WriteByte(' ')
				for _, f := range s.text.fragments {
					if f.gap > 0 {
						b.WriteByte(' ')
					}
					if f.actual != nil {
						b.WriteString(*f.actual)
					} else {
						b.WriteString(f.text())
					}
				}
			}
		}
	}
	return strings.Fields(b.String())
}
