package households

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"vuon/apps/households/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// reviewRoutes are the pages of reviews, and the steps that they take.
func (s *Service) reviewRoutes() []web.Route {
	const unit = "/:round/:unit"
	get := func(path, action string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodGet, Path: "/t/:tenant/reviews" + path, Action: action, Handle: handle}
	}
	post := func(path, action string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodPost, Path: "/t/:tenant/reviews" + path, Action: action, Handle: handle}
	}
	scan := post(unit+"/meetings/:village/files", ActionMeet, s.postMinutesFile)
	scan.MaxBody = 64 << 20
	return []web.Route{
		get("", ActionForms, s.reviewsPage), get("/:round", ActionForms, s.boardPage), get(unit, ActionView, s.unitPage),
		get(unit+"/list", ActionView, s.reviewListPage), get(unit+"/villages", ActionView, s.assignmentPage),
		get(unit+"/population", ActionView, s.populationPage), post(unit+"/population", ActionList, s.postPopulation),
		get(unit+"/meetings/:village", ActionView, s.meetingPage), get(unit+"/meetings/:village/files/:file", ActionView, s.minutesFile),
		get(unit+"/posting", ActionView, s.postingPage), get(unit+"/corrections", ActionView, s.correctionsPage),
		get(unit+"/certificates", ActionView, s.certificatesPage), get(unit+"/certificates/file", ActionCertify, s.printFile),
		get(unit+"/certificates/of/:household", ActionView, s.certificateFile), get(unit+"/documents/:kind", ActionView, s.reviewDocument),
		post("", ActionOpen, s.postOpen), post(unit+"/step/:step", ActionView, s.postStep), scan,
		post(unit+"/list/fill", ActionList, s.postFill), post(unit+"/list/add", ActionList, s.postAdd), post(unit+"/list/remove", ActionList, s.postRemove),
		post(unit+"/requests", ActionList, s.postRequest), post(unit+"/requests/:id/accept", ActionList, s.postAccept), post(unit+"/requests/:id/refuse", ActionList, s.postRefuse),
		post(unit+"/villages", ActionAssign, s.postAssign), post(unit+"/meetings/:village", ActionMeet, s.postMeeting),
		post(unit+"/posting", ActionPost, s.postPosting), post(unit+"/complaints", ActionPost, s.postComplaint),
		post(unit+"/complaints/:id/dismiss", ActionPost, s.postDismiss), post(unit+"/complaints/:id/settle", ActionPost, s.postSettle),
		post(unit+"/corrections", ActionEnter, s.postCorrection), post(unit+"/corrections/:id/refuse", ActionCorrect, s.postCorrectionRefused),
		post(unit+"/corrections/decide", ActionCorrect, s.postCorrect), post(unit+"/certificates", ActionCertify, s.postCertify),
	}
}

// reviewNav leads to the reviews.
func reviewNav() []web.NavItem {
	return []web.NavItem{{Title: i18n.T("Rà soát hộ", "Household reviews"), Icon: "clipboard-list", Path: "/reviews", Action: ActionForms, Group: "work", Order: 32}}
}

// refused is a form that was not taken: its page is shown again with what was typed.
type refused struct {
	form string
	err  error
}

// blank is no refused form.
func blank() refused { return refused{} }

// fields makes the fields of one form of a page, with ids of its own.
type fields struct {
	r    *web.Request
	form string
	was  refused
}

func (f fields) value(name, standard string) string {
	if f.was.form == f.form && f.was.err != nil {
		return f.r.Form(name)
	}
	return standard
}

func (f fields) err() error {
	if f.was.form == f.form {
		return f.was.err
	}
	return nil
}

func (f fields) of(kind, name, vi, en, standard string) views.ReviewField {
	return views.ReviewField{Kind: kind, Field: ui.Field{Name: name, ID: f.form + "-" + name, Label: i18n.Say(f.r.Context(), vi, en), Value: f.value(name, standard)}}
}

func (f fields) text(name, vi, en, standard string) views.ReviewField {
	field := f.of("text", name, vi, en, standard)
	field.Max = 200
	return field
}

func (f fields) day(name, vi, en string, standard declared.Date) views.ReviewField {
	field := f.of("date", name, vi, en, dateText(standard))
	field.Hint = i18n.Say(f.r.Context(), "Ngày/tháng/năm", "Day/month/year")
	return field
}

func (f fields) area(name, vi, en string, optional bool) views.ReviewField {
	field := f.of("area", name, vi, en, "")
	field.Rows, field.Optional, field.Full, field.Max = 3, optional, true, maxStatement
	return field
}

func (f fields) number(name, vi, en, standard string) views.ReviewField {
	field := f.of("number", name, vi, en, standard)
	field.Mode = "numeric"
	return field
}

func (f fields) choice(name, vi, en string, options ...ui.Option) views.ReviewField {
	field := f.of("select", name, vi, en, "")
	field.Options = options
	return field
}

// make is the form: it posts to an action and is sent by a button.
func (f fields) make(action, vi, en string, kind ui.Kind, list ...views.ReviewField) views.ReviewForm {
	return views.ReviewForm{Action: action, Fields: list, Err: f.err(), Button: ui.Btn{Label: i18n.Say(f.r.Context(), vi, en), Kind: kind}}
}

// formDay reads a day that was typed; "" is none, and what is no day is a fault at
// its field.
func formDay(r *web.Request, name string) (declared.Date, error) {
	if r.Form(name) == "" {
		return "", nil
	}
	t, err := ui.ReadDate(r.Form(name))
	if err != nil {
		return "", faultReview(name, "Ngày viết theo dạng 05/11/2024.", "Write the day as 05/11/2024.")
	}
	return declared.DateOf(t), nil
}

// formNumber reads a whole number that was typed; -1 is none.
func formNumber(r *web.Request, name string) int {
	n, err := strconv.Atoi(r.Form(name))
	if err != nil {
		return -1
	}
	return n
}

// done answers a form: on to the page with what happened, or the page again with
// what is wrong.
func (s *Service) done(r *web.Request, err error, form, back, vi, en string, page func(*web.Request, refused) error) error {
	if err == nil {
		return r.RedirectWith(back, i18n.T(vi, en))
	}
	switch fault.From(err).Kind {
	case fault.Invalid, fault.Conflict:
		return page(r, refused{form, err})
	}
	return err
}

func statusOf(was refused) int {
	if was.err == nil {
		return 0
	}
	return fault.From(was.err).Kind.Status()
}

func reviewsBase(r *web.Request) string { return "/t/" + r.Tenant().ID + "/reviews" }

// unitBase is the page of the commune's review that the address names.
func unitBase(r *web.Request) string {
	return reviewsBase(r) + "/" + r.Param("round") + "/" + r.Param("unit")
}

func (s *Service) reviewsPage(r *web.Request) error { return s.showReviews(r, blank()) }

func (s *Service) showReviews(r *web.Request, was refused) error {
	rounds, err := s.Rounds(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	m := views.ReviewsPage{Table: views.ReviewTable{Caption: say("Các đợt rà soát", "Reviews"), Columns: []ui.Column{
		{Title: say("Đợt rà soát", "Review"), Head: true}, {Title: say("Thời gian", "Days")}, {Title: say("Số xã đã công nhận", "Communes recognised"), Num: true}, {Title: say("Trạng thái", "State"), State: true}}}}
	for _, round := range rounds {
		_, list, err := s.Board(r.Context(), r.Tenant().ID, round.ID)
		if err != nil {
			return err
		}
		n := 0
		for _, st := range list {
			if st.Commune.Stage == Recognised {
				n++
			}
		}
		tone, state := ui.Info, say("Đang thực hiện", "Under way")
		if n == len(list) {
			tone, state = ui.Good, say("Đã công nhận", "Recognised")
		} else if s.today() > round.ClosesOn {
			tone, state = ui.Warn, say("Quá thời gian", "Past its end")
		}
		m.Table.Rows = append(m.Table.Rows, views.ReviewRow{Cells: []views.ReviewCell{{Text: round.Title().In(r.Lang()), Href: reviewsBase(r) + "/" + round.ID},
			{Text: i18n.Date(round.OpensOn.Time()) + " – " + i18n.Date(round.ClosesOn.Time())}, {Text: fmt.Sprintf("%d/%d", n, len(list))}, {Text: state, Tone: tone, Badge: true}}})
	}
	if r.Can(ActionOpen) {
		m.Forms = s.openForms(r, was)
	}
	page := ui.Page{Title: i18n.T("Rà soát hộ nghèo, hộ cận nghèo", "Reviews of poor and near-poor households"), Subtitle: i18n.T("Theo Quyết định 24/2021/QĐ-TTg", "By Decision 24/2021/QĐ-TTg"),
		Active: reviewsBase(r), Styles: []string{"reviews.css"}, Help: "officer#reviews"}
	return r.PageStatus(statusOf(was), page, views.Reviews(m))
}

func (s *Service) openForms(r *web.Request, was refused) []views.ReviewForm {
	now := s.today().Time()
	years := func(f fields) views.ReviewField {
		var options []ui.Option
		for y := now.Year(); y > now.Year()-3; y-- {
			options = append(options, ui.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y), Selected: f.value("year", strconv.Itoa(now.Year())) == strconv.Itoa(y)})
		}
		return f.choice("year", "Năm", "Year", options...)
	}
	p := fields{r, "periodic", was}
	periodic := p.make(reviewsBase(r), "Mở đợt định kỳ", "Open the periodic review", ui.Primary, years(p))
	periodic.Title, periodic.Hidden = i18n.Say(r.Context(), "Rà soát định kỳ", "Periodic review"), [][2]string{{"kind", "periodic"}}
	periodic.Text = i18n.Say(r.Context(), "Từ ngày 01/9 đến hết ngày 14/12. Mọi xã, thị trấn đang có của đơn vị tham gia.", "From 1 September to the end of 14 December, in every commune.")
	g := fields{r, "regular", was}
	var months []ui.Option
	for m := time.January; m <= time.December; m++ {
		months = append(months, ui.Option{Value: strconv.Itoa(int(m)), Label: i18n.Say(r.Context(), fmt.Sprintf("Tháng %d", m), m.String()), Selected: m == now.Month()})
	}
	regular := g.make(reviewsBase(r), "Mở đợt thường xuyên", "Open a regular review", ui.Plain, g.choice("month", "Tháng", "Month", months...), years(g))
	regular.Title, regular.Hidden = i18n.Say(r.Context(), "Rà soát thường xuyên", "Regular review"), [][2]string{{"kind", "regular"}}
	regular.Text = i18n.Say(r.Context(), "Từ ngày 15 của tháng, theo giấy đề nghị (Mẫu số 04); quyết định trong 15 ngày.", "From the 15th of the month, on request (form 04); decided within 15 days.")
	return []views.ReviewForm{periodic, regular}
}

func (s *Service) postOpen(r *web.Request) error {
	kind, year := r.Form("kind"), formNumber(r, "year")
	var round Round
	var err error
	if kind == "regular" {
		round, err = s.OpenRegular(r.Context(), r.Tenant().ID, year, time.Month(formNumber(r, "month")))
	} else {
		round, err = s.OpenPeriodic(r.Context(), r.Tenant().ID, year)
	}
	return s.done(r, err, kind, reviewsBase(r)+"/"+round.ID, "Đã mở đợt rà soát. Các xã lập danh sách hộ cần rà soát.", "The review is open. The communes make their lists.", s.showReviews)
}

// boardPage shows how the communes stand.
func (s *Service) boardPage(r *web.Request) error {
	round, list, err := s.Board(r.Context(), r.Tenant().ID, r.Param("round"))
	if err != nil {
		return err
	}
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	m := views.BoardPage{Table: views.ReviewTable{Caption: say("Tiến độ từng xã", "The communes"), Columns: []ui.Column{
		{Title: say("Xã, thị trấn", "Commune"), Head: true}, {Title: say("Bước hiện tại", "Stage"), State: true}, {Title: say("Hạn", "Due")},
		{Title: say("Đã nhập/danh sách", "Entered/listed"), Num: true}, {Title: say("Hộ nghèo", "Poor"), Num: true}, {Title: say("Hộ cận nghèo", "Near-poor"), Num: true},
		{Title: say("Thoát nghèo", "Escaping"), Num: true}}}}
	sum, behind, recognised := VillageProgress{}, 0, 0
	for _, st := range list {
		p := st.Progress
		sum.Listed, sum.Entered, sum.Poor, sum.NearPoor = sum.Listed+p.Listed, sum.Entered+p.Entered, sum.Poor+p.Poor, sum.NearPoor+p.NearPoor
		if st.Late {
			behind++
		}
		if st.Commune.Stage == Recognised {
			recognised++
		}
		m.Table.Rows = append(m.Table.Rows, s.boardRow(r, st))
	}
	m.Stats = []ui.Stat{
		{Label: say("Xã đã công nhận", "Communes recognised"), Value: fmt.Sprintf("%d/%d", recognised, len(list)), Icon: "certificate"},
		{Label: say("Xã quá hạn", "Communes late"), Value: strconv.Itoa(behind), Icon: "clock", Tone: toneIf(behind > 0, ui.Bad)},
		{Label: say("Hộ đã nhập phiếu", "Households entered"), Value: ui.Integer(int64(sum.Entered)) + "/" + ui.Integer(int64(sum.Listed)), Icon: "checklist"},
		{Label: say("Hộ nghèo", "Poor"), Value: ui.Integer(int64(sum.Poor)), Icon: "home"}, {Label: say("Hộ cận nghèo", "Near-poor"), Value: ui.Integer(int64(sum.NearPoor)), Icon: "home"}}
	if recognised < len(list) {
		m.Notice = &ui.Notice{Tone: ui.Info, Text: i18n.T("Số liệu sơ bộ: xã chưa có quyết định công nhận còn có thể thay đổi.", "Preliminary figures: communes that are not recognised may still change.")}
	}
	page := ui.Page{Title: round.Title(), Subtitle: i18n.T(i18n.Date(round.OpensOn.Time())+" – "+i18n.Date(round.ClosesOn.Time()), ""), Crumbs: reviewCrumbs(r),
		Active: reviewsBase(r), Styles: []string{"reviews.css"}, Wide: true, Help: "officer#reviews"}
	return r.Page(page, views.Board(m))
}

func (s *Service) boardRow(r *web.Request, st Standing) views.ReviewRow {
	p := st.Progress
	unit := views.ReviewCell{Text: st.Unit.Name}
	if s.mayStep(r.Context(), r.Tenant().ID, ActionView, st.Unit.Code) {
		unit.Href = reviewsBase(r) + "/" + st.Commune.Round + "/" + st.Unit.Code
	}
	return views.ReviewRow{Cells: []views.ReviewCell{unit, {Text: st.Commune.Stage.Title().In(r.Lang()), Tone: stageTone(st), Badge: true}, {Text: dueText(r, st)},
		{Text: ui.Integer(int64(p.Entered)) + "/" + ui.Integer(int64(p.Listed))}, {Text: ui.Integer(int64(p.Poor))}, {Text: ui.Integer(int64(p.NearPoor))}, {Text: ui.Integer(int64(p.Escapes))}}}
}

func toneIf(yes bool, t ui.Tone) ui.Tone {
	if yes {
		return t
	}
	return ui.Neutral
}

func stageTone(st Standing) ui.Tone {
	switch {
	case st.Commune.Stage == Recognised:
		return ui.Good
	case st.Late:
		return ui.Bad
	case st.Commune.Stage == Rechecking:
		return ui.Warn
	}
	return ui.Info
}

// dueText is the day of the next step, and how long until then or since.
func dueText(r *web.Request, st Standing) string {
	if st.Due == "" {
		if st.Commune.DecisionOn != "" {
			return st.Commune.DecisionNumber + ", " + i18n.Date(st.Commune.DecisionOn.Time())
		}
		return ""
	}
	day := i18n.Date(st.Due.Time())
	if st.Late {
		return day + i18n.Say(r.Context(), fmt.Sprintf(" (trễ %d ngày)", -st.Days), fmt.Sprintf(" (%d days late)", -st.Days))
	}
	return day + i18n.Say(r.Context(), fmt.Sprintf(" (còn %d ngày)", st.Days), fmt.Sprintf(" (%d days left)", st.Days))
}
