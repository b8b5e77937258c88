package records

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"vuon/apps/records/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// fileBody is what a file is read from.
type fileBody = io.ReadCloser

const outgoingPath = "/t/:tenant/records/outgoing"

func (s *Service) outgoingRoutes() []web.Route {
	const one = outgoingPath + "/:id"
	return []web.Route{
		get("/t/:tenant/records", ActionView, s.bookPage),
		get("/t/:tenant/records/book.pdf", ActionView, s.printBook(OutgoingRegister, "pdf")),
		get("/t/:tenant/records/book.xlsx", ActionView, s.printBook(OutgoingRegister, "xlsx")),
		get(outgoingPath+"/new", ActionPrepare, s.newPage),
		upload(outgoingPath, ActionPrepare, s.saveDraft),
		get(one, ActionView, s.outgoingPage),
		get(one+"/edit", ActionPrepare, s.editPage),
		upload(one, ActionPrepare, s.saveDraft),
		upload(one+"/files", ActionPrepare, s.addFile),
		get(one+"/files/:n", ActionView, s.documentFile),
		post(one+"/number", ActionRegister, s.numberForm),
		post(one+"/send", ActionRegister, s.sendForm),
		post(one+"/withdraw", ActionRegister, s.withdrawForm),
		post(one+"/lines", ActionRegister, s.tickForm),
		get("/t/:tenant/records/recipients", ActionView, s.meaningsPage),
		post("/t/:tenant/records/recipients", ActionRegister, s.meanForm),
		post("/t/:tenant/records/recipients/forget", ActionRegister, s.forgetForm),
	}
}

func (s *Service) bookPage(r *web.Request) error {
	year, err := s.yearOf(r)
	if err != nil {
		return err
	}
	f := BookFilter{Year: year, Kind: r.Query("kind"), Query: r.Query("q")}
	list, err := s.Book(r.Context(), r.Tenant().ID, f)
	if err != nil {
		return err
	}
	drafts, err := s.Drafts(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	kinds, titles, err := s.kindsOf(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	m := views.Book{Base: base(r, "/records"), Tabs: tabs(r, "/records"), Query: f.Query, Year: year, Years: s.years(year), Kind: f.Kind,
		Kinds: append([]ui.Option{{Label: i18n.Say(r.Context(), "Tất cả", "All")}}, kindOptions(kinds, titles)...)}
	for _, d := range drafts {
		m.Drafts = append(m.Drafts, views.BookRow{Href: base(r, "/records/outgoing/"+d.ID), Number: d.Name(), Abstract: d.Abstract, Signatory: d.Signatory,
			By: i18n.Say(r.Context(), "Soạn: ", "Prepared: ") + d.MadeBy, State: d.State.badge()})
	}
	part, next, err := partOf(list, database.Page{After: r.Query("after"), Limit: 50})
	if err != nil {
		return err
	}
	for _, e := range part {
		m.Rows = append(m.Rows, s.bookRow(r, e))
	}
	m.Pager = ui.Pager{Shown: len(part), Total: len(list), Swap: "book"}
	narrowed := []string{"q", f.Query, "year", strconv.Itoa(year), "kind", f.Kind}
	if r.Query("after") != "" {
		m.Pager.First = query(m.Base, narrowed...)
	}
	if next != "" {
		m.Pager.Next = query(m.Base, append(narrowed, "after", next)...)
	}
	page := ui.Page{Help: "officer#outgoing", Title: i18n.T("Sổ văn bản", "Registers of documents"), Active: base(r, "/records"),
		Subtitle: i18n.T("Văn bản đi, văn bản đến của chương trình; số cấp liên tục theo loại và năm.", "Outgoing and incoming documents; numbers without gaps by type and year.")}
	var more []ui.Btn
	if r.Can(ActionPrepare) {
		more = append(more, ui.Btn{Label: i18n.Say(r.Context(), "Soạn văn bản đi", "New document"), Icon: "file-plus", Kind: ui.Primary, Href: base(r, "/records/outgoing/new")})
	}
	page.Actions = views.Buttons(exports(r, "/records", year, more...))
	return r.Page(page, views.BookPage(m))
}

func (s *Service) bookRow(r *web.Request, e Entry) views.BookRow {
	row := views.BookRow{Number: e.Name(), Dated: dates(&e.Dated), Abstract: e.Abstract, Signatory: e.Signatory, Kind: e.Kind,
		By: i18n.Say(r.Context(), "Vào sổ: ", "Entered: ") + e.RegisteredBy + " · " + i18n.DateTime(e.RegisteredAt), State: e.State().badge()}
	if e.Record.ID != "" {
		row.Href = base(r, "/records/outgoing/"+e.Record.ID)
	}
	if e.All > 0 {
		row.Reached = fmt.Sprintf("%d/%d", e.Done, e.All)
	}
	return row
}

// partOf is a part of a year's register, which is read whole.
func partOf(list []Entry, page database.Page) ([]Entry, string, error) {
	key, err := page.Key(2)
	if err != nil {
		return nil, "", err
	}
	if key != nil {
		rest := list[:0:0]
		for i, e := range list {
			if e.Kind == key[0] && strconv.Itoa(e.Number) == key[1] {
				rest = list[i+1:]
			}
		}
		list = rest
	}
	if len(list) <= page.Size() {
		return list, "", nil
	}
	last := list[page.Size()-1]
	return list[:page.Size()], database.Cursor(last.Kind, strconv.Itoa(last.Number)), nil
}

// kindsOf are the types that take a number here, and what every type is called.
func (s *Service) kindsOf(ctx context.Context, tenant string) (kinds []string, titles map[string]string, err error) {
	if err := s.Tenants.Setting(ctx, tenant, tenancy.RegisterKinds, &kinds); err != nil {
		return nil, nil, err
	}
	types, err := s.Catalogue.DocumentTypes(ctx)
	titles = map[string]string{}
	for _, t := range types {
		titles[t.ID] = t.Title
	}
	return kinds, titles, err
}

func kindOptions(kinds []string, titles map[string]string) (list []ui.Option) {
	for _, k := range kinds {
		list = append(list, ui.Option{Value: k, Label: cmp.Or(titles[k], k)})
	}
	return list
}

func draftHead(r *web.Request) ui.Page {
	return ui.Page{Help: "officer#outgoing", Title: i18n.T("Soạn văn bản đi", "Prepare an outgoing document"), Crumbs: crumbs(r, "Sổ văn bản", "Registers", "/records"), Active: base(r, "/records"), Narrow: true}
}

func (s *Service) newPage(r *web.Request) error {
	ctx, tenant := r.Context(), r.Tenant().ID
	m := views.DraftForm{Action: base(r, "/records/outgoing"), Back: base(r, "/records")}
	var signing tenancy.Signing
	var recipients []string
	if err := s.Tenants.Setting(ctx, tenant, tenancy.DocumentSigning, &signing); err != nil {
		return err
	}
	if err := s.Tenants.Setting(ctx, tenant, tenancy.DocumentRecipients, &recipients); err != nil {
		return err
	}
	m.Signatory, m.Recipients = signing.Name, strings.Join(recipients, "\n")
	return s.showDraft(r, 0, m)
}

func (s *Service) showDraft(r *web.Request, status int, m views.DraftForm) error {
	kinds, titles, err := s.kindsOf(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	m.Kinds = kindOptions(kinds, titles)
	return r.PageStatus(status, draftHead(r), views.DraftPage(m))
}

func (s *Service) editPage(r *web.Request) error {
	sheet, err := s.Outgoing(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		return err
	}
	at := base(r, "/records/outgoing/"+sheet.ID)
	m := views.DraftForm{Action: at, Back: at, Kind: sheet.Kind, Symbol: sheet.Symbol, Abstract: sheet.Abstract, Signatory: sheet.Signatory,
		Recipients: strings.Join(sheet.Recipients, "\n"), Editing: true}
	if sheet.Copies > 0 {
		m.Copies = strconv.Itoa(sheet.Copies)
	}
	return s.showDraft(r, 0, m)
}

func (s *Service) saveDraft(r *web.Request) error {
	id := r.Param("id")
	m := views.DraftForm{Action: base(r, "/records/outgoing"), Back: base(r, "/records"), Kind: r.Form("kind"), Symbol: r.Form("symbol"), Abstract: r.Form("abstract"),
		Signatory: r.Form("signatory"), Copies: r.Form("copies"), Recipients: r.Form("recipients"), Editing: id != ""}
	if id != "" {
		m.Action = base(r, "/records/outgoing/"+id)
		m.Back = m.Action
	}
	rec, err := s.prepareFrom(r, id)
	if err != nil {
		if !again(err) {
			return err
		}
		m.Err = err
		return s.showDraft(r, fault.From(err).Kind.Status(), m)
	}
	return r.RedirectWith(base(r, "/records/outgoing/"+rec.ID), i18n.T("Đã lưu dự thảo. Văn thư cấp số rồi phát hành.", "The draft is saved. The clerk numbers and sends it."))
}

func (s *Service) prepareFrom(r *web.Request, id string) (Record, error) {
	files, err := uploads(r)
	if err != nil {
		return Record{}, err
	}
	copies := 0
	if written := strings.TrimSpace(r.Form("copies")); written != "" {
		if copies, err = strconv.Atoi(written); err != nil {
			copies = -1
		}
	}
	return s.Prepare(r.Context(), r.Tenant().ID, id, DraftForm{Kind: r.Form("kind"), Symbol: r.Form("symbol"), Abstract: r.Form("abstract"),
		Signatory: r.Form("signatory"), Copies: copies, Recipients: strings.Split(r.Form("recipients"), "\n")}, files...)
}

func (s *Service) outgoingPage(r *web.Request) error { return s.showOutgoing(r, "", nil) }

// showOutgoing shows a document, after a refused form with its reason.
func (s *Service) showOutgoing(r *web.Request, refused string, err error) error {
	sheet, readErr := s.Outgoing(r.Context(), r.Tenant().ID, r.Param("id"))
	if readErr != nil {
		return readErr
	}
	m, err2 := s.outgoingView(r, sheet)
	if err2 != nil {
		return err2
	}
	m.Err, m.Refused, m.Typed = err, refused, r.Form("reason")
	page := ui.Page{Help: "officer#outgoing", Title: i18n.T(cmp.Or(sheet.Abstract, sheet.Name()), ""), Crumbs: crumbs(r, "Sổ văn bản", "Registers", "/records"),
		Active: base(r, "/records"), Badge: views.StateBadge(sheet.State.badge())}
	status := 0
	if err != nil {
		status = fault.From(err).Kind.Status()
	}
	return r.PageStatus(status, page, views.OutgoingPage(m))
}

func (s *Service) outgoingView(r *web.Request, sheet Sheet) (views.Outgoing, error) {
	ctx := r.Context()
	at := base(r, "/records/outgoing/"+sheet.ID)
	own, open := sheet.Object == ObjectOwn, sheet.State == Draft || sheet.State == Numbered
	m := views.Outgoing{Base: at, Files: fileRows(sheet.Files, at), Planned: open, Slips: events(ctx, handedOn(sheet.Slips)), Today: i18n.Date(s.Clock.Now()),
		Do: views.OutgoingDo{Edit: sheet.State == Draft && r.Can(ActionPrepare), Attach: open && r.Can(ActionPrepare), Number: sheet.State == Draft && r.Can(ActionRegister),
			Send: sheet.State == Numbered && r.Can(ActionRegister), Withdraw: own && (open || sheet.State == Sent) && r.Can(ActionRegister),
			Tick: sheet.State == Sent && r.Can(ActionRegister), Draft: sheet.State == Draft}}
	for _, h := range Hows() {
		m.Hows = append(m.Hows, ui.Option{Value: string(h), Label: h.Title().In(r.Lang())})
	}
	_, titles, err := s.kindsOf(ctx, r.Tenant().ID)
	if err != nil {
		return m, err
	}
	m.Facts = outgoingFacts(ctx, sheet.Record, titles)
	if m.Do.Number {
		if m.Expected, err = s.expected(ctx, r.Tenant().ID, sheet.Record); err != nil {
			return m, err
		}
	}
	for _, l := range sheet.Lines {
		row := recipientRow(ctx, l, open)
		if l.ReceivedAt != nil || l.SentAt != nil {
			m.Received++
		}
		if !row.Inside && m.Do.Tick {
			row.Tick, row.Ticked = true, l.SentAt != nil
		}
		if !row.Inside && l.SentAt == nil {
			m.Outside++
			if r.Can(ActionRegister) && (open || m.Do.Tick) {
				row.Meaning = query(base(r, "/records/recipients"), "line", cmp.Or(l.Name, l.Line), "outgoing", sheet.ID)
			}
		}
		m.Lines = append(m.Lines, row)
	}
	if sheet.EndedAt != nil {
		m.Ended = &ui.Notice{Tone: ui.Bad, Title: sheet.State.Title(), Text: i18n.T(sheet.Reason+" · "+sheet.EndedBy+" · "+i18n.DateTime(*sheet.EndedAt), "")}
	}
	return m, nil
}

func recipientRow(ctx context.Context, l Line, planned bool) views.LineRow {
	row := views.LineRow{Seq: l.Seq, Name: l.Name, Inside: l.Target != ""}
	if keyOf(l.Line) != keyOf(l.Name) {
		row.Line = l.Line
	}
	switch {
	case planned && row.Inside:
		row.State = badge(i18n.T("Hộp văn bản", "Inbox"), ui.Info, "inbox")
	case planned:
		row.State = badge(i18n.T("Ngoài hệ thống", "Outside"), ui.Neutral, "external-link")
	case l.ReceivedAt != nil:
		row.State, row.Note = badge(i18n.T("Đã nhận", "Received"), ui.Good, "check"), l.ReceivedBy+" · "+i18n.DateTime(*l.ReceivedAt)
	case l.SentAt != nil:
		row.State = badge(i18n.T("Đã gửi", "Sent"), ui.Good, "send")
		row.Note = l.SentHow.Title().In(i18n.From(ctx)) + " · " + l.SentBy + " · " + i18n.DateTime(*l.SentAt)
	case !row.Inside:
		row.State = badge(i18n.T("Cần gửi ngoài hệ thống", "To be sent"), ui.Warn, "send")
	case l.DeliveredAt != nil:
		row.State = badge(i18n.T("Chưa xác nhận", "Not confirmed"), ui.Warn, "circle-dashed")
	default:
		row.State = badge(i18n.T("Đang chuyển", "On its way"), ui.Info, "progress")
	}
	return row
}

func outgoingFacts(ctx context.Context, r Record, titles map[string]string) []views.Fact {
	say := func(vi, en string) string { return i18n.Say(ctx, vi, en) }
	list := []views.Fact{{Name: say("Loại văn bản", "Type"), Value: cmp.Or(titles[r.Kind], r.Kind)}, {Name: say("Số, ký hiệu", "Number"), Value: r.Name()}}
	if !r.Dated.IsZero() {
		list = append(list, views.Fact{Name: say("Ngày văn bản", "Date"), Value: dates(&r.Dated)})
	}
	list = append(list, views.Fact{Name: say("Trích yếu", "Abstract"), Value: r.Abstract})
	if r.Signatory != "" {
		list = append(list, views.Fact{Name: say("Người ký", "Signatory"), Value: r.Signatory})
	}
	if r.Copies > 0 {
		list = append(list, views.Fact{Name: say("Số lượng bản giấy", "Copies"), Value: strconv.Itoa(r.Copies)})
	}
	list = append(list, views.Fact{Name: say("Nơi nhận trên văn bản", "Recipients as written"), Lines: r.Recipients},
		views.Fact{Name: say("Người soạn", "Prepared by"), Value: r.MadeBy + " · " + i18n.DateTime(r.MadeAt)})
	if r.SentAt != nil {
		list = append(list, views.Fact{Name: say("Phát hành", "Sent out"), Value: r.SentBy + " · " + i18n.DateTime(*r.SentAt)})
	}
	return list
}
