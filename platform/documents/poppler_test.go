package documents

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// tool finds a program that only the wide suite needs. Without it the test is
// left out, or fails where VUON_WIDE=1 says that nothing may be.
func tool(t testing.TB, name, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("VUON_WIDE") == "1" {
			t.Fatalf("%s is missing: install %s", name, pkg)
		}
		t.Skipf("left out: %s is missing (install %s)", name, pkg)
	}
	return path
}

// pdf renders d or fails.
func render(t testing.TB, f func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pdfOf(t testing.TB, d Document) []byte {
	return render(t, func(b *bytes.Buffer) error { return PDF(b, d) })
}

func docxOf(t testing.TB, d Document) []byte {
	return render(t, func(b *bytes.Buffer) error { return DOCX(b, d) })
}

// file puts data into a file of the test.
func file(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// pageTexts are the pages of a PDF as pdftotext reads them, page numbers taken off.
func pageTexts(t testing.TB, pdf []byte, mode ...string) []string {
	t.Helper()
	cmd := exec.Command(tool(t, "pdftotext", "poppler-utils"), append(mode, file(t, "d.pdf", pdf), "-")...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
	for i := range pages {
		pages[i] = strings.TrimLeft(pages[i], "\n ")
		if i > 0 {
			number := strconv.Itoa(i + 1)
			if !strings.HasPrefix(pages[i], number) {
				t.Fatalf("page %s does not begin with its number: %.40q", number, pages[i])
			}
			pages[i] = strings.TrimPrefix(pages[i], number)
		}
	}
	return pages
}

// pdfWords are the words of a PDF in order.
func pdfWords(t testing.TB, pdf []byte, mode ...string) []string {
	t.Helper()
	return strings.Fields(strings.Join(pageTexts(t, pdf, mode...), " "))
}

// sameWords compares and shows the first difference.
func sameWords(t interface {
	Helper()
	Fatalf(string, ...any)
}, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			from := max(i-3, 0)
			t.Fatalf("word %d differs:\n got …%q\nwant …%q", i, cutTo(got, from, i+4), cutTo(want, from, i+4))
		}
	}
}

func cutTo(s []string, from, to int) []string {
	return s[min(from, len(s)):min(to, len(s))]
}

func TestWordsOfPDF(t *testing.T) {
	numbered := seed(t)
	numbered.Letterhead.Number, numbered.Letterhead.Date = 7, Date{2024, 2, 5}
	draft := seed(t)
	draft.Letterhead.Draft = true
	draft.Letterhead.Superior = []string{"UBND HUYỆN KRÔNG NÔ"}
	draft.Letterhead.Issuer = []string{"PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"}
	draft.Addressees = []string{"Ủy ban nhân dân tỉnh Đắk Nông", "Sở Lao động - Thương binh và Xã hội"}
	for name, d := range map[string]Document{"seed": seed(t), "numbered": numbered, "draft": draft, "small": small()} {
		t.Run(name, func(t *testing.T) {
			pdf := pdfOf(t, d)
			sameWords(t, pdfWords(t, pdf, "-raw"), d.Words())
			if name != "small" { // its table: by default pdftotext reads tables column by column
				sameWords(t, pdfWords(t, pdf), d.Words())
			}
		})
	}
}

func TestSeedTakesTenPages(t *testing.T) {
	if n := len(pageTexts(t, pdfOf(t, seed(t)))); n != 10 {
		t.Errorf("%d pages, want 10", n)
	}
}

// TestLibreOfficeBreaksPagesAlike converts the DOCX and compares page by page.
func TestLibreOfficeBreaksPagesAlike(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("left out: LibreOffice is missing (install libreoffice-writer-nogui and fonts-liberation2)")
	}
	for name, d := range map[string]Document{"seed": seed(t), "small": small(), "tables": bigTable(70)} {
		t.Run(name, func(t *testing.T) {
			path := file(t, "d.docx", docxOf(t, d))
			dir := filepath.Dir(path)
			cmd := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, path)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			theirs, err := os.ReadFile(filepath.Join(dir, "d.pdf"))
			if err != nil {
				t.Fatal(err)
			}
			a, b := pageTexts(t, pdfOf(t, d), "-raw"), pageTexts(t, theirs, "-raw")
			if len(a) != len(b) {
				t.Fatalf("%d pages here, %d there", len(a), len(b))
			}
			for i := range a {
				if x, y := lastLetters(a[i]), lastLetters(b[i]); x != y {
					t.Errorf("page %d ends differently:\nhere  %s\nthere %s", i+1, x, y)
				}
			}
		})
	}
}

// lastLetters is the end of a page without spaces. (Words divided over two lines
// count to the first of them here, and repeated headers are left out, so only
// the end of the page is compared.)
func lastLetters(page string) string {
	r := []rune(strings.Join(strings.Fields(page), ""))
	return string(r[max(len(r)-40, 0):])
}

func TestUnprintable(t *testing.T) {
	d := Document{Body: []Block{Text("Đắk Nông 😀 ☑ 😀 ệ")}}
	got, err := Unprintable(d)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, []rune{'😀', '☑'}) {
		t.Errorf("got %q", string(got))
	}
	if clean := string(pdfOf(t, d)); !strings.HasPrefix(clean, "%PDF-1.7\n") {
		t.Errorf("no PDF: %.20q", clean)
	}
	sameWords(t, pdfWords(t, pdfOf(t, d), "-raw"), d.Words())
}
