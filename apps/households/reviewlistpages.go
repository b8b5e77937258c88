package households

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"vuon/apps/households/views"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// heading is what the pages below a commune's review share.
func (s *Service) heading(r *web.Request, v Review, vi, en, help string) ui.Page {
	return ui.Page{Title: i18n.T(vi, en), Subtitle: i18n.T(v.Standing.Unit.Name+" · "+v.Round.Title().VI, v.Standing.Unit.Name+" · "+v.Round.Title().EN),
		Crumbs: unitCrumbs(r, v.Round), Active: reviewsBase(r), Styles: []string{"reviews.css"}, Wide: true, Help: help}
}

// here reads the commune's review that the address names.
func (s *Service) here(r *web.Request) (Review, error) {
	return s.Review(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"))
}

// may tells whether the actor holds an action in the commune of the address.
func (s *Service) may(r *web.Request, action string) bool {
	return s.mayStep(r.Context(), r.Tenant().ID, action, r.Param("unit"))
}

func (s *Service) reviewListPage(r *web.Request) error { return s.showReviewList(r, blank()) }

// showReviewList is the list of the households to be reviewed, and who asked.
func (s *Service) showReviewList(r *web.Request, was refused) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	rows, next, err := s.ToReview(r.Context(), r.Tenant().ID, v.Round.ID, r.Param("unit"), r.Query("village"), database.Page{Limit: 100, After: r.Query("after")})
	if err != nil {
		return err
	}
	asked, err := s.Requests(r.Context(), r.Tenant().ID, v.Round.ID, r.Param("unit"))
	if err != nil {
		return err
	}
	open := s.may(r, ActionList) && (v.Standing.Commune.Stage == Listing || v.Standing.Commune.Stage == Reviewing)
	m := views.ReviewListing{Err: was.err, Parts: []views.ReviewPart{s.listPart(r, v, rows, next, open), s.requestPart(r, v, asked, open, was)}}
	if open {
		m.Side = s.listForms(r, v, was)
		m.Err = nil
	}
	page := s.heading(r, v, "Danh sách hộ cần rà soát", "The list to be reviewed", "officer#review-list")
	page.Actions = ui.Button(ui.Btn{Label: i18n.Say(r.Context(), "In danh sách", "Print the list"), Icon: "file-type-pdf", Href: unitBase(r) + "/documents/list"})
	return r.PageStatus(statusOf(was), page, views.ReviewList(m))
}

func (s *Service) listPart(r *web.Request, v Review, rows []Listed, next string, open bool) views.ReviewPart {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	why := map[string]string{listedManaged: say("Đang quản lý", "Managed"), listedRequest: say("Có giấy đề nghị", "Request"), listedImport: say("Nhập từ tệp", "Workbook"), listedAdded: say("Bổ sung", "Added")}
	t := views.ReviewTable{Caption: say("Danh sách", "List"), Columns: []ui.Column{{Title: say("Chủ hộ", "Head"), Head: true}, {Title: say("Mã hộ", "Code")},
		{Title: say("Thôn", "Village")}, {Title: say("Hiện nay", "Now")}, {Title: say("Lý do", "Why")}, {Title: say("Phiếu", "Form"), State: true}}}
	if open {
		t.Columns = append(t.Columns, ui.Column{Title: say("Đưa ra khỏi danh sách", "Take off"), Full: true})
	}
	for _, l := range rows {
		state := views.ReviewCell{Text: say("Chưa nhập", "Not entered"), Badge: true}
		if l.Entered {
			state = views.ReviewCell{Text: outcomeTitle(r, l), Tone: ui.Good, Badge: true}
		}
		row := []views.ReviewCell{{Text: l.Head, Href: "/t/" + r.Tenant().ID + "/households/" + l.Household}, {Text: l.Code}, {Text: l.Village}, {Text: ClassTitle(l.Opening).In(r.Lang())},
			{Text: why[l.For]}, state}
		if open {
			cell := views.ReviewCell{}
			if !l.Entered {
				f := fields{r, "off-" + l.Household, blank()}
				form := f.make(unitBase(r)+"/list/remove", "Đưa ra", "Take off", ui.Quiet, f.text("reason", "Lý do", "Reason", ""))
				form.Hidden, form.More, form.Button.Small = [][2]string{{"household", l.Household}}, true, true
				cell.Form = &form
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, views.ReviewRow{Cells: row})
	}
	pager := ui.Pager{Shown: len(rows), Total: v.Standing.Progress.Listed}
	if next != "" {
		pager.Next = unitBase(r) + "/list?" + url.Values{"after": {next}, "village": {r.Query("village")}}.Encode()
	}
	if r.Query("after") != "" {
		pager.First = unitBase(r) + "/list"
	}
	return views.ReviewPart{Title: say("Danh sách", "List"), Table: &t, Pager: &pager,
		Empty: say("Danh sách chưa có hộ nào. Đưa hộ đang quản lý vào danh sách, hoặc tiếp nhận giấy đề nghị.", "Nobody is on the list. Put on it who is managed, or take in requests.")}
}

func outcomeTitle(r *web.Request, l Listed) string {
	if r.Lang() == i18n.Vietnamese {
		return outcome(l.Opening, l.Class)
	}
	return ClassTitle(l.Class).EN
}

func (s *Service) requestPart(r *web.Request, v Review, asked []Request, open bool, was refused) views.ReviewPart {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	t := views.ReviewTable{Caption: say("Giấy đề nghị", "Requests"), Columns: []ui.Column{{Title: say("Chủ hộ", "Head"), Head: true}, {Title: say("Mã hộ", "Code")},
		{Title: say("Đề nghị", "Asks")}, {Title: say("Lý do", "Reason"), Full: true}, {Title: say("Ngày nộp", "Filed")}, {Title: say("Kết quả", "Answer"), State: true}, {Title: say("Xử lý", "Answer it"), Full: true}}}
	asks := map[string]string{AsksPoor: say("Công nhận hộ nghèo", "Poor"), AsksNearPoor: say("Công nhận hộ cận nghèo", "Near-poor"), AsksEscape: say("Thoát nghèo, thoát cận nghèo", "Escape")}
	for _, q := range asked {
		tone := map[RequestState]ui.Tone{RequestRefused: ui.Bad, RequestDenied: ui.Bad, RequestGranted: ui.Good}[q.State]
		act := views.ReviewCell{}
		switch {
		case q.State == RequestRefused || q.State == RequestDenied:
			act = views.ReviewCell{Text: say("Văn bản trả lời (PDF)", "Answer (PDF)"), Href: unitBase(r) + "/documents/answer?ref=" + q.ID}
		case q.State == RequestOpen && open:
			f := fields{r, "refuse-" + q.ID, was}
			form := f.make(unitBase(r)+"/requests/"+q.ID+"/refuse", "Không tiếp nhận", "Refuse", ui.Quiet, f.area("reason", "Lý do trả lời hộ", "Reason told to the household", false))
			form.More = true
			act.Form = &form
		}
		t.Rows = append(t.Rows, views.ReviewRow{Cells: []views.ReviewCell{{Text: q.Head, Href: "/t/" + r.Tenant().ID + "/households/" + q.Household}, {Text: q.Code}, {Text: asks[q.Asks]},
			{Text: q.Reason}, {Text: i18n.Date(q.FiledOn.Time())}, {Text: q.State.Title().In(r.Lang()), Tone: tone, Badge: true}, act}})
	}
	title := say("Giấy đề nghị (Mẫu số "+v.Round.Kind.Form()+")", "Requests (form "+v.Round.Kind.Form()+")")
	return views.ReviewPart{Title: title, Table: &t, Empty: say("Chưa có giấy đề nghị nào.", "There is no request.")}
}

// listForms fill the list: all at once, a household, a request.
func (s *Service) listForms(r *web.Request, v Review, was refused) []views.ReviewForm {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	fill := fields{r, "fill", was}.make(unitBase(r)+"/list/fill", "Cập nhật danh sách", "Fill the list", ui.Primary)
	fill.Title = say("Đưa vào danh sách", "Put on the list")
	fill.Text = say("Hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo đang quản lý và hộ có giấy đề nghị chưa xử lý.", "Managed households, and those whose request is not answered.")
	if v.Round.Kind == Regular {
		fill.Text = say("Mọi hộ có giấy đề nghị chưa xử lý.", "All households whose request is not answered.")
	}
	a := fields{r, "add", was}
	add := a.make(unitBase(r)+"/list/add", "Thêm hộ", "Add", ui.Plain, a.text("household", "Mã hộ", "Code", ""))
	add.Title, add.Text = say("Thêm một hộ", "Add a household"), say("Hộ phải có trong sổ hộ của xã.", "The household is in the commune's registry.")
	q := fields{r, "request", was}
	request := q.make(unitBase(r)+"/requests", "Nhận giấy đề nghị", "Take in", ui.Plain, q.text("household", "Mã hộ", "Code", ""),
		q.choice("asks", "Nội dung đề nghị", "What is asked", ui.Option{Value: AsksPoor, Label: say("Công nhận hộ nghèo", "Poor")},
			ui.Option{Value: AsksNearPoor, Label: say("Công nhận hộ cận nghèo", "Near-poor")}, ui.Option{Value: AsksEscape, Label: say("Thoát nghèo, thoát cận nghèo", "Escape")}),
		q.day("filed_on", "Ngày nộp", "Filed on", s.today()), q.area("reason", "Lý do của hộ", "The household's reason", false))
	request.Title = say("Nhận giấy đề nghị (Mẫu số "+v.Round.Kind.Form()+")", "Take a request in (form "+v.Round.Kind.Form()+")")
	return []views.ReviewForm{fill, add, request}
}

func (s *Service) listDone(r *web.Request, err error, form, vi, en string) error {
	return s.done(r, err, form, unitBase(r)+"/list", vi, en, s.showReviewList)
}

func (s *Service) postFill(r *web.Request) error {
	n, err := s.FillList(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"))
	return s.listDone(r, err, "fill", fmt.Sprintf("Đã đưa thêm %d hộ vào danh sách.", n), fmt.Sprintf("%d households were put on the list.", n))
}

func (s *Service) postAdd(r *web.Request) error {
	err := s.AddToList(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), strings.TrimSpace(r.Form("household")))
	return s.listDone(r, err, "add", "Đã thêm hộ vào danh sách.", "The household is on the list.")
}

func (s *Service) postRemove(r *web.Request) error {
	err := s.TakeOffList(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Form("household"), r.Form("reason"))
	return s.listDone(r, err, "off-"+r.Form("household"), "Đã đưa hộ ra khỏi danh sách.", "The household is off the list.")
}

func (s *Service) postRequest(r *web.Request) error {
	day, err := formDay(r, "filed_on")
	if err == nil {
		_, err = s.FileRequest(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"),
			Request{Household: strings.TrimSpace(r.Form("household")), Asks: r.Form("asks"), Reason: r.Form("reason"), FiledOn: day})
	}
	return s.listDone(r, err, "request", "Đã nhận giấy đề nghị.", "The request is taken in.")
}

func (s *Service) postAccept(r *web.Request) error {
	err := s.AcceptRequest(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Param("id"))
	return s.listDone(r, err, "accept", "Đã đưa hộ vào danh sách.", "The household is on the list.")
}

func (s *Service) postRefuse(r *web.Request) error {
	err := s.RefuseRequest(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Param("id"), r.Form("reason"))
	return s.listDone(r, err, "refuse-"+r.Param("id"), "Đã ghi lý do; in văn bản trả lời gửi hộ.", "The reason is kept; print the answer for the household.")
}

func (s *Service) assignmentPage(r *web.Request) error { return s.showAssignment(r, blank()) }

// showAssignment is who reviews which village, how far they are, and their meetings.
func (s *Service) showAssignment(r *web.Request, was refused) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	assign := s.may(r, ActionAssign) && v.Standing.Commune.Stage != Recognised
	var people []ui.Option
	if assign {
		list, err := s.Reviewers(r.Context(), r.Tenant().ID, r.Param("unit"))
		if err != nil {
			return err
		}
		for _, p := range list {
			people = append(people, ui.Option{Value: p.ID, Label: p.Name})
		}
	}
	t := views.ReviewTable{Caption: say("Các thôn", "Villages"), Columns: []ui.Column{{Title: say("Thôn, bon, buôn", "Village"), Head: true}, {Title: say("Đã nhập", "Entered"), Num: true},
		{Title: say("Nghèo", "Poor"), Num: true}, {Title: say("Cận nghèo", "Near-poor"), Num: true}, {Title: say("Họp dân", "Meeting"), State: true}, {Title: say("Rà soát viên", "Reviewers"), Full: true}}}
	for _, p := range v.Villages {
		cell := views.ReviewCell{Text: assignedTo(v.Assigned, p.Village)}
		if cell.Text == "" {
			cell.Text = say("Chưa phân công", "Nobody yet")
		}
		if assign {
			form := s.assignForm(r, v, p, people, was)
			cell.Form = &form
		}
		t.Rows = append(t.Rows, views.ReviewRow{Cells: []views.ReviewCell{{Text: p.Name, Href: unitBase(r) + "/meetings/" + p.Village},
			{Text: fmt.Sprintf("%d/%d", p.Entered, p.Listed), Meter: &ui.Bar{Label: p.Name, Value: float64(p.Entered), Max: float64(p.Listed)}},
			{Text: ui.Integer(int64(p.Poor))}, {Text: ui.Integer(int64(p.NearPoor))}, meetingCell(r, v.Meetings, p.Village), cell}})
	}
	m := views.ReviewListing{Err: was.err, Parts: []views.ReviewPart{{Title: say("Các thôn", "Villages"), Table: &t, Empty: say("Danh sách rà soát chưa có hộ nào.", "Nobody is on the list yet.")}}}
	if s.may(r, ActionEnter) {
		m.Links = []views.ReviewLink{{Icon: "writing", Title: say("Nhập phiếu rà soát", "Enter review forms"), Href: unitBase(r) + "/entries"}}
	}
	return r.PageStatus(statusOf(was), s.heading(r, v, "Phân công, tiến độ, họp dân theo thôn", "Villages: reviewers, progress, meetings", "officer#review-villages"), views.ReviewList(m))
}

func assignedTo(list []Assignment, village string) string {
	var out []string
	for _, a := range list {
		if a.Village == village {
			out = append(out, a.Name)
		}
	}
	return strings.Join(out, ", ")
}

func (s *Service) assignForm(r *web.Request, v Review, p VillageProgress, people []ui.Option, was refused) views.ReviewForm {
	f := fields{r, "assign-" + p.Village, was}
	options := slices.Clone(people)
	for i := range options {
		options[i].Selected = slices.ContainsFunc(v.Assigned, func(a Assignment) bool { return a.Village == p.Village && a.Account == options[i].Value })
	}
	ticks := f.of("ticks", "account", "Rà soát viên của "+p.Name, "Reviewers of "+p.Name, "")
	ticks.Options, ticks.Full = options, true
	form := f.make(unitBase(r)+"/villages", "Phân công", "Assign", ui.Quiet, ticks)
	form.Hidden, form.More = [][2]string{{"village", p.Village}}, true
	return form
}

func (s *Service) postAssign(r *web.Request) error {
	err := s.Assign(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Form("village"), r.Forms("account"))
	return s.done(r, err, "assign-"+r.Form("village"), unitBase(r)+"/villages", "Đã phân công.", "Assigned.", s.showAssignment)
}

// meetingCell is how the last meeting of a village went.
func meetingCell(r *web.Request, meetings []Minutes, village string) views.ReviewCell {
	cell := views.ReviewCell{Text: i18n.Say(r.Context(), "Chưa họp", "Not yet"), Badge: true}
	for _, m := range meetings {
		if m.Village != village {
			continue
		}
		cell.Text, cell.Tone = i18n.Say(r.Context(), "Nhất trí ", "Agreed ")+percent(m.Agreed, m.Present)+"%", ui.Good
		if !m.Passed() {
			cell.Text, cell.Tone = i18n.Say(r.Context(), "Chưa đạt ", "Too few ")+percent(m.Agreed, m.Present)+"%", ui.Bad
		}
	}
	return cell
}
