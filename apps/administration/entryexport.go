package administration

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"vuon/apps/administration/views"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
)

// exportLimit is how many entries one file holds; more are narrowed by days.
const exportLimit = 20_000

// ExportEntries calls each with the entries that a filter lets through, newest
// first, and records that they were taken out. Fault too_many_entries.
func (s *Service) ExportEntries(ctx context.Context, tenant string, f audit.Filter, each func(audit.Row) error) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		page, n := database.Page{Limit: 500}, 0
		for {
			rows, next, err := s.Entries(ctx, tenant, f, page)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if n++; n > exportLimit {
					return fault.New(fault.Conflict, "too_many_entries", fmt.Sprintf("Có hơn %d mục. Hãy thu hẹp theo ngày rồi xuất từng phần.", exportLimit),
						fmt.Sprintf("There are more than %d entries. Narrow them by days and export part by part.", exportLimit))
				}
				if err := each(row); err != nil {
					return err
				}
			}
			if page.After = next; next == "" {
				break
			}
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: "administration.export_audit", Object: "audit", After: map[string]any{"entries": n, "filter": f}})
	})
}

// sheet takes the lines of a table.
type sheet interface {
	line(cells []string) error
	end(w io.Writer) error
}

func (s *Service) exportEntries(r *web.Request) error {
	var out sheet = newCSV()
	name, kind := "nhat-ky.csv", "text/csv; charset=utf-8"
	if r.Form("format") == "xlsx" {
		x, err := newXLSX()
		if err != nil {
			return err
		}
		out, name, kind = x, "nhat-ky.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	err := out.line([]string{say("Mục", "Entry"), say("Thời điểm", "When"), say("Người thực hiện", "Who"), say("Việc", "Action"), say("Đối tượng", "Object"),
		say("Mã đối tượng", "Object's id"), say("Thay đổi", "Changes"), say("Lý do", "Reason"), say("Mã băm", "Hash")})
	if err != nil {
		return err
	}
	at := base(r, "/audit")
	err = s.ExportEntries(r.Context(), r.Tenant().ID, entryFilter(r.Form), func(row audit.Row) error {
		v := s.entryView(r, at, row)
		return out.line([]string{v.Seq, v.When, v.Actor, v.Title, s.objectTitle(row.Object).In(r.Lang()), row.ObjectID, changeLines(v.Changes), row.Reason, row.Hash})
	})
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := out.end(&file); err != nil {
		return err
	}
	return r.Download(name, kind, int64(file.Len()), &file)
}

// changeLines is what an entry changed, a line each.
func changeLines(changes []views.Change) string {
	var lines []string
	for _, c := range changes {
		lines = append(lines, c.Name+": "+c.Before+" → "+c.After)
	}
	return strings.Join(lines, "\n")
}

// csvSheet is a table for any program. A cell that a spreadsheet would take for a
// formula is marked as text.
type csvSheet struct {
	buffer bytes.Buffer
	writer *csv.Writer
}

func newCSV() *csvSheet {
	s := &csvSheet{}
	s.buffer.WriteString("\ufeff") // so that spreadsheets read it as UTF-8
	s.writer = csv.NewWriter(&s.buffer)
	return s
}

func (s *csvSheet) line(cells []string) error {
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = harmless(cell)
	}
	return s.writer.Write(safe)
}

// harmless keeps a spreadsheet from running what somebody typed.
func harmless(cell string) string {
	if strings.IndexAny(cell, "=+-@\t\r|") == 0 {
		return "'" + cell
	}
	return cell
}

func (s *csvSheet) end(w io.Writer) error {
	s.writer.Flush()
	if err := s.writer.Error(); err != nil {
		return err
	}
	_, err := s.buffer.WriteTo(w)
	return err
}

// xlsxSheet is a workbook with one table; its cells are texts, never formulas.
type xlsxSheet struct {
	book   *excelize.File
	stream *excelize.StreamWriter
	rows   int
}

func newXLSX() (*xlsxSheet, error) {
	book := excelize.NewFile()
	const name = "Nhật ký"
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	stream, err := book.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	if err := stream.SetColWidth(2, 9, 24); err != nil {
		return nil, err
	}
	return &xlsxSheet{book: book, stream: stream}, nil
}

func (s *xlsxSheet) line(cells []string) error {
	values := make([]any, len(cells))
	for i, cell := range cells {
		if runes := []rune(cell); len(runes) > excelize.TotalCellChars {
			cell = string(runes[:excelize.TotalCellChars-1]) + "…"
		}
		values[i] = cell
	}
	s.rows++
	return s.stream.SetRow(fmt.Sprintf("A%d", s.rows), values)
}

func (s *xlsxSheet) end(w io.Writer) error {
	if err := s.stream.Flush(); err != nil {
		return err
	}
	if err := s.book.Write(w); err != nil {
		return err
	}
	return s.book.Close()
}
