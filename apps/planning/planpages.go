package planning

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/apps/planning/views"
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
	v := d.Version
	query := ""
	if version > 0 {
		query = fmt.Sprintf("?version=%d", version)
	}
	href := fmt.Sprintf("%s/%d", base(r), n)
	m := views.Plan{Base: href, Query: query, Tabs: tabs(r.Context(), href, query, tab, len(v.Plan.Warnings)),
		Files: files(r.Context(), d, href), Versions: versions(r.Context(), d, href)}
	deadlines, err := s.Deadlines(r.Context(), r.Tenant().ID)
	if err != nil {
		return d, m, ui.Page{}, err
	}
	m.Steps = stepper(r.Context(), d, deadlines, s.Clock.Now())
	if version == 0 || version == latestOf(d) {
		m.Do = s.may(r, v.State)
	}
	page := ui.Page{Title: i18n.T(fmt.Sprintf("Kế hoạch năm %d", n), fmt.Sprintf("Plan of %d", n)), Subtitle: i18n.T(v.Title, ""),
		Crumbs: []ui.Crumb{plansCrumb(r)}, Active: base(r), Wide: true, Styles: []string{"document.css"}, Badge: views.StateBadge(Badge(v.State))}
	return d, m, page, nil
}

// may says what the reader can do with a plan in this state, or who can.
func (s *Service) may(r *web.Request, state State) views.Do {
	can := func(step Step) bool { return rules()[step].allows(state) && r.Can(rules()[step].action) }
	do := views.Do{Submit: can(StepSubmit), Return: can(StepReturn), Approve: can(StepApprove), Issue: can(StepIssue),
		Amend: can(StepAmend), Import: can(StepImport)}
	if action, _ := waiting(state); action != "" && !do.Any() {
		do.Why = fault.From(s.Policy.Authorise(r.Context(), action)).Message.In(r.Lang())
	}
	return do
}

func latestOf(d Dossier) int {
	last := d.Version.Version
	for _, step := range d.Steps {
		last = max(last, step.Version)
	}
	return last
}

func tabs(ctx context.Context, href, query, active string, warnings int) []ui.Tab {
	tab := func(id, path, vi, en string, count int) ui.Tab {
		return ui.Tab{Title: i18n.Say(ctx, vi, en), Href: href + path + query, Active: id == active, Count: count}
	}
	return []ui.Tab{
		tab("text", "", "Văn bản", "Text", 0),
		tab("structure", "/structure", "Chỉ tiêu, dự án, phân công", "Targets and projects", 0),
		tab("warnings", "/warnings", "Cảnh báo", "Warnings", warnings),
		tab("history", "/history", "Lịch sử", "History", 0),
	}
}

func files(ctx context.Context, d Dossier, href string) []views.FileRow {
	var rows []views.FileRow
	for _, format := range []string{"pdf", "docx"} {
		row := views.FileRow{Format: format, Name: strings.ToUpper(format), MakeHref: fmt.Sprintf("%s/documents?version=%d", href, d.Version.Version)}
		for _, f := range d.Files {
			if f.Format != format || f.Version != d.Version.Version || f.Revision != d.Version.Revision {
				continue
			}
			row.Href = fmt.Sprintf("%s/documents/%s?version=%d", href, format, f.Version)
			row.Locked = f.LockedUntil != nil
			row.Note = i18n.DateTime(f.MadeAt) + " · " + strconv.FormatInt(f.Size/1024+1, 10) + " kB · SHA-256 " + f.SHA256[:12] + "…"
		}
		rows = append(rows, row)
	}
	return rows
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
	return s.showText(r, n, nil)
}

// showText shows the plan, after a refused step with its reason.
func (s *Service) showText(r *web.Request, n int, refusal error) error {
	d, m, page, err := s.open(r, n, "text")
	if err != nil {
		return err
	}
	doc, err := s.Document(r.Context(), d.Version)
	if err != nil {
		return err
	}
	status := 0
	if refusal != nil {
		m.Err, m.Remark = refusal, r.Form("remark")
		status = fault.From(refusal).Kind.Status()
	}
	return r.PageStatus(status, page, views.TextPage(views.Text{Plan: m, Outline: outline(r.Context(), d.Version, m.Base, ""), Document: paper(doc)}))
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
	return r.Page(page, views.StructurePage(views.Structure{Plan: m, Content: d.Version.Plan}))
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
	var rows []views.WarningRow
	for _, w := range d.Version.Plan.Warnings {
		row := views.WarningRow{Message: i18n.T(w.Message, w.MessageEN).In(r.Lang()), At: w.At}
		if path := pathOf(d.Version.Plan.Sections, w.At); path != "" {
			row.Href = m.Base + "/sections/" + path
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
	changes, err := s.History(r.Context(), r.Tenant().ID, n, "")
	if err != nil {
		return err
	}
	h := views.History{Plan: m, Changes: changeRows(changes)}
	for i := len(d.Steps) - 1; i >= 0; i-- {
		step := d.Steps[i]
		h.Events = append(h.Events, ui.Event{When: step.At, Who: step.Actor, Title: step.Step.Title().In(r.Lang()), Quote: step.Remark})
	}
	return r.Page(page, views.HistoryPage(h))
}

func changeRows(list []Change) []views.ChangeRow {
	rows := make([]views.ChangeRow, 0, len(list))
	for _, c := range list {
		rows = append(rows, views.ChangeRow{When: i18n.DateTime(c.At), Who: c.Actor, Title: c.Title, Before: c.Before, After: c.After, Version: c.Version})
	}
	return rows
}

// outline is the tree of the plan's parts beside the document.
func outline(ctx context.Context, v Version, href, current string) []ui.OutlineNode {
	warned := map[string]bool{}
	for _, w := range v.Plan.Warnings {
		warned[w.At] = true
	}
	node := func(path, number, title, at string) ui.OutlineNode {
		n := ui.OutlineNode{Number: number, Title: title, Href: href + "/sections/" + path, Current: path == current}
		if at != "" && warned[at] {
			n.Tone, n.Mark = ui.Warn, i18n.Say(ctx, "có cảnh báo", "has a warning")
		}
		return n
	}
	part := func(path, vi, en string) ui.OutlineNode { return node(path, "", i18n.Say(ctx, vi, en), "") }
	nodes := []ui.OutlineNode{part(PartTitle, "Trích yếu", "Abstract"), part(PartPreamble, "Căn cứ", "Legal bases"), part(PartOpening, "Mở đầu", "Opening")}
	var walk func(list []planreader.Section, path, at string) []ui.OutlineNode
	walk = func(list []planreader.Section, path, at string) (out []ui.OutlineNode) {
		for i, s := range list {
			here, place := join(path, "-", strconv.Itoa(i+1)), at
			if s.Number != "" {
				place = join(at, ".", s.Number)
			}
			title := s.Title
			if title == "" {
				title = shorten(s.Text)
			}
			n := node(here, s.Number, title, place)
			n.Children = walk(s.Children, here, place)
			out = append(out, n)
		}
		return out
	}
	nodes = append(nodes, walk(v.Plan.Sections, "", "")...)
	return append(nodes, part(PartClosing, "Kết thúc", "Closing"), part(PartRecipients, "Nơi nhận", "Recipients"), part(PartSignatory, "Người ký", "Signatory"))
}

// shorten is the beginning of a text, for sections that have no title.
func shorten(s string) string {
	words := strings.Fields(s)
	if len(words) <= 8 {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:8], " ") + "…"
}

func join(head, sep, tail string) string {
	if head == "" {
		return tail
	}
	return head + sep + tail
}

// pathOf finds the place "4-1-3" of the section whose numbers are "IV.1.c".
func pathOf(list []planreader.Section, at string) string {
	var found string
	var walk func(list []planreader.Section, path, place string)
	walk = func(list []planreader.Section, path, place string) {
		for i, s := range list {
			here := join(path, "-", strconv.Itoa(i+1))
			number := place
			if s.Number != "" {
				number = join(place, ".", s.Number)
			}
			if found == "" && number == at && s.Number != "" {
				found = here
			}
			walk(s.Children, here, number)
		}
	}
	walk(list, "", "")
	return found
}
