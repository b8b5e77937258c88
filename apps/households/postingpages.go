package households

import (
	"fmt"
	"slices"
	"strings"

	"vuon/apps/households/views"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) postingPage(r *web.Request) error { return s.showPosting(r, blank()) }

// showPosting is what hangs on the board, and the complaints about it.
func (s *Service) showPosting(r *web.Request, was refused) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	complaints, err := s.Complaints(r.Context(), r.Tenant().ID, v.Round.ID, r.Param("unit"))
	if err != nil {
		return err
	}
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	m := views.ReviewListing{}
	stage := v.Standing.Commune.Stage
	may := s.may(r, ActionPost)
	if len(v.Postings) > 0 && (stage == Posted || stage == Rechecking || len(complaints) > 0) {
		m.Parts = append(m.Parts, s.complaintPart(r, stage, complaints, may, was))
	}
	for _, p := range slices.Backward(v.Postings) {
		m.Parts = append(m.Parts, s.postedPart(r, p))
		m.Links = append(m.Links, views.ReviewLink{Icon: "file-type-pdf", Title: say(fmt.Sprintf("Thông báo niêm yết lần %d (PDF)", p.Seq), fmt.Sprintf("Posting no. %d (PDF)", p.Seq)),
			Note: p.Places + ", " + i18n.Date(p.PostedOn.Time()) + " – " + i18n.Date(p.Until.Time()), Href: fmt.Sprintf("%s/documents/posting?ref=%d", unitBase(r), p.Seq)})
	}
	if len(v.Postings) == 0 {
		m.Parts = append(m.Parts, views.ReviewPart{Title: say("Niêm yết công khai", "Public posting"), Empty: say("Kết quả chưa được niêm yết. Niêm yết sau khi các thôn họp dân và thống nhất.", "Nothing is posted yet. It is after the villages have met and agreed.")})
	}
	if may && stage == Posted {
		m.Side = s.postingForms(r, v, was)
	}
	if may && (stage == Meeting || stage == Rechecking && v.Open == 0) {
		m.Side = s.stepForms(r, v, refused{string(StepPost), was.err})[:1]
		m.Side[0].Action, m.Side[0].Title = unitBase(r)+"/posting", say("Niêm yết", "Post")
	}
	if len(m.Side) == 0 {
		m.Err = was.err
	}
	return r.PageStatus(statusOf(was), s.heading(r, v, "Niêm yết công khai, khiếu nại", "Public posting and complaints", "officer#review-posting"), views.ReviewList(m))
}

// postedPart is a posting as the public reads it: name, village, result.
func (s *Service) postedPart(r *web.Request, p Posting) views.ReviewPart {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	t := views.ReviewTable{Plain: true, Caption: say("Kết quả niêm yết", "What is posted"), Columns: []ui.Column{{Title: say("Chủ hộ", "Head"), Head: true}, {Title: say("Thôn, bon, buôn", "Village")}, {Title: say("Kết quả", "Result")}}}
	for _, e := range p.Entries {
		t.Rows = append(t.Rows, views.ReviewRow{Cells: []views.ReviewCell{{Text: e.Head}, {Text: e.Village}, {Text: outcome(e.Opening, e.Class)}}})
	}
	title := say(fmt.Sprintf("Niêm yết lần %d: %s – %s", p.Seq, i18n.Date(p.PostedOn.Time()), i18n.Date(p.Until.Time())), fmt.Sprintf("Posting no. %d: %s – %s", p.Seq, i18n.Date(p.PostedOn.Time()), i18n.Date(p.Until.Time())))
	return views.ReviewPart{Title: title, Table: &t, Empty: say("Không có hộ nghèo, hộ cận nghèo.", "No poor or near-poor household.")}
}

func (s *Service) complaintPart(r *web.Request, stage Stage, list []Complaint, may bool, was refused) views.ReviewPart {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	t := views.ReviewTable{Caption: say("Khiếu nại", "Complaints"), Columns: []ui.Column{{Title: say("Hộ", "Household"), Head: true}, {Title: say("Người khiếu nại", "By")},
		{Title: say("Nội dung", "Content"), Full: true}, {Title: say("Ngày nhận", "Received")}, {Title: say("Trạng thái", "State"), State: true}, {Title: say("Giải quyết", "Settle"), Full: true}}}
	for _, c := range list {
		act := views.ReviewCell{Text: c.Finding}
		f := fields{r, "settle-" + c.ID, was}
		switch {
		case may && stage == Posted && c.State == ComplaintOpen:
			form := f.make(unitBase(r)+"/complaints/"+c.ID+"/dismiss", "Không phúc tra", "Do not re-check", ui.Quiet, f.area("finding", "Lý do", "Reason", false))
			form.More = true
			act.Form = &form
		case may && stage == Rechecking && c.State == ComplaintRechecking:
			form := f.make(unitBase(r)+"/complaints/"+c.ID+"/settle", "Kết luận phúc tra", "Settle", ui.Quiet, f.area("finding", "Kết quả xác minh", "What was found", false))
			form.More = true
			act.Form = &form
		}
		tone := map[ComplaintState]ui.Tone{ComplaintOpen: ui.Warn, ComplaintRechecking: ui.Warn, ComplaintChanged: ui.Info, ComplaintKept: ui.Good}[c.State]
		t.Rows = append(t.Rows, views.ReviewRow{Cells: []views.ReviewCell{{Text: c.Head + " (" + c.Code + ")", Href: reviewsBase(r) + "/" + r.Param("round") + "/households/" + c.Household},
			{Text: c.Complainant}, {Text: c.Content}, {Text: i18n.Date(c.ReceivedOn.Time())}, {Text: c.State.Title().In(r.Lang()), Tone: tone, Badge: true}, act}})
	}
	return views.ReviewPart{Title: say("Khiếu nại", "Complaints"), Table: &t, Empty: say("Chưa có khiếu nại nào.", "There is no complaint.")}
}

func (s *Service) postingForms(r *web.Request, v Review, was refused) []views.ReviewForm {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	c := fields{r, "complaint", was}
	complaint := c.make(unitBase(r)+"/complaints", "Nhận khiếu nại", "Take in", ui.Plain, c.text("household", "Mã hộ", "Code", ""), c.text("complainant", "Người khiếu nại", "By", ""),
		c.day("received_on", "Ngày nhận", "Received on", min(s.today(), v.Standing.Commune.PostedUntil)), c.area("content", "Nội dung", "Content", false))
	complaint.Title = say("Nhận khiếu nại", "Take a complaint in")
	if v.Open == 0 {
		return []views.ReviewForm{complaint}
	}
	recheck := fields{r, string(StepRecheck), was}.make(unitBase(r)+"/step/"+string(StepRecheck), "Bắt đầu phúc tra", "Begin the re-check", ui.Primary)
	recheck.Title = say("Phúc tra", "Re-check")
	recheck.Text = say(fmt.Sprintf("Mở lại phiếu của %d hộ để rà soát viên xác minh, xong trong %d ngày làm việc, rồi niêm yết lại.", v.Open, v.Terms.RecheckDays),
		fmt.Sprintf("Opens the forms of %d households for the reviewers; %d working days, then they are posted again.", v.Open, v.Terms.RecheckDays))
	return []views.ReviewForm{recheck, complaint}
}

func (s *Service) postPosting(r *web.Request) error {
	err := s.takeStep(r, StepPost)
	return s.done(r, err, string(StepPost), unitBase(r)+"/posting", "Đã ghi việc niêm yết.", "It is posted.", s.showPosting)
}

func (s *Service) postComplaint(r *web.Request) error {
	day, err := formDay(r, "received_on")
	if err == nil {
		_, err = s.Complain(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), Complaint{Household: strings.TrimSpace(r.Form("household")), Complainant: r.Form("complainant"),
			Content: r.Form("content"), ReceivedOn: day})
	}
	return s.done(r, err, "complaint", unitBase(r)+"/posting", "Đã nhận khiếu nại.", "The complaint is taken in.", s.showPosting)
}

func (s *Service) postDismiss(r *web.Request) error {
	err := s.Dismiss(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Param("id"), r.Form("finding"))
	return s.done(r, err, "settle-"+r.Param("id"), unitBase(r)+"/posting", "Đã ghi lý do.", "The reason is kept.", s.showPosting)
}

func (s *Service) postSettle(r *web.Request) error {
	err := s.Settle(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Param("id"), r.Form("finding"))
	return s.done(r, err, "settle-"+r.Param("id"), unitBase(r)+"/posting", "Đã ghi kết luận phúc tra.", "The re-check is settled.", s.showPosting)
}
