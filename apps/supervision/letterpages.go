package supervision

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vuon/apps/supervision/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) letterRoutes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: "/t/:tenant/sent", Action: ActionView, Handle: s.sentPage},
		{Method: http.MethodGet, Path: "/t/:tenant/remind", Action: ActionView, Handle: s.remindPage},
		{Method: http.MethodPost, Path: "/t/:tenant/remind", Action: ActionView, Handle: s.sendReminders},
		{Method: http.MethodGet, Path: "/t/:tenant/overview/:district/letters/new", Action: ActionView, Handle: s.newLetter},
		{Method: http.MethodPost, Path: "/t/:tenant/overview/:district/letters", Action: ActionView, Handle: s.sendLetter},
		{Method: http.MethodGet, Path: "/t/:tenant/overview/:district/letters/:id", Action: ActionView, Handle: s.sentLetterPage},
		{Method: http.MethodPost, Path: "/t/:tenant/overview/:district/letters/:id", Action: ActionView, Handle: s.replyOutside},
		{Method: http.MethodGet, Path: "/t/:tenant/letters", Action: ActionReceive, Handle: s.lettersPage},
		{Method: http.MethodPost, Path: "/t/:tenant/letters", Action: ActionNote, Handle: s.sendNote},
		{Method: http.MethodGet, Path: "/t/:tenant/letters/:id", Action: ActionReceive, Handle: s.letterPage},
		{Method: http.MethodPost, Path: "/t/:tenant/letters/:id", Action: ActionReceive, Handle: s.replyInside},
	}
}

func statusOf(err error) int {
	if err == nil {
		return 0
	}
	return fault.From(err).Kind.Status()
}

func formRefused(err error) bool {
	k := fault.From(err).Kind
	return k == fault.Invalid || k == fault.Conflict
}

func (s *Service) letterRow(r *web.Request, l Letter, href, other string) views.LetterRow {
	row := views.LetterRow{Title: l.Title, Href: href, Kind: l.Kind.Title().In(r.Lang()), Section: l.Section, Who: other, When: i18n.DateTime(l.CreatedAt),
		Due: dayOf(l.Due), State: l.State.Title().In(r.Lang()), Icon: "clock", Tone: ui.Warn}
	row.Late = l.Due != nil && l.State == LetterOpen && s.Clock.Now().After(l.Due.AddDate(0, 0, 1))
	if l.ReadAt != nil {
		row.Read = i18n.DateTime(*l.ReadAt) + " · " + l.ReadBy
	}
	switch l.State {
	case LetterAnswered:
		row.Tone, row.Icon = ui.Info, "message"
	case LetterClosed:
		row.Tone, row.Icon = ui.Good, "circle-check"
	}
	return row
}

// sentPage lists what the province has said to its districts, with receipts.
func (s *Service) sentPage(r *web.Request) error {
	year, err := s.year(r)
	if err != nil {
		return err
	}
	list, err := s.Sent(r.Context(), r.Tenant().ID, year)
	if err != nil {
		return err
	}
	names, err := s.names(r)
	if err != nil {
		return err
	}
	m := views.Letters{}
	for _, l := range list {
		m.Rows = append(m.Rows, s.letterRow(r, l, fmt.Sprintf("/t/%s/overview/%s/letters/%s", r.Tenant().ID, l.Tenant, l.ID), names[l.Tenant]))
	}
	base := "/t/" + r.Tenant().ID
	page := ui.Page{Title: i18n.T(fmt.Sprintf("Ý kiến đã gửi về kế hoạch năm %d", year), fmt.Sprintf("What was said of the plans of %d", year)), Wide: true, Active: base + "/sent",
		Styles: []string{"supervision.css"}, Help: "supervisor#remarks",
		Actions: ui.Button(ui.Btn{Label: i18n.Say(r.Context(), "Nhắc các huyện", "Remind districts"), Icon: "bell", Href: fmt.Sprintf("%s/remind?year=%d", base, year)})}
	return r.Page(page, views.LettersPage(m))
}

func (s *Service) names(r *web.Request) (map[string]string, error) {
	children, err := s.Tenants.Children(r.Context(), r.Tenant().ID)
	at := map[string]string{}
	for _, t := range children {
		at[t.ID] = t.Name
	}
	return at, err
}

// district is the child of the province that the address names.
func (s *Service) district(r *web.Request) (tenancy.Tenant, error) {
	t, err := s.Tenants.Tenant(r.Context(), r.Param("district"))
	if err == nil && t.Parent != r.Tenant().ID {
		err = fault.New(fault.NotFound, "tenant_unknown", "Không tìm thấy địa bàn này.", "There is no such district.")
	}
	return t, err
}

// readLetter reads the form of a letter.
func readLetter(r *web.Request, year int) (d Draft, due string, err error) {
	d = Draft{Year: year, Kind: Kind(r.Form("kind")), Section: r.Form("section"), Title: r.Form("title"), Body: r.Form("body")}
	if due = r.Form("due"); strings.TrimSpace(due) != "" {
		var day time.Time
		if day, err = ui.ReadDate(due); err != nil {
			wrong, _ := errors.AsType[*fault.Error](err)
			return d, due, wrong.At("due", wrong.Message.VI, wrong.Message.EN)
		}
		d.Due = &day
	}
	if len([]rune(d.Section)) > 40 {
		return d, due, fault.New(fault.Invalid, "letter_incomplete", "Mục trong kế hoạch ghi như IV.1.", "Write the section as IV.1.").At("section", "Ghi như IV.1.", "Write it as IV.1.")
	}
	return d, due, nil
}

func (s *Service) newLetter(r *web.Request) error {
	return s.showNewLetter(r, Draft{Kind: Remark, Section: r.Query("section")}, "", nil)
}

func (s *Service) showNewLetter(r *web.Request, d Draft, due string, refusal error) error {
	year, err := s.year(r)
	if err != nil {
		return err
	}
	t, err := s.district(r)
	if err != nil {
		return err
	}
	base := fmt.Sprintf("/t/%s/overview/%s", r.Tenant().ID, t.ID)
	f := views.LetterForm{Action: fmt.Sprintf("%s/letters?year=%d", base, year), Section: d.Section, Title: d.Title, Body: d.Body, Due: due, Err: refusal,
		Button: i18n.Say(r.Context(), "Gửi tới huyện", "Send to the district")}
	for _, k := range []Kind{Remark, Request, Reminder} {
		f.Kinds = append(f.Kinds, ui.Option{Value: string(k), Label: k.Title().In(r.Lang()), Selected: k == d.Kind})
	}
	page := ui.Page{Title: i18n.T("Ý kiến về kế hoạch của "+t.Name, "On the plan of "+t.Name), Narrow: true, Styles: []string{"supervision.css"}, Help: "supervisor#remarks",
		Crumbs: []ui.Crumb{{Title: i18n.T(t.Name, t.Name), Href: fmt.Sprintf("%s?year=%d", base, year)}}}
	return r.PageStatus(statusOf(refusal), page, views.LetterFormPage(f))
}

func (s *Service) sendLetter(r *web.Request) error {
	year, err := s.year(r)
	if err != nil {
		return err
	}
	t, err := s.district(r)
	if err != nil {
		return err
	}
	d, due, err := readLetter(r, year)
	var sent Letter
	if err == nil {
		sent, err = s.Send(r.Context(), t.ID, d)
	}
	if err != nil {
		if formRefused(err) {
			return s.showNewLetter(r, d, due, err)
		}
		return err
	}
	return r.RedirectWith(fmt.Sprintf("/t/%s/overview/%s/letters/%s", r.Tenant().ID, t.ID, sent.ID), i18n.T("Đã gửi tới "+t.Name+".", "Sent to "+t.Name+"."))
}

func (s *Service) remindPage(r *web.Request) error { return s.showRemind(r, nil, Draft{}, "", nil) }

// showRemind offers all districts, the late ones marked.
func (s *Service) showRemind(r *web.Request, chosen []string, d Draft, due string, refusal error) error {
	year, err := s.year(r)
	if err != nil {
		return err
	}
	list, err := s.Overview(r.Context(), r.Tenant().ID, year)
	if err != nil {
		return err
	}
	f := views.LetterForm{Action: fmt.Sprintf("/t/%s/remind?year=%d", r.Tenant().ID, year), Title: d.Title, Body: d.Body, Due: due, Err: refusal,
		Button: i18n.Say(r.Context(), "Gửi nhắc việc", "Send the reminder")}
	if refusal == nil {
		f.Title = i18n.Say(r.Context(), fmt.Sprintf("Đôn đốc kế hoạch giảm nghèo năm %d", year), fmt.Sprintf("Reminder: plan of %d", year))
	}
	for _, x := range list {
		marked := x.Late
		if refusal != nil {
			marked = false
			for _, id := range chosen {
				marked = marked || id == x.Tenant
			}
		}
		note := x.State.Title().In(r.Lang())
		if x.State == "" {
			note = i18n.Say(r.Context(), "Chưa có kế hoạch", "No plan yet")
		}
		if x.Late {
			note += i18n.Say(r.Context(), fmt.Sprintf(" · trễ %d ngày", x.Days), fmt.Sprintf(" · %d days late", x.Days))
		}
		f.Districts = append(f.Districts, ui.Option{Value: x.Tenant, Label: x.Name, Note: note, Selected: marked})
	}
	base := "/t/" + r.Tenant().ID
	page := ui.Page{Title: i18n.T("Nhắc các huyện", "Remind districts"), Narrow: true, Active: base + "/sent", Styles: []string{"supervision.css"}, Help: "supervisor#reminders",
		Crumbs: []ui.Crumb{{Title: i18n.T("Ý kiến đã gửi", "What was sent"), Href: fmt.Sprintf("%s/sent?year=%d", base, year)}}}
	return r.PageStatus(statusOf(refusal), page, views.LetterFormPage(f))
}

func (s *Service) sendReminders(r *web.Request) error {
	year, err := s.year(r)
	if err != nil {
		return err
	}
	chosen := r.Forms("district")
	d, due, err := readLetter(r, year)
	n := 0
	if err == nil {
		n, err = s.Remind(r.Context(), r.Tenant().ID, chosen, d)
	}
	if err != nil {
		if formRefused(err) {
			return s.showRemind(r, chosen, d, due, err)
		}
		return err
	}
	return r.RedirectWith(fmt.Sprintf("/t/%s/sent?year=%d", r.Tenant().ID, year), i18n.T(fmt.Sprintf("Đã nhắc %d huyện.", n), fmt.Sprintf("%d districts were reminded.", n)))
}

// lettersPage is what a district was told.
func (s *Service) lettersPage(r *web.Request) error { return s.showLetters(r, Draft{}, "", nil) }

func (s *Service) showLetters(r *web.Request, d Draft, due string, refusal error) error {
	list, err := s.Letters(r.Context(), r.Tenant().ID, 0)
	if err != nil {
		return err
	}
	m := views.Letters{}
	for _, l := range list {
		m.Rows = append(m.Rows, s.letterRow(r, l, letterPath(r.Tenant().ID, l.ID), l.Actor))
	}
	base := "/t/" + r.Tenant().ID + "/letters"
	if r.Can(ActionNote) {
		m.NoteForm = &views.LetterForm{Action: base, Title: d.Title, Body: d.Body, Section: d.Section, Due: due, Err: refusal, Button: i18n.Say(r.Context(), "Gửi ý kiến giám sát", "Send the note")}
	}
	page := ui.Page{Title: i18n.T("Ý kiến của tỉnh và Mặt trận", "What province and Front say"), Wide: true, Active: base, Styles: []string{"supervision.css"}, Help: "officer#letters"}
	return r.PageStatus(statusOf(refusal), page, views.LettersPage(m))
}

func (s *Service) sendNote(r *web.Request) error {
	d, due, err := readLetter(r, s.Clock.Now().In(i18n.Zone()).Year())
	var sent Letter
	if err == nil {
		sent, err = s.WriteNote(r.Context(), r.Tenant().ID, d)
	}
	if err != nil {
		if formRefused(err) {
			return s.showLetters(r, d, due, err)
		}
		return err
	}
	return r.RedirectWith(letterPath(r.Tenant().ID, sent.ID), i18n.T("Đã gửi ý kiến giám sát.", "The note is sent."))
}

func (s *Service) letterPage(r *web.Request) error {
	return s.showLetter(r, r.Tenant().ID, letterPath(r.Tenant().ID, r.Param("id")), "", nil)
}

func (s *Service) sentLetterPage(r *web.Request) error {
	t, err := s.district(r)
	if err != nil {
		return err
	}
	return s.showLetter(r, t.ID, fmt.Sprintf("/t/%s/overview/%s/letters/%s", r.Tenant().ID, t.ID, r.Param("id")), "", nil)
}

func (s *Service) showLetter(r *web.Request, tenant, self, typed string, refusal error) error {
	c, err := s.Letter(r.Context(), tenant, r.Param("id"))
	if err != nil {
		return err
	}
	l := c.Letter
	m := views.Letter{Kind: l.Kind.Title().In(r.Lang()), Body: l.Body, Section: l.Section, Due: dayOf(l.Due), Who: l.Actor, When: i18n.DateTime(l.CreatedAt), Typed: typed, Err: refusal}
	from := outside(r.Actor(), l)
	m.SectionHref = fmt.Sprintf("/t/%s/plans/%d", tenant, l.Year)
	if r.Tenant().ID != tenant {
		m.SectionHref = fmt.Sprintf("/t/%s/overview/%s?year=%d", r.Tenant().ID, tenant, l.Year)
	}
	action := ActionAnswer
	if from {
		if action = ActionRemark; l.Kind == Note {
			action = ActionNote
		}
	}
	if l.State != LetterClosed && s.Policy.Can(policy.At(r.Context(), tenant), action) {
		m.ReplyAction, m.Close = self, from
	}
	for _, a := range c.Answers {
		e := ui.Event{When: a.At, Who: a.Actor, Title: a.State.Title().In(r.Lang()), Quote: a.Body, Icon: "message"}
		if a.Outside && a.State == LetterOpen {
			e.Title = i18n.Say(r.Context(), "Hỏi thêm", "Asked again")
		}
		m.Answers = append(m.Answers, views.Said{Event: e, Outside: a.Outside})
	}
	for _, x := range c.Receipts {
		row := views.Reached{Name: x.Name, Sent: i18n.DateTime(x.SentAt), State: i18n.Say(r.Context(), "Chưa xem", "Not read"), Tone: ui.Warn}
		if x.ReadAt != nil {
			row.Read, row.State, row.Tone = i18n.DateTime(*x.ReadAt), i18n.Say(r.Context(), "Đã xem", "Read"), ui.Good
		}
		m.Receipts = append(m.Receipts, row)
	}
	page := ui.Page{Help: "officer#letters", Title: i18n.T(l.Title, l.Title), Wide: true, Styles: []string{"supervision.css"}, Badge: ui.Badge(s.letterRow(r, l, "", "").Tone, l.State.Title().In(r.Lang()))}
	page.Crumbs = []ui.Crumb{{Title: i18n.T("Ý kiến của tỉnh và Mặt trận", "What province and Front say"), Href: "/t/" + r.Tenant().ID + "/letters"}}
	if r.Tenant().ID != tenant {
		page.Help = "supervisor#remarks"
		page.Crumbs = []ui.Crumb{{Title: i18n.T("Ý kiến đã gửi", "What was sent"), Href: "/t/" + r.Tenant().ID + "/sent?year=" + strconv.Itoa(l.Year)}}
	}
	return r.PageStatus(statusOf(refusal), page, views.LetterPage(m))
}

func (s *Service) replyInside(r *web.Request) error {
	return s.reply(r, r.Tenant().ID, letterPath(r.Tenant().ID, r.Param("id")))
}

func (s *Service) replyOutside(r *web.Request) error {
	t, err := s.district(r)
	if err != nil {
		return err
	}
	return s.reply(r, t.ID, fmt.Sprintf("/t/%s/overview/%s/letters/%s", r.Tenant().ID, t.ID, r.Param("id")))
}

func (s *Service) reply(r *web.Request, tenant, self string) error {
	if err := s.Reply(r.Context(), tenant, r.Param("id"), r.Form("body"), r.Form("close") == "yes"); err != nil {
		if formRefused(err) {
			return s.showLetter(r, tenant, self, r.Form("body"), err)
		}
		return err
	}
	return r.RedirectWith(self, i18n.T("Đã gửi trả lời.", "The answer is sent."))
}
