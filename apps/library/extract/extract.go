// Package extract reads what a document says: its text for the search, and its
// paragraphs and tables to be shown. It trusts nothing: archives that unpack to
// far more than they hold, parts without end, XML nested without end and PDF that
// goes round are cut off at fixed bounds, and no content makes it panic or run on.
// It is pure: no clock, no network, no disk.
package extract

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// The bounds, whatever a document says of itself.
const (
	MaxText    = 1 << 20 // bytes of text that are kept
	maxUnpack  = 64 << 20
	maxEntries = 4000
	maxBlocks  = 5000
	maxSheets  = 20
	maxRows    = 2000 // of a sheet
	maxColumns = 40
	maxDepth   = 200 // of XML elements, of PDF objects
)

// The types that are read.
const (
	PDF  = "application/pdf"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	Text = "text/plain"
	CSV  = "text/csv"
)

// ErrUnreadable says that a document could not be read: damaged, encrypted, or
// made to harm.
var ErrUnreadable = errors.New("the document cannot be read")

// Document is what was read.
type Document struct {
	Blocks []Block
	Active bool // holds something that runs or leads outside when it is opened: scripts, attachments, launches
	Cut    bool // there is more than is kept
}

// Block is a paragraph, a heading or a table.
type Block struct {
	Level int        // of a heading, 1 to 6; 0: a paragraph
	Text  string     // of a paragraph or heading, or the title of a table
	Rows  [][]string // of a table; nil otherwise
}

// Reads reports whether documents of the type have text that is read.
func Reads(kind string) bool {
	switch kind {
	case PDF, DOCX, XLSX, Text, CSV:
		return true
	}
	return false
}

// Read reads a document of the type that its bytes were found to be. An error is
// ErrUnreadable, or one of r's.
func Read(kind string, r io.ReaderAt, size int64) (d Document, err error) {
	defer func() {
		if p := recover(); p != nil {
			d, err = Document{Active: true}, fmt.Errorf("%w: %v", ErrUnreadable, p)
		}
	}()
	switch kind {
	case PDF:
		return readPDF(r, size)
	case DOCX:
		return readDOCX(r, size)
	case XLSX:
		return readXLSX(r, size)
	case Text, CSV:
		return readText(r, size)
	}
	return Document{}, fmt.Errorf("%w: %s", ErrUnreadable, kind)
}

// String is the document's text: a block a line, the cells of a row apart by tabs.
// It is whole UTF-8 without zeros, which no database keeps.
func (d Document) String() string {
	var out []byte
	add := func(s, end string) {
		if room := MaxText - len(out); len(s)+1 > room {
			s = s[:max(0, room-1)]
		}
		if len(out) < MaxText {
			out = append(append(out, s...), end...)
		}
	}
	for _, b := range d.Blocks {
		if b.Text != "" {
			add(b.Text, "\n")
		}
		for _, row := range b.Rows {
			for i, cell := range row {
				end := "\t"
				if i == len(row)-1 {
					end = "\n"
				}
				add(cell, end)
			}
		}
	}
	return strings.ReplaceAll(strings.ToValidUTF8(string(out), ""), "\x00", "")
}
