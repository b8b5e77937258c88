package households

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"vuon/apps/households/classify"
	"vuon/apps/households/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

const entryPath = "/t/:tenant/reviews/:round/households/:household"

// entryRoutes are the reviewer's pages.
func (s *Service) entryRoutes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: entryPath, Action: ActionEnter, Handle: s.entryPage},
		{Method: http.MethodPost, Path: entryPath, Action: ActionEnter, Handle: s.postEntry},
		web.Script(http.MethodPost, entryPath+"/check", ActionEnter, s.checkEntry),
		{Method: http.MethodGet, Path: "/t/:tenant/reviews/:round/:unit/entries", Action: ActionEnter, Handle: s.entriesPage},
	}
}

func entryHref(r *web.Request, round, household string) string {
	return "/t/" + r.Tenant().ID + "/reviews/" + round + "/households/" + household
}

func entriesHref(r *web.Request, p EntryPlace) string {
	return "/t/" + r.Tenant().ID + "/reviews/" + p.Round + "/" + codeOf(p.Unit) + "/entries?village=" + p.Village
}

// entriesPage is the list of the households that the actor fills in.
func (s *Service) entriesPage(r *web.Request) error {
	round, err := s.Round(r.Context(), r.Tenant().ID, r.Param("round"))
	if err != nil {
		return err
	}
	all, err := s.EntryPlaces(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	var list views.EntryList
	var current EntryPlace
	for _, p := range all {
		if p.Round != round.ID || codeOf(p.Unit) != r.Param("unit") {
			continue
		}
		if current.Village == "" || p.Village == r.Query("village") {
			current = p
		}
		list.Places = append(list.Places, views.EntryPlace{Title: p.Name, Href: entriesHref(r, p), Count: p.Count, Todo: p.Todo})
	}
	for i := range list.Places {
		if list.Places[i].Href == entriesHref(r, current) {
			list.Places[i].Current = true
			list.Current = list.Places[i]
		}
	}
	if current.Village != "" {
		if list.Lines, err = s.entryLineViews(r, current); err != nil {
			return err
		}
	}
	offline := "/t/" + r.Tenant().ID + "/offline"
	page := ui.Page{Title: i18n.T("Nhập phiếu rà soát", "Review forms"), Subtitle: round.Title(), Active: "/t/" + r.Tenant().ID + "/reviews", Help: "officer#entry",
		Styles: []string{"entry.css"}, Actions: views.EntryAway(offline), Crumbs: reviewCrumbs(r)}
	return r.Page(page, views.EntriesPage(list))
}

func reviewCrumbs(r *web.Request) []ui.Crumb {
	return []ui.Crumb{{Title: i18n.T("Rà soát", "Reviews"), Href: "/t/" + r.Tenant().ID + "/reviews"}}
}

func (s *Service) entryLineViews(r *web.Request, p EntryPlace) (out []views.EntryLine, err error) {
	lines, err := s.EntryLines(r.Context(), r.Tenant().ID, p.Round, p.Village)
	for _, l := range lines {
		v := views.EntryLine{Code: l.Code, Head: l.Head, Href: entryHref(r, p.Round, l.Household), Opening: string(l.Opening), Class: string(l.Class), Entered: l.Entered}
		if l.At != nil {
			v.At = i18n.DateTime(*l.At)
		}
		out = append(out, v)
	}
	return out, err
}

func (s *Service) entryPage(r *web.Request) error {
	e, err := s.Entry(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("household"))
	if err != nil {
		return err
	}
	return s.showEntry(r, e, e.Sheet, nil)
}

// showEntry shows the form with a sheet, and with what was wrong with it: beside a
// newer version when that was the fault.
func (s *Service) showEntry(r *web.Request, e Entry, sheet Sheet, wrong error) error {
	ctx := r.Context()
	form, err := s.entryForm(ctx, e.Round.AsOf)
	if err != nil {
		return err
	}
	form = fillForm(ctx, form, e, sheet, e.Standard)
	form.Action = entryHref(r, e.Round.ID, e.Household.ID)
	form.Check, form.Errors, form.State = form.Action+"/check", ui.ErrorsOf(ctx, wrong), entryState(e)
	status := 0
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	if _, ok := errors.AsType[*EntryConflict](wrong); ok {
		form.Conflict, form.Who = entryDifferences(ctx, form, sheet, e.Sheet), savedBy(e)
		status = http.StatusConflict
	}
	place := EntryPlace{Round: e.Round.ID, Unit: e.Result.Unit, Village: e.Result.Village}
	page := views.EntryPage{Form: form, Err: wrong, Code: e.Household.Code, Village: e.Village, Commune: e.Unit.Name, Last: lastTime(e.Household),
		Opening: views.ClassTitle(string(e.Result.Facts.Opening)).In(r.Lang()), Back: entriesHref(r, place)}
	return r.PageStatus(status, ui.Page{Title: i18n.T(e.Household.Head, ""), Subtitle: e.Round.Title(), Active: "/t/" + r.Tenant().ID + "/reviews", Help: "officer#entry",
		Styles: []string{"entry.css"}, Scripts: []string{"entry.js"},
		Crumbs: append(reviewCrumbs(r), ui.Crumb{Title: i18n.T("Nhập phiếu", "Forms"), Href: page.Back})}, views.EntrySheet(page))
}

func entryState(e Entry) i18n.Text {
	if !e.Result.Entered || e.At == nil {
		return i18n.T("Chưa nhập", "Not entered")
	}
	at := i18n.DateTime(*e.At)
	return i18n.T("Đã lưu lúc "+at, "Saved "+at)
}

func savedBy(e Entry) i18n.Text {
	at := ""
	if e.At != nil {
		at = i18n.DateTime(*e.At)
	}
	if e.By == "" {
		return i18n.T("Sổ hộ đã thay đổi sau khi bạn mở phiếu.", "The registry has changed since you opened the form.")
	}
	return i18n.T(e.By+" đã lưu lúc "+at+".", e.By+" saved at "+at+".")
}

// postEntry saves the form and goes on to the next household.
func (s *Service) postEntry(r *web.Request) error {
	ctx, tenant := r.Context(), r.Tenant().ID
	e, err := s.Entry(ctx, tenant, r.Param("round"), r.Param("household"))
	if err != nil {
		return err
	}
	sheet := sheetOfForm(r, e)
	if r.Form("then") == "member" {
		sheet[field(uuid.NewString(), "order")] = strconv.Itoa(len(sheet.persons()) + 1)
		e.Revision = r.Form("revision")
		return s.showEntry(r, e, sheet, nil)
	}
	saved, err := s.SaveEntry(ctx, tenant, EntryChange{Round: e.Round.ID, Household: e.Household.ID, Revision: r.Form("revision"), Client: r.Form("client"), Sheet: sheet})
	switch {
	case err == nil:
		return s.afterEntry(r, saved.Entry)
	case fault.From(err).Kind == fault.Invalid || fault.From(err).Kind == fault.Conflict && fault.CodeOf(err) != "entry_closed":
		if c, ok := errors.AsType[*EntryConflict](err); ok {
			e = c.Theirs
		} else {
			e.Revision = r.Form("revision")
		}
		return s.showEntry(r, e, sheet, err)
	}
	return err
}

func (s *Service) afterEntry(r *web.Request, e Entry) error {
	class := views.ClassTitle(string(e.Result.Outcome.Class))
	notice := i18n.T("Đã lưu phiếu của hộ "+e.Household.Head+": "+class.VI+".", "Saved the form of "+e.Household.Head+": "+class.EN+".")
	if r.Form("then") == "stay" {
		return r.RedirectWith(entryHref(r, e.Round.ID, e.Household.ID), notice)
	}
	next, err := s.NextEntry(r.Context(), r.Tenant().ID, e)
	if err != nil {
		return err
	}
	if next == "" {
		return r.RedirectWith(entriesHref(r, EntryPlace{Round: e.Round.ID, Unit: e.Result.Unit, Village: e.Result.Village}), notice)
	}
	return r.RedirectWith(entryHref(r, e.Round.ID, next), notice)
}

// sheetOfForm reads the form; where a person has chosen the saved value of a
// field, it is that.
func sheetOfForm(r *web.Request, e Entry) Sheet {
	sheet, saved := Sheet{}, e.Sheet
	names := []string{"b1", "merit", "no_labour", "average", "movement"}
	for letter, most := range map[string]int{"t": classify.Indicators, "n": causes, "h": supports} {
		for n := range most {
			names = append(names, letter+strconv.Itoa(n+1))
		}
	}
	if e.Scores != nil {
		for _, item := range e.Scores.Items {
			names = append(names, answerPrefix+item.Code)
		}
	}
	for _, person := range r.Forms("person") {
		for _, name := range []string{"order", "name", "birth", "sex", "ethnic", "relation", "citizen", "disabled", "insured", "in_school", "malnourished", "end"} {
			names = append(names, field(person, name))
		}
	}
	for _, name := range names {
		sheet[name] = r.Form(name)
	}
	for _, name := range bothNames(sheet, saved) {
		if r.Form("take."+name) == "theirs" {
			sheet[name] = saved[name]
		}
	}
	return sheet.tidy()
}

type checkInput struct {
	Sheet Sheet `json:"sheet"`
}

type checkOutput struct {
	Class   string   `json:"class"`
	B1      string   `json:"b1"` // the sum, where the score table is answered
	B2      int      `json:"b2"`
	Reasons []string `json:"reasons"`
}

// checkEntry says what the household would be; nothing is saved.
func (s *Service) checkEntry(r *web.Request, in *checkInput) (*checkOutput, error) {
	e, err := s.Entry(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("household"))
	if err != nil {
		return nil, err
	}
	sheet := in.Sheet.tidy()
	sheet.score(e.Scores) // what is wrong is said when it is saved
	outcome := outcomeOf(r.Context(), e.Result, sheet, e.Standard)
	out := &checkOutput{B1: sheet["b1"], Class: outcome.Class, B2: outcome.B2, Reasons: []string{}}
	for _, reason := range outcome.Reasons {
		out.Reasons = append(out.Reasons, reason.Text+" ("+reason.Source+")")
	}
	return out, nil
}
