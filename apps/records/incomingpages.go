package records

import (
	"context"
	"strings"
	"time"

	"vuon/apps/records/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) incomingRoutes() []web.Route {
	const all, one = "/t/:tenant/records/incoming", "/t/:tenant/records/incoming/:id"
	return []web.Route{
		get(all, ActionView, s.arrivalsPage),
		get(all+"/book.pdf", ActionView, s.printBook(IncomingRegister, "pdf")),
		get(all+"/book.xlsx", ActionView, s.printBook(IncomingRegister, "xlsx")),
		get(all+"/new", ActionRegister, s.arrivalFormPage),
		upload(all, ActionRegister, s.arriveForm),
		get(one, ActionView, s.arrivalPage),
		get(one+"/files/:n", ActionView, s.documentFile),
		post(one+"/enter", ActionRegister, s.enterForm),
		post(one+"/hand-on", ActionHandOn, s.handForm),
		post(one+"/finish", ActionHandOn, s.finishForm),
	}
}

func (s *Service) arrivalsPage(r *web.Request) error {
	year, err := s.yearOf(r)
	if err != nil {
		return err
	}
	f := IncomingFilter{Year: year, State: Handling(r.Query("state")), Query: strings.TrimSpace(r.Query("q"))}
	list, next, err := s.Arrivals(r.Context(), r.Tenant().ID, f, database.Page{After: r.Query("after"), Limit: 50})
	if err != nil {
		return err
	}
	at := base(r, "/records/incoming")
	m := views.Arrivals{Base: at, Tabs: tabs(r, "/records/incoming"), Query: f.Query, Year: year, Years: s.years(year), State: string(f.State),
		States: []ui.Option{{Label: i18n.Say(r.Context(), "Tất cả", "All")}}}
	for _, h := range Handlings() {
		m.States = append(m.States, ui.Option{Value: string(h), Label: h.Title().In(r.Lang())})
	}
	for _, in := range list {
		m.Rows = append(m.Rows, views.ArrivalRow{Href: at + "/" + in.ID, Number: in.Name(), Arrived: dates(in.Arrived), Sender: in.Sender, Symbol: in.Number, Abstract: in.Abstract,
			Deadline: dates(in.Deadline), Late: in.State != Handled && late(in.Deadline, s.Clock.Now()), State: in.badge()})
	}
	narrowed := []string{"q", f.Query, "year", r.Query("year"), "state", string(f.State)}
	m.Pager = ui.Pager{Shown: len(list), Total: -1, Swap: "arrivals"}
	if r.Query("after") != "" {
		m.Pager.First = query(at, narrowed...)
	}
	if next != "" {
		m.Pager.Next = query(at, append(narrowed, "after", next)...)
	}
	page := ui.Page{Help: "officer#incoming", Title: i18n.T("Sổ văn bản", "Registers of documents"), Active: base(r, "/records"),
		Subtitle: i18n.T("Văn bản đến: vào sổ, chuyển xử lý, theo dõi đến khi xong.", "Incoming documents: registered, handed on, followed until they are dealt with.")}
	var more []ui.Btn
	if r.Can(ActionRegister) {
		more = append(more, ui.Btn{Label: i18n.Say(r.Context(), "Đăng ký văn bản đến", "Enter a document"), Icon: "plus", Kind: ui.Primary, Href: at + "/new"})
	}
	page.Actions = views.Buttons(exports(r, "/records/incoming", year, more...))
	return r.Page(page, views.ArrivalsPage(m))
}

func arrivalHead(r *web.Request) ui.Page {
	return ui.Page{Help: "officer#incoming", Title: i18n.T("Đăng ký văn bản đến", "Enter an incoming document"), Crumbs: crumbs(r, "Sổ văn bản đến", "Incoming documents", "/records/incoming"), Active: base(r, "/records"), Narrow: true}
}

func (s *Service) arrivalFormPage(r *web.Request) error {
	at := base(r, "/records/incoming")
	return r.Page(arrivalHead(r), views.ArrivalFormPage(views.ArrivalForm{Action: at, Back: at, Arrived: i18n.Date(s.Clock.Now())}))
}

func (s *Service) arriveForm(r *web.Request) error {
	in, err := s.arriveFrom(r)
	if err != nil {
		if !again(err) {
			return err
		}
		at := base(r, "/records/incoming")
		m := views.ArrivalForm{Action: at, Back: at, Arrived: r.Form("arrived"), Sender: r.Form("sender"), Number: r.Form("number"), Dated: r.Form("dated"),
			Abstract: r.Form("abstract"), Deadline: r.Form("deadline"), Err: err}
		return r.PageStatus(fault.From(err).Kind.Status(), arrivalHead(r), views.ArrivalFormPage(m))
	}
	return r.RedirectWith(base(r, "/records/incoming/"+in.ID), i18n.T("Đã vào sổ, số đến "+in.Name()+". Chuyển cho đơn vị xử lý nếu cần.", "Registered as number "+in.Name()+". Hand it on if need be."))
}

func (s *Service) arriveFrom(r *web.Request) (in Incoming, err error) {
	f := ArrivalForm{Sender: r.Form("sender"), Number: r.Form("number"), Abstract: r.Form("abstract")}
	if f.Arrived, err = dateOf(r, "arrived"); err != nil {
		return in, err
	}
	if f.Dated, err = dateOf(r, "dated"); err != nil {
		return in, err
	}
	if f.Deadline, err = dateOf(r, "deadline"); err != nil {
		return in, err
	}
	files, err := uploads(r)
	if err != nil {
		return in, err
	}
	return s.Arrive(r.Context(), r.Tenant().ID, f, files...)
}

func (s *Service) arrivalPage(r *web.Request) error { return s.showArrival(r, "", nil) }

func (s *Service) showArrival(r *web.Request, refused string, err error) error {
	a, readErr := s.Arrival(r.Context(), r.Tenant().ID, r.Param("id"))
	if readErr != nil {
		return readErr
	}
	at := base(r, "/records/incoming/"+a.ID)
	open := a.RecalledAt == nil && a.State != Handled
	m := views.Arrival{Base: at, Files: fileRows(a.Files, at), Slips: events(r.Context(), a.Slips), Err: err, Refused: refused, Result: r.Form("result"), Answers: answers(a.Answers),
		Facts: arrivalFacts(r, a), Do: views.ArrivalDo{Enter: open && a.Incoming.Arrival == 0 && r.Can(ActionRegister), HandOn: open && a.Incoming.Arrival > 0 && r.Can(ActionHandOn),
			Finish: open && a.Incoming.Arrival > 0 && r.Can(ActionHandOn)}}
	m.Hand = handView(r, at+"/hand-on", a.Hands, boxesWith(a.Slips), refused == "hand-on" || refused == "" && a.State == Waiting, err)
	m.Hand.Primary = a.State == Waiting
	if a.RecalledAt != nil {
		m.Ended = recalledNotice(a.RecallReason, *a.RecalledAt)
	}
	page := ui.Page{Help: "officer#incoming", Title: i18n.T(a.Abstract, ""), Crumbs: crumbs(r, "Sổ văn bản đến", "Incoming documents", "/records/incoming"), Active: base(r, "/records"), Badge: views.StateBadge(a.badge())}
	status := 0
	if err != nil {
		status = fault.From(err).Kind.Status()
	}
	return r.PageStatus(status, page, views.ArrivalPage(m))
}

func arrivalFacts(r *web.Request, a Arrival) []views.Fact {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	list := incomingFacts(r.Context(), a.Incoming)
	if a.Result != "" {
		list = append(list, views.Fact{Name: say("Kết quả xử lý", "Result"), Value: a.Result})
	}
	if a.Answer.ID != "" {
		list = append(list, views.Fact{Name: say("Văn bản trả lời", "Answered by"), Value: a.Answer.Name() + " " + a.Answer.Abstract, Href: base(r, "/records/outgoing/"+a.Answer.ID)})
	}
	if a.DoneAt != nil {
		list = append(list, views.Fact{Name: say("Xử lý xong", "Handled"), Value: a.DoneBy + " · " + i18n.DateTime(*a.DoneAt)})
	}
	return list
}

// incomingFacts are what is known of an incoming document; what was not said is
// left out.
func incomingFacts(ctx context.Context, in Incoming) (list []views.Fact) {
	add := func(vi, en, value string) {
		if value != "" {
			list = append(list, views.Fact{Name: i18n.Say(ctx, vi, en), Value: value})
		}
	}
	if in.Arrival > 0 {
		add("Số đến", "Arrival number", in.Name()+" / "+in.Arrived.Format("2006"))
	}
	add("Ngày đến", "Arrived", dates(in.Arrived))
	add("Tác giả", "Sender", in.Sender)
	add("Số, ký hiệu", "Number", in.Number)
	add("Ngày văn bản", "Date", dates(in.Dated))
	add("Trích yếu", "Abstract", in.Abstract)
	add("Gửi đến", "Sent to", in.SourceName)
	add("Hạn xử lý", "Due", dates(in.Deadline))
	if in.RegisteredAt != nil {
		add("Vào sổ", "Registered", in.RegisteredBy+" · "+i18n.DateTime(*in.RegisteredAt))
	} else {
		add("Đến hệ thống", "Delivered", i18n.DateTime(in.MadeAt))
	}
	return list
}

func recalledNotice(reason string, at time.Time) *ui.Notice {
	return &ui.Notice{Tone: ui.Bad, Title: i18n.T("Nơi gửi đã thu hồi văn bản này", "The sender has recalled this document"), Text: i18n.T(reason+" · "+i18n.DateTime(at), "")}
}

func answers(list []Record) (options []ui.Option) {
	for _, rec := range list {
		options = append(options, ui.Option{Value: rec.ID, Label: rec.Name() + " · " + cut(rec.Abstract, 60)})
	}
	return options
}

// cut shortens a text for a list of choices.
func cut(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return strings.TrimSpace(string(r[:n])) + "…"
	}
	return text
}

// boxesWith are the boxes in which a document lies already.
func boxesWith(slips []Slip) map[string]bool {
	there := map[string]bool{}
	for _, slip := range slips {
		there[slip.Box] = true
	}
	return there
}

// handView is the form by which a document is handed on, without those who have it.
func handView(r *web.Request, action string, hands []Target, there map[string]bool, open bool, err error) views.Hand {
	h := views.Hand{Action: action, Remark: r.Form("remark"), Due: r.Form("due"), Open: open, Err: err}
	picked := map[string]bool{}
	for _, to := range r.Forms("to") {
		picked[to] = true
	}
	for _, t := range hands {
		if there[t.Address] {
			continue
		}
		o := ui.Option{Value: t.Address, Label: t.Name, Selected: picked[t.Address]}
		if strings.HasPrefix(t.Address, "account:") {
			h.People = append(h.People, o)
		} else {
			h.Boxes = append(h.Boxes, o)
		}
	}
	return h
}

// doneArrival leads back to the document, or shows it again with what was refused.
func (s *Service) doneArrival(r *web.Request, form string, err error, notice i18n.Text) error {
	if err != nil {
		if again(err) {
			return s.showArrival(r, form, err)
		}
		return err
	}
	return r.RedirectWith(base(r, "/records/incoming/"+r.Param("id")), notice)
}

func (s *Service) enterForm(r *web.Request) error {
	deadline, err := dateOf(r, "deadline")
	var in Incoming
	if err == nil {
		in, err = s.Enter(r.Context(), r.Tenant().ID, r.Param("id"), deadline)
	}
	return s.doneArrival(r, "enter", err, i18n.T("Đã vào sổ, số đến "+in.Name()+"; nơi gửi được báo đã nhận.", "Registered as number "+in.Name()+"; the sender is told."))
}

// handing reads the form by which a document is handed on.
func handing(r *web.Request) (Handing, error) {
	due, err := dateOf(r, "due")
	return Handing{To: r.Forms("to"), Remark: r.Form("remark"), Due: due}, err
}

func (s *Service) handForm(r *web.Request) error {
	h, err := handing(r)
	if err == nil {
		_, err = s.HandOn(r.Context(), r.Tenant().ID, r.Param("id"), h)
	}
	return s.doneArrival(r, "hand-on", err, i18n.T("Đã chuyển xử lý.", "Handed on."))
}

func (s *Service) finishForm(r *web.Request) error {
	_, err := s.Finish(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("result"), r.Form("answer"))
	return s.doneArrival(r, "finish", err, i18n.T("Đã ghi kết quả xử lý.", "The result is noted."))
}
