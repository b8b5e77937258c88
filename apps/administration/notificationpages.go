package administration

import (
	"net/http"
	"strconv"

	"vuon/apps/administration/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/notify"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

const mailPath = "/account/notifications"

func (s *Service) notificationRoutes() []web.Route {
	const list = "/t/:tenant" + web.NoticesPath
	return []web.Route{
		{Method: http.MethodGet, Path: list, Access: web.SignedIn, Handle: ours(s.noticesPage)},
		{Method: http.MethodGet, Path: "/t/:tenant" + web.BellPath, Access: web.SignedIn, Handle: ours(s.bell)},
		{Method: http.MethodPost, Path: list + "/read", Access: web.SignedIn, Handle: ours(s.readNotices)},
		{Method: http.MethodGet, Path: list + "/:id", Access: web.SignedIn, Handle: ours(s.openNotice)},
		{Method: http.MethodGet, Path: mailPath, Access: web.SignedIn, Handle: s.mailPage},
		{Method: http.MethodPost, Path: mailPath, Access: web.SignedIn, Handle: s.chooseMail},
	}
}

func (s *Service) noticesPage(r *web.Request) error {
	unread := r.Query("show") == "unread"
	list, next, err := s.Notices(r.Context(), r.Tenant().ID, unread, page(r))
	if err != nil {
		return err
	}
	at := base(r, web.NoticesPath)
	m := views.Notices{Base: at, Unread: unread, ReadHref: at + "/read", MailHref: mailPath}
	for _, n := range list {
		m.Rows = append(m.Rows, noticeRow(r, n))
	}
	show := ""
	if unread {
		show = "unread"
	}
	m.Pager = pager(at, next, r.Query("after"), len(list), "show", show)
	m.Pager.Swap = "notices"
	return r.Page(ui.Page{Help: "officer#notices", Title: i18n.T("Thông báo", "Notices"), Active: at, Narrow: true, Actions: views.NoticeActions(m),
		Subtitle: i18n.T("Những việc đã xảy ra có liên quan đến bạn.", "What happened that concerns you.")}, views.NoticesPage(m))
}

func noticeRow(r *web.Request, n notify.Notice) views.NoticeRow {
	row := views.NoticeRow{Title: n.Title.In(r.Lang()), Body: n.Body.In(r.Lang()), Href: base(r, web.NoticesPath+"/"+n.ID),
		When: i18n.DateTime(n.CreatedAt), Sender: n.Sender, Unread: n.ReadAt == nil}
	if n.Due != nil {
		row.Due = i18n.Date(*n.Due)
	}
	return row
}

// openNotice marks a notice as read and leads to what it tells of.
func (s *Service) openNotice(r *web.Request) error {
	n, err := s.Notify.Open(r.Context(), r.Tenant().ID, r.Actor().Account, r.Param("id"))
	if err != nil {
		return err
	}
	return r.Redirect(n.Path)
}

func (s *Service) readNotices(r *web.Request) error {
	if err := s.Notify.ReadAll(r.Context(), r.Tenant().ID, r.Actor().Account); err != nil {
		return err
	}
	return r.RedirectWith(base(r, web.NoticesPath), i18n.T("Đã đánh dấu đọc tất cả.", "All are marked as read."))
}

// bell is what the bell of an open page asks for; who opens it as a page wants
// the list.
func (s *Service) bell(r *web.Request) error {
	if r.Fragment() != "bell" {
		return r.Redirect(base(r, web.NoticesPath))
	}
	n, err := s.Notify.Unread(r.Context(), r.Tenant().ID, r.Actor().Account)
	if err != nil {
		return err
	}
	round, err := strconv.Atoi(r.Query("round"))
	if err != nil || round < 0 {
		return fault.New(fault.Malformed, "bad_round", "Yêu cầu chưa đúng.", "The request is wrong.")
	}
	bell := web.NewBell(r.Tenant().ID, round)
	bell.Unread = n
	return r.Page(ui.Page{Title: i18n.T("Thông báo", "Notices")}, ui.BellLink(bell))
}

func mailHead() ui.Page {
	return ui.Page{Help: "officer#notices", Title: i18n.T("Nhận thông báo", "How notices reach you"), Narrow: true, Crumbs: crumb("Tài khoản của tôi", "My account", "/account")}
}

func (s *Service) mailPage(r *web.Request) error {
	c, err := s.MailChoice(r.Context())
	if err != nil {
		return err
	}
	return r.Page(mailHead(), views.MailPage(s.mailForm(c, nil)))
}

func (s *Service) chooseMail(r *web.Request) error {
	c := MailChoice{Email: r.Form("email"), Preference: notify.Preference(r.Form("mail"))}
	err := s.ChooseMail(r.Context(), c)
	if err == nil {
		return r.RedirectWith(mailPath, i18n.T("Đã lưu cách nhận thông báo.", "Saved."))
	}
	if refused(err) {
		return r.PageStatus(http.StatusUnprocessableEntity, mailHead(), views.MailPage(s.mailForm(c, err)))
	}
	return err
}

func (s *Service) mailForm(c MailChoice, err error) views.MailForm {
	return views.MailForm{Action: mailPath, Email: c.Email, Mail: string(c.Preference), NoServer: !s.Notify.CanMail(), Err: err}
}
