package form

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/beevik/etree"
	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "write the golden files anew")

func fixtures() map[string]Form {
	return map[string]Form{"moves": moves(), "rates": rates(), "list": list(60)}
}

func rendered(t testing.TB, render func(io.Writer, Form) error, f Form) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := render(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// golden compares with a file of testdata. The files were looked at, page by page.
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
		t.Errorf("%s differs; look at the change and run with -update if it is meant", path)
	}
}

func TestGolden(t *testing.T) {
	for name, f := range fixtures() {
		golden(t, name+".pdf", rendered(t, PDF, f))
	}
	golden(t, "moves.html", rendered(t, HTML, moves()))
	golden(t, "moves.xml", sheetXML(t, rendered(t, XLSX, moves())))
}

// sheetXML is the sheet of a workbook, indented.
func sheetXML(t *testing.T, book []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	xml := etree.NewDocument()
	if _, err := xml.ReadFrom(part); err != nil {
		t.Fatal(err)
	}
	xml.Indent(1)
	pretty, err := xml.WriteToBytes()
	if err != nil {
		t.Fatal(err)
	}
	return pretty
}

func TestTheSameFormGivesTheSameBytes(t *testing.T) {
	for name := range fixtures() {
		for kind, render := range map[string]func(io.Writer, Form) error{"html": HTML, "xlsx": XLSX, "pdf": PDF} {
			if !bytes.Equal(rendered(t, render, fixtures()[name]), rendered(t, render, fixtures()[name])) {
				t.Errorf("%s as %s differs from itself", name, kind)
			}
		}
	}
}

// TestTheWorkbookIsSetUpToPrint reads the workbook back as a spreadsheet does.
func TestTheWorkbookIsSetUpToPrint(t *testing.T) {
	for name, paper := range map[string]int{"moves": 9, "rates": 8, "list": 8} {
		f := open(t, rendered(t, XLSX, fixtures()[name]))
		sheet := f.GetSheetName(0)
		layout, err := f.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if *layout.Size != paper || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 {
			t.Errorf("%s: paper %d %s, %d pages wide", name, *layout.Size, *layout.Orientation, *layout.FitToWidth)
		}
		props, err := f.GetSheetProps(sheet)
		if err != nil || !*props.FitToPage {
			t.Errorf("%s does not fit its page: %v", name, err)
		}
		names := f.GetDefinedName()
		if len(names) != 1 || !regexp.MustCompile(`^'`+sheet+`'!\$\d+:\$\d+$`).MatchString(names[0].RefersTo) {
			t.Errorf("%s repeats %+v", name, names)
		}
		if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit < 5 || panes.XSplit < 2 {
			t.Errorf("%s freezes %+v %v", name, panes, err)
		}
	}
}

func open(t *testing.T, book []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// hostile says everywhere what runs, breaks or overlaps.
func hostile() Form {
	evil := []string{`=HYPERLINK("http://x","y")`, "+1+1", "-2", "@SUM(A1)", `<script>alert(1)</script>`, "a\x00b\u200bc\x1b[31m", "𝕏 ☑ \ufffe", strings.Repeat("dài", 4000), "\xff\xfe"}
	f := Form{Office: evil, Number: `'!:\/?*[]` + strings.Repeat("x", 40), Title: evil[4], Subtitle: evil, Notes: evil,
		Signature: &Signature{Place: evil[4], Left: evil[:4], LeftName: evil[0], Capacity: evil[4:6], Name: evil[1]}}
	for _, s := range evil {
		f.Columns = append(f.Columns, Column{Title: s, Key: s, Formula: s, Names: true, Under: []Column{{Title: s, Kind: Words}}})
	}
	var rows []Row
	for i, s := range evil {
		r := Row{Missing: true, Bold: i%2 == 0}
		for j := range 20 {
			c := Say(s)
			c.Down, c.Across, c.Href = (i*j)%7-1, (i+j)%5-1, "javascript:alert(1)"
			r.Cells = append(r.Cells, c)
		}
		rows = append(rows, r)
	}
	rows = append(rows, Row{Cells: []Cell{Count(-1234).Over(1 << 40), Hundredths(-5), Percent(1, -1)}})
	f.Rows = List(rows...)
	return f
}

func TestHostileTextStaysText(t *testing.T) {
	page := string(rendered(t, HTML, hostile()))
	if bad := regexp.MustCompile(`(?i)<script|javascript:|\sstyle=|\son[a-z]+=|\x00`).FindString(page); bad != "" {
		t.Errorf("the page holds %q", bad)
	}
	f := open(t, rendered(t, XLSX, hostile()))
	sheet := f.GetSheetName(0)
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	marked := 0
	for r, row := range rows {
		for c, value := range row {
			at := at(c, r+1)
			if formula, err := f.GetCellFormula(sheet, at); err != nil || formula != "" {
				t.Fatalf("%s runs %q %v", at, formula, err)
			}
			kind, err := f.GetCellType(sheet, at)
			id, styleErr := f.GetCellStyle(sheet, at)
			if err != nil || styleErr != nil {
				t.Fatal(err, styleErr)
			}
			if value == "" || !strings.ContainsAny(value[:1], "=+-@") || kind != excelize.CellTypeInlineString {
				continue
			}
			marked++
			if quote := f.Styles.CellXfs.Xf[id].QuotePrefix; quote == nil || !*quote {
				t.Fatalf("%s is not marked: %q", at, value)
			}
		}
	}
	if marked < 20 {
		t.Errorf("only %d cells are marked", marked)
	}
	if len(rendered(t, PDF, hostile())) == 0 {
		t.Error("no PDF")
	}
}

func TestAFormWithoutAnythingIsAFile(t *testing.T) {
	for kind, render := range map[string]func(io.Writer, Form) error{"html": HTML, "xlsx": XLSX, "pdf": PDF} {
		for _, f := range []Form{{}, {Columns: []Column{{Title: "A"}}}, {Title: "Không có dòng nào", Columns: moves().Columns}} {
			if len(rendered(t, render, f)) == 0 {
				t.Errorf("no %s", kind)
			}
		}
	}
}

func TestAFaultOfTheRowsEndsTheFile(t *testing.T) {
	broken := errors.New("broken")
	f := moves()
	f.Rows = func(yield func(Row, error) bool) {
		if yield(Row{Cells: []Cell{Say("1").Over(2)}}, nil) {
			yield(Row{}, broken)
		}
	}
	for kind, render := range map[string]func(io.Writer, Form) error{"html": HTML, "xlsx": XLSX, "pdf": PDF} {
		if err := render(io.Discard, f); !errors.Is(err, broken) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// TestALongListNeedsLittleMemory prints 20,000 rows of form 15.
func TestALongListNeedsLittleMemory(t *testing.T) {
	for kind, render := range map[string]func(io.Writer, Form) error{"html": HTML, "xlsx": XLSX, "pdf": PDF} {
		var before runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		counted := &peak{}
		f := list(5000)
		rows := f.Rows
		f.Rows = func(yield func(Row, error) bool) {
			n := 0
			for r, err := range rows {
				if n++; n%5000 == 0 {
					counted.look(before.HeapAlloc)
				}
				if !yield(r, err) {
					return
				}
			}
		}
		if err := render(io.Discard, f); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: at most %d MB held while 20,000 rows were written", kind, counted.most>>20)
		if counted.most > 100<<20 {
			t.Errorf("%s holds %d MB", kind, counted.most>>20)
		}
	}
}

// peak is the most that the heap held after a collection.
type peak struct{ most uint64 }

func (p *peak) look(base uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > base {
		p.most = max(p.most, m.HeapAlloc-base)
	}
}
