package households

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"vuon/apps/households/forms"
	"vuon/apps/households/views"
	"vuon/platform/database"
	"vuon/platform/documents/form"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) formRoutes() []web.Route {
	const all, one = "/t/:tenant/forms", "/t/:tenant/forms/:form"
	return []web.Route{
		{Method: http.MethodGet, Path: all, Action: ActionForms, Handle: s.formsPage},
		{Method: http.MethodGet, Path: one, Action: ActionForms, Handle: s.formPage},
		{Method: http.MethodGet, Path: one + "/file/:format", Action: ActionForms, Handle: s.formFile},
		{Method: http.MethodPost, Path: one + "/list", Action: ActionReveal, Handle: s.formListFile},
		{Method: http.MethodGet, Path: one + "/behind", Action: ActionView, Handle: s.behindPage},
		{Method: http.MethodPost, Path: one + "/behind", Action: ActionReveal, Handle: s.behindPage},
	}
}

// formNav is the entry of the forms in the navigation.
func formNav() []web.NavItem {
	return []web.NavItem{{Title: i18n.T("Mười lăm biểu rà soát", "The fifteen forms"), Icon: "table", Path: "/forms", Action: ActionForms, Group: "work", Order: 23}}
}

func formBase(r *web.Request) string { return "/t/" + r.Tenant().ID + "/forms" }

// formChoice is what a page of forms is about, and what else it could be.
type formChoice struct {
	of     FormOf
	filter views.FormFilter
	whole  bool // the actor may see the whole tenant
}

// chosen reads the year and the unit of an address: without them the newest year,
// and the whole tenant or the actor's first commune.
func (s *Service) chosen(r *web.Request, path string) (c formChoice, err error) {
	tenant := r.Tenant()
	years, err := s.FormYears(r.Context(), tenant.ID)
	if err != nil || len(years) == 0 {
		return c, err
	}
	c.of.Year = years[0]
	if y, err := strconv.Atoi(r.Query("year")); err == nil && saneYear(y) {
		c.of.Year = y
	}
	c.filter = views.FormFilter{Path: path}
	for _, y := range years {
		c.filter.Years = append(c.filter.Years, ui.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y), Selected: y == c.of.Year})
	}
	if tenant.Kind == provinceKind {
		c.whole = true
		return c, nil
	}
	units, err := s.units(r.Context(), tenant.ID, c.of.day())
	if err != nil {
		return c, err
	}
	mine := s.communes(r.Context(), ActionForms, units)
	c.whole = len(mine) == len(units)
	if c.of.Unit = r.Query("unit"); c.of.Unit == "" && !c.whole && len(mine) > 0 {
		c.of.Unit = mine[0].Code
	}
	c.filter.Units = unitOptions(tenant, mine, c)
	return c, nil
}

func unitOptions(tenant tenancy.Tenant, units []tenancy.Unit, c formChoice) (list []ui.Option) {
	if c.whole {
		list = append(list, ui.Option{Label: tenant.Name, Selected: c.of.Unit == ""})
	}
	for _, u := range units {
		list = append(list, ui.Option{Value: u.Code, Label: u.Name, Selected: c.of.Unit == u.Code})
	}
	return list
}

// query is the choice as an address carries it.
func (f FormOf) query() string {
	q := url.Values{"year": {strconv.Itoa(f.Year)}}
	if f.Unit != "" {
		q.Set("unit", f.Unit)
	}
	return q.Encode()
}

func formsHelp(r *web.Request) string {
	if r.Tenant().Kind == provinceKind {
		return "supervisor#forms"
	}
	return "officer#forms"
}

// formsPage lists the forms of a year, above them what form 1 says of the whole.
func (s *Service) formsPage(r *web.Request) error {
	base := formBase(r)
	c, err := s.chosen(r, base)
	if err != nil {
		return err
	}
	m := views.Forms{Filter: c.filter}
	page := ui.Page{Help: formsHelp(r), Title: i18n.T("Mười lăm biểu rà soát", "The fifteen forms"), Active: base,
		Subtitle: i18n.T("Cộng từ kết quả rà soát, không đếm lại bằng tay", "Added up from what the reviews found out")}
	if c.of.Year == 0 {
		return r.Page(page, views.FormsPage(m))
	}
	first := c.of
	first.Number = 1
	table, err := s.Form(r.Context(), r.Tenant().ID, first)
	if err != nil {
		return err
	}
	page.Badge, m.Notice, m.Stats = formBadge(r, table.Preliminary), formNotice(table), formStats(r, table, base+"/1?"+c.of.query())
	for n := forms.First; n <= forms.Last; n++ {
		list := forms.ListedClass(n) != ""
		if list && !r.Can(ActionView) {
			continue
		}
		at := fmt.Sprintf("%s/%d", base, n)
		m.Rows = append(m.Rows, views.FormRow{Number: n, Title: forms.Title(n), Href: at + "?" + c.of.query(), List: list,
			XLSX: at + "/file/xlsx?" + c.of.query(), PDF: at + "/file/pdf?" + c.of.query()})
	}
	return r.Page(page, views.FormsPage(m))
}

// formBadge says whether the figures are official.
func formBadge(r *web.Request, preliminary bool) templ.Component {
	if preliminary {
		return ui.Status(ui.Warn, "progress", i18n.Say(r.Context(), "Số liệu sơ bộ", "Preliminary"))
	}
	return ui.Status(ui.Good, "circle-check", i18n.Say(r.Context(), "Số liệu chính thức", "Official"))
}

// formNotice names what sent nothing.
func formNotice(t forms.Table) *ui.Notice {
	var missing []string
	for _, row := range t.Rows {
		if !row.Reported && row.Unit.Level == forms.Commune && row.Part == t.Parts[0] {
			missing = append(missing, row.Unit.Name)
		}
	}
	const named = 8
	warn := func(vi, en string) *ui.Notice { return &ui.Notice{Tone: ui.Warn, Text: i18n.T(vi, en)} }
	switch n := len(missing); {
	case n == 0:
		return nil
	case n > named:
		list := strings.Join(missing[:named], ", ")
		return warn(fmt.Sprintf("%d xã chưa có kết quả rà soát: %s và %d xã khác.", n, list, n-named), fmt.Sprintf("%d communes have no results: %s and %d more.", n, list, n-named))
	default:
		list := strings.Join(missing, ", ")
		return warn(fmt.Sprintf("%d xã chưa có kết quả rà soát: %s.", n, list), fmt.Sprintf("%d communes have no results: %s.", n, list))
	}
}

// formStats are the figures of the whole, each a link to form 1.
func formStats(r *web.Request, t forms.Table, href string) []ui.Stat {
	row := t.Rows[len(t.Rows)-1]
	stat := func(vi, en, count, rate string) ui.Stat {
		n, _ := t.At(row, count)
		out := ui.Stat{Label: i18n.Say(r.Context(), vi, en), Value: ui.Integer(n), Unit: i18n.Say(r.Context(), "hộ", "households"), Href: href}
		if hundredths, is := t.At(row, rate); is {
			out.Note = form.Hundredths(hundredths).Text() + "%"
		}
		return out
	}
	return []ui.Stat{stat("Hộ nghèo", "Poor", "3", "4"), stat("Hộ cận nghèo", "Near-poor", "5", "6"),
		stat("Hộ có mức sống trung bình", "Average living standard", "7", "8")}
}

// formPage shows a form, each of its figures with a link to its households for who
// may see them.
func (s *Service) formPage(r *web.Request) error { return s.showForm(r, nil) }

func (s *Service) showForm(r *web.Request, refusal error) error {
	number, _ := strconv.Atoi(r.Param("form"))
	if forms.Title(number) == "" {
		return faultNoForm(number)
	}
	base := formBase(r)
	c, err := s.chosen(r, fmt.Sprintf("%s/%d", base, number))
	if err != nil {
		return err
	}
	if c.of.Number = number; c.of.Year == 0 {
		return r.Redirect(base)
	}
	page := ui.Page{Help: formsHelp(r), Title: i18n.T(fmt.Sprintf("Biểu số %d", number), fmt.Sprintf("Form %d", number)),
		Active: base, Wide: true, Landscape: true, Styles: []string{"form.css"},
		Crumbs: []ui.Crumb{{Title: i18n.T("Mười lăm biểu rà soát", "The fifteen forms"), Href: base + "?" + c.of.query()}}}
	m := views.FormSheet{Filter: c.filter, Err: refusal}
	if forms.ListedClass(number) != "" {
		return s.showList(r, c, page, m)
	}
	table, err := s.Form(r.Context(), r.Tenant().ID, c.of)
	if err != nil {
		return err
	}
	at := fmt.Sprintf("%s/%d/file", base, number)
	page.Badge, m.Notice = formBadge(r, table.Preliminary), formNotice(table)
	page.Actions = templ.Join(ui.Button(ui.Btn{Label: "Excel", Icon: "file-spreadsheet", Href: at + "/xlsx?" + c.of.query()}),
		ui.Button(ui.Btn{Label: "PDF", Icon: "file-type-pdf", Href: at + "/pdf?" + c.of.query()}))
	m.Sheet = form.Component(table.Form(forms.Print{Link: s.behindLink(r, c.of)}))
	return r.Page(page, views.FormPage(m))
}

// showList shows a list of persons of one commune, ethnicity masked.
func (s *Service) showList(r *web.Request, c formChoice, page ui.Page, m views.FormSheet) error {
	if r.Can(ActionReveal) {
		m.Official = fmt.Sprintf("%s/%d/list?%s", formBase(r), c.of.Number, c.of.query())
	}
	return s.reads(r.Context(), r.Tenant().ID, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, err := s.listing(ctx, tx, r.Tenant().ID, c.of, ActionView)
		if err != nil {
			return err
		}
		page.Badge = formBadge(r, list.preliminary)
		if c.of.Unit != "" {
			m.Sheet = form.Component(list.form(ctx, tx, true))
		}
		return r.PageStatus(refusedStatus(m.Err), page, views.FormPage(m))
	})
}

// refusedStatus is the status of a page that shows why something was refused, 0 of
// one that does not.
func refusedStatus(err error) int {
	if err == nil {
		return 0
	}
	return fault.From(err).Kind.Status()
}

// formFile downloads a form of sums.
func (s *Service) formFile(r *web.Request) error {
	c, err := s.chosen(r, "")
	if err != nil {
		return err
	}
	c.of.Number, _ = strconv.Atoi(r.Param("form"))
	if forms.ListedClass(c.of.Number) != "" {
		return faultNoForm(c.of.Number)
	}
	if c.of.Year == 0 {
		return faultNoReviews()
	}
	return s.sendForm(r, c.of, r.Param("format"), "")
}

// formListFile downloads a list of persons, for a reason.
func (s *Service) formListFile(r *web.Request) error {
	c, err := s.chosen(r, "")
	if err != nil {
		return err
	}
	if c.of.Year == 0 {
		return faultNoReviews()
	}
	c.of.Number, _ = strconv.Atoi(r.Param("form"))
	err = s.sendForm(r, c.of, r.Form("format"), r.Form("reason"))
	if fault.CodeOf(err) == "reason_missing" {
		return s.showForm(r, err)
	}
	return err
}

func (s *Service) sendForm(r *web.Request, of FormOf, format, reason string) error {
	file, err := s.fileOf(r.Context(), r.Tenant().ID, of, format, reason)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("bieu-%02d-%d-%s.%s", of.Number, of.Year, cmp.Or(of.Unit, r.Tenant().ID), format)
	return r.Download(name, mediaTypeOf(format), file.Size(), file)
}
