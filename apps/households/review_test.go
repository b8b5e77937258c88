package households

import (
	"context"
	"sync"
	"testing"
	"time"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/tenancy/declared"
)

func TestReviewOfACommuneFromListToRecognition(t *testing.T) {
	c := newCircle(newWorld(t))
	d := c.recognised()
	if got := c.stage("2024"); got != Recognised {
		t.Fatalf("the commune is at %s", got)
	}
	c.wantHeld("1-poor", classify.Escaped, "2024-11-20")
	c.wantHeld("1-near", classify.Poor, "")
	c.wantHeld("1-escaped", classify.NearPoor, "") // relapsed: its 36 months are over
	c.wantHeld("2-poor", classify.Poor, "")
	c.wantHeld("2-near", classify.NotPoor, "")
	c.wantHeld("2-escaped", classify.Escaped, "2023-12-20")
	lists := listsOf(d.Entries)
	if len(lists[0].rows) != 2 || len(lists[1].rows) != 1 || len(lists[2].rows) != 1 || len(lists[3].rows) != 1 {
		t.Errorf("lists of %d poor, %d near-poor, %d escaped, %d escaped near-poor", len(lists[0].rows), len(lists[1].rows), len(lists[2].rows), len(lists[3].rows))
	}
	c.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		spells, err := c.store.spells(ctx, tx, c.ids["1-poor"])
		if err != nil || len(spells) != 2 {
			t.Fatalf("history of %d spells (%v)", len(spells), err)
		}
		if spells[0].To != "2024-11-20" || spells[1].From != "2024-11-20" || spells[1].Decision != "Quyết định số 45/QĐ-UBND ngày 20/11/2024" {
			t.Errorf("history %+v", spells)
		}
		return nil
	})
	c.checkSums()
	for name, err := range map[string]error{
		"list":  c.AddToList(c.as("officer"), krongNo, "2024", namDa, c.ids["1-not"]),
		"enter": c.found("officer", "2024", "1-poor", func(*Result) {}),
		"post":  c.Recheck(c.as("officer"), krongNo, "2024", namDa),
	} {
		if err == nil || fault.From(err).Kind != fault.Conflict {
			t.Errorf("%s after the recognition: %v", name, err)
		}
	}
}

func TestListHoldsWhomTheRegistryManagesAndWhoAsked(t *testing.T) {
	c := newCircle(newWorld(t))
	officer := c.as("officer")
	_, err := c.on("2024-08-31").OpenPeriodic(c.as("labour"), krongNo, 2024)
	c.want(err, "round_early")
	_, err = c.on("2024-09-01").OpenPeriodic(c.as("labour"), krongNo, 2024)
	c.must(err)
	_, err = c.OpenPeriodic(c.as("labour"), krongNo, 2024) // again: no effect
	c.must(err)
	_, err = c.FileRequest(officer, krongNo, "2024", namDa, Request{Household: "1-not", Asks: AsksPoor, Reason: "Mất mùa, chồng ốm nặng.", FiledOn: "2024-09-01"})
	c.must(err)
	_, err = c.FileRequest(officer, krongNo, "2024", namDa, Request{Household: "1-not", Asks: AsksPoor, Reason: "Lần nữa.", FiledOn: "2024-09-01"})
	c.want(err, "review_incomplete")
	q, err := c.FileRequest(officer, krongNo, "2024", namDa, Request{Household: "2-not", Asks: AsksPoor, Reason: "Xin vay vốn.", FiledOn: "2024-09-01"})
	c.must(err)
	c.want(c.RefuseRequest(officer, krongNo, "2024", namDa, q.ID, " "), "review_incomplete")
	c.must(c.RefuseRequest(officer, krongNo, "2024", namDa, q.ID, "Hộ đang có việc làm, thu nhập ổn định."))
	n, err := c.FillList(officer, krongNo, "2024", namDa)
	c.must(err)
	if n != 7 { // of each village poor, near-poor, newly escaped; and who asked
		t.Errorf("%d households were listed", n)
	}
	n, err = c.FillList(officer, krongNo, "2024", namDa)
	c.must(err)
	if n != 0 {
		t.Errorf("%d households were listed again", n)
	}
	c.must(c.AddToList(officer, krongNo, "2024", namDa, c.ids["2-over"]))
	list, _, err := c.ToReview(officer, krongNo, "2024", namDa, "", database.Page{})
	c.must(err)
	opening := map[string]classify.Class{}
	for _, l := range list {
		opening[l.Code] = l.Opening
	}
	if len(list) != 8 || opening["2-over"] != classify.NotPoor || opening["1-escaped"] != classify.Escaped {
		t.Errorf("list of %d: %v", len(list), opening)
	}
	c.must(c.TakeOffList(officer, krongNo, "2024", namDa, c.ids["2-over"], "Nhập nhầm."))
	c.must(c.CloseList(officer, krongNo, "2024", namDa))
	c.want(c.EndReviewing(officer, krongNo, "2024", namDa), "not_all_entered")
}

func TestAVillageThatDoesNotAgreeMeetsAgain(t *testing.T) {
	c := newCircle(newWorld(t))
	officer := c.as("officer")
	c.reviewed()
	c.on("2024-11-05")
	_, err := c.RecordMeeting(officer, krongNo, "2024", namDa, c.villages[0], c.minutes("2024-11-06", 40, 20))
	c.want(err, "review_incomplete") // tomorrow
	_, err = c.RecordMeeting(officer, krongNo, "2024", namDa, c.villages[0], c.minutes("2024-11-05", 40, 41))
	c.want(err, "review_incomplete")
	m := c.minutes("2024-11-05", 40, 19)
	m.Objections = []Objection{{Code: "1-near", Text: "Hộ có xe tải."}}
	m, err = c.RecordMeeting(officer, krongNo, "2024", namDa, c.villages[0], m)
	c.must(err)
	if m.Objections[0].Head != "Nguyễn Văn 1-near" || m.Passed() {
		t.Errorf("minutes %+v", m)
	}
	_, err = c.Post(officer, krongNo, "2024", namDa, "2024-11-05", "trụ sở")
	c.want(err, "villages_not_met")
	_, err = c.RecordMeeting(officer, krongNo, "2024", namDa, c.villages[1], c.minutes("2024-11-05", 40, 20)) // half is enough
	c.must(err)
	_, err = c.Post(officer, krongNo, "2024", namDa, "2024-11-05", "trụ sở")
	c.want(err, "villages_not_agreed")
	c.must(c.ReturnToReviewing(officer, krongNo, "2024", namDa, "Rà soát lại hộ có ý kiến."))
	c.enter("reviewer", "2024", "1-near", 100, 2)
	c.must(c.EndReviewing(officer, krongNo, "2024", namDa))
	_, err = c.RecordMeeting(officer, krongNo, "2024", namDa, c.villages[0], c.minutes("2024-11-05", 40, 39))
	c.must(err)
	p, err := c.Post(officer, krongNo, "2024", namDa, "2024-11-05", "trụ sở")
	c.must(err)
	if class, hung := p.has(c.ids["1-near"]); !hung || class != classify.NearPoor || p.Until != "2024-11-08" {
		t.Errorf("posted %s until %s", class, p.Until)
	}
}

func TestComplaintIsRecheckedAndPostedAgain(t *testing.T) {
	c := newCircle(newWorld(t))
	officer := c.as("officer")
	c.reviewed()
	c.met("2024-11-05")
	c.post("2024-11-06", "2024-11-08")
	say := Complaint{Household: "2-poor", Complainant: "Y Bình", Content: "Hộ có rẫy cà phê.", ReceivedOn: "2024-11-08"}
	made, err := c.Complain(officer, krongNo, "2024", namDa, say)
	c.must(err)
	_, err = c.Complain(officer, krongNo, "2024", namDa, say)
	c.want(err, "review_incomplete")
	_, err = c.Complain(officer, krongNo, "2024", namDa, Complaint{Household: "1-not", Complainant: "A", Content: "B", ReceivedOn: "2024-11-08"})
	c.want(err, "not_posted")
	other, err := c.Complain(officer, krongNo, "2024", namDa, Complaint{Household: "1-near", Complainant: "A", Content: "B", ReceivedOn: "2024-11-07"})
	c.must(err)
	c.must(c.Dismiss(officer, krongNo, "2024", namDa, other.ID, "Không thuộc nội dung rà soát."))
	c.on("2024-11-12")
	_, err = c.Complain(officer, krongNo, "2024", namDa, Complaint{Household: "1-poor", Complainant: "A", Content: "B", ReceivedOn: "2024-11-12"})
	c.want(err, "complaint_late")
	c.want(c.Submit(officer, krongNo, "2024", namDa), "complaints_open")
	c.must(c.Recheck(officer, krongNo, "2024", namDa))
	c.want(c.found("reviewer", "2024", "1-near", func(*Result) {}), "not_rechecked")
	c.enter("reviewer", "2024", "2-poor", 120, 2)
	_, err = c.Post(officer, krongNo, "2024", namDa, "2024-11-12", "trụ sở")
	c.want(err, "complaints_open")
	c.must(c.Settle(officer, krongNo, "2024", namDa, made.ID, "Đã xác minh diện tích rẫy."))
	p, err := c.Post(officer, krongNo, "2024", namDa, "2024-11-12", "trụ sở")
	c.must(err)
	if len(p.Entries) != 1 || p.Seq != 2 || p.Entries[0].Class != classify.NearPoor {
		t.Errorf("posted again %+v", p)
	}
	list, err := c.Complaints(officer, krongNo, "2024", namDa)
	c.must(err)
	if list[1].State != ComplaintChanged || list[0].State != ComplaintDismissed {
		t.Errorf("complaints %+v", list)
	}
	c.want(c.on("2024-11-15").Submit(officer, krongNo, "2024", namDa), "posting_not_over")
	c.must(c.on("2024-11-16").Submit(officer, krongNo, "2024", namDa))
}

func TestDistrictSendsHouseholdsBack(t *testing.T) {
	c := newCircle(newWorld(t))
	officer := c.as("officer")
	c.reviewed()
	c.met("2024-11-05")
	c.post("2024-11-06", "2024-11-12")
	c.must(c.Submit(officer, krongNo, "2024", namDa))
	c.want(c.Object(c.as("chair"), krongNo, "2024", namDa, "Xem lại.", nil), "review_incomplete")
	c.must(c.Object(c.as("chair"), krongNo, "2024", namDa, "Điểm B1 của hộ này chưa hợp lý.", []string{"2-poor"}))
	if got := c.stage("2024"); got != Rechecking {
		t.Fatalf("the commune is at %s", got)
	}
	complaints, err := c.Complaints(officer, krongNo, "2024", namDa)
	c.must(err)
	c.must(c.Settle(officer, krongNo, "2024", namDa, complaints[0].ID, "Đã kiểm tra lại, giữ nguyên."))
	p, err := c.Post(officer, krongNo, "2024", namDa, "2024-11-12", "trụ sở")
	c.must(err)
	if len(p.Entries) != 1 {
		t.Errorf("posted again %+v", p.Entries)
	}
	c.must(c.on("2024-11-18").Submit(officer, krongNo, "2024", namDa))
	c.must(c.Opine(c.as("chair"), krongNo, "2024", namDa, ""))
}

func TestEveryStepAsksForItsHandsAndItsStage(t *testing.T) {
	c := newCircle(newWorld(t))
	steps := map[string]func(ctx context.Context) error{
		"list":    func(ctx context.Context) error { return c.CloseList(ctx, krongNo, "2024", namDa) },
		"review":  func(ctx context.Context) error { return c.EndReviewing(ctx, krongNo, "2024", namDa) },
		"return":  func(ctx context.Context) error { return c.ReturnToReviewing(ctx, krongNo, "2024", namDa, "x") },
		"recheck": func(ctx context.Context) error { return c.Recheck(ctx, krongNo, "2024", namDa) },
		"submit":  func(ctx context.Context) error { return c.Submit(ctx, krongNo, "2024", namDa) },
		"opine":   func(ctx context.Context) error { return c.Opine(ctx, krongNo, "2024", namDa, "") },
		"object":  func(ctx context.Context) error { return c.Object(ctx, krongNo, "2024", namDa, "x", []string{"1-poor"}) },
		"meet": func(ctx context.Context) error {
			_, err := c.RecordMeeting(ctx, krongNo, "2024", namDa, c.villages[0], c.minutes("2024-11-05", 4, 4))
			return err
		},
		"post": func(ctx context.Context) error {
			_, err := c.Post(ctx, krongNo, "2024", namDa, c.today(), "x")
			return err
		},
		"recognise": func(ctx context.Context) error {
			_, err := c.Recognise(ctx, krongNo, "2024", namDa, c.decision(1, c.today()))
			return err
		},
		"correct": func(ctx context.Context) error {
			_, err := c.Correct(ctx, krongNo, "2024", namDa, []string{"x"}, Decision{Reason: "x", Number: 1, Dated: c.today(), Capacity: "x", Signatory: "x"})
			return err
		},
		"certify": func(ctx context.Context) error { _, _, err := c.Certify(ctx, krongNo, "2024", namDa); return err },
	}
	right := map[string]string{"list": "officer", "review": "officer", "return": "officer", "recheck": "officer", "submit": "officer", "opine": "chair",
		"object": "chair", "meet": "officer", "post": "officer", "recognise": "commune-chair", "correct": "commune-chair", "certify": "officer"}
	at := func(stage Stage, open ...string) {
		t.Helper()
		if got := c.stage("2024"); got != stage {
			t.Fatalf("the commune is at %s, want %s", got, stage)
		}
		for name, step := range steps {
			for _, wrong := range []string{"front", "agriculture", "officer-dak-mam", "labour@cu-jut"} {
				if err := step(c.as(wrong)); err == nil || fault.From(err).Kind != fault.Forbidden && fault.From(err).Kind != fault.NotFound {
					t.Errorf("%s at %s by %s: %v", name, stage, wrong, err)
				}
			}
			allowed := false
			for _, o := range open {
				allowed = allowed || o == name
			}
			if !allowed {
				if err := step(c.as(right[name])); err == nil || fault.From(err).Kind != fault.Conflict {
					t.Errorf("%s at %s: %v", name, stage, err)
				}
			}
		}
	}
	_, err := c.on("2024-09-03").OpenPeriodic(c.as("labour"), krongNo, 2024)
	c.must(err)
	at(Listing, "list")
	c.reviewed()
	at(Meeting, "return", "meet", "post")
	c.met("2024-11-05")
	c.post("2024-11-06", "2024-11-12")
	at(Posted, "submit", "recheck")
	c.must(c.Submit(c.as("officer"), krongNo, "2024", namDa))
	at(Submitted, "opine", "object")
	c.must(c.Opine(c.as("chair"), krongNo, "2024", namDa, ""))
	at(Opined, "recognise")
}

func TestWhoEnteredDoesNotRecognise(t *testing.T) {
	c := newCircle(newWorld(t))
	c.reviewed()
	c.met("2024-11-05")
	c.post("2024-11-06", "2024-11-12")
	// The officer becomes the chair of the commune as well.
	both := c.actors["officer"]
	both.Roles = append([]identity.Grant{{Role: "commune-chair", Scope: identity.Scope{Units: []string{namDa}}}}, both.Roles...)
	both.Roles = append(both.Roles, identity.Grant{Role: "chair"})
	c.actors["both"] = both
	c.must(c.Submit(c.as("both"), krongNo, "2024", namDa))
	c.want(c.Opine(c.as("both"), krongNo, "2024", namDa, ""), "incompatible_hands")
	c.must(c.Opine(c.as("chair"), krongNo, "2024", namDa, ""))
	_, err := c.Recognise(c.as("both"), krongNo, "2024", namDa, c.decision(1, "2024-11-12"))
	c.want(err, "incompatible_hands")
	reviewer := c.actors["reviewer"]
	reviewer.Roles = append([]identity.Grant{{Role: "commune-chair", Scope: identity.Scope{Units: []string{namDa}}}}, reviewer.Roles...)
	c.actors["risen"] = reviewer
	_, err = c.Recognise(c.as("risen"), krongNo, "2024", namDa, c.decision(1, "2024-11-12"))
	c.want(err, "incompatible_hands")
}

func TestTwoAtOnceRecogniseOnce(t *testing.T) {
	c := newCircle(newWorld(t))
	c.reviewed()
	c.met("2024-11-05")
	c.post("2024-11-06", "2024-11-12")
	c.must(c.Submit(c.as("officer"), krongNo, "2024", namDa))
	c.must(c.Opine(c.as("chair"), krongNo, "2024", namDa, ""))
	var both sync.WaitGroup
	errs := make([]error, 4)
	chair := c.as("commune-chair")
	for i := range errs {
		both.Go(func() { _, errs[i] = c.Recognise(chair, krongNo, "2024", namDa, c.decision(10+i, "2024-11-12")) })
	}
	both.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else {
			c.want(err, "review_stage")
		}
	}
	if done != 1 {
		t.Errorf("%d recognitions", done)
	}
}

func TestRegularReviewOnRequest(t *testing.T) {
	c := newCircle(newWorld(t))
	officer := c.as("officer")
	_, err := c.on("2024-05-14").OpenRegular(c.as("labour"), krongNo, 2024, time.May)
	c.want(err, "round_early")
	r, err := c.on("2024-05-15").OpenRegular(c.as("labour"), krongNo, 2024, time.May)
	c.must(err)
	if r.ID != "2024-05" || r.ClosesOn != "2024-05-30" || r.asksDistrict() {
		t.Errorf("round %+v", r)
	}
	c.want(c.CloseList(officer, krongNo, r.ID, namDa), "list_empty")
	for _, code := range []string{"1-not", "2-not"} {
		_, err = c.FileRequest(officer, krongNo, r.ID, namDa, Request{Household: code, Asks: AsksPoor, Reason: "Nhà cháy, mất hết tài sản.", FiledOn: "2024-05-10"})
		c.must(err)
	}
	n, err := c.FillList(officer, krongNo, r.ID, namDa)
	c.must(err)
	if n != 2 {
		t.Errorf("%d were listed", n)
	}
	c.must(c.CloseList(officer, krongNo, r.ID, namDa))
	c.enter("officer", r.ID, "1-not", 90, 4)
	c.enter("officer", r.ID, "2-not", 190, 1)
	c.must(c.EndReviewing(officer, krongNo, r.ID, namDa))
	for _, v := range c.villages {
		_, err := c.RecordMeeting(officer, krongNo, r.ID, namDa, v, c.minutes("2024-05-15", 10, 9))
		c.must(err)
	}
	_, err = c.Post(officer, krongNo, r.ID, namDa, "2024-05-15", "trụ sở UBND xã")
	c.must(err)
	c.want(c.on("2024-05-21").Submit(officer, krongNo, r.ID, namDa), "review_no_such_step")
	_, err = c.Recognise(c.as("commune-chair"), krongNo, r.ID, namDa, c.decision(7, "2024-05-21"))
	c.must(err)
	c.wantHeld("1-not", classify.Poor, "")
	c.wantHeld("2-not", classify.NotPoor, "")
	asked, err := c.Requests(officer, krongNo, r.ID, namDa)
	c.must(err)
	for _, q := range asked {
		if want := map[string]RequestState{"1-not": RequestGranted, "2-not": RequestDenied}[q.Code]; q.State != want || (q.Answer != "") != (want == RequestDenied) {
			t.Errorf("request of %s is %s: %s", q.Code, q.State, q.Answer)
		}
	}
}

func TestWithoutADistrictTheCommuneDecidesAfterThePosting(t *testing.T) {
	c := newCircle(newWorld(t))
	c.reviewed()
	// As from 1 July 2025 on: the communes lie in the province.
	c.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE households_rounds SET district = false")
		return err
	})
	c.met("2024-11-05")
	c.post("2024-11-06", "2024-11-11")
	_, err := c.Recognise(c.as("commune-chair"), krongNo, "2024", namDa, c.decision(1, "2024-11-11"))
	c.want(err, "posting_not_over")
	c.on("2024-11-12")
	c.want(c.Submit(c.as("officer"), krongNo, "2024", namDa), "review_no_such_step")
	c.want(c.Opine(c.as("chair"), krongNo, "2024", namDa, ""), "review_no_such_step")
	_, err = c.Recognise(c.as("commune-chair"), krongNo, "2024", namDa, c.decision(1, "2024-11-12"))
	c.must(err)
	c.wantHeld("1-poor", classify.Escaped, "2024-11-12")
}

func TestTheDistrictEndsWithTheDay(t *testing.T) {
	c := newCircle(newWorld(t))
	c.on("2025-09-02")
	_, err := c.OpenPeriodic(c.as("labour"), krongNo, 2025)
	c.want(err, "round_no_communes") // its communes ended on 30 June 2025
	for day, want := range map[declared.Date]bool{"2025-06-30": true, "2025-07-01": false} {
		code := map[bool]string{true: "24697", false: "24697"}[want]
		u, err := c.Tenants.UnitByCode(t.Context(), code, day.Time())
		c.must(err)
		parent, err := c.Tenants.Unit(t.Context(), u.Parent)
		c.must(err)
		if got := parent.Kind != "province"; got != want {
			t.Errorf("on %s Nam Đà lies in %s", day, parent.Name)
		}
	}
}

func TestCorrectionIsANewDecision(t *testing.T) {
	c := newCircle(newWorld(t))
	c.recognised()
	c.work()
	job, n, err := c.Certify(c.as("officer"), krongNo, "2024", namDa)
	c.must(err)
	if n != 3 {
		t.Errorf("%d certificates", n)
	}
	c.finished(job)
	c.on("2024-12-02")
	after := Corrected{B1: 100, Deprived: classify.SetOf(1, 2, 3)}
	_, err = c.ProposeCorrection(c.as("front"), krongNo, "2024", namDa, "1-poor", after, "x")
	c.want(err, "forbidden")
	_, err = c.ProposeCorrection(c.as("reviewer"), krongNo, "2024", namDa, "1-poor", Corrected{B1: 2000}, "x")
	c.want(err, "facts_wrong")
	first, err := c.ProposeCorrection(c.as("reviewer"), krongNo, "2024", namDa, "1-poor", after, "Nhập nhầm điểm B1 của hộ khác.")
	c.must(err)
	_, err = c.ProposeCorrection(c.as("officer"), krongNo, "2024", namDa, "1-poor", after, "x")
	c.want(err, "review_incomplete")
	second, err := c.ProposeCorrection(c.as("reviewer"), krongNo, "2024", namDa, "2-poor", Corrected{B1: 150}, "Chưa tính lương của con.")
	c.must(err)
	d := c.decision(45, "2024-12-02")
	d.Reason = "Kết quả nhập nhầm."
	_, err = c.Correct(c.as("commune-chair"), krongNo, "2024", namDa, []string{first.ID, second.ID}, d)
	c.want(err, "number_taken")
	d.Number = 51
	made, err := c.Correct(c.as("commune-chair"), krongNo, "2024", namDa, []string{first.ID, second.ID}, d)
	c.must(err)
	if len(made.Entries) != 2 || made.Entries[0].Before == "" {
		t.Errorf("decision %+v", made)
	}
	c.wantHeld("1-poor", classify.Poor, "")
	c.wantHeld("2-poor", classify.Escaped, "2024-12-02")
	c.checkSums()
	list, _, err := c.Certificates(c.as("officer"), krongNo, "2024", namDa)
	c.must(err)
	revoked := 0
	for _, x := range list {
		if x.RevokedOn != "" {
			revoked++
		}
	}
	if revoked != 1 {
		t.Errorf("%d certificates revoked", revoked)
	}
	_, n, err = c.Certify(c.as("officer"), krongNo, "2024", namDa)
	c.must(err)
	if n != 1 {
		t.Errorf("%d new certificates", n)
	}
	_, err = c.Correct(c.as("commune-chair"), krongNo, "2024", namDa, []string{first.ID}, d)
	c.want(err, "correction_unknown")
}

// finished waits for a job and wants it done.
func (c *circle) finished(id string) jobs.Job {
	c.t.Helper()
	job, err := c.Jobs.Wait(c.as("labour"), krongNo, id)
	c.must(err)
	if job.State != jobs.Done {
		c.t.Fatalf("the job is %s: %s", job.State, job.Error.EN)
	}
	return job
}
