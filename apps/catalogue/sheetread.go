package catalogue

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/text"
)

// Limits of a list that is read: a small file can unfold to a million rows.
const (
	MaxSheet     = 5 << 20  // bytes of the file
	maxUnpacked  = 64 << 20 // bytes of all that it holds
	maxParts     = 500      // files inside
	maxRows      = 5000     // documents
	maxColumns   = 64
	maxHeadRow   = 20 // where the headings stand at the latest
	sheetSeconds = 20
)

// SheetRow is a line of a list, as it was typed.
type SheetRow struct {
	Row   int // in the sheet, from 1
	Draft Draft
}

// ReadSheet reads the first sheet of a list of documents. It finds the headings by
// their words, in any order. Faults sheet_unreadable, sheet_too_large,
// sheet_columns_missing.
func ReadSheet(ctx context.Context, raw []byte) (list []SheetRow, err error) {
	defer func() {
		if r := recover(); r != nil { // a hostile file must not end the process
			list, err = nil, sheetUnreadable(fmt.Errorf("panic: %v", r))
		}
	}()
	if err := weigh(raw); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, sheetSeconds*time.Second)
	defer cancel()
	f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: 16 << 20, RawCellValue: true})
	if err != nil {
		return nil, sheetUnreadable(err)
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return nil, sheetUnreadable(err)
	}
	defer rows.Close()
	return readRows(ctx, rows)
}

// weigh unpacks every part to nowhere: a file that lies about its sizes would be
// cut short in silence.
func weigh(raw []byte) error {
	if len(raw) > MaxSheet {
		return sheetTooLarge()
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return sheetUnreadable(err)
	}
	if len(z.File) > maxParts {
		return sheetTooLarge()
	}
	left := int64(maxUnpacked)
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			return sheetUnreadable(err)
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, left+1))
		_ = r.Close()
		if left -= n; left < 0 {
			return sheetTooLarge()
		}
		if err != nil {
			return sheetUnreadable(err)
		}
	}
	return nil
}

func readRows(ctx context.Context, rows *excelize.Rows) (list []SheetRow, err error) {
	var at map[int]column
	for n := 1; rows.Next(); n++ {
		if ctx.Err() != nil || n > maxRows+maxHeadRow {
			return nil, sheetTooLarge()
		}
		cells, err := rows.Columns()
		if err != nil {
			return nil, sheetUnreadable(err)
		}
		cells = cells[:min(len(cells), maxColumns)]
		switch {
		case at == nil && n <= maxHeadRow:
			at = headings(cells)
		case at != nil:
			if row, filled := readRow(n, cells, at); filled {
				list = append(list, row)
			}
		}
	}
	if err := rows.Error(); err != nil {
		return nil, sheetUnreadable(err)
	}
	return list, missing(at)
}

// headings tells what the columns hold, if the row heads a list: at least three
// of its cells must be known.
func headings(cells []string) map[int]column {
	at := map[int]column{}
	for i, cell := range cells {
		name := words(cell)
		for _, c := range columns() {
			if name != "" && slices.ContainsFunc(append(c.other, c.title.VI, c.title.EN), func(t string) bool { return words(t) == name }) {
				at[i] = c
			}
		}
	}
	if len(at) < 3 {
		return nil
	}
	return at
}

func missing(at map[int]column) error {
	bad := fault.New(fault.Invalid, "sheet_columns_missing", "Danh sách thiếu cột bắt buộc. Hãy dùng tệp mẫu.", "The list lacks columns. Use the form.")
	for _, c := range columns() {
		there := false
		for _, has := range at {
			there = there || has.field == c.field
		}
		if c.needed && !there {
			bad = bad.At(c.field, "Thiếu cột “"+c.title.VI+"”.", "The column “"+c.title.VI+"” is missing.")
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func readRow(n int, cells []string, at map[int]column) (row SheetRow, filled bool) {
	row.Row = n
	for i, cell := range cells {
		c, known := at[i]
		if !known {
			continue
		}
		value := text.Line(cell)
		if c.field == "date" || c.field == "effective_from" || c.field == "effective_to" {
			value = sheetDay(value)
		}
		if r := []rune(value); len(r) > 2*maxTitle {
			value = string(r[:2*maxTitle]) // which is too long too
		}
		c.put(&row.Draft, value)
		filled = filled || value != ""
	}
	return row, filled
}

// sheetDay writes a cell of the spreadsheet's own kind of date, a count of days
// since 1900, as a day; anything else stays.
func sheetDay(cell string) string {
	days, err := strconv.ParseFloat(cell, 64)
	if err != nil || days < 1 || days > 109_500 || strings.ContainsAny(cell, "eExXpP_") {
		return cell
	}
	t, err := excelize.ExcelDateToTime(days, false)
	if err != nil {
		return cell
	}
	return t.Format("02/01/2006")
}

func sheetUnreadable(cause error) error {
	return fault.New(fault.Invalid, "sheet_unreadable", "Không đọc được tệp. Hãy lưu danh sách dạng XLSX (Excel) rồi gửi lại.",
		"The file cannot be read. Save the list as XLSX (Excel) and send it again.").Because(cause)
}

func sheetTooLarge() error {
	return fault.New(fault.Invalid, "sheet_too_large", fmt.Sprintf("Danh sách quá lớn: tối đa %d dòng và 5 MB. Hãy chia thành nhiều tệp.", maxRows),
		fmt.Sprintf("The list is too large: at most %d rows and 5 MB. Split it into several files.", maxRows))
}

// columnTitle is what heads the column of a field.
func columnTitle(field string) i18n.Text {
	for _, c := range columns() {
		if c.field == field {
			return c.title
		}
	}
	return i18n.T(field, field)
}
