package catalogue

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"vuon/apps/catalogue/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// typed is a draft as the form sent it.
func typed(r *web.Request) Draft {
	return Draft{Type: r.Form("type"), Number: r.Form("number"), Issuer: r.Form("issuer"), Date: r.Form("date"), Title: r.Form("title"),
		Status: r.Form("status"), EffectiveFrom: r.Form("effective_from"), EffectiveTo: r.Form("effective_to"), Amends: r.Form("amends"),
		Replaces: r.Form("replaces"), ToCheck: r.Form("to_check") != ""}
}

func (s *Service) newDocumentPage(r *web.Request) error {
	return s.showForm(r, "", Draft{Status: string(InForce)}, 0, nil)
}

func (s *Service) addDocument(r *web.Request) error {
	w := typed(r)
	id, err := s.Add(r.Context(), r.Tenant().ID, w)
	if err == nil {
		return r.RedirectWith(documentPath(r, id), i18n.T("Đã thêm văn bản vào danh bạ.", "The document is in the registry."))
	}
	return s.refuse(r, "", w, 0, err)
}

func (s *Service) editDocumentPage(r *web.Request) error {
	id, err := named(r)
	if err != nil {
		return err
	}
	d, err := s.Document(r.Context(), r.Tenant().ID, id)
	if err != nil {
		return err
	}
	return s.showForm(r, id, DraftOf(d.Document), d.Revision, nil)
}

func (s *Service) editDocument(r *web.Request) error {
	id, err := named(r)
	if err != nil {
		return err
	}
	w := typed(r)
	revision, _ := strconv.Atoi(r.Form("revision"))
	if err = s.Edit(r.Context(), r.Tenant().ID, id, revision, w); err == nil {
		return r.RedirectWith(documentPath(r, id), i18n.T("Đã lưu văn bản.", "The document is saved."))
	}
	return s.refuse(r, id, w, revision, err)
}

// refuse shows the form again with what was typed and what is wrong.
func (s *Service) refuse(r *web.Request, id string, w Draft, revision int, err error) error {
	if k := fault.From(err).Kind; k != fault.Invalid && k != fault.Conflict {
		return err
	}
	return s.showForm(r, id, w, revision, err)
}

func (s *Service) showForm(r *web.Request, id string, w Draft, revision int, refusal error) error {
	types, err := s.typeOptions(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	m := views.DocumentForm{Action: listPath(r) + "/new", Back: listPath(r), New: id == "", Revision: strconv.Itoa(revision), Type: w.Type, Number: w.Number,
		Issuer: w.Issuer, Date: w.Date, Title: w.Title, Status: w.Status, From: w.EffectiveFrom, To: w.EffectiveTo, Amends: w.Amends, Replaces: w.Replaces,
		ToCheck: w.ToCheck, Types: types, Err: refusal}
	page := ui.Page{Help: "officer#legal", Title: i18n.T("Thêm văn bản", "Add a document"), Active: listPath(r), Narrow: true,
		Crumbs: []ui.Crumb{{Title: i18n.T("Văn bản pháp lý", "Legal documents"), Href: listPath(r)}}}
	if id != "" {
		m.Action, m.Back = documentPath(r, id)+"/edit", documentPath(r, id)
		page.Title = i18n.T("Sửa văn bản", "Change the document")
	}
	for _, x := range []Status{InForce, Amended, Expired} {
		m.Statuses = append(m.Statuses, ui.Option{Value: string(x), Label: x.Title().In(r.Lang())})
	}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	return r.PageStatus(status, page, views.DocumentFormPage(m))
}

func (s *Service) typeOptions(ctx context.Context, tenant string) (list []ui.Option, err error) {
	c, err := s.Choices(ctx, tenant)
	for _, x := range c.Types {
		list = append(list, ui.Option{Value: x})
	}
	return list, err
}

func (s *Service) withdrawDocument(r *web.Request) error {
	return s.act(r, listPath(r), i18n.T("Đã bỏ văn bản khỏi danh bạ.", "The document is withdrawn."), func(ctx context.Context, tenant, id string) error {
		return s.Withdraw(ctx, tenant, id, r.Form("reason"))
	})
}

func (s *Service) restoreDocument(r *web.Request) error {
	return s.act(r, "", i18n.T("Đã lấy lại theo tệp cấu hình.", "The files' word holds again."), s.Restore)
}

func (s *Service) attachFile(r *web.Request) error {
	return s.act(r, "", i18n.T("Đã thêm tệp.", "The file is added."), func(ctx context.Context, tenant, id string) error {
		file, err := r.Upload("file")
		if err != nil {
			return err
		}
		return s.Attach(ctx, tenant, id, file.Name, file)
	})
}

func (s *Service) detachFile(r *web.Request) error {
	return s.act(r, "", i18n.T("Đã xóa tệp.", "The file is removed."), func(ctx context.Context, tenant, id string) error {
		return s.Detach(ctx, tenant, id, r.Param("file"))
	})
}

// act does something to the document of the address and goes on: to its page when
// to is "".
func (s *Service) act(r *web.Request, to string, done i18n.Text, do func(ctx context.Context, tenant, id string) error) error {
	id, err := named(r)
	if err != nil {
		return err
	}
	err = do(r.Context(), r.Tenant().ID, id)
	switch {
	case err == nil && to == "":
		return r.RedirectWith(documentPath(r, id), done)
	case err == nil:
		return r.RedirectWith(to, done)
	case fault.From(err).Kind == fault.Invalid:
		return s.showDocument(r, err)
	}
	return err
}

func importHead(r *web.Request) ui.Page {
	return ui.Page{Help: "officer#legal", Title: i18n.T("Nhập danh sách văn bản", "Import documents"), Active: listPath(r), Narrow: true,
		Crumbs: []ui.Crumb{{Title: i18n.T("Văn bản pháp lý", "Legal documents"), Href: listPath(r)}}}
}

func (s *Service) importPage(r *web.Request) error { return s.showImport(r, nil) }

func (s *Service) showImport(r *web.Request, refusal error) error {
	status := 0
	if refusal != nil {
		status = http.StatusUnprocessableEntity
	}
	at := listPath(r)
	return r.PageStatus(status, importHead(r), views.ImportPage(views.ImportForm{Action: at + "/import", TemplateHref: at + "/template", Back: at, Err: refusal}))
}

func (s *Service) examineList(r *web.Request) error {
	file, err := r.Upload("file")
	if err == nil {
		var p Preview
		if p, err = s.Examine(r.Context(), r.Tenant().ID, file.Name, file); err == nil {
			return r.Redirect(listPath(r) + "/import/" + p.ID)
		}
	}
	if k := fault.From(err).Kind; k == fault.Invalid || k == fault.Unsupported || k == fault.TooLarge {
		return s.showImport(r, err)
	}
	return err
}

// linesShown is how many lines of a list the preview shows.
const linesShown = 300

func (s *Service) previewPage(r *web.Request) error {
	p, err := s.Examined(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		return err
	}
	at := listPath(r) + "/import"
	m := views.Preview{Action: at + "/" + p.ID, Back: at, Name: p.Name, Add: p.Count(OpAdd), Change: p.Count(OpChange), Same: p.Count(OpSame),
		Above: p.Count(OpAbove), Wrong: p.Count(OpWrong)}
	for _, op := range []Op{OpWrong, OpAdd, OpChange, OpAbove, OpSame} {
		for _, l := range p.Lines {
			if l.Op == op && len(m.Lines) < linesShown {
				m.Lines = append(m.Lines, lineView(r.Context(), l))
			}
		}
	}
	m.More = len(p.Lines) - len(m.Lines)
	head := importHead(r)
	head.Narrow, head.Wide = false, true
	return r.Page(head, views.PreviewPage(m))
}

func lineView(ctx context.Context, l Line) views.ImportLine {
	v := views.ImportLine{Row: strconv.Itoa(l.Row), Number: l.Draft.Number, Title: l.Draft.Title}
	switch l.Op {
	case OpAdd:
		v.Op, v.Tone = i18n.Say(ctx, "Thêm", "Add"), ui.Good
	case OpChange:
		v.Op, v.Tone = i18n.Say(ctx, "Sửa", "Change"), ui.Info
	case OpSame:
		v.Op = i18n.Say(ctx, "Không đổi", "The same")
	case OpAbove:
		v.Op = i18n.Say(ctx, "Cấp trên đã có", "Kept above")
	case OpWrong:
		v.Op, v.Tone = i18n.Say(ctx, "Có lỗi", "Wrong"), ui.Bad
	}
	lang := i18n.From(ctx)
	for _, f := range l.Faults {
		v.Notes = append(v.Notes, columnTitle(f.Name).In(lang)+": "+f.Message.In(lang))
	}
	for _, c := range l.Changes {
		v.Notes = append(v.Notes, fmt.Sprintf("%s: “%s” → “%s”", columnTitle(c.Field).In(lang), c.File, c.Screen))
	}
	return v
}

func (s *Service) takeList(r *web.Request) error {
	p, err := s.Import(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		return err
	}
	return r.RedirectWith(listPath(r), i18n.T(
		fmt.Sprintf("Đã nhập danh sách: thêm %d, sửa %d, bỏ qua %d dòng có lỗi.", p.Count(OpAdd), p.Count(OpChange), p.Count(OpWrong)),
		fmt.Sprintf("Taken over: %d added, %d changed, %d wrong lines left out.", p.Count(OpAdd), p.Count(OpChange), p.Count(OpWrong))))
}
