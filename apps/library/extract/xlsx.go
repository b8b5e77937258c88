package extract

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// readXLSX reads the sheets of a workbook as tables, cell by cell as they come:
// the first rows and columns of each. Formulas are shown by their last value.
func readXLSX(r io.ReaderAt, size int64) (Document, error) {
	p, err := openPack(r, size)
	if err != nil {
		return Document{Active: true}, err
	}
	d := Document{Active: p.active()}
	shared, err := p.strings()
	if err != nil {
		return d, err
	}
	names, err := p.sheetNames()
	if err != nil {
		return d, err
	}
	for i := 1; i <= maxSheets; i++ {
		t, err := p.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", i))
		if err != nil {
			return d, err
		}
		if t == nil {
			continue
		}
		s := &sheet{shared: shared}
		err = s.read(t)
		_ = t.close.Close()
		if err != nil {
			return d, err
		}
		d.Cut = d.Cut || s.cut
		title := fmt.Sprintf("Sheet%d", i)
		if i <= len(names) && names[i-1] != "" {
			title = names[i-1]
		}
		if len(s.rows) > 0 {
			d.Blocks = append(d.Blocks, Block{Text: title, Rows: s.rows})
		}
	}
	if len(names) == 0 && len(d.Blocks) == 0 {
		return d, fmt.Errorf("%w: no sheets", ErrUnreadable)
	}
	return d, nil
}

// strings reads the texts that cells point at.
func (p *pack) strings() (list []string, err error) {
	t, err := p.part("xl/sharedStrings.xml")
	if t == nil || err != nil {
		return nil, err
	}
	defer t.close.Close()
	var text strings.Builder
	var in, phonetic bool
	for size := 0; size < 4*MaxText; {
		token, err := t.next()
		if token == nil || err != nil {
			return list, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			in = e.Name.Local == "t"
			phonetic = phonetic || e.Name.Local == "rPh"
		case xml.CharData:
			if in && !phonetic {
				text.Write(e)
				size += len(e)
			}
		case xml.EndElement:
			in = false
			switch e.Name.Local {
			case "rPh":
				phonetic = false
			case "si":
				list = append(list, text.String())
				size += 16
				text.Reset()
			}
		}
	}
	return list, nil
}

// sheetNames are the names in the workbook's order, which is that of the parts in
// all programs that offices use.
func (p *pack) sheetNames() (names []string, err error) {
	t, err := p.part("xl/workbook.xml")
	if t == nil || err != nil {
		return nil, err
	}
	defer t.close.Close()
	for len(names) < maxSheets {
		token, err := t.next()
		if token == nil || err != nil {
			return names, err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "sheet" {
			names = append(names, attr(e, "name"))
		}
	}
	return names, nil
}

// sheet is a sheet while it is read.
type sheet struct {
	shared []string
	rows   [][]string
	cut    bool

	row    []string
	column int
	kind   string
	value  strings.Builder
	in     bool
}

func (s *sheet) read(t *tokens) error {
	for size := 0; size < MaxText; {
		token, err := t.next()
		if token == nil || err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			s.start(e)
		case xml.CharData:
			if s.in && s.value.Len() < 32<<10 {
				s.value.Write(e)
				size += len(e)
			}
		case xml.EndElement:
			s.end(e.Name.Local)
		}
		if len(s.rows) >= maxRows {
			break
		}
	}
	s.cut = true
	return nil
}

func (s *sheet) start(e xml.StartElement) {
	switch e.Name.Local {
	case "row":
		s.row, s.column = nil, 0
	case "c":
		s.kind = attr(e, "t")
		if at := columnOf(attr(e, "r")); at > 0 {
			s.column = at - 1
		}
		s.value.Reset()
	case "v", "t":
		s.in = true
	}
}

func (s *sheet) end(name string) {
	switch name {
	case "v", "t":
		s.in = false
	case "c":
		s.put(s.cell())
		s.column++
	case "row":
		if len(s.row) > 0 {
			s.rows = append(s.rows, s.row)
		}
	}
}

func (s *sheet) put(value string) {
	if value == "" {
		return
	}
	if s.column >= maxColumns {
		s.cut = true
		return
	}
	for len(s.row) <= s.column {
		s.row = append(s.row, "")
	}
	s.row[s.column] = value
}

func (s *sheet) cell() string {
	value := strings.TrimSpace(s.value.String())
	switch s.kind {
	case "s":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n >= len(s.shared) {
			return ""
		}
		return s.shared[n]
	case "b":
		return map[string]string{"1": "✓", "0": "–"}[value]
	case "str", "inlineStr", "e", "d":
		return value
	}
	return figure(value)
}

// figure writes a number without the noise of binary fractions: 0.1 and not
// 0.10000000000000001.
func figure(value string) string {
	x, err := strconv.ParseFloat(value, 64)
	if err != nil || len(value) < 12 {
		return value
	}
	return strconv.FormatFloat(x, 'g', 12, 64)
}

// columnOf reads the letters of a cell's address: "C7" is 3; 0 when there are none.
func columnOf(address string) (n int) {
	for _, c := range address {
		if c < 'A' || c > 'Z' || n > 1<<20 {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n
}
