package extract

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// readDOCX reads the body of a Word document: paragraphs, headings and tables, in
// their order. What was deleted under "track changes" is left out, and so are
// pictures and fields.
func readDOCX(r io.ReaderAt, size int64) (Document, error) {
	p, err := openPack(r, size)
	if err != nil {
		return Document{Active: true}, err
	}
	t, err := p.part("word/document.xml")
	if err != nil {
		return Document{}, err
	}
	if t == nil {
		return Document{}, fmt.Errorf("%w: no word/document.xml", ErrUnreadable)
	}
	defer t.close.Close()
	w := &word{d: Document{Active: p.active()}}
	for w.size < MaxText && len(w.d.Blocks) < maxBlocks {
		token, err := t.next()
		if err != nil {
			return w.d, err
		}
		if token == nil {
			return w.d, nil
		}
		w.take(token)
	}
	w.d.Cut = true
	return w.d, nil
}

// word is a Word document while it is read.
type word struct {
	d      Document
	size   int
	text   strings.Builder // of the paragraph
	level  int             // of the paragraph's heading
	skip   int             // inside of deleted text, of what is not text
	inText bool
	tables []*Block // open ones, the inner last
	cell   []string // paragraphs of the cell
}

func (w *word) take(token xml.Token) {
	switch e := token.(type) {
	case xml.StartElement:
		w.start(e)
	case xml.EndElement:
		w.end(e.Name.Local)
	case xml.CharData:
		if w.inText && w.skip == 0 {
			w.write(string(e))
		}
	}
}

func (w *word) write(s string) {
	if room := MaxText - w.size; len(s) > room {
		s = s[:max(0, room)]
	}
	w.size += len(s)
	w.text.WriteString(s)
}

func (w *word) start(e xml.StartElement) {
	switch e.Name.Local {
	case "del", "delText", "instrText", "drawing", "pict", "object", "txbxContent", "Fallback":
		w.skip++
	case "t":
		w.inText = true
	case "tab":
		w.write("\t")
	case "br", "cr":
		w.write(" ")
	case "noBreakHyphen":
		w.write("-")
	case "pStyle":
		w.level = headingLevel(attr(e, "val"))
	case "outlineLvl":
		if n, err := strconv.Atoi(attr(e, "val")); err == nil && n >= 0 && n < 6 {
			w.level = n + 1
		}
	case "tbl":
		w.flush()
		w.tables = append(w.tables, &Block{Rows: [][]string{}})
	case "tr":
		if n := len(w.tables); n == 1 && len(w.tables[0].Rows) < maxRows {
			w.tables[0].Rows = append(w.tables[0].Rows, nil)
		}
	}
}

func (w *word) end(name string) {
	switch name {
	case "del", "delText", "instrText", "drawing", "pict", "object", "txbxContent", "Fallback":
		w.skip = max(0, w.skip-1)
	case "t":
		w.inText = false
	case "p":
		if w.skip == 0 {
			w.flush()
		}
	case "tc":
		w.closeCell()
	case "tbl":
		w.closeTable()
	}
}

// flush ends a paragraph: into its cell, or into the document.
func (w *word) flush() {
	line := strings.TrimSpace(w.text.String())
	level := w.level
	w.text.Reset()
	w.level = 0
	switch {
	case line == "":
	case len(w.tables) > 0:
		w.cell = append(w.cell, line)
	default:
		w.d.Blocks = append(w.d.Blocks, Block{Text: line, Level: level})
	}
}

// closeCell ends a cell; a table within a cell is read into it.
func (w *word) closeCell() {
	if len(w.tables) != 1 {
		return
	}
	rows := w.tables[0].Rows
	if n := len(rows); n > 0 && len(rows[n-1]) < maxColumns {
		rows[n-1] = append(rows[n-1], strings.Join(w.cell, "\n"))
	}
	w.cell = nil
}

func (w *word) closeTable() {
	n := len(w.tables)
	if n == 0 {
		return
	}
	if n == 1 && len(w.tables[0].Rows) > 0 {
		w.d.Blocks = append(w.d.Blocks, *w.tables[0])
	}
	w.tables = w.tables[:n-1]
}

// headingLevel reads the names that Word, LibreOffice and Vietnamese Word give
// the styles of headings.
func headingLevel(style string) int {
	low := strings.ToLower(strings.ReplaceAll(style, " ", ""))
	if low == "title" {
		return 1
	}
	for _, name := range []string{"heading", "u", "tiêuđề", "đầumục"} {
		if rest, ok := strings.CutPrefix(low, name); ok {
			if n, err := strconv.Atoi(rest); err == nil && n >= 1 && n <= 6 {
				return n
			}
		}
	}
	return 0
}
