package tasks

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vuon/apps/planning/planreader"
	"vuon/apps/tasks/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// boardCards is how many tasks a column of the board shows.
const boardCards = 30

func (s *Service) boardPage(r *web.Request) error {
	f, head, err := s.asked(r, "board")
	if err != nil {
		return err
	}
	m := views.Board{Head: head}
	counts, err := s.Counts(r.Context(), r.Tenant().ID, f)
	if err != nil {
		return err
	}
	for _, state := range States()[:4] {
		f.State = state
		list, _, err := s.List(r.Context(), r.Tenant().ID, f, database.Page{Limit: boardCards})
		if err != nil {
			return err
		}
		c := views.Column{State: stateView(r, Task{State: state}, false), Href: fmt.Sprintf("%s?year=%d&state=%s", base(r), f.Year, state)}
		for _, t := range list {
			c.Rows = append(c.Rows, s.row(r, t))
		}
		for _, n := range counts {
			if n.State == state {
				c.More += n.N
			}
		}
		c.More -= len(c.Rows)
		m.Columns = append(m.Columns, c)
	}
	return r.Page(s.page(r, head), views.BoardPage(m))
}

func (s *Service) calendarPage(r *web.Request) error {
	f, head, err := s.asked(r, "calendar")
	if err != nil {
		return err
	}
	month := s.month(r)
	head.Year, head.Hidden = f.Year, [][2]string{{"month", month.Format("2006-01")}}
	m := views.Calendar{Head: head, Title: i18n.Say(r.Context(), fmt.Sprintf("Tháng %d năm %d", month.Month(), month.Year()), month.Format("January 2006"))}
	first := month.AddDate(0, 0, -(int(month.Weekday())+6)%7)
	last := month.AddDate(0, 1, 0)
	last = last.AddDate(0, 0, (8-int(last.Weekday()))%7)
	at, err := s.dueBetween(r.Context(), r.Tenant().ID, f, first, last)
	if err != nil {
		return err
	}
	today := s.today()
	for d := first; d.Before(last); d = d.AddDate(0, 0, 7) {
		var week []views.Day
		for i := range 7 {
			day := d.AddDate(0, 0, i)
			v := views.Day{Number: day.Day(), Label: i18n.Date(day), Outside: day.Month() != month.Month(), Today: day.Equal(today),
				Href: fmt.Sprintf("%s?year=%d&due=%s", base(r), f.Year, day.Format(time.DateOnly))}
			for _, t := range at[day.Format(time.DateOnly)] {
				v.Rows = append(v.Rows, s.row(r, t))
			}
			week = append(week, v)
		}
		m.Weeks = append(m.Weeks, week)
	}
	to := func(t time.Time) string {
		q := url.Values{"year": {strconv.Itoa(f.Year)}, "month": {t.Format("2006-01")}}
		for _, k := range []string{"q", "project", "owner", "mine", "late"} {
			if v := r.Query(k); v != "" {
				q.Set(k, v)
			}
		}
		return base(r) + "/calendar?" + q.Encode()
	}
	m.Before, m.After = to(month.AddDate(0, -1, 0)), to(month.AddDate(0, 1, 0))
	return r.Page(s.page(r, head), views.CalendarPage(m))
}

// month is the month that was asked for, else the present one.
func (s *Service) month(r *web.Request) time.Time {
	if t, err := time.ParseInLocation("2006-01", r.Query("month"), i18n.Zone()); err == nil && t.Year() > 1999 && t.Year() < 2101 {
		return t
	}
	return s.today().AddDate(0, 0, 1-s.today().Day())
}

// dueBetween are the tasks that are due from first until before last, by day.
func (s *Service) dueBetween(ctx context.Context, tenant string, f Filter, first, last time.Time) (map[string][]Task, error) {
	f.From, f.Until, f.Year = first, last, 0
	at := map[string][]Task{}
	list, _, err := s.List(ctx, tenant, f, database.Page{Limit: 500})
	for _, t := range list {
		key := t.Due.Format(time.DateOnly)
		at[key] = append(at[key], t)
	}
	return at, err
}

func (s *Service) whoPage(r *web.Request) error {
	f, head, err := s.asked(r, "who")
	if err != nil {
		return err
	}
	m := views.Who{Head: head}
	w, err := s.Who(r.Context(), r.Tenant().ID, f.Year)
	page := s.page(r, head)
	page.Styles = append(page.Styles, "a3.css")
	page.Actions = ui.PrintButton(i18n.Say(r.Context(), "In trên một tờ A3", "Print on one A3"))
	if err != nil && fault.From(err).Kind == fault.NotFound {
		m.Empty, page.Actions = true, nil
		return r.Page(page, views.WhoPage(m))
	} else if err != nil {
		return err
	}
	m.Issuer, m.Title, m.Symbol = strings.ReplaceAll(w.Heading.Issuer, "\n", " "), fmt.Sprintf("AI LÀM GÌ: PHÂN CÔNG THỰC HIỆN KẾ HOẠCH GIẢM NGHÈO BỀN VỮNG NĂM %d", f.Year), w.Symbol
	for _, role := range sheetRoles() {
		m.Roles = append(m.Roles, role.title)
	}
	var walk func(list []planreader.Project, sub bool)
	walk = func(list []planreader.Project, sub bool) {
		for _, p := range list {
			row := views.WhoRow{Code: ShortProject(p.Code), Title: p.Title, Sub: sub, Done: w.Done[p.Code], Total: w.Total[p.Code]}
			for _, role := range sheetRoles() {
				row.Cells = append(row.Cells, views.Cell{Units: unitsOf(p, role.ids)})
			}
			m.Rows = append(m.Rows, row)
			walk(p.SubProjects, true)
		}
	}
	walk(w.Projects, false)
	for _, t := range w.Charges {
		m.Charges = append(m.Charges, views.Charge{Unit: t.Unit, Text: t.Text})
	}
	return r.Page(page, views.WhoPage(m))
}

// sheetRole is a column of the sheet.
type sheetRole struct {
	title string
	ids   []string
}

func sheetRoles() []sheetRole {
	return []sheetRole{{"Chủ trì", []string{"lead"}}, {"Phối hợp", []string{"coordinate"}}, {"Hướng dẫn", []string{"guide"}},
		{"Báo cáo qua", []string{"report_via"}}, {"Tổng hợp", []string{"synthesise"}}, {"Tham mưu", []string{"advise"}}}
}

// unitsOf are the offices that a project names in a role, each once.
func unitsOf(p planreader.Project, roles []string) (out []string) {
	for _, a := range p.Assignments {
		unit := capital(a.Unit)
		if slices.Contains(roles, a.Role) && !slices.Contains(out, unit) {
			out = append(out, unit)
		}
	}
	return out
}

// capital begins a name with a capital, as it stands alone in its cell.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// Sheet is who does what in the plan in force of a year.
type Sheet struct {
	Heading     tenancy.Heading
	Symbol      string // "Kèm theo Kế hoạch số 12/KH-UBND ngày 05/02/2024"
	Projects    []planreader.Project
	Charges     []planreader.Task
	Done, Total map[string]int // tasks by project
}
