package views

import "vuon/platform/web/ui"

// Notices is a part of somebody's list of notices.
type Notices struct {
	Base, ReadHref, MailHref string
	Unread                   bool // only those not yet read
	Rows                     []NoticeRow
	Pager                    ui.Pager
}

// NoticeRow is one notice; Href leads to what it tells of.
type NoticeRow struct {
	Title, Body, Href, When, Sender, Due string
	Unread                               bool
}

// MailForm is where and when somebody wants letters.
type MailForm struct {
	Action, Email, Mail string
	NoServer            bool // the deployment cannot mail
	Err                 error
}
