package households

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"time"

	"vuon/apps/households/views"
	"vuon/apps/households/workbook"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/storage"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// importRoutes stand before those of one household: see registryRoutes.
func (s *Service) importRoutes() []web.Route {
	const at = "/t/:tenant/households/import"
	route := func(method, path string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: method, Path: at + path, Action: ActionImport, Handle: handle}
	}
	send, faulty := route(http.MethodPost, "", s.sendWorkbook), route(http.MethodGet, "/:run/faults", s.faultyFile)
	send.MaxBody, send.Timeout, faulty.Timeout = workbook.MaxFile+1<<20, 10*time.Minute, 5*time.Minute
	return []web.Route{route(http.MethodGet, "", s.importPage), send,
		route(http.MethodGet, "/template", s.templateFile),
		route(http.MethodGet, "/headings", s.headingsPage), route(http.MethodPost, "/headings", s.saveHeadings),
		route(http.MethodGet, "/:run", s.importRunPage), route(http.MethodPost, "/:run/apply", s.applyImport), faulty}
}

func importNav() []web.NavItem {
	return []web.NavItem{{Title: i18n.T("Nhập sổ hộ từ Excel", "Import households"), Icon: "file-upload", Path: "/households/import", Action: ActionImport, Group: "work", Order: 25}}
}

func importBase(r *web.Request) string { return "/t/" + r.Tenant().ID + "/households/import" }

func importHead(r *web.Request) ui.Page {
	return ui.Page{Help: "officer#households-import", Title: i18n.T("Nhập sổ hộ từ Excel", "Import households"), Active: importBase(r)}
}

func (s *Service) importPage(r *web.Request) error { return s.showImport(r, nil) }

func (s *Service) showImport(r *web.Request, refusal error) error {
	list, err := s.ImportRuns(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	m := views.Import{Base: importBase(r), ExportHref: "/t/" + r.Tenant().ID + "/households/export", Year: r.Form("year"), Err: refusal}
	if m.Year == "" {
		if m.Year, err = s.likelyYear(r); err != nil {
			return err
		}
	}
	for _, run := range list {
		state, tone := run.State.words(r.Lang())
		m.Rows = append(m.Rows, views.ImportRow{Href: m.Base + "/" + run.ID, Name: run.Name, Year: strconv.Itoa(run.Year), When: i18n.DateTime(run.CreatedAt),
			Who: run.CreatedName, State: state, Tone: tone})
	}
	status := 0
	if refusal != nil {
		status = http.StatusUnprocessableEntity
	}
	return r.PageStatus(status, importHead(r), views.ImportPage(m))
}

// likelyYear is the year of the latest periodic review, or the present one.
func (s *Service) likelyYear(r *web.Request) (string, error) {
	rounds, err := s.Rounds(r.Context(), r.Tenant().ID)
	for _, round := range rounds {
		if round.Kind == Periodic {
			return strconv.Itoa(round.Year), err
		}
	}
	return strconv.Itoa(s.today().Time().Year()), err
}

func (st RunState) words(lang i18n.Lang) (string, ui.Tone) {
	switch st {
	case RunChecking:
		return i18n.T("Đang kiểm tra", "Being checked").In(lang), ui.Info
	case RunChecked:
		return i18n.T("Đã kiểm tra, chờ nhập", "Checked").In(lang), ui.Warn
	case RunApplying:
		return i18n.T("Đang nhập", "Being taken over").In(lang), ui.Info
	case RunApplied:
		return i18n.T("Đã nhập", "Taken over").In(lang), ui.Good
	}
	return i18n.T("Không đọc được", "Unreadable").In(lang), ui.Bad
}

func (s *Service) sendWorkbook(r *web.Request) error {
	year, err := strconv.Atoi(r.Form("year"))
	if err != nil || !saneYear(year) {
		return s.showImport(r, fault.New(fault.Invalid, "household_wrong", "Năm rà soát không đúng.", "The year is not right.").
			At("year", "Nhập năm rà soát, ví dụ 2024", "Enter the year of the review"))
	}
	file, err := r.Upload("file")
	if err == nil {
		var run ImportRun
		if run, err = s.SendWorkbook(r.Context(), r.Tenant().ID, year, file.Name, file); err == nil {
			return r.Redirect(importBase(r) + "/" + run.ID)
		}
	}
	if k := fault.From(err).Kind; k == fault.Invalid || k == fault.Unsupported || k == fault.TooLarge {
		return s.showImport(r, err)
	}
	return err
}

// faultsShown is how many faults the page lists; the file has all that are kept.
const faultsShown = 200

func (s *Service) importRunPage(r *web.Request) error {
	run, err := s.ImportRun(r.Context(), r.Tenant().ID, r.Param("run"))
	if err != nil {
		return err
	}
	head := importHead(r)
	head.Title = i18n.T(run.Name, run.Name)
	head.Crumbs = []ui.Crumb{{Title: importHead(r).Title, Href: importBase(r)}}
	m := views.ImportChecked{Base: importBase(r), Action: importBase(r) + "/" + run.ID, Checked: run.State == RunChecked, Applied: run.State == RunApplied, Takes: run.Takes()}
	if run.State == RunChecking || run.State == RunApplying {
		job, err := s.Jobs.Get(r.Context(), r.Tenant().ID, run.Job)
		if err != nil {
			return err
		}
		m.Running, m.Done, m.Note = !job.State.Finished(), job.Done, job.Note.In(r.Lang())
		if m.Note == "" {
			m.Note = i18n.Say(r.Context(), "Đang chờ đến lượt", "Waiting")
		}
		if head.Refresh = 2; !m.Running {
			head.Refresh, m.Failure = 0, job.Error.In(r.Lang())
			m.Checked = run.Report != nil
		}
	}
	if run.Failure != nil {
		m.Failure = run.Failure.In(r.Lang())
	}
	if run.Report != nil {
		m.Households = [3]int{run.Report.Households.New, run.Report.Households.Changed, run.Report.Households.Same}
		m.Members = [4]int{run.Report.Members.New, run.Report.Members.Changed, run.Report.Members.Same, run.Report.Members.Ended}
		m.FaultCount, m.WarningCount = run.Report.FaultCount, run.Report.WarningCount
		m.Faults, m.Warnings = faultRows(r.Lang(), run.Report.Faults), faultRows(r.Lang(), run.Report.Warnings)
	}
	return r.Page(head, views.ImportRunPage(m))
}

func faultRows(lang i18n.Lang, list []workbook.Fault) (rows []views.ImportFault) {
	for _, f := range list[:min(len(list), faultsShown)] {
		expected := i18n.T(f.Expected, expectedEnglish(f)).In(lang)
		rows = append(rows, views.ImportFault{Sheet: f.Sheet, Row: strconv.Itoa(f.Row), Heading: f.Heading, Value: f.Value, Expected: expected})
	}
	return rows
}

func (s *Service) applyImport(r *web.Request) error {
	run, err := s.ApplyImport(r.Context(), r.Tenant().ID, r.Param("run"), r.Form("accept_valid") != "")
	if err != nil {
		return err
	}
	return r.Redirect(importBase(r) + "/" + run.ID)
}

func (s *Service) faultyFile(r *web.Request) error {
	file, err := os.CreateTemp("", "vuon-faults-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // it stays readable through its handle
	if err := s.FaultyWorkbook(r.Context(), r.Tenant().ID, r.Param("run"), file); err != nil {
		return closing(file, err)
	}
	size, err := file.Seek(0, 1)
	if err == nil {
		_, err = file.Seek(0, 0)
	}
	if err != nil {
		return closing(file, err)
	}
	return r.Download("so-ho-loi.xlsx", storage.TypeXLSX, size, file)
}

func closing(file *os.File, err error) error {
	_ = file.Close()
	return err
}

func (s *Service) templateFile(r *web.Request) error {
	var file bytes.Buffer
	if err := workbook.Template(&file); err != nil {
		return err
	}
	return r.Download("so-ho-mau.xlsx", storage.TypeXLSX, int64(file.Len()), &file)
}

func (s *Service) headingsPage(r *web.Request) error { return s.showHeadings(r, nil) }

func (s *Service) showHeadings(r *web.Request, refusal error) error {
	m, err := s.Mapping(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	var groups []views.HeadingGroup
	for i, sheet := range workbook.Sheets() {
		g := views.HeadingGroup{Title: i18n.Say(r.Context(), "Tờ ", "Sheet ") + sheet}
		g.Fields = append(g.Fields, ui.Field{Name: fmt.Sprintf("s%d", i), Label: i18n.Say(r.Context(), "Tên tờ", "Name of the sheet"), Value: m.Sheets[sheet], Optional: true})
		for n, heading := range workbook.Headings(sheet) {
			g.Fields = append(g.Fields, ui.Field{Name: fmt.Sprintf("h%d-%d", i, n), Label: heading, Value: m.Headings[sheet][heading], Optional: true})
		}
		groups = append(groups, g)
	}
	head := importHead(r)
	head.Title, head.Crumbs = i18n.T("Tiêu đề cột của đơn vị", "Our own headings"), []ui.Crumb{{Title: importHead(r).Title, Href: importBase(r)}}
	status := 0
	if refusal != nil {
		status = http.StatusUnprocessableEntity
	}
	return r.PageStatus(status, head, views.HeadingsPage(importBase(r)+"/headings", importBase(r), groups, refusal))
}

func (s *Service) saveHeadings(r *web.Request) error {
	m := workbook.Mapping{Sheets: map[string]string{}, Headings: map[string]map[string]string{}}
	for i, sheet := range workbook.Sheets() {
		m.Sheets[sheet], m.Headings[sheet] = r.Form(fmt.Sprintf("s%d", i)), map[string]string{}
		for n, heading := range workbook.Headings(sheet) {
			m.Headings[sheet][heading] = r.Form(fmt.Sprintf("h%d-%d", i, n))
		}
	}
	err := s.SaveMapping(r.Context(), r.Tenant().ID, m)
	switch {
	case err == nil:
		return r.RedirectWith(importBase(r), i18n.T("Đã lưu tiêu đề cột của đơn vị.", "The headings are saved."))
	case fault.From(err).Kind == fault.Invalid:
		return s.showHeadings(r, err)
	}
	return err
}
