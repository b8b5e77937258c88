package households

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"vuon/platform/database"
	"vuon/platform/documents/form"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// WriteEligible writes the whole list of Eligible as a workbook, without words that
// tell of ethnicity or health, and leaves in the audit that names were taken out.
func (s *Service) WriteEligible(ctx context.Context, tenant string, f EligibleFilter, w io.Writer) error {
	f.Reveal = false
	return s.reads(ctx, tenant, ActionEligibility, func(ctx context.Context, tx database.Tx) error {
		l, err := s.eligible(ctx, tx, tenant, f)
		if err != nil {
			return err
		}
		var heading tenancy.Heading
		if err := s.Tenants.Setting(ctx, tenant, tenancy.DocumentHeading, &heading); err != nil {
			return err
		}
		after := map[string]any{"unit": f.Unit, "class": f.Class, "year": f.Year, "households": l.Total}
		if err := s.record(ctx, tx, ActionEligibility, "eligibility", f.Project, nil, after, ""); err != nil {
			return err
		}
		return form.XLSX(w, l.form(f, heading))
	})
}

// form is the list as a printed table.
func (l EligibleList) form(f EligibleFilter, heading tenancy.Heading) form.Form {
	names := map[string]string{}
	for _, c := range l.Reaches {
		names[c.Unit] = c.Name
	}
	out := form.Form{Office: strings.Split(heading.Issuer, "\n"), Title: "Danh sách hộ đủ điều kiện chưa được hỗ trợ", Dated: l.Day.Time(),
		Subtitle: []string{fmt.Sprintf("%s, xét theo quy định ngày %s", f.Project, dateText(l.Day))},
		Columns: []form.Column{{Title: "TT", Kind: form.Ordinal}, {Title: "Thứ tự ưu tiên", Kind: form.Marks, Width: 10}, {Title: "Mã hộ", Kind: form.Words}, {Title: "Chủ hộ", Kind: form.Words, Names: true},
			{Title: "Xã, phường, thị trấn", Kind: form.Words}, {Title: "Thôn, bon, buôn", Kind: form.Words}, {Title: "Phân loại", Kind: form.Words}, {Title: "Nhóm ưu tiên", Kind: form.Words}},
		Notes: []string{"Đối tượng: " + l.Rule.Words, "Căn cứ: " + l.Rule.Article + ", " + l.Rule.Source + ". Danh sách chỉ dùng cho việc xét hỗ trợ."}}
	out.Rows = func(yield func(form.Row, error) bool) {
		for i, e := range l.Rows {
			cells := []string{strconv.Itoa(i + 1), strconv.Itoa(e.Order), e.Code, e.Head, names[e.Unit], e.Village, ClassTitle(e.Class).In(i18n.Vietnamese), e.Reason}
			if !yield(textRow(cells), nil) {
				return
			}
		}
	}
	return out
}

func textRow(texts []string) (row form.Row) {
	for _, t := range texts {
		row.Cells = append(row.Cells, form.Say(t))
	}
	return row
}
