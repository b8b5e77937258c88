package records

import (
	"context"

	"vuon/apps/records/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) inboxRoutes() []web.Route {
	const all, one = "/t/:tenant/inbox", "/t/:tenant/inbox/:id"
	return []web.Route{
		get(all, ActionInbox, s.inboxPage),
		get(one, ActionInbox, s.letterPage),
		get(one+"/files/:n", ActionInbox, s.letterFile),
		post(one+"/receive", ActionInbox, s.receiveForm),
		post(one+"/hand-on", ActionInbox, s.passOnForm),
		post(one+"/answer", ActionInbox, s.answerForm),
	}
}

func (s *Service) inboxPage(r *web.Request) error {
	show := r.Query("show")
	list, err := s.Inbox(r.Context(), r.Tenant().ID, InboxFilter{Open: show != "all", Query: r.Query("q")})
	if err != nil {
		return err
	}
	at := base(r, "/inbox")
	m := views.Inbox{Base: at, Query: r.Query("q"), Show: show, Shows: []ui.Option{
		{Value: "", Label: i18n.Say(r.Context(), "Đang chờ", "What waits")}, {Value: "all", Label: i18n.Say(r.Context(), "Tất cả", "All")}}}
	for _, l := range list {
		m.Rows = append(m.Rows, views.LetterRow{Href: at + "/" + l.ID, Title: l.Abstract, Sender: l.Sender, Number: l.Number, When: i18n.DateTime(l.SentAt),
			Box: l.BoxName, Remark: cut(l.Remark, 120), Due: dates(l.Due), Late: l.Slip.Waits() && late(l.Due, s.Clock.Now()), State: l.state()})
	}
	page := ui.Page{Help: "officer#inbox", Title: i18n.T("Hộp văn bản", "Inbox"), Active: at, Subtitle: i18n.T("Văn bản gửi, chuyển đến bạn và đơn vị của bạn.", "Documents sent or handed to you and your office.")}
	return r.Page(page, views.InboxPage(m))
}

// state is that of the slip; what the whole office is done with is done.
func (l Letter) state() views.State { return l.Slip.badge(l.In != nil && l.In.State == Handled) }

func (s *Service) letterPage(r *web.Request) error { return s.showLetter(r, "", nil) }

func (s *Service) showLetter(r *web.Request, refused string, err error) error {
	ctx := r.Context()
	l, hands, readErr := s.Letter(ctx, r.Tenant().ID, r.Param("id"))
	if readErr != nil {
		return readErr
	}
	at := base(r, "/inbox/"+l.ID)
	open := l.RecalledAt == nil && l.DoneAt == nil && (l.In == nil || l.In.State != Handled)
	m := views.Letter{Base: at, Files: fileRows(l.Files, at), Err: err, Refused: refused, Result: r.Form("result"),
		Do: views.LetterDo{Receive: open && l.ReceivedAt == nil, PassOn: open, Answer: open && l.In != nil}}
	m.Hand = handView(r, at+"/hand-on", hands, map[string]bool{l.Box: true}, refused == "hand-on", err)
	if l.Remark != "" || l.In != nil {
		m.Remark = &ui.Event{When: l.SentAt, Who: l.SentBy, Title: i18n.Say(ctx, "Chuyển ", "To ") + l.BoxName, Quote: l.Remark, Icon: "send"}
	}
	if err := s.letterFacts(ctx, r, l, &m); err != nil {
		return err
	}
	if l.RecalledAt != nil {
		m.Ended = recalledNotice(l.RecallReason, *l.RecalledAt)
	}
	page := ui.Page{Help: "officer#inbox", Title: i18n.T(l.Abstract, ""), Crumbs: crumbs(r, "Hộp văn bản", "Inbox", "/inbox"), Active: base(r, "/inbox"), Badge: views.StateBadge(l.state())}
	status := 0
	if err != nil {
		status = fault.From(err).Kind.Status()
	}
	return r.PageStatus(status, page, views.LetterPage(m))
}

// letterFacts are what the reader may know of the document.
func (s *Service) letterFacts(ctx context.Context, r *web.Request, l Letter, m *views.Letter) error {
	if l.In != nil {
		m.Facts = incomingFacts(ctx, *l.In)
		list, err := s.Answerable(ctx, r.Tenant().ID)
		m.Answers = answers(list)
		return err
	}
	_, titles, err := s.kindsOf(ctx, r.Tenant().ID)
	m.Facts = append([]views.Fact{{Name: i18n.Say(ctx, "Nơi gửi", "Sender"), Value: l.Sender}}, outgoingFacts(ctx, *l.Out, titles)...)
	if l.ReceivedAt != nil {
		m.Facts = append(m.Facts, views.Fact{Name: i18n.Say(ctx, "Đã nhận", "Received"), Value: l.ReceivedBy + " · " + i18n.DateTime(*l.ReceivedAt)})
	}
	if l.Due != nil {
		m.Facts = append(m.Facts, views.Fact{Name: i18n.Say(ctx, "Hạn xử lý", "Due"), Value: dates(l.Due)})
	}
	return err
}

func (s *Service) doneLetter(r *web.Request, form string, err error, notice i18n.Text) error {
	if err != nil {
		if again(err) {
			return s.showLetter(r, form, err)
		}
		return err
	}
	return r.RedirectWith(base(r, "/inbox/"+r.Param("id")), notice)
}

func (s *Service) receiveForm(r *web.Request) error {
	err := s.Receive(r.Context(), r.Tenant().ID, r.Param("id"))
	return s.doneLetter(r, "receive", err, i18n.T("Đã xác nhận; nơi gửi thấy bạn đã nhận.", "Confirmed; the sender sees it."))
}

func (s *Service) passOnForm(r *web.Request) error {
	h, err := handing(r)
	if err == nil {
		err = s.PassOn(r.Context(), r.Tenant().ID, r.Param("id"), h)
	}
	return s.doneLetter(r, "hand-on", err, i18n.T("Đã chuyển.", "Handed on."))
}

func (s *Service) answerForm(r *web.Request) error {
	err := s.Answer(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("result"), r.Form("answer"))
	return s.doneLetter(r, "answer", err, i18n.T("Đã báo kết quả xử lý.", "The result is reported."))
}

func (s *Service) letterFile(r *web.Request) error {
	return s.sendFile(r, func(ctx context.Context, n int) (fileBody, File, error) {
		return s.OpenLetter(ctx, r.Tenant().ID, r.Param("id"), n)
	})
}
