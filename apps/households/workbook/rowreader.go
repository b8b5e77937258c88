package workbook

import (
	"context"
	"errors"
	"io"
)

const (
	maxRow     = 1 << 20 // rows of a sheet: what a spreadsheet can show
	maxColumn  = 16384
	maxRowText = 1 << 20 // bytes of a row
)

// kinds of cells, by their attribute t.
const (
	kindNumber = 'n'
	kindText   = 's'
	kindBool   = 'b'
	kindError  = 'e'
	kindDay    = 'd' // ISO 8601
)

// cell is a cell of a row. Text is valid until the next row.
type cell struct {
	column  int // from 0
	kind    byte
	date    bool // a number whose style shows a day
	formula bool
	text    []byte
}

// rowReader yields the rows of a sheet that have a cell with something in it.
type rowReader struct {
	ctx    context.Context
	x      *scanner
	body   io.Closer
	shared *shared
	dates  []bool // by style
	row    int
	cells  []cell
	text   []byte
	within bool // sheetData
	ended  bool // sheetData was closed
	scans  int
}

func (r *rowReader) close() { _ = r.body.Close() }

// next goes to the next row with a filled cell; false at the end.
func (r *rowReader) next() (bool, error) {
	for {
		kind, err := r.x.next()
		if err != nil {
			return false, broken(err)
		}
		if r.scans++; r.scans%4096 == 0 && r.ctx.Err() != nil {
			return false, r.ctx.Err()
		}
		switch {
		case kind == tokenDone:
			if !r.ended {
				return false, unreadable(io.ErrUnexpectedEOF)
			}
			return false, nil
		case kind == tokenText:
		case string(r.x.name) == "sheetData":
			if r.ended {
				return false, unreadable(errors.New("workbook: two bodies of a sheet"))
			}
			r.within, r.ended = kind == tokenStart, kind != tokenStart
		case r.within && string(r.x.name) == "row" && kind != tokenEnd:
			if err := r.begin(); err != nil {
				return false, err
			}
			if kind == tokenEmpty {
				continue
			}
			if err := r.readCells(); err != nil {
				return false, broken(err)
			}
			if len(r.cells) > 0 {
				return true, nil
			}
		}
	}
}

func (r *rowReader) begin() error {
	at := r.row + 1
	if raw := r.x.attr("r"); raw != nil {
		at = number(raw)
	}
	if at > maxRow {
		return tooLarge()
	}
	if at <= r.row {
		return unreadable(errors.New("workbook: rows out of order"))
	}
	r.row, r.cells, r.text = at, r.cells[:0], r.text[:0]
	return nil
}

// readCells reads the cells up to the row's end.
func (r *rowReader) readCells() error {
	column := -1
	for {
		kind, err := r.x.next()
		if err != nil {
			return err
		}
		if r.scans++; r.scans%4096 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		switch {
		case kind == tokenDone:
			return errXML
		case kind == tokenText:
		case kind == tokenEnd && string(r.x.name) == "row":
			return nil
		case kind != tokenEnd && string(r.x.name) == "c":
			at := column + 1
			if raw := r.x.attr("r"); raw != nil {
				at = columnOf(raw)
			}
			if at <= column || at >= maxColumn {
				return errXML
			}
			column = at
			if kind == tokenStart {
				if err := r.readCell(column); err != nil {
					return err
				}
			}
		}
	}
}

// readCell reads one cell up to its end, and keeps it if there is something in it.
func (r *rowReader) readCell(column int) error {
	c := cell{column: column, kind: kindNumber}
	raw := string(r.x.attr("t"))
	if style := number(r.x.attr("s")); style >= 0 && style < len(r.dates) {
		c.date = r.dates[style]
	}
	start, take, phonetic := len(r.text), false, 0
	for {
		kind, err := r.x.next()
		switch {
		case err != nil:
			return err
		case kind == tokenDone:
			return errXML
		case kind == tokenText:
			if take && phonetic == 0 && len(r.text)-start < maxText {
				r.text = r.x.appendText(r.text)
			}
			continue
		}
		switch string(r.x.name) {
		case "v", "t":
			take = kind == tokenStart
		case "rPh":
			if kind != tokenEmpty {
				phonetic += step(kind)
			}
		case "f":
			c.formula = true
			take = false
		case "c":
			if len(r.text) > maxRowText {
				return tooLarge()
			}
			c.text = r.text[start:len(r.text):len(r.text)]
			return r.keep(c, raw)
		}
	}
}

// keep resolves what the cell holds by its type.
func (r *rowReader) keep(c cell, kind string) error {
	switch kind {
	case "s":
		text, ok := r.shared.at(number(c.text))
		if !ok {
			return errXML
		}
		c.kind, c.text = kindText, text
	case "inlineStr", "str":
		c.kind, c.text = kindText, unmangle(c.text)
	case "b":
		c.kind = kindBool
	case "e":
		c.kind = kindError
	case "d":
		c.kind = kindDay
	}
	if len(c.text) > 0 || c.formula {
		r.cells = append(r.cells, c)
	}
	return nil
}

// columnOf is the number of the column in a cell's address: 0 for "A7"; -1 when it
// is none.
func columnOf(address []byte) int {
	n := 0
	for i, c := range address {
		if c < 'A' || c > 'Z' {
			if i == 0 {
				return -1
			}
			break
		}
		if n = n*26 + int(c-'A') + 1; n > maxColumn {
			return -1
		}
	}
	return n - 1
}

// columnName is the letters of a column: "A" for 0.
func columnName(n int) string {
	var b [4]byte
	at := len(b)
	for n++; n > 0; n = (n - 1) / 26 {
		at--
		b[at] = byte('A' + (n-1)%26)
	}
	return string(b[at:])
}
