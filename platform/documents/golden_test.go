package documents

import (
	"archive/zip"
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/beevik/etree"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at the change and run with -update if it is meant\n%s", path, firstDifference(string(got), string(want)))
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return " got " + strings.Join(cutTo(a, i, i+1), "") + "\nwant " + strings.Join(cutTo(b, i, i+1), "")
		}
	}
	return ""
}

func TestArticleGolden(t *testing.T) {
	golden(t, "small.html", render(t, func(b *bytes.Buffer) error { return Article(b, small()) }))
}

// part reads one file of a DOCX.
func part(t testing.TB, docx []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestDOCXGolden(t *testing.T) {
	docx := docxOf(t, small())
	for _, name := range []string{"word/document.xml", "word/styles.xml", "word/header1.xml", "word/header2.xml", "docProps/core.xml"} {
		xml := etree.NewDocument()
		if err := xml.ReadFromBytes(part(t, docx, name)); err != nil {
			t.Fatal(name, err)
		}
		xml.Indent(1)
		pretty, err := xml.WriteToBytes()
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "small-"+filepath.Base(name), pretty)
	}
}

// TestDOCXWords reads the words back out of the DOCX, paragraph by paragraph.
func TestDOCXWords(t *testing.T) {
	for name, d := range map[string]Document{"seed": seed(t), "small": small(), "table": bigTable(5)} {
		t.Run(name, func(t *testing.T) {
			xml := etree.NewDocument()
			if err := xml.ReadFromBytes(part(t, docxOf(t, d), "word/document.xml")); err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			readText(&text, xml.Root())
			sameWords(t, strings.Fields(text.String()), d.Words())
		})
	}
}

// readText writes the text below e, paragraphs and line breaks apart.
func readText(to *strings.Builder, e *etree.Element) {
	for _, c := range e.ChildElements() {
		switch c.Tag {
		case "t":
			to.WriteString(c.Text())
		case "br":
			to.WriteByte(' ')
		default:
			readText(to, c)
		}
	}
	if e.Tag == "p" {
		to.WriteByte('\n')
	}
}

// TestHTMLIsStrict looks for what a strict content policy refuses.
func TestHTMLIsStrict(t *testing.T) {
	article := string(render(t, func(b *bytes.Buffer) error { return Article(b, small()) }))
	if bad := regexp.MustCompile(`\s(style|on[a-z]+)=|<(script|style)`).FindString(article); bad != "" {
		t.Errorf("the article holds %q", bad)
	}
	if !strings.Contains(article, "Xã Nâm N’Đir &amp; Đắk Drô;") || !strings.Contains(article, "&lt;khu vực 1&gt;") {
		t.Error("text is not escaped")
	}
	page := string(render(t, func(b *bytes.Buffer) error { return HTML(b, small()) }))
	if !strings.Contains(page, "<title>BÁO CÁO Kết quả giải ngân") || !strings.Contains(page, article) {
		t.Error("the page lacks its title or the article")
	}
}

// TestCSSHasTheTable checks that sizes reach the style sheet.
func TestCSSHasTheTable(t *testing.T) {
	css := CSS()
	for _, s := range decree().all() {
		if strings.Count(css, ".doc-"+s.id+"{") != 1 {
			t.Errorf("style %s is not once in the style sheet", s.id)
		}
	}
}
