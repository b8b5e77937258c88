package workbook

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// WriteFaults writes a workbook that was read again, with a column "Lỗi" after the
// last of each sheet that says what is wrong in the row: rows keep their numbers,
// formulas become their values. Faults of no row stand on the sheet that explains.
func WriteFaults(ctx context.Context, out io.Writer, r io.ReaderAt, size int64, m Mapping, faults []Fault) error {
	w, err := Open(r, size, Options{Mapping: m})
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	names, rows, lines := make([]string, 0, 3), map[string]map[int][]string{}, []string{}
	for _, sheet := range sheetNames() {
		if w.titles[sheet] == "" {
			w.titles[sheet] = sheet
		}
		names = append(names, w.titles[sheet])
		rows[w.titles[sheet]] = map[int][]string{}
	}
	for _, f := range faults {
		if of, ours := rows[f.Sheet]; ours && f.Row > 0 {
			of[f.Row] = append(of[f.Row], f.sentence())
		} else {
			lines = append(lines, "Tờ “"+f.Sheet+"”: "+f.sentence())
		}
	}
	if err := writeFrame(z, append(slices.Clone(names), guideSheet)); err != nil {
		return err
	}
	for n, sheet := range sheetNames() {
		if err := w.copySheet(ctx, z, n, sheet, rows[names[n]]); err != nil {
			return err
		}
	}
	if err := writeGuide(z, len(names), append(lines, guideLines()...)); err != nil {
		return err
	}
	return z.Close()
}

// sentence is what the column "Lỗi" says of a fault.
func (f Fault) sentence() string {
	var b strings.Builder
	if f.Heading != "" {
		b.WriteString(f.Heading)
	}
	if f.Value != "" {
		fmt.Fprintf(&b, " “%s”", f.Value)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	return b.String() + "cần " + f.Expected
}

// copySheet writes a sheet of the file as the n-th, and the column of the faults.
func (w *Workbook) copySheet(ctx context.Context, z *zip.Writer, n int, sheet string, faults map[int][]string) error {
	s, err := newSheet(z, n, columns(sheet))
	if err != nil {
		return err
	}
	if w.sheets[sheet] == "" {
		s.headings(1, Headings(sheet))
		return s.finish(nil)
	}
	last, head, err := w.measure(ctx, sheet)
	if err != nil {
		return err
	}
	r, err := w.rows(ctx, sheet)
	if err != nil {
		return err
	}
	defer r.close()
	for {
		more, err := r.next()
		if err != nil {
			return err
		}
		if !more {
			return s.finish(choices(sheet))
		}
		s.begin(r.row)
		for _, c := range r.cells {
			if c.column < last {
				w.copyCell(s, c, r.row == head)
			}
		}
		if r.row == head {
			s.styled(last, styleHead, faultName)
		} else if said := faults[r.row]; len(said) > 0 {
			s.styled(last, styleFault, strings.Join(said, "\n"))
		}
		s.end()
	}
}

// measure finds the column for the faults, after the last one that holds anything,
// and the row of the headings. A column "Lỗi" from before is used again.
func (w *Workbook) measure(ctx context.Context, sheet string) (last, head int, err error) {
	r, err := w.rows(ctx, sheet)
	if err != nil {
		return 0, 0, err
	}
	defer r.close()
	head = 1
	for found := false; ; {
		more, err := r.next()
		if err != nil {
			return 0, 0, err
		}
		if !more {
			break
		}
		ends := r.cells[len(r.cells)-1]
		if !found && r.row <= maxHeadRow && len(w.known(r, sheet, columns(sheet))) >= 3 {
			found, head = true, r.row
			if key(string(ends.text)) == key(faultName) {
				return ends.column, head, nil
			}
		}
		last = max(last, ends.column+1)
	}
	if last >= maxColumn {
		return 0, 0, tooLarge()
	}
	return last, head, nil
}

// copyCell writes a cell of another workbook as a value.
func (w *Workbook) copyCell(s *sheetWriter, c cell, head bool) {
	raw := string(c.text)
	_, err := strconv.ParseFloat(raw, 64)
	switch {
	case raw == "":
	case head:
		s.styled(c.column, styleHead, raw)
	case c.kind == kindNumber && err == nil && c.date:
		if t, ok := daySerial(w.epoch, raw); ok {
			s.day(c.column, t)
			return
		}
		s.text(c.column, raw)
	case c.kind == kindNumber && err == nil && !strings.ContainsAny(raw, "xXpP_nNfF"):
		s.value(c.column, "", c.text)
	case c.kind == kindBool && (raw == "0" || raw == "1"):
		s.value(c.column, "b", c.text)
	default:
		s.text(c.column, raw)
	}
}
