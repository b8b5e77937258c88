package planning

import (
	"context"
	"fmt"
	"io"
	"strings"

	"vuon/platform/documents"
	"vuon/platform/i18n"
)

// Summary writes the table of what the offices said and what became of it (bảng
// tổng hợp ý kiến), over all rounds about a version, as docx, pdf or html; it
// returns the file's name. Silence stands there as silence.
func (s *Service) Summary(ctx context.Context, tenant string, year, version int, format string, w io.Writer) (name string, err error) {
	if mediaType(format) == "" {
		return "", faultFormat(format)
	}
	v, rounds, err := s.Consultations(ctx, tenant, year, version)
	if err != nil {
		return "", err
	}
	d := documents.Document{Type: "BẢNG TỔNG HỢP",
		Abstract: fmt.Sprintf("Ý kiến góp ý dự thảo Kế hoạch năm %d và việc tiếp thu, giải trình", year)}
	if d.Letterhead, err = s.summaryHead(ctx, v); err != nil {
		return "", err
	}
	held := 0
	for _, r := range rounds {
		if r.Cancelled == "" {
			held++
			d.Body = append(d.Body, summaryOf(r)...)
		}
	}
	if held == 0 {
		return "", faultNoRound()
	}
	return fmt.Sprintf("tong-hop-y-kien-%s-%d-ban-%d.%s", tenant, year, v.Version, format), print(d, format, w)
}

// summaryHead is the heading of the drafting office below its committee.
func (s *Service) summaryHead(ctx context.Context, v Version) (l documents.Letterhead, err error) {
	h, err := s.heading(ctx, v.Tenant)
	if err != nil {
		return l, err
	}
	day := s.Clock.Now().In(i18n.Zone())
	l = documents.Letterhead{Superior: nonEmpty(h.Superior), Issuer: nonEmpty(h.Issuer), Place: h.Place,
		Date: documents.Date{Year: day.Year(), Month: int(day.Month()), Day: day.Day()}}
	offices, err := s.Tenants.Offices(ctx, v.Tenant)
	for _, role := range s.Policy.Explain(ctx, v.Tenant, ActionDraft).Roles {
		for _, o := range offices {
			if o.Function == role.ID {
				l.Superior, l.Issuer = nonEmpty(h.Issuer), []string{strings.ToUpper(o.Name)}
				return l, err
			}
		}
	}
	return l, err
}

// summaryOf is one round: what was asked, in figures, and the table.
func summaryOf(r Round) []documents.Block {
	said := fmt.Sprintf("Lấy ý kiến từ ngày %s đến hết ngày %s. %s.", i18n.Date(r.OpenedAt), i18n.Date(r.Due), tally(r))
	out := []documents.Block{documents.Heading{Level: 2, Mark: fmt.Sprintf("%d.", r.Round), Title: fmt.Sprintf("Lấy ý kiến lần %d", r.Round)}, documents.Text(said)}
	if r.Question != "" {
		out = append(out, documents.Text("Nội dung xin ý kiến: "+strings.ReplaceAll(r.Question, "\n", " ")))
	}
	t := documents.Table{Columns: []documents.Column{{Weight: 5, Align: documents.Center}, {Weight: 11, Align: documents.Left},
		{Weight: 9, Align: documents.Left}, {Weight: 24, Align: documents.Left}, {Weight: 20, Align: documents.Left}}}
	t.Header = []documents.Row{row("TT", "Cơ quan, đơn vị", "Ý kiến", "Nội dung", "Tiếp thu, giải trình")}
	for i := range t.Header[0].Cells {
		t.Header[0].Cells[i].Bold, t.Header[0].Cells[i].Align = true, documents.Center
	}
	for i, a := range r.Asked {
		number, name := fmt.Sprint(i+1), a.Name
		if len(a.Opinions) == 0 {
			t.Rows = append(t.Rows, row(number, name, Verdict("").Title().VI, "", ""))
		}
		for _, o := range a.Opinions {
			t.Rows = append(t.Rows, row(number, name, o.Verdict.Title().VI, contentOf(o), outcomeOf(o)))
			number, name = "", ""
		}
	}
	return append(out, t)
}

func row(cells ...string) (r documents.Row) {
	for _, c := range cells {
		r.Cells = append(r.Cells, documents.Cell{Text: c})
	}
	return r
}

// contentOf is what an opinion says, with the part and the wording proposed.
func contentOf(o Opinion) string {
	var lines []string
	if o.Title != "" {
		lines = append(lines, "Mục “"+o.Title+"”.")
	}
	if o.Proposed != "" {
		lines = append(lines, "Đề nghị viết: “"+o.Proposed+"”")
	}
	if o.Reason != "" {
		lines = append(lines, o.Reason)
	}
	if o.Source != "" {
		lines = append(lines, "(Theo "+o.Source+")")
	}
	return strings.Join(lines, "\n")
}

func outcomeOf(o Opinion) string {
	if o.Verdict == Agree {
		return ""
	}
	return strings.TrimSpace(o.Outcome.Title().VI + ". " + o.Word)
}
