package planning

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"vuon/apps/planning/planreader"
	"vuon/apps/planning/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// open reads the plan that a page is about, and what all its pages share.
func (s *Service) open(r *web.Request, n int, tab string) (Dossier, views.Plan, ui.Page, error) {
	version, _ := strconv.Atoi(r.Query("version"))
	d, err := s.Plan(r.Context(), r.Tenant().ID, n, version)
	if err != nil {
		return d, views.Plan{}, ui.Page{}, err
	}
	unsound, err := s.citationWarnings(r.Context(), r.Tenant().ID, &d.Version.Plan)
	if err != nil {
		return d, views.Plan{}, ui.Page{}, err
	}
	d.Version.Plan.Warnings = slices.Concat(d.Version.Plan.Warnings, unsound)
	v := d.Version
	query := versionQuery(version)
	href := fmt.Sprintf("%s/%d", base(r), n)
	m := views.Plan{Base: href, Query: query, Tabs: tabs(r.Context(), href, query, tab, d),
		Versions: versions(r.Context(), d, href), Returned: returned(d), Appraised: appraisal(d), Registry: registry(r)}
	deadlines, err := s.Deadlines(r.Context(), r.Tenant().ID)
	if err != nil {
		return d, m, ui.Page{}, err
	}
	due, late := s.dueOf(r.Context(), d, deadlines)
	m.Steps = stepper(r.Context(), d, late, due)
	if version == 0 || version == latestOf(d) {
		if m.Do, err = s.may(r, d); err != nil {
			return d, m, ui.Page{}, err
		}
	}
	page := ui.Page{Help: helpOf(tab), Title: i18n.T(fmt.Sprintf("Kế hoạch năm %d", n), fmt.Sprintf("Plan of %d", n)), Subtitle: i18n.T(v.Title, ""),
		Crumbs: []ui.Crumb{plansCrumb(r)}, Active: base(r), Wide: true, Styles: []string{"document.css"}, Badge: views.StateBadge(Badge(v.State))}
	return d, m, page, nil
}

// helpOf is where the guides tell of a tab.
func helpOf(tab string) string {
	switch tab {
	case "structure":
		return "officer#structure"
	case "warnings", "checks":
		return "officer#checks"
	case "compare":
		return "officer#compare"
	case "consultation":
		return "officer#consultation"
	}
	return "officer#workflow"
}

func latestOf(d Dossier) int {
	last := d.Version.Version
	for _, step := range d.Steps {
		last = max(last, step.Version)
	}
	return last
}

// registry is where a document that a plan cites is looked up.
func registry(r *web.Request) string { return "/t/" + r.Tenant().ID + "/catalogue/documents?q=" }

// titleAt is the heading of the part at a path.
func titleAt(p *planreader.Plan, path string) i18n.Text {
	if part, there := PartAt(p, path); there && heading(part) != "" {
		return i18n.T(heading(part), heading(part))
	}
	if t := partTitle(path); t.VI != "" {
		return t
	}
	part, _ := PartAt(p, path)
	return i18n.T(shorten(part.Mark+" "+part.Text), "")
}

func tabs(ctx context.Context, href, query, active string, d Dossier) []ui.Tab {
	tab := func(id, path, vi, en string, count int) ui.Tab {
		return ui.Tab{Title: i18n.Say(ctx, vi, en), Href: href + path + query, Active: id == active, Count: count}
	}
	return []ui.Tab{
		tab("text", "", "Văn bản", "Text", 0),
		tab("structure", "/structure", "Chỉ tiêu, dự án, phân công", "Targets and projects", 0),
		tab("warnings", "/warnings", "Cảnh báo", "Warnings", len(d.Version.Plan.Warnings)),
		tab("checks", "/checks", "Kiểm tra", "Check", 0),
		tab("compare", "/compare", "So sánh", "Compare", 0),
		tab("consultation", "/consultation", "Lấy ý kiến", "Consultation", opinions(d.Rounds)),
		tab("history", "/history", "Lịch sử", "History", 0),
	}
}

func versions(ctx context.Context, d Dossier, href string) []views.VersionLink {
	var links []views.VersionLink
	for n := latestOf(d); n >= 1; n-- {
		links = append(links, views.VersionLink{Label: i18n.Say(ctx, fmt.Sprintf("Bản %d", n), fmt.Sprintf("Version %d", n)),
			Href: fmt.Sprintf("%s?version=%d", href, n), Current: n == d.Version.Version})
	}
	return links
}

func (s *Service) textPage(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	return s.showText(r, n, "", nil)
}

// showText shows the plan, after a refused form of a step with its reason.
func (s *Service) showText(r *web.Request, n int, form string, refusal error) error {
	d, m, page, err := s.open(r, n, "text")
	if err != nil {
		return err
	}
	doc, err := s.Document(r.Context(), d.Version)
	if err != nil {
		return err
	}
	if m.Files, err = s.files(r, d, m.Base, m.Query); err != nil {
		return err
	}
	if m.Busy() {
		page.Refresh = 3
	}
	status := 0
	if refusal != nil {
		m.Err, m.Remark = refusal, r.Form("remark")
		m.Refused = form
		status = fault.From(refusal).Kind.Status()
	}
	if d.Version.State.Editable() && r.Query("version") == "" && r.Can(ActionComment) {
		label := i18n.Say(r.Context(), "Góp ý", "Comment")
		if r.Can(ActionDraft) {
			label = i18n.Say(r.Context(), "Soạn thảo", "Write")
		}
		page.Actions = ui.Button(ui.Btn{Label: label, Icon: "writing", Kind: ui.Primary, Href: m.Base + "/edit"})
	}
	done, err := s.progress(r, m, d.Version.Plan, n)
	if err != nil {
		return err
	}
	return r.PageStatus(status, page, views.TextPage(views.Text{Plan: m, Progress: done, Outline: outline(r.Context(), d.Version, m.Base, "", m.Query), Document: paper(doc)}))
}

func (s *Service) structurePage(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	d, m, page, err := s.open(r, n, "structure")
	if err != nil {
		return err
	}
	done, err := s.progress(r, m, d.Version.Plan, n)
	if err != nil {
		return err
	}
	page.Styles = append(page.Styles, "pictures.css")
	places := planreader.Places(d.Version.Plan.Sections)
	return r.Page(page, views.StructurePage(views.Structure{Plan: m, Progress: done, Content: d.Version.Plan, At: func(at string) string {
		if path := places[at]; path != "" {
			return m.Base + "/sections/" + path + m.Query
		}
		return ""
	}}))
}

func (s *Service) warningsPage(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	d, m, page, err := s.open(r, n, "warnings")
	if err != nil {
		return err
	}
	places := planreader.Places(d.Version.Plan.Sections)
	var rows []views.WarningRow
	for _, w := range d.Version.Plan.Warnings {
		row := views.WarningRow{Message: i18n.T(w.Message, w.MessageEN), Place: i18n.T(w.At, w.At)}
		if path := placeOf(places, w); path != "" {
			row.Href = m.Base + "/sections/" + path + m.Query
			row.Place = titleAt(&d.Version.Plan, path)
		}
		rows = append(rows, row)
	}
	return r.Page(page, views.WarningsPage(views.Warnings{Plan: m, Rows: rows}))
}

func (s *Service) historyPage(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	d, m, page, err := s.open(r, n, "history")
	if err != nil {
		return err
	}
	part := r.Query("part")
	changes, next, err := s.HistoryPage(r.Context(), r.Tenant().ID, n, part, database.Page{After: r.Query("after")})
	if err != nil {
		return err
	}
	rows := changeRows(changes)
	if d.Version.State.Editable() && r.Can(ActionDraft) && !r.Tenant().Closed {
		lost, err := s.lost(r.Context(), r.Tenant().ID, n, &d.Version.Plan)
		if err != nil {
			return err
		}
		for i, c := range changes {
			if lost[[2]int{c.Version, c.Revision}] {
				rows[i].Reinstate = m.Base + "/edit/reinstate"
			}
		}
	}
	h := views.History{Plan: m, Changes: rows, Events: timeline(d, r.Lang()),
		Pager: historyPager(m.Base+"/history", part, r.Query("after"), next, len(changes))}
	return r.Page(page, views.HistoryPage(h))
}

// historyPager leads through the changes of a plan, or of one part of it.
func historyPager(path, part, after, next string, shown int) ui.Pager {
	p := ui.Pager{Shown: shown, Total: -1, Swap: "changes"}
	query := url.Values{}
	if part != "" {
		query.Set("part", part)
	}
	if after != "" {
		p.First = path + "?" + query.Encode()
	}
	if next != "" {
		query.Set("after", next)
		p.Next = path + "?" + query.Encode()
	}
	return p
}

func changeRows(list []Change) []views.ChangeRow {
	rows := make([]views.ChangeRow, 0, len(list))
	for _, c := range list {
		title := i18n.T(c.Title, c.Title)
		switch {
		case c.Section == "":
			title = i18n.T("Toàn văn, từ tệp "+c.Title, "The whole text, from the file "+c.Title)
		case c.Title == "":
			title = partTitle(c.Section)
		}
		rows = append(rows, views.ChangeRow{When: i18n.DateTime(c.At), Who: c.Actor, Title: title, Before: c.Before, After: c.After, Version: c.Version, Revision: c.Revision})
	}
	return rows
}
