package records

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
)

// printed is a register as it is printed: the columns of Nghị định
// 30/2020/NĐ-CP, Phụ lục IV.
type printed struct {
	title  string
	office []string
	year   int
	heads  []string
	widths []float64 // shares
	right  []int     // columns of numbers
	rows   [][]string
	closed string
	dated  time.Time
}

// printOutgoing makes the book of outgoing documents (mẫu sổ đăng ký văn bản đi):
// by day, then in the order of registering.
func (s *Service) printOutgoing(ctx context.Context, tenant string, year int) (p printed, err error) {
	err = s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, err := s.entries(ctx, tx, year)
		if err != nil {
			return err
		}
		slices.SortStableFunc(list, func(a, b Entry) int {
			return cmp.Or(a.Dated.Compare(b.Dated), a.RegisteredAt.Compare(b.RegisteredAt), cmp.Compare(a.Number, b.Number))
		})
		_, titles, err := s.kindsOf(ctx, tenant)
		if err != nil {
			return err
		}
		p = printed{title: "SỔ ĐĂNG KÝ VĂN BẢN ĐI", year: year, heads: []string{"Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản",
			"Người ký", "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ghi chú"}, widths: []float64{1.25, 1.2, 3, 1.3, 2.5, 1, .7, 1.2}, right: []int{6}}
		for _, e := range list {
			p.rows = append(p.rows, outgoingLine(e, titles))
		}
		return s.closeBook(ctx, tenant, &p)
	})
	return p, err
}

func outgoingLine(e Entry, titles map[string]string) []string {
	var to, kept []string
	for _, line := range e.Record.Recipients {
		if archive, ok := archiveOf(line); ok {
			kept = append(kept, archive)
		} else {
			to = append(to, Plain(line))
		}
	}
	copies, note := "", ""
	if e.Record.Copies > 0 {
		copies = strconv.Itoa(e.Record.Copies)
	}
	switch {
	case e.Void != nil:
		note = "Hủy số: " + e.Void.Reason
	case e.Record.State == Recalled:
		note = "Thu hồi: " + e.Record.Reason
	}
	return []string{e.Name(), dates(&e.Dated), strings.TrimSpace(titles[e.Kind] + ": " + e.Abstract), e.Signatory, strings.Join(to, "; "), strings.Join(kept, "; "), copies, note}
}

// archiveOf is who keeps the original, of a line "Lưu: VT, LĐTBXH.".
func archiveOf(line string) (string, bool) {
	plain := Plain(line)
	if !archived.MatchString(keyOf(plain)) {
		return "", false
	}
	_, after, _ := strings.Cut(plain, ":")
	return cmp.Or(strings.TrimSpace(after), "VT"), true
}

// printIncoming makes the book of incoming documents (mẫu sổ đăng ký văn bản đến).
func (s *Service) printIncoming(ctx context.Context, tenant string, year int) (p printed, err error) {
	err = s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, err := s.store.book(ctx, tx, year)
		if err != nil {
			return err
		}
		p = printed{title: "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", year: year, heads: []string{"Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
			"Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú"}, widths: []float64{1.3, .6, 1.5, 1.9, 1.3, 2.5, 1.6, 1.3, 1.4, 1.35}, right: []int{1}}
		for _, in := range list {
			slips, err := s.store.about(ctx, tx, in.ID)
			if err != nil {
				return err
			}
			p.rows = append(p.rows, incomingLine(in, slips))
		}
		return s.closeBook(ctx, tenant, &p)
	})
	return p, err
}

func incomingLine(in Incoming, slips []Slip) []string {
	var to, when, signed []string
	for _, slip := range slips {
		to, when = append(to, slip.BoxName), append(when, i18n.Date(slip.SentAt))
		if slip.ReceivedAt != nil {
			signed = append(signed, slip.ReceivedBy+" "+i18n.Date(*slip.ReceivedAt))
		}
	}
	note := ""
	switch {
	case in.RecalledAt != nil:
		note = "Nơi gửi thu hồi: " + in.RecallReason
	case in.State == Handled:
		note = strings.TrimSpace("Đã xử lý. " + in.Result)
	case in.Deadline != nil:
		note = "Hạn " + dates(in.Deadline)
	}
	return []string{dates(in.Arrived), in.Name(), in.Sender, in.Number, dates(in.Dated), in.Abstract, strings.Join(to, "; "),
		strings.Join(slices.Compact(when), "; "), strings.Join(signed, "; "), note}
}

// closeBook adds whose book it is, and says how many lines it has: none can be
// added behind unseen.
func (s *Service) closeBook(ctx context.Context, tenant string, p *printed) error {
	var heading tenancy.Heading
	if err := s.Tenants.Setting(ctx, tenant, tenancy.DocumentHeading, &heading); err != nil {
		return err
	}
	p.office, p.dated = strings.Split(heading.Issuer, "\n"), s.Clock.Now()
	p.closed = fmt.Sprintf("Sổ có %d văn bản. In ngày %s từ hệ thống Vươn.", len(p.rows), i18n.Date(p.dated))
	return nil
}

// pdf prints the book.
func (p printed) pdf(w io.Writer) error {
	b := documents.Book{Office: p.office, Title: p.title, Period: []string{fmt.Sprintf("Năm %d", p.year)}, Closed: p.closed, Dated: p.dated}
	var head, under documents.Row
	for i, h := range p.heads {
		head.Cells = append(head.Cells, documents.Cell{Text: h, Bold: true})
		under.Cells = append(under.Cells, documents.Cell{Text: fmt.Sprintf("(%d)", i+1), Italic: true})
		c := documents.Column{Weight: p.widths[i]}
		if slices.Contains(p.right, i) {
			c.Align = documents.Center
		}
		b.Table.Columns = append(b.Table.Columns, c)
	}
	b.Table.Header = []documents.Row{head, under}
	for _, row := range p.rows {
		var cells documents.Row
		for _, text := range row {
			cells.Cells = append(cells.Cells, documents.Cell{Text: text})
		}
		b.Table.Rows = append(b.Table.Rows, cells)
	}
	return documents.BookPDF(w, b)
}

// Register is one of the two books.
type Register string

// The books, by the names of their files.
const (
	OutgoingRegister Register = "so-van-ban-di"
	IncomingRegister Register = "so-van-ban-den"
)

// Print writes a year of a register as "pdf" or "xlsx", in the columns of the
// decree.
func (s *Service) Print(ctx context.Context, tenant string, book Register, year int, format string, w io.Writer) error {
	read := s.printOutgoing
	if book == IncomingRegister {
		read = s.printIncoming
	}
	p, err := read(ctx, tenant, year)
	if err != nil {
		return err
	}
	if format == "xlsx" {
		return p.xlsx(w)
	}
	return p.pdf(w)
}

// printBook answers with a register as a file.
func (s *Service) printBook(book Register, format string) func(*web.Request) error {
	return func(r *web.Request) error {
		year, err := s.yearOf(r)
		if err != nil {
			return err
		}
		var file bytes.Buffer
		if err := s.Print(r.Context(), r.Tenant().ID, book, year, format, &file); err != nil {
			return err
		}
		kind := map[string]string{"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}[format]
		return r.Download(fmt.Sprintf("%s-%s-%d.%s", book, r.Tenant().ID, year, format), kind, int64(file.Len()), &file)
	}
}

// heading is whose book of which year it is, in one line.
func (p printed) heading() string {
	return fmt.Sprintf("%s · %s · NĂM %d", strings.Join(p.office, " "), p.title, p.year)
}
