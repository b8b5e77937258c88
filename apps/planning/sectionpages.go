package planning

import (
	"errors"
	"fmt"

	"vuon/apps/planning/planreader"
	"vuon/apps/planning/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) sectionPage(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	return s.showSection(r, n, nil, nil)
}

// showSection shows a part; after a refused save with what was typed, and beside
// it what somebody else has written.
func (s *Service) showSection(r *web.Request, n int, typed *Part, refusal error) error {
	d, m, page, err := s.open(r, n, "text")
	if err != nil {
		return err
	}
	path := r.Param("path")
	part, there := PartAt(&d.Version.Plan, path)
	if !there {
		return faultNoSection()
	}
	history, err := s.History(r.Context(), r.Tenant().ID, n, path)
	if err != nil {
		return err
	}
	v := views.Section{Plan: m, Outline: outline(r.Context(), d.Version, m.Base, path, m.Query), Action: m.Base + "/sections/" + path,
		Title: titleAt(&d.Version.Plan, path), HasHead: sectionAt(&d.Version.Plan, path) != nil, Head: part.Title, Text: part.Text, Tag: part.Tag,
		Edit: d.Version.State.Editable() && r.Can(ActionDraft) && r.Query("version") == "", History: changeRows(history),
		Draft: fmt.Sprintf("plan-%s-%d-%s", r.Tenant().ID, n, path)}
	v.Before, v.After = neighbours(v.Outline)
	places := planreader.Places(d.Version.Plan.Sections)
	for _, w := range d.Version.Plan.Warnings {
		if placeOf(places, w) == path {
			v.Notes = append(v.Notes, i18n.T(w.Message, w.MessageEN))
		}
	}
	status := 0
	if refusal != nil {
		v.Edit = true // what was typed stays in the form, also where saving has to wait
		v.Err, v.Head, v.Text = refusal, typed.Title, typed.Text
		status = fault.From(refusal).Kind.Status()
		if errors.Is(refusal, faultStale()) {
			v.Theirs = &views.Theirs{Title: part.Title, Text: part.Text}
			if len(history) > 0 {
				v.Theirs.Who, v.Theirs.When = history[0].Actor, i18n.DateTime(history[0].At)
			}
		} else {
			v.Tag = typed.Tag
		}
	}
	page.Crumbs = append(page.Crumbs, ui.Crumb{Title: page.Title, Href: m.Base + m.Query})
	page.Subtitle, page.Title, page.Styles = page.Title, v.Title, nil
	return r.PageStatus(status, page, views.SectionPage(v))
}

func (s *Service) saveSection(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	typed := Part{Path: r.Param("path"), Title: r.Form("title"), Text: r.Form("text"), Tag: r.Form("tag")}
	_, err = s.Edit(r.Context(), r.Tenant().ID, n, typed.Path, typed.Tag, typed.Title, typed.Text)
	if err != nil {
		if k := fault.From(err).Kind; k == fault.Invalid || k == fault.Conflict {
			return s.showSection(r, n, &typed, err)
		}
		return err
	}
	return r.RedirectWith(fmt.Sprintf("%s/%d/sections/%s", base(r), n, typed.Path), i18n.T("Đã lưu mục này.", "This section is saved."))
}
