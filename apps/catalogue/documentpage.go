package catalogue

import (
	"context"
	"fmt"

	"vuon/apps/catalogue/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) documentPage(r *web.Request) error { return s.showDocument(r, nil) }

// showDocument shows one document, after a refused form with its reason.
func (s *Service) showDocument(r *web.Request, refusal error) error {
	id, err := named(r)
	if err != nil {
		return err
	}
	d, err := s.Document(r.Context(), r.Tenant().ID, id)
	if err != nil {
		return err
	}
	ctx, href := r.Context(), documentPath(r, id)
	words := d.Effect.Words().In(r.Lang())
	m := views.Document{Href: href, EditHref: href + "/edit", Badge: d.Effect.Status.Title().In(r.Lang()), Tone: tone(d.Effect.Status), Effect: words,
		Facts: s.facts(ctx, r, d), Relations: relations(r, d), Own: d.Own, MayEdit: r.Can(ActionEdit), Declared: d.Declared, Changed: len(d.Drift) > 0, Err: refusal}
	for _, u := range d.Uses {
		m.Uses = append(m.Uses, views.UseRow{Title: u.Title, Href: u.Path, Kind: useKind(ctx, u.Kind), Open: u.Open})
	}
	for _, f := range d.Files {
		row := views.FileRow{Name: f.Name, Href: href + "/files/" + f.ID, Note: fmt.Sprintf("%d kB · %s · %s", (f.Size+1023)/1024, f.AddedBy, i18n.DateTime(f.AddedAt))}
		if f.Keeper == r.Tenant().ID && m.MayEdit {
			row.RemoveHref = row.Href + "/remove"
		}
		m.Files = append(m.Files, row)
	}
	for _, x := range d.Drift {
		m.Drift = append(m.Drift, views.DriftRow{Field: columnTitle(x.Field).In(r.Lang()), File: x.File, Screen: x.Screen})
	}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	page := ui.Page{Help: "officer#legal", Title: i18n.T(d.Type+" số "+d.Number, d.Type+" "+d.Number), Subtitle: i18n.T(d.Title, ""), Active: listPath(r), Narrow: true,
		Crumbs: []ui.Crumb{{Title: i18n.T("Văn bản pháp lý", "Legal documents"), Href: listPath(r)}}, Badge: views.EffectBadge(m), Actions: views.DocumentButtons(m)}
	return r.PageStatus(status, page, views.DocumentPage(m))
}

func (s *Service) facts(ctx context.Context, r *web.Request, d Dossier) (list []views.Fact) {
	add := func(vi, en, value string) {
		if value != "" {
			list = append(list, views.Fact{Name: i18n.Say(ctx, vi, en), Value: value})
		}
	}
	add("Cơ quan ban hành", "Issuer", d.Issuer)
	add("Cấp ban hành", "Level", d.Level.Title().In(r.Lang()))
	add("Ngày ban hành", "Issued", written(d.Date))
	add("Hiệu lực", "Effect", d.Effect.Words().In(r.Lang()))
	add("Có hiệu lực từ", "In force from", written(d.EffectiveFrom))
	add("Ngày cuối còn hiệu lực", "Last day in force", written(d.EffectiveTo))
	if d.ToCheck {
		add("Đối chiếu", "Checked", i18n.Say(ctx, "Ngày hoặc trích yếu chưa đối chiếu với bản gốc", "Day or title not compared with the original"))
	}
	add("Trong danh bạ", "In the registry", s.keptBy(ctx, r, d))
	return list
}

// keptBy says where a document's data come from.
func (s *Service) keptBy(ctx context.Context, r *web.Request, d Dossier) string {
	keeper := i18n.Say(ctx, "Danh mục trung ương", "The national catalogue")
	if d.Owner != "" {
		t, err := s.tenants.Tenant(ctx, d.Owner)
		keeper = t.Name
		if err != nil {
			keeper = d.Owner
		}
	}
	switch {
	case d.Revision == 0:
		return keeper + " · " + i18n.Say(ctx, "từ tệp cấu hình", "from the files")
	case d.EditedAt != nil:
		return keeper + " · " + i18n.Say(ctx, "cập nhật trên màn hình ", "changed on the screen ") + i18n.DateTime(*d.EditedAt) + ", " + d.EditedBy
	}
	return keeper
}

func useKind(ctx context.Context, kind string) string {
	switch kind {
	case "basis":
		return i18n.Say(ctx, "Căn cứ ban hành", "Legal basis")
	case "assignment":
		return i18n.Say(ctx, "Phân công nhiệm vụ", "Assignment")
	}
	return i18n.Say(ctx, "Viện dẫn trong nội dung", "Cited in the text")
}

// relations are the document's ties to others, in both directions.
func relations(r *web.Request, d Dossier) (list []views.Relation) {
	for _, x := range []struct {
		name i18n.Text
		of   []Related
	}{
		{i18n.T("Được sửa đổi, bổ sung bởi", "Amended by"), d.AmendedBy}, {i18n.T("Bị thay thế bởi", "Replaced by"), d.ReplacedBy},
		{i18n.T("Sửa đổi, bổ sung", "Amends"), d.Amends}, {i18n.T("Thay thế", "Replaces"), d.Replaces},
	} {
		if len(x.of) == 0 {
			continue
		}
		relation := views.Relation{Name: x.name.In(r.Lang())}
		for _, other := range x.of {
			row := views.Related{Number: other.Number, Title: other.Title}
			if other.ID != "" {
				row.Href = documentPath(r, other.ID)
			}
			relation.List = append(relation.List, row)
		}
		list = append(list, relation)
	}
	return list
}
