package planning

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"vuon/apps/planning/planedit"
	"vuon/apps/planning/planreader"
	"vuon/apps/planning/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// eagerHTML is how much of the document's HTML comes with the page, in bytes:
// what follows is fetched when it comes into sight.
const eagerHTML = 400 << 10

// editorRoutes are the editor's page, what its script calls, and its forms.
func (s *Service) editorRoutes(plan string) []web.Route {
	desk := plan + "/edit"
	form := func(path, action string, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodPost, Path: desk + path, Action: action, Handle: h}
	}
	roomy := func(r web.Route) web.Route { r.MaxBody = maxEdit; return r }
	return []web.Route{
		{Method: http.MethodGet, Path: desk, Action: ActionView, Handle: s.editorPage},
		form("/comments", ActionComment, s.sayForm),
		form("/comments/:id", ActionComment, s.resolveForm),
		form("/restore", ActionDraft, s.restoreForm),
		form("/reinstate", ActionDraft, s.reinstateForm),
		web.Script(http.MethodPost, desk+"/here", ActionView, s.scriptHere),
		web.Script(http.MethodPost, desk+"/leave", ActionView, s.scriptLeave),
		web.Script(http.MethodPost, desk+"/parts", ActionView, s.scriptParts),
		roomy(web.Script(http.MethodPost, desk+"/save", ActionDraft, s.scriptSave)),
		roomy(web.Script(http.MethodPost, desk+"/compare", ActionView, s.scriptCompare)),
		roomy(web.Script(http.MethodPost, desk+"/structure", ActionDraft, s.scriptStructure)),
		roomy(web.Script(http.MethodPost, desk+"/paste", ActionDraft, s.scriptPaste)),
		web.Script(http.MethodPost, desk+"/assignments", ActionDraft, s.scriptDuties),
		web.Script(http.MethodPost, desk+"/targets", ActionDraft, s.scriptTargets),
		web.Script(http.MethodPost, desk+"/money", ActionDraft, s.scriptMoney),
	}
}

func deskPath(r *web.Request, year int) string { return fmt.Sprintf("%s/%d/edit", base(r), year) }

func (s *Service) editorPage(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	switch r.Fragment() {
	case "beside", "cites":
		b, err := s.beside(r, n)
		if err != nil {
			return err
		}
		return r.Page(ui.Page{}, views.BesidePane(b))
	}
	return s.showEditor(r, n, 0, nil)
}

// showEditor shows the whole page; after a refused comment with what was typed.
func (s *Service) showEditor(r *web.Request, n, status int, change func(*views.Beside)) error {
	d, err := s.Desk(r.Context(), r.Tenant().ID, n)
	if err != nil {
		return err
	}
	e, err := s.editorView(r, d)
	if err != nil {
		return err
	}
	if r.Query("part") != "" || change != nil {
		if e.Beside, err = s.beside(r, n); err != nil {
			return err
		}
	}
	if change != nil {
		change(&e.Beside)
	}
	page := ui.Page{Help: "officer#editor", Title: i18n.T(fmt.Sprintf("Soạn thảo kế hoạch năm %d", n), fmt.Sprintf("Write the plan of %d", n)), Active: base(r), Wide: true, Bare: true,
		Crumbs: []ui.Crumb{plansCrumb(r), {Title: i18n.T(fmt.Sprintf("Kế hoạch năm %d", n), fmt.Sprintf("Plan of %d", n)), Href: e.Base}},
		Styles: []string{"document.css", "editor.css"}, Scripts: []string{"editor.js"}}
	return r.PageStatus(status, page, views.EditorPage(e))
}

// editorView is the page without what stands beside a part.
func (s *Service) editorView(r *web.Request, d Desk) (e views.Editor, err error) {
	v := d.Version
	e = views.Editor{Base: fmt.Sprintf("%s/%d", base(r), v.Year), Year: v.Year, Version: v.Version, Revision: v.Revision,
		State: Badge(v.State), Title: v.Title, Edit: v.State.Editable() && r.Can(ActionDraft) && !r.Tenant().Closed,
		Comment: r.Can(ActionComment) && !r.Tenant().Closed, Roles: views.Roles(r.Lang())}
	e.Why = whyReadOnly(r, v)
	e.Beside = views.Beside{Base: e.Base + "/edit"}
	list := pieces(&v.Plan)
	if e.Parts, e.Top, e.Annex, err = s.drawn(r.Context(), v, list, e.Base); err != nil {
		return e, err
	}
	e.Outline = editorOutline(r.Context(), v, list, d.Comments, e.Base, r.Query("part"))
	if !e.Edit {
		return e, nil
	}
	if e.Units, err = s.assignable(r.Context(), r.Tenant().ID); err != nil {
		return e, err
	}
	known, err := s.known(r.Context(), firstOf(v.Year))
	e.Figures = figuresChoices(r.Lang(), known)
	return e, err
}

// figuresChoices are what the rows of targets and money are chosen from.
func figuresChoices(lang i18n.Lang, known planreader.Catalogue) views.Figures {
	named := func(list []planedit.Named) (out []views.Choice) {
		for _, n := range list {
			out = append(out, views.Choice{ID: n.ID, Title: n.Title})
		}
		return out
	}
	f := views.TargetChoices(lang)
	f.Projects, f.Sources, f.Capitals = named(planedit.Projects(known)), named(planedit.Sources()), named(planedit.Capitals())
	f.Capitals[len(f.Capitals)-1].Title = i18n.T("không chia loại vốn", "no kind of capital").In(lang)
	return f
}

func whyReadOnly(r *web.Request, v Version) i18n.Text {
	switch {
	case r.Tenant().Closed:
		return i18n.T("Địa bàn này đã đóng: chỉ xem được.", "This tenant is closed: it can only be read.")
	case !v.State.Editable():
		return i18n.T("Kế hoạch đang ở bước «"+v.State.Title().VI+"» nên không sửa được; vẫn có thể góp ý.", "The plan is at \""+v.State.Title().EN+"\" and cannot be changed; comments are welcome.")
	case !r.Can(ActionDraft):
		return i18n.T("Bạn xem và góp ý; soạn thảo do người được giao thực hiện.", "You may read and comment; those in charge write.")
	}
	return i18n.Text{}
}

// drawn are the parts of the document as they are printed; from where the page
// becomes too heavy they are left to be fetched.
func (s *Service) drawn(ctx context.Context, v Version, list []piece, href string) (parts []views.EditorPart, top, annex string, err error) {
	paper, err := s.sheet(ctx, v)
	if err != nil {
		return nil, "", "", err
	}
	weight := 0
	if top, err = paper.top(); err != nil {
		return nil, "", "", err
	}
	if annex, err = paper.annex(); err != nil {
		return nil, "", "", err
	}
	for _, p := range list {
		part := views.EditorPart{ID: p.Path, Href: href + "/sections/" + p.Path, Label: p.label(i18n.From(ctx)), Kind: p.Path, Section: p.section != nil}
		if part.Section {
			part.Kind = "section"
		}
		if weight < eagerHTML {
			if part.HTML, err = paper.html(p); err != nil {
				return nil, "", "", err
			}
			weight += len(part.HTML)
		} else {
			part.Lines = 2 + len(p.Text)/90
		}
		parts = append(parts, part)
	}
	return parts, top, annex, nil
}

// editorOutline is the tree of parts, with what waits at them.
func editorOutline(ctx context.Context, v Version, list []piece, comments map[string]int, href, current string) (nodes []views.EditorNode) {
	warned := warnedPlaces(v)
	var stack []*[]views.EditorNode
	stack = append(stack, &nodes)
	for _, p := range list {
		n := views.EditorNode{ID: p.Path, Title: p.label(i18n.From(ctx)), Href: href + "/edit?part=" + p.Path + "#part-" + p.Path,
			Current: p.Path == current, Warned: warned[p.place], Comments: comments[p.Path], Section: p.section != nil}
		if p.section != nil {
			n.Number, n.Title = p.Mark, p.Title
			if n.Title == "" {
				n.Title = shorten(p.Text)
			}
		}
		stack = stack[:min(p.depth, len(stack)-1)+1]
		at := stack[len(stack)-1]
		*at = append(*at, n)
		stack = append(stack, &(*at)[len(*at)-1].Children)
	}
	return nodes
}

// assignable are the offices and communes of the tenant to which a plan gives work.
func (s *Service) assignable(ctx context.Context, tenant string) ([]views.Choice, error) {
	offices, err := s.Tenants.Offices(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var out []views.Choice
	for _, o := range offices {
		out = append(out, views.Choice{ID: o.ID, Title: o.Name})
	}
	return out, nil
}

func (s *Service) sayForm(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	parent, _ := strconv.ParseInt(r.Form("parent"), 10, 64)
	c, err := s.Say(r.Context(), r.Tenant().ID, n, r.Form("part"), parent, r.Form("text"))
	if err == nil {
		return r.Redirect(fmt.Sprintf("%s?part=%s#comment-%d", deskPath(r, n), c.Part, c.ID))
	}
	if f := fault.From(err); f.Kind == fault.Invalid {
		return s.showEditor(r, n, f.Kind.Status(), func(b *views.Beside) { b.Err, b.Typed, b.Answers = err, r.Form("text"), parent })
	}
	return err
}

func (s *Service) resolveForm(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(r.Param("id"), 10, 64)
	if err != nil {
		return faultNoComment()
	}
	c, err := s.Resolve(r.Context(), r.Tenant().ID, n, id, r.Form("done") == "yes")
	if err != nil {
		return err
	}
	return r.Redirect(fmt.Sprintf("%s?part=%s#comment-%d", deskPath(r, n), c.Part, c.ID))
}

func (s *Service) restoreForm(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(r.Form("version"))
	revision, _ := strconv.Atoi(r.Form("revision"))
	part, err := s.Restore(r.Context(), r.Tenant().ID, n, r.Form("tag"), version, revision, r.Form("before") == "yes")
	if err != nil {
		return err
	}
	return r.RedirectWith(fmt.Sprintf("%s?part=%s#part-%s", deskPath(r, n), part.Path, part.Path), i18n.T("Đã khôi phục nội dung cũ của mục này.", "The earlier text of this part is back."))
}

func (s *Service) reinstateForm(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(r.Form("version"))
	revision, _ := strconv.Atoi(r.Form("revision"))
	done, err := s.Reinstate(r.Context(), r.Tenant().ID, n, version, revision)
	if err != nil {
		return err
	}
	return r.RedirectWith(fmt.Sprintf("%s?part=%s#part-%s", deskPath(r, n), done.ID, done.ID), i18n.T("Đã khôi phục mục đã xóa, kèm các mục con.", "The removed section is back, with all that stood in it."))
}

// beside is the pane of what helps to write the part that the address names.
func (s *Service) beside(r *web.Request, n int) (b views.Beside, err error) {
	id := r.Query("part")
	if id == "" {
		id = r.Form("part")
	}
	if id == "" {
		id = PartTitle
	}
	a, err := s.Around(r.Context(), r.Tenant().ID, n, id)
	if err != nil {
		return b, err
	}
	b = besideView(r, a)
	if b.Comment {
		people, err := s.Nameable(r.Context(), r.Tenant().ID)
		if err != nil {
			return b, err
		}
		for _, p := range people {
			b.People = append(b.People, p.Name)
		}
	}
	b.Cites, err = s.cites(r, b)
	return b, err
}

// citesShown is how many documents a search shows.
const citesShown = 12

func (s *Service) cites(r *web.Request, b views.Beside) (c views.Cites, err error) {
	c = views.Cites{Base: b.Base, ID: b.ID, Query: r.Query("q"), Edit: b.Edit}
	if c.Query == "" {
		return c, nil
	}
	found, err := s.Cite(r.Context(), r.Tenant().ID, c.Query, citesShown)
	for _, f := range found {
		c.List = append(c.List, views.CiteRow{Number: f.Document.Number, Title: f.Document.Title, Short: f.Short, Full: f.Full, Basis: f.Basis, Warning: f.Warning})
	}
	return c, err
}
