package households

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vuon/apps/households/views"
	"vuon/platform/i18n"
	"vuon/platform/policy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) unitPage(r *web.Request) error { return s.showUnit(r, blank()) }

// showUnit is the page of a commune's review: its steps, what is next, who does it.
func (s *Service) showUnit(r *web.Request, was refused) error {
	v, err := s.Review(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"))
	if err != nil {
		return err
	}
	p, st := v.Standing.Progress, v.Standing
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	m := views.UnitPage{Tasks: s.tasks(r, v), Links: s.unitLinks(r, v), Stats: []ui.Stat{
		{Label: say("Hộ đã nhập phiếu", "Households entered"), Value: fmt.Sprintf("%d/%d", p.Entered, p.Listed), Icon: "checklist", Href: unitBase(r) + "/list"},
		{Label: say("Hộ nghèo", "Poor"), Value: ui.Integer(int64(p.Poor)), Icon: "home", Note: preliminary(r, st)},
		{Label: say("Hộ cận nghèo", "Near-poor"), Value: ui.Integer(int64(p.NearPoor)), Icon: "home", Note: preliminary(r, st)},
		{Label: say("Thoát nghèo", "Escaping"), Value: ui.Integer(int64(p.Escapes)), Icon: "trending-down", Note: preliminary(r, st)}}}
	s.next(r, &m, v, was)
	if was.err != nil && !slices.ContainsFunc(m.Forms, func(f views.ReviewForm) bool { return f.Err != nil }) {
		m.Err = was.err
	}
	for _, e := range slices.Backward(v.Steps) {
		m.Events = append(m.Events, ui.Event{When: e.At, Who: e.Actor, Title: e.Step.Title().In(r.Lang()), Quote: e.Remark, Icon: "circle-check", Tone: ui.Good})
	}
	page := ui.Page{Title: i18n.T(st.Unit.Name, ""), Subtitle: v.Round.Title(), Badge: ui.Badge(stageTone(st), st.Commune.Stage.Title().In(r.Lang())),
		Crumbs: unitCrumbs(r, v.Round)[:2], Active: reviewsBase(r), Styles: []string{"reviews.css"}, Wide: true, Help: "officer#review"}
	return r.PageStatus(statusOf(was), page, views.UnitReview(m))
}

func preliminary(r *web.Request, st Standing) string {
	if st.Commune.Stage == Recognised {
		return ""
	}
	return i18n.Say(r.Context(), "sơ bộ", "preliminary")
}

// unitCrumbs lead from the reviews to the commune's.
func unitCrumbs(r *web.Request, round Round) []ui.Crumb {
	return append(reviewCrumbs(r), ui.Crumb{Title: round.Title(), Href: reviewsBase(r) + "/" + round.ID},
		ui.Crumb{Title: i18n.T("Các bước", "Steps"), Href: unitBase(r)})
}

// tasks are the steps of the review as a list of tasks.
func (s *Service) tasks(r *web.Request, v Review) (list []views.ReviewTask) {
	c := v.Standing.Commune
	order := []Stage{Listing, Reviewing, Meeting, Posted, Submitted, Recognised}
	at := slices.Index(order, c.Stage)
	switch c.Stage {
	case Rechecking:
		at = slices.Index(order, Posted)
	case Opined:
		at = slices.Index(order, Recognised)
	}
	add := func(stage Stage, icon, vi, en, path, note string) {
		t := views.ReviewTask{Icon: icon, Title: i18n.Say(r.Context(), vi, en), Note: note, State: i18n.Say(r.Context(), "Chưa đến", "Not yet")}
		if path != "-" {
			t.Href = unitBase(r) + path
		}
		switch own := slices.Index(order, stage); {
		case own < at || c.Stage == Recognised:
			t.Tone, t.State = ui.Good, i18n.Say(r.Context(), "Xong", "Done")
		case own == at:
			t.Tone, t.State = stageTone(v.Standing), c.Stage.Title().In(r.Lang())
		}
		list = append(list, t)
	}
	p := v.Standing.Progress
	add(Listing, "clipboard-list", "Lập danh sách hộ cần rà soát", "The list to be reviewed", "/list", i18n.Say(r.Context(), fmt.Sprintf("%d hộ", p.Listed), fmt.Sprintf("%d households", p.Listed)))
	add(Reviewing, "checklist", "Phân công, rà soát, nhập phiếu", "Assign, review, enter", "/villages", i18n.Say(r.Context(), fmt.Sprintf("%d/%d phiếu, %d thôn", p.Entered, p.Listed, len(v.Villages)), fmt.Sprintf("%d/%d forms, %d villages", p.Entered, p.Listed, len(v.Villages))))
	waiting, refusedBy := unmet(v.Villages, v.Meetings)
	met := len(v.Villages) - len(waiting) - len(refusedBy)
	add(Meeting, "users-group", "Họp dân ở các thôn", "Residents' meetings", "/villages", i18n.Say(r.Context(), fmt.Sprintf("%d/%d thôn đã thống nhất", met, len(v.Villages)), fmt.Sprintf("%d/%d villages agreed", met, len(v.Villages))))
	note := ""
	if n := len(v.Postings); n > 0 {
		last := v.Postings[n-1]
		note = i18n.Say(r.Context(), fmt.Sprintf("Lần %d: %s – %s; %d khiếu nại đang giải quyết", n, i18n.Date(last.PostedOn.Time()), i18n.Date(last.Until.Time()), v.Open),
			fmt.Sprintf("No. %d: %s – %s; %d open complaints", n, i18n.Date(last.PostedOn.Time()), i18n.Date(last.Until.Time()), v.Open))
	}
	add(Posted, "world", "Niêm yết công khai, giải quyết khiếu nại", "Public posting, complaints", "/posting", note)
	if v.Round.asksDistrict() {
		add(Submitted, "send", "Xin ý kiến Chủ tịch UBND cấp huyện", "The district's opinion", "-", c.Opinion)
	}
	note = ""
	if c.DecisionOn != "" {
		note = c.DecisionNumber + ", " + i18n.Date(c.DecisionOn.Time()) + ", " + c.Signatory
	}
	add(Recognised, "certificate", "Quyết định công nhận, cấp giấy chứng nhận", "Recognition and certificates", map[bool]string{true: "/certificates", false: "-"}[c.Stage == Recognised], note)
	return list
}

// unitLinks lead to what can be printed, and to the pages beside the steps.
func (s *Service) unitLinks(r *web.Request, v Review) (links []views.ReviewLink) {
	c := v.Standing.Commune
	add := func(yes bool, icon, vi, en, path string) {
		if yes {
			links = append(links, views.ReviewLink{Icon: icon, Title: i18n.Say(r.Context(), vi, en), Href: unitBase(r) + path})
		}
	}
	if v.Round.Kind == Periodic {
		links = append(links, s.populationLink(r, v))
	}
	add(v.Standing.Progress.Listed > 0, "file-type-pdf", "Danh sách hộ cần rà soát (PDF)", "The list to be reviewed (PDF)", "/documents/list")
	add(len(v.Postings) > 0, "file-type-pdf", "Thông báo niêm yết (PDF)", "The posting (PDF)", "/documents/posting")
	add(len(v.Postings) > 0 && v.Round.asksDistrict(), "file-type-pdf", "Báo cáo xin ý kiến cấp huyện (PDF)", "Report to the district (PDF)", "/documents/report")
	add(c.Stage == Recognised, "file-type-pdf", "Quyết định công nhận và danh sách (PDF)", "The recognition and its lists (PDF)", "/documents/decision")
	add(c.Stage == Recognised, "certificate", "Giấy chứng nhận", "Certificates", "/certificates")
	add(c.Stage == Recognised, "pencil", "Điều chỉnh kết quả đã công nhận", "Corrections", "/corrections")
	return links
}

// next says what is to be done now, by whom, and gives the actor the forms for it.
func (s *Service) next(r *web.Request, m *views.UnitPage, v Review, was refused) {
	c, step := v.Standing.Commune, v.Standing.Next
	if step == "" {
		m.Next = i18n.Say(r.Context(), "Đã công nhận", "Recognised")
		m.Who = i18n.Say(r.Context(), c.DecisionNumber+" ngày "+i18n.Date(c.DecisionOn.Time())+". Kết quả chỉ thay đổi bằng quyết định điều chỉnh.",
			c.DecisionNumber+" of "+i18n.Date(c.DecisionOn.Time())+". Results change by a decision of correction only.")
		return
	}
	action := life(v.Round)[step].action
	m.Next = i18n.Say(r.Context(), "Việc tiếp theo: ", "Next: ") + step.ask().In(r.Lang())
	m.Who = s.whoDoes(r.Context(), r.Tenant().ID, action) + " · " + i18n.Say(r.Context(), "hạn ", "due ") + dueText(r, v.Standing)
	err := s.Policy.Authorise(policy.At(r.Context(), r.Tenant().ID), action, policy.Resource{Unit: v.Standing.Unit.Code, Did: v.Did})
	if err != nil {
		if s.mayStep(r.Context(), r.Tenant().ID, action, v.Standing.Unit.Code) { // earlier hands forbid it
			m.Notice = &ui.Notice{Tone: ui.Info, Text: i18n.T("Bạn đã tham gia bước trước nên bước này do người khác thực hiện.", "You had a hand in an earlier step: somebody else takes this one.")}
		}
		return
	}
	m.Forms = s.stepForms(r, v, was)
	if c.Stage == Posted && s.today() <= c.PostedUntil {
		m.Notice = &ui.Notice{Tone: ui.Info, Text: i18n.T("Đang niêm yết đến hết ngày "+i18n.Date(c.PostedUntil.Time())+"; bước tiếp theo thực hiện từ ngày hôm sau.",
			"Posted until "+i18n.Date(c.PostedUntil.Time())+"; go on from the day after.")}
		m.Forms = nil
	}
}

// whoDoes names the roles that may take a step.
func (s *Service) whoDoes(ctx context.Context, tenant, action string) string {
	var names []string
	for _, role := range s.Policy.Explain(ctx, tenant, action).Roles {
		names = append(names, role.Title.In(i18n.From(ctx)))
	}
	return strings.Join(names, ", ")
}

// stepForms are the forms with which the next step is taken.
func (s *Service) stepForms(r *web.Request, v Review, was refused) []views.ReviewForm {
	c := v.Standing.Commune
	form := func(step ReviewStep) fields { return fields{r, string(step), was} }
	to := func(step ReviewStep) string { return unitBase(r) + "/step/" + string(step) }
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	switch c.Stage {
	case Listing:
		f := form(StepList).make(to(StepList), "Chốt danh sách, bắt đầu rà soát", "Complete the list, begin reviewing", ui.Primary)
		f.Text = say("Sau khi chốt vẫn bổ sung được hộ vào danh sách khi đang rà soát.", "Households may still be added while reviewing.")
		return []views.ReviewForm{f}
	case Reviewing:
		return []views.ReviewForm{form(StepReview).make(to(StepReview), "Kết thúc rà soát, chuyển họp dân", "End reviewing, on to the meetings", ui.Primary)}
	case Meeting, Rechecking:
		p := form(StepPost)
		places := p.text("places", "Nơi niêm yết", "Where it is posted", "Nhà văn hóa các thôn, trụ sở UBND xã")
		places.Full = true
		f := p.make(to(StepPost), "Niêm yết công khai", "Post the results", ui.Primary, p.day("posted_on", "Ngày niêm yết", "Day of the posting", s.today()), places)
		f.Text = say(fmt.Sprintf("Niêm yết %d ngày làm việc; chỉ có họ tên chủ hộ, thôn và kết quả phân loại.", v.Terms.PostingDays), fmt.Sprintf("Posted for %d working days: name, village and class only.", v.Terms.PostingDays))
		if c.Stage == Rechecking {
			return []views.ReviewForm{f}
		}
		b := form(StepReturn)
		back := b.make(to(StepReturn), "Đưa về rà soát lại", "Back to reviewing", ui.Plain, b.area("reason", "Lý do", "Reason", false))
		back.More = true
		return []views.ReviewForm{f, back}
	case Posted:
		if v.Round.asksDistrict() {
			return []views.ReviewForm{form(StepSubmit).make(to(StepSubmit), "Gửi xin ý kiến cấp huyện", "Submit to the district", ui.Primary)}
		}
		return []views.ReviewForm{s.recogniseForm(r, v, was)}
	case Submitted:
		o := form(StepOpine)
		agree := o.make(to(StepOpine), "Thống nhất kết quả", "Agree", ui.Primary, o.area("opinion", "Ý kiến", "Opinion", true))
		b := form(StepObject)
		codes := b.text("households", "Mã các hộ cần rà soát lại", "Codes of the households", "")
		codes.Hint, codes.Full = say("Cách nhau bằng dấu phẩy", "Apart by commas"), true
		object := b.make(to(StepObject), "Đề nghị rà soát lại một số hộ", "Ask for a re-check", ui.Plain, codes, b.area("opinion", "Lý do", "Reason", false))
		object.More = true
		return []views.ReviewForm{agree, object}
	case Opined:
		return []views.ReviewForm{s.recogniseForm(r, v, was)}
	}
	return nil
}

func (s *Service) recogniseForm(r *web.Request, v Review, was refused) views.ReviewForm {
	f := fields{r, string(StepRecognise), was}
	form := f.make(unitBase(r)+"/step/"+string(StepRecognise), "Công nhận", "Recognise", ui.Primary, decisionFields(f, s, r)...)
	p := v.Standing.Progress
	form.Text = i18n.Say(r.Context(), fmt.Sprintf("Công nhận %d hộ nghèo, %d hộ cận nghèo; sổ hộ cập nhật ngay và đợt rà soát của xã đóng lại.", p.Poor, p.NearPoor),
		fmt.Sprintf("Recognises %d poor and %d near-poor households; the registry follows at once and the commune's review is closed.", p.Poor, p.NearPoor))
	return form
}

// decisionFields are what a decision is made with.
func decisionFields(f fields, s *Service, r *web.Request) []views.ReviewField {
	capacity := f.of("select", "capacity", "Chức vụ", "Capacity", "")
	for _, c := range []string{"CHỦ TỊCH", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"} {
		label := strings.ReplaceAll(c, "\n", " / ")
		capacity.Options = append(capacity.Options, ui.Option{Value: label, Label: label, Selected: f.value("capacity", "") == label})
	}
	return []views.ReviewField{f.number("number", "Số quyết định", "Number", ""), f.day("dated", "Ngày ký", "Date", s.today()),
		f.text("signatory", "Người ký", "Signed by", r.Actor().Name), capacity}
}

// decisionTyped is the decision that a form describes.
func decisionTyped(r *web.Request) (Decision, error) {
	day, err := formDay(r, "dated")
	return Decision{Number: formNumber(r, "number"), Dated: day, Signatory: r.Form("signatory"), Capacity: strings.ReplaceAll(r.Form("capacity"), " / ", "\n"), Reason: r.Form("reason")}, err
}

// postStep takes the step that the address names.
func (s *Service) postStep(r *web.Request) error {
	step := ReviewStep(r.Param("step"))
	err := s.takeStep(r, step)
	return s.done(r, err, string(step), unitBase(r), step.Title().VI+": đã ghi.", step.Title().EN+": done.", s.showUnit)
}

func (s *Service) takeStep(r *web.Request, step ReviewStep) error {
	ctx, tenant, round, unit := r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit")
	switch step {
	case StepList:
		return s.CloseList(ctx, tenant, round, unit)
	case StepReview:
		return s.EndReviewing(ctx, tenant, round, unit)
	case StepReturn:
		return s.ReturnToReviewing(ctx, tenant, round, unit, r.Form("reason"))
	case StepRecheck:
		return s.Recheck(ctx, tenant, round, unit)
	case StepSubmit:
		return s.Submit(ctx, tenant, round, unit)
	case StepOpine:
		return s.Opine(ctx, tenant, round, unit, r.Form("opinion"))
	case StepObject:
		return s.Object(ctx, tenant, round, unit, r.Form("opinion"), strings.FieldsFunc(r.Form("households"), func(c rune) bool { return strings.ContainsRune(",; \n", c) }))
	case StepPost:
		day, err := formDay(r, "posted_on")
		if err == nil {
			_, err = s.Post(ctx, tenant, round, unit, day, r.Form("places"))
		}
		return err
	case StepRecognise:
		d, err := decisionTyped(r)
		if err == nil {
			_, err = s.Recognise(ctx, tenant, round, unit, d)
		}
		return err
	}
	return faultNoDocument()
}
