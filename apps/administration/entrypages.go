package administration

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"vuon/apps/administration/views"
	"vuon/platform/audit"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) auditRoutes() []web.Route {
	const entries = "/t/:tenant/audit"
	return []web.Route{
		{Method: http.MethodGet, Path: entries, Action: ActionAudit, Handle: s.entriesPage},
		{Method: http.MethodGet, Path: entries + "/:seq", Action: ActionAudit, Handle: s.entryPage},
		{Method: http.MethodPost, Path: entries + "/verify", Action: ActionAudit, Handle: s.verifyPage},
		{Method: http.MethodPost, Path: entries + "/export", Action: ActionAudit, Handle: s.exportEntries},
	}
}

func (s *Service) entriesPage(r *web.Request) error { return s.showEntries(r, nil) }

func (s *Service) verifyPage(r *web.Request) error {
	long, err := s.LongChain(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	if long {
		id, err := s.ProveLater(r.Context(), r.Tenant().ID)
		if err != nil {
			return err
		}
		return r.Redirect(base(r, "/jobs/"+id))
	}
	report, err := s.VerifyEntries(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	return s.showEntries(r, &report)
}

// entryFilter is what a query or a form narrows the audit by; days that cannot be
// read narrow nothing, and stand in the form as they were typed.
func entryFilter(get func(string) string) audit.Filter {
	f := audit.Filter{Action: get("action"), Object: get("object"), ObjectID: get("object_id"), Actor: get("actor"), Text: get("text")}
	if day, err := ui.ReadDate(get("from")); err == nil {
		f.From = day
	}
	if day, err := ui.ReadDate(get("to")); err == nil {
		f.Before = day.AddDate(0, 0, 1)
	}
	return f
}

// filterFields are the fields of the filter's form, as they come in a query.
func filterFields() []string {
	return []string{"action", "object", "object_id", "actor", "from", "to", "text"}
}

func (s *Service) showEntries(r *web.Request, report *audit.Report) error {
	f := entryFilter(r.Query)
	rows, next, err := s.Entries(r.Context(), r.Tenant().ID, f, page(r))
	if err != nil {
		return err
	}
	at := base(r, "/audit")
	m := views.Entries{Base: at, Action: f.Action, Object: f.Object, ObjectID: f.ObjectID, Actor: f.Actor, From: r.Query("from"), To: r.Query("to"), Text: f.Text,
		Objects: options(r.Context(), f.Object, s.objectWords()), Actions: s.actionOptions(r, f.Action)}
	for _, row := range rows {
		m.Rows = append(m.Rows, s.entryView(r, at, row))
	}
	var by []string
	for _, name := range filterFields() {
		by = append(by, name, r.Query(name))
	}
	m.Pager = pager(at, next, r.Query("after"), len(rows), by...)
	m.Pager.Swap = "entries"
	if report != nil {
		m.Checked, m.Holds, m.Proof = true, report.Broken == nil, proof(*report).In(r.Lang())
	}
	head := ui.Page{Help: "administrator#audit", Title: i18n.T("Nhật ký", "Audit"), Active: at, Actions: views.VerifyButton(at + "/verify"),
		Subtitle: i18n.T("Ai đã làm gì, lúc nào, trước và sau ra sao. Không ai sửa hay xóa được.", "Who did what and when, before and after. Nobody can change or delete it.")}
	return r.Page(head, views.EntriesPage(m))
}

// entryPage is one entry under an address of its own, before and after side by side.
func (s *Service) entryPage(r *web.Request) error {
	row, err := s.Entry(r.Context(), r.Tenant().ID, r.Param("seq"))
	if err != nil {
		return err
	}
	at := base(r, "/audit")
	v := s.entryView(r, at, row)
	head := ui.Page{Help: "administrator#audit", Title: i18n.T(v.Title, ""), Active: at, Crumbs: crumb("Nhật ký", "Audit", at),
		Subtitle: i18n.T(fmt.Sprintf("Mục số %d của nhật ký", row.Seq), fmt.Sprintf("Entry %d of the audit", row.Seq))}
	return r.Page(head, views.EntryPage(v))
}

func (s *Service) entryView(r *web.Request, at string, row audit.Row) views.EntryRow {
	v := views.EntryRow{Href: fmt.Sprintf("%s/%d", at, row.Seq), PrevHash: row.PrevHash, Seq: fmt.Sprint(row.Seq), When: i18n.DateTime(row.At), Actor: row.Actor, Action: row.Action,
		Title: s.actionTitle(r.Context(), r.Tenant().ID, row.Action), Reason: row.Reason, Hash: row.Hash, Changes: changesBetween(row.Before, row.After, s.wording(r)),
		ActorHref: at + "?actor=" + url.QueryEscape(row.Actor), Object: s.objectTitle(row.Object).In(r.Lang()),
		ObjectHref: at + "?object=" + url.QueryEscape(row.Object) + "&object_id=" + url.QueryEscape(row.ObjectID)}
	if row.ObjectID != "" && len(row.ObjectID) < 36 { // a key for people, no number of a row
		v.Object += " " + s.objectName(r, row)
	}
	return v
}

// objectName is what an entry is about: of a right, its role and action.
func (s *Service) objectName(r *web.Request, row audit.Row) string {
	role, action, isRight := strings.Cut(row.ObjectID, " ")
	if row.Object != "policy" || !isRight {
		return row.ObjectID
	}
	return roleTitle(r, role) + ": " + s.actionTitle(r.Context(), r.Tenant().ID, action)
}

// wording writes what the audit holds in the reader's language.
func (s *Service) wording(r *web.Request) worded {
	name := func(path string) string { return changeTitle(path).In(r.Lang()) }
	value := func(path, value string) string {
		if strings.EqualFold(lastPart(path), "action") {
			return s.actionTitle(r.Context(), r.Tenant().ID, value)
		}
		return inWords(path, value).In(r.Lang())
	}
	return worded{name, value}
}

// proof says what the check found.
func proof(report audit.Report) i18n.Text {
	if report.Broken == nil {
		head := report.Head[:min(len(report.Head), 12)]
		return i18n.T(fmt.Sprintf("Đã kiểm tra %s mục từ đầu đến cuối, đối chiếu %d mốc niêm phong trong kho lưu trữ; không mục nào bị sửa, xóa hay chèn. Mã băm cuối: %s", ui.Integer(report.Entries), report.Checkpoints, head),
			fmt.Sprintf("%s entries were checked from first to last, against %d sealed checkpoints; none was changed, removed or slipped in. Last hash: %s", ui.Integer(report.Entries), report.Checkpoints, head))
	}
	return i18n.T(fmt.Sprintf("Mục số %d không khớp. Hãy báo ngay cho người vận hành hệ thống và giữ nguyên hiện trạng.", report.Broken.Seq),
		fmt.Sprintf("Entry %d does not fit (%s). Tell the platform's operator at once and leave everything as it is.", report.Broken.Seq, report.Broken.Why))
}

// actionTitle is an action of the audit in words: declared ones have a title,
// those of the platform theirs here.
func (s *Service) actionTitle(ctx context.Context, tenant, name string) string {
	if declared := s.Policy.Explain(ctx, tenant, name).Action; declared.Name != "" {
		return declared.Title.In(i18n.From(ctx))
	}
	for _, w := range s.actionWords() {
		if w.id == name {
			return w.title.In(i18n.From(ctx))
		}
	}
	return name
}

// actionOptions are the actions to filter by: those that the tenant shares out,
// and those of the platform.
func (s *Service) actionOptions(r *web.Request, chosen string) []ui.Option {
	words := s.actionWords()
	if matrix, err := s.Policy.Matrix(r.Context(), r.Tenant().ID); err == nil {
		for _, row := range matrix.Rows {
			words = append(words, word{row.Action.Name, row.Action.Title})
		}
	}
	return options(r.Context(), chosen, words)
}

// options are the choices of a filter, everything first, and what was asked for
// even when it is none of them.
func options(ctx context.Context, chosen string, words []word) []ui.Option {
	list := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Tất cả", "All")}}
	for _, w := range words {
		list = append(list, ui.Option{Value: w.id, Label: w.title.In(i18n.From(ctx))})
	}
	if chosen != "" && !slices.ContainsFunc(words, func(w word) bool { return w.id == chosen }) {
		list = append(list, ui.Option{Value: chosen, Label: chosen})
	}
	return list
}
