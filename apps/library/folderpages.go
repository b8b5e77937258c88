package library

import (
	"context"
	"fmt"

	"vuon/apps/library/views"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// folderPage is one level of the library; without an id the top.
func (s *Service) folderPage(r *web.Request) error {
	filter := filterOf(r)
	l, err := s.Browse(r.Context(), r.Tenant().ID, r.Param("id"), filter, page(r))
	if err != nil {
		return err
	}
	here := folderHref(r, l.Folder.ID)
	m := views.Level{Base: base(r), Here: here, Folder: l.Folder.ID, Name: l.Folder.Name, Write: l.Write, Internal: l.Folder.Internal,
		Archived: !l.Folder.ArchivedAt.IsZero(), Kind: filter.Kind, Sort: filter.Sort, Shown: r.Query("shown"), Manage: r.Can(ActionManage),
		Files: fileRows(r, l.Files), Pager: pager(r, here, l.Next, len(l.Files)), Parts: MaxPart, Most: MaxFile, MostText: inBytes(MaxFile)}
	m.Own = l.Folder.ID != "" && !l.Folder.Given() && s.Policy.Can(r.Context(), ActionWrite) && (l.Write || m.Archived)
	for _, f := range l.Folders {
		m.Folders = append(m.Folders, views.FolderRow{Name: f.Name, Href: folderHref(r, f.ID), Given: f.Given(), Internal: f.Internal})
	}
	if err := s.extras(r, &m); err != nil {
		return err
	}
	p := head(r, l.Folder.Name, l.Above)
	p.Actions = views.FolderActions(m)
	return r.Page(p, views.Browse(m))
}

// extras adds what only some readers see: where to move, classes, the space.
func (s *Service) extras(r *web.Request, m *views.Level) (err error) {
	if m.Own {
		if m.Places, err = s.placeOptions(r.Context(), r.Tenant().ID, m.Folder); err != nil {
			return err
		}
	}
	if m.Manage {
		if m.Classes, err = s.classOptions(r.Context(), r.Tenant().ID); err != nil {
			return err
		}
	}
	if !m.Write {
		return nil
	}
	used, quota, err := s.Storage.Usage(r.Context(), r.Tenant().ID)
	m.Used, m.Quota = float64(used), float64(quota)
	m.Space = i18n.Say(r.Context(), fmt.Sprintf("Đã dùng %s trong %s.", inBytes(used), inBytes(quota)), fmt.Sprintf("%s of %s used.", inBytes(used), inBytes(quota)))
	return err
}

func (s *Service) placeOptions(ctx context.Context, tenant, but string) (list []ui.Option, err error) {
	places, err := s.Places(ctx, tenant)
	for _, p := range places {
		if p.ID != but {
			list = append(list, ui.Option{Value: p.ID, Label: p.Path})
		}
	}
	return list, err
}

func (s *Service) classOptions(ctx context.Context, tenant string) ([]ui.Option, error) {
	rules, err := s.Rules(ctx, tenant)
	list := []ui.Option{{Value: "", Label: i18n.Say(ctx, "(theo thư mục chứa)", "(as the folder above)")}}
	seen := map[string]bool{"": true}
	for i := len(rules) - 1; i >= 0; i-- { // of a class that changed, the later
		rule := rules[i]
		if !seen[rule.Class] {
			list = append(list, ui.Option{Value: rule.Class, Label: rule.Name + " · " + years(ctx, rule.Years)})
		}
		seen[rule.Class] = true
	}
	return list, err
}

func years(ctx context.Context, n int) string {
	if n == 0 {
		return i18n.Say(ctx, "vĩnh viễn", "for good")
	}
	return fmt.Sprintf(i18n.Say(ctx, "%d năm", "%d years"), n)
}

func (s *Service) createFolder(r *web.Request) error {
	parent := r.Form("parent")
	f, err := s.CreateFolder(r.Context(), r.Tenant().ID, parent, r.Form("name"), r.Form("internal") != "")
	if err != nil {
		return told(r, folderHref(r, parent), err)
	}
	return r.RedirectWith(folderHref(r, f.ID), i18n.T("Đã lập thư mục.", "The folder was made."))
}

func (s *Service) renameFolder(r *web.Request, id string) (i18n.Text, error) {
	return i18n.T("Đã lưu.", "Saved."), s.RenameFolder(r.Context(), r.Tenant().ID, id, r.Form("name"), r.Form("internal") != "")
}

func (s *Service) moveFolder(r *web.Request, id string) (i18n.Text, error) {
	return i18n.T("Đã chuyển thư mục.", "The folder was moved."), s.MoveFolder(r.Context(), r.Tenant().ID, id, r.Form("to"))
}

func (s *Service) classifyFolder(r *web.Request, id string) (i18n.Text, error) {
	return i18n.T("Đã lưu thời hạn bảo quản.", "The retention was saved."), s.ClassifyFolder(r.Context(), r.Tenant().ID, id, r.Form("class"))
}

func (s *Service) searchPage(r *web.Request) error {
	words, filter := cut(r.Query("q"), 200), filterOf(r)
	hits, more, err := s.Search(r.Context(), r.Tenant().ID, words, r.Query("folder"), filter)
	if err != nil {
		return err
	}
	m := views.Results{Base: base(r), Words: words, Kind: filter.Kind, More: more}
	for _, h := range hits {
		row := fileRow(r, h.File)
		row.Path = h.Path
		for _, p := range h.Passage {
			row.Passage = append(row.Passage, views.Piece(p))
		}
		m.Files = append(m.Files, row)
	}
	return r.Page(head(r, i18n.Say(r.Context(), "Tìm trong thư viện", "Search the library"), nil), views.Search(m))
}

func (s *Service) spacePage(r *web.Request) error {
	sp, err := s.Space(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	ctx := r.Context()
	m := views.Space{Base: base(r), Used: float64(sp.Used), Quota: float64(sp.Quota), Manage: r.Can(ActionManage),
		Text: i18n.Say(ctx, fmt.Sprintf("Đã dùng %s trong %s; riêng thư viện %s.", inBytes(sp.Used), inBytes(sp.Quota), inBytes(sp.Library)),
			fmt.Sprintf("%s of %s used; the library takes %s.", inBytes(sp.Used), inBytes(sp.Quota), inBytes(sp.Library))),
		Largest: fileRows(r, sp.Largest), Due: fileRows(r, sp.Due)}
	if sp.Coming > 0 {
		m.Coming = i18n.Say(ctx, "Đang tải lên: ", "Under way: ") + inBytes(sp.Coming)
	}
	for _, k := range sp.Kinds {
		m.Kinds = append(m.Kinds, ui.Bar{Label: views.KindTitle(ctx, k.Kind), Value: float64(k.Bytes), Max: float64(sp.Library),
			Text: fmt.Sprintf(i18n.Say(ctx, "%s · %d tệp", "%s · %d files"), inBytes(k.Bytes), k.Files)})
	}
	return r.Page(head(r, i18n.Say(ctx, "Dung lượng", "Space"), nil), views.SpacePage(m))
}
