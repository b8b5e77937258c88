package planedit

import (
	"fmt"
	"slices"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
	"vuon/platform/money"
)

// MoneyRow is one sum of a table: how much of which source and kind of capital a
// project gets, in đồng.
type MoneyRow struct {
	Project string `json:"project"` // code
	Source  string `json:"source"`  // central province district commune local mobilised credit
	Capital string `json:"capital"` // development recurrent, or ""
	Amount  int64  `json:"amount"`  // đồng
}

// sources and capitals are the columns of the table in their order, as it heads them.
var (
	sources = []struct{ id, title string }{
		{"central", "Ngân sách trung ương"}, {"province", "Ngân sách tỉnh"}, {"district", "Ngân sách huyện"},
		{"commune", "Ngân sách xã"}, {"local", "Ngân sách địa phương"}, {"mobilised", "Vốn huy động"}, {"credit", "Vốn tín dụng"},
	}
	capitals = []struct{ id, title string }{{"development", "vốn đầu tư phát triển"}, {"recurrent", "vốn sự nghiệp"}, {"", ""}}
)

// Named is an entry of a list to choose from, as the text words it.
type Named struct{ ID, Title string }

// Sources are the sources of money that a MoneyRow is chosen from, in the order of the
// table.
func Sources() (out []Named) {
	for _, s := range sources {
		out = append(out, Named{s.id, s.title})
	}
	return out
}

// Capitals are the kinds of capital, the last of which leaves it open.
func Capitals() (out []Named) {
	for _, c := range capitals {
		out = append(out, Named{c.id, c.title})
	}
	return out
}

// Projects are those of the catalogue, by code.
func Projects(known planreader.Catalogue) (out []Named) {
	for _, p := range known.Projects {
		out = append(out, Named{p.Code, projectLabel(p, known)})
	}
	return out
}

const moneyUnit = "Đơn vị tính: đồng"

// SetMoney writes the rows as the table of money of a section, with totals by project
// and in all, in the place of the one that stands there, else behind the text. The
// amounts are read back; where that fails the fault is money_unreadable and the plan
// is left alone. Without rows the table goes.
func SetMoney(p *planreader.Plan, known planreader.Catalogue, section string, rows []MoneyRow) ([]Rewritten, error) {
	if err := checkMoney(rows, known); err != nil {
		return nil, err
	}
	try := *p
	try.Sections = Clone(p.Sections)
	s := try.Section(section)
	if s == nil {
		return nil, faultGone()
	}
	lines := textLines(s.Text)
	from, to := moneyTable(lines)
	setLines(s, slices.Concat(lines[:from], MoneyTable(rows, known), lines[to:]))
	planreader.Extract(&try, known)
	if got := MoneyOf(&try, section); !sameMoney(got, rows) {
		return nil, fault.New(fault.Invalid, "money_unreadable",
			"Bảng kinh phí không đọc lại được đúng số đã nhập ở mục này. Hãy đặt bảng ở mục kinh phí của kế hoạch.",
			"The table's amounts cannot be read back in this section. Put it into the plan's section on funding.")
	}
	out := rewritten(p, &try)
	*p = try
	return out, nil
}

func checkMoney(rows []MoneyRow, known planreader.Catalogue) error {
	seen := map[string]bool{}
	for i, r := range rows {
		key := r.Project + "|" + r.Source + "|" + r.Capital
		there := slices.ContainsFunc(known.Projects, func(p planreader.CatalogueProject) bool { return p.Code == r.Project })
		source := slices.ContainsFunc(sources, func(s struct{ id, title string }) bool { return s.id == r.Source })
		capital := slices.ContainsFunc(capitals, func(c struct{ id, title string }) bool { return c.id == r.Capital })
		if !there || !source || !capital || r.Amount <= 0 || r.Amount > 1e15 || seen[key] {
			return fault.New(fault.Invalid, "money_row_wrong",
				fmt.Sprintf("Dòng kinh phí thứ %d chưa đúng: chọn dự án, nguồn, loại vốn và ghi số tiền lớn hơn 0; mỗi dự án, nguồn, loại vốn chỉ ghi một dòng.", i+1),
				fmt.Sprintf("Row %d of the money is wrong: choose project, source and kind of capital, give an amount above 0, and each combination once.", i+1)).
				At(fmt.Sprintf("rows.%d", i), "Kiểm tra dòng này.", "Check this row.")
		}
		seen[key] = true
	}
	return nil
}

// moneyTable is the range of lines that hold the section's table of money with the
// line of its unit; an empty one at the end when there is none.
func moneyTable(lines []string) (from, to int) {
	for i, line := range lines {
		if !strings.Contains(line, "\t") {
			continue
		}
		from, to = i, i
		for to < len(lines) && strings.Contains(lines[to], "\t") {
			to++
		}
		if from > 0 && strings.HasPrefix(lines[from-1], "Đơn vị") {
			from--
		}
		return from, to
	}
	return len(lines), len(lines)
}

// MoneyTable writes rows as the lines of a table: projects down, sources and kinds of
// capital across, with totals.
func MoneyTable(rows []MoneyRow, known planreader.Catalogue) []string {
	if len(rows) == 0 {
		return nil
	}
	type column struct{ source, capital string }
	var columns []column
	head := []string{"Nội dung", "Tổng số"}
	for _, s := range sources {
		for _, c := range capitals {
			if slices.ContainsFunc(rows, func(r MoneyRow) bool { return r.Source == s.id && r.Capital == c.id }) {
				columns = append(columns, column{s.id, c.id})
				head = append(head, strings.TrimSuffix(s.title+" - "+c.title, " - "))
			}
		}
	}
	lines := []string{moneyUnit, strings.Join(head, "\t")}
	sums := make([]int64, len(columns)+1)
	for _, project := range known.Projects {
		cells := []string{projectLabel(project, known), ""}
		var total int64
		for i, c := range columns {
			at := slices.IndexFunc(rows, func(r MoneyRow) bool {
				return r.Project == project.Code && r.Source == c.source && r.Capital == c.capital
			})
			cell := ""
			if at >= 0 {
				cell = money.Dong(rows[at].Amount).String()
				total, sums[i+1] = total+rows[at].Amount, sums[i+1]+rows[at].Amount
			}
			cells = append(cells, cell)
		}
		if total > 0 {
			cells[1], sums[0] = money.Dong(total).String(), sums[0]+total
			lines = append(lines, strings.Join(cells, "\t"))
		}
	}
	last := []string{"Tổng cộng"}
	for _, s := range sums {
		last = append(last, money.Dong(s).String())
	}
	return append(lines, strings.Join(last, "\t"))
}

// projectLabel is the name of a project's row.
func projectLabel(p planreader.CatalogueProject, known planreader.Catalogue) string {
	if p.Parent == "" {
		return fmt.Sprintf("Dự án %d: %s", p.Number, p.Title)
	}
	for _, of := range known.Projects {
		if of.Code == p.Parent {
			return fmt.Sprintf("Tiểu dự án %d thuộc Dự án %d: %s", p.Number, of.Number, p.Title)
		}
	}
	return p.Title
}

// MoneyOf are the rows of the table of a section, as the plan was read last: what
// names project and source, not the totals.
func MoneyOf(p *planreader.Plan, section string) []MoneyRow {
	path := p.Paths()[section]
	out := []MoneyRow{}
	for _, a := range p.Funding.Amounts {
		if a.At == path && a.Project != "" && a.Source != "" && strings.Contains(a.Text, " | ") {
			out = append(out, MoneyRow{string(a.Project), string(a.Source), string(a.Capital), a.Amount})
		}
	}
	return out
}

func sameMoney(a, b []MoneyRow) bool {
	if len(a) != len(b) {
		return false
	}
	return !slices.ContainsFunc(a, func(r MoneyRow) bool { return !slices.Contains(b, r) })
}
