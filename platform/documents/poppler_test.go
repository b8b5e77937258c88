package documents

import (
	"bytes"
	"fmt"
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

// TestLibreOfficeBreaksLinesAndPagesAlike converts the DOCX and compares.
func TestLibreOfficeBreaksLinesAndPagesAlike(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("left out: LibreOffice is missing (install libreoffice-writer-nogui and fonts-liberation2)")
	}
	documents := map[string]Document{"seed": seed(t), "small": small(), "tables": bigTable(70)}
	for _, n := range []int{28, 30, 33} {
		documents[fmt.Sprintf("ending%d", n)] = ending(n, strings.Repeat("Ba dòng chữ. ", 14))
	}
	dir := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir}
	for name, d := range documents {
		path := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(path, docxOf(t, d), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.Command(office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for name, d := range documents {
		t.Run(name, func(t *testing.T) {
			theirs, err := os.ReadFile(filepath.Join(dir, name+".pdf"))
			if err != nil {
				t.Fatal(err)
			}
			ours, theirPages := shownLines(t, d), pageTexts(t, theirs, "-raw")
			if len(ours) != len(theirPages) {
				t.Fatalf("%d pages here, %d there", len(ours), len(theirPages))
			}
			for i, page := range theirPages {
				compareLines(t, i+1, ours[i], strings.Split(strings.TrimSpace(page), "\n"), d.hasTable())
			}
		})
	}
}

// compareLines compares a page line by line; where there are tables, whose cells
// pdftotext joins, only the letters of the page.
func compareLines(t *testing.T, page int, ours, theirs []string, table bool) {
	t.Helper()
	squeeze := func(lines []string) string { return strings.Join(strings.Fields(strings.Join(lines, "")), "") }
	if table {
		if a, b := squeeze(ours), squeeze(theirs); a != b {
			t.Errorf("page %d differs:\nhere  %s\nthere %s", page, a, b)
		}
		return
	}
	for i := range max(len(ours), len(theirs)) {
		a, b := cutTo(ours, i, i+1), cutTo(theirs, i, i+1)
		if squeeze(a) != squeeze(b) && page > 1 { // page 1 has columns side by side
			t.Fatalf("page %d, line %d:\nhere  %q\nthere %q", page, i+1, a, b)
		}
	}
	if a, b := squeeze(ours[len(ours)/2:]), squeeze(theirs[len(theirs)-(len(ours)+1)/2:]); a != b {
		t.Errorf("page %d differs:\nhere  %s\nthere %s", page, a, b)
	}
}

// hasTable reports whether a table is in the body.
func (d Document) hasTable() bool {
	return slices.ContainsFunc(d.Body, func(b Block) bool { _, is := b.(Table); return is })
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
