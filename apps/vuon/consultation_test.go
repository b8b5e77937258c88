package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/apps/planning"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
)

// consulted imports a plan of Đắk R'Lấp, where offices must be asked, and asks three.
func (s *stage) consulted(t *testing.T, year int) (sections []planning.Candidate) {
	t.Helper()
	const tenant = "dak-rlap"
	if a := s.upload(t, "labour@"+tenant, tenant, year, "kh.txt", s.seedText(t, tenant, year), ""); a.status != http.StatusCreated {
		t.Fatalf("import: %d %s", a.status, a.body)
	}
	s.api(t, "labour@"+tenant, http.MethodGet, fmt.Sprintf("/api/tenants/%s/plans/%d/consultation/offices", tenant, year), nil).decode(t, &sections)
	return sections
}

func TestConsultation(t *testing.T) {
	s := staged(t)
	const tenant, year = "dak-rlap", 2025
	offices := s.consulted(t, year)
	at := func(id string) planning.Candidate {
		i := slices.IndexFunc(offices, func(c planning.Candidate) bool { return c.Office == id })
		if i < 0 {
			t.Fatalf("there is no office %s", id)
		}
		return offices[i]
	}
	if c := at("agriculture"); !c.Named || len(c.Projects) == 0 {
		t.Errorf("the agriculture office is asked about %v, named %v", c.Projects, c.Named)
	}
	commune := offices[slices.IndexFunc(offices, func(c planning.Candidate) bool { return c.Function == "commune" })]
	s.step(t, "labour", tenant, year, "submit", "", "consultation_missing")
	s.post(t, "labour", tenant, year, "consultation", map[string]any{"offices": []string{"agriculture"}, "due": "2020-01-01"}, "due_past")
	s.post(t, "labour", tenant, year, "consultation", map[string]any{"offices": []string{"nowhere"}}, "office_unknown")
	s.post(t, "labour", tenant, year, "consultation", map[string]any{"offices": []string{"agriculture", "finance", "health", commune.Office}}, "consulting")
	s.step(t, "labour", tenant, year, "submit", "", "wrong_state")
	s.opinions(t, year, commune)
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	s.step(t, "labour", tenant, year, "take-back submit", "Bổ sung phụ lục.", "draft")
	s.step(t, "labour", tenant, year, "take-back conclude", "Sở có văn bản muộn.", "consulting")
	s.post(t, "labour", tenant, year, "consultation/conclude", nil, "draft")
	s.post(t, "labour", tenant, year, "consultation", map[string]any{"offices": []string{"health"}}, "consulting")
	s.step(t, "labour", tenant, year, "take-back consult", "Gửi nhầm.", "draft")
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
}

// Whoever has not answered is reminded once before the day, and whoever should
// have submitted hears once that the deadline is over, and so does the chair.
func TestReminders(t *testing.T) {
	s := staged(t)
	const tenant, year = "dak-rlap", 2026
	s.consulted(t, year)
	tomorrow := s.d.clock.Now().In(i18n.Zone()).AddDate(0, 0, 1).Format(time.DateOnly)
	s.post(t, "labour", tenant, year, "consultation", map[string]any{"offices": []string{"agriculture", "finance"}, "due": tomorrow}, "consulting")
	s.post(t, "agriculture", tenant, year, "consultation/opinions", map[string]any{"office": "agriculture", "verdict": "agree"}, "")
	system := identity.With(t.Context(), identity.Actor{Username: "system", System: true})
	for range 2 {
		if err := s.d.apps.planning.Keep(system, tenant); err != nil {
			t.Fatal(err)
		}
	}
	late := fmt.Sprintf("plan/%d/1/consulting/late", year)
	asked := fmt.Sprintf("consult/%d/1/1/", year)
	for key, want := range map[string][]string{asked + "finance": {"finance"}, asked + "finance/d1": {"finance"},
		asked + "agriculture": {"agriculture"}, asked + "agriculture/d1": nil, late: {"chair", "labour"}} {
		var got []string
		err := s.d.db.InTenant(system, tenant, func(ctx context.Context, tx database.Tx) error {
			list, err := s.d.notify.Receipts(ctx, tx, key)
			for _, one := range list {
				got = append(got, strings.TrimSuffix(one.Username, "@"+tenant))
			}
			return err
		})
		slices.Sort(got)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s reached %v, %v; want %v", key, got, err, want)
		}
	}
}

// opinions lets the offices answer and the drafter decide.
func (s *stage) opinions(t *testing.T, year int, commune planning.Candidate) {
	t.Helper()
	const tenant = "dak-rlap"
	say := func(who string, body map[string]any, want string) {
		s.post(t, who, tenant, year, "consultation/opinions", body, want)
	}
	var part planning.Part
	read := func() {
		s.api(t, "labour@"+tenant, http.MethodGet, fmt.Sprintf("/api/tenants/%s/plans/%d/sections/1-1", tenant, year), nil).decode(t, &part)
	}
	read()
	say("agriculture", map[string]any{"office": "agriculture", "verdict": "agree"}, "")
	say("agriculture", map[string]any{"office": "finance", "verdict": "agree"}, "not_your_office")
	say("agriculture", map[string]any{"office": "construction", "verdict": "agree"}, "not_asked")
	say("commune-"+commune.UnitCode, map[string]any{"office": "agriculture", "verdict": "agree"}, "out_of_scope")
	say("commune-"+commune.UnitCode, map[string]any{"office": commune.Office, "verdict": "disagree"}, "opinion_incomplete")
	say("commune-"+commune.UnitCode, map[string]any{"office": commune.Office, "verdict": "disagree", "reason": "Thiếu vốn đối ứng."}, "")
	say("finance", map[string]any{"office": "finance", "verdict": "propose", "section": "1-1", "proposed": part.Text}, "opinion_incomplete")
	say("finance", map[string]any{"office": "finance", "verdict": "propose", "section": "1-1", "proposed": part.Text + "\nTheo quý."}, "")
	say("labour", map[string]any{"office": "health", "verdict": "agree"}, "opinion_incomplete") // the letter is not named
	s.post(t, "labour", tenant, year, "consultation/conclude", nil, "opinions_undecided")
	decide := func(who string, seq int, body map[string]any, want string) {
		s.post(t, who, tenant, year, fmt.Sprintf("consultation/opinions/%d", seq), body, want)
	}
	decide("finance", 3, map[string]any{"outcome": "taken"}, "forbidden")
	decide("labour", 2, map[string]any{"outcome": "declined"}, "opinion_incomplete")
	decide("labour", 2, map[string]any{"outcome": "declined", "word": "Vốn đối ứng đã bố trí ở Điều 8."}, "")
	if a := s.api(t, "labour@"+tenant, http.MethodPut, fmt.Sprintf("/api/tenants/%s/plans/%d/sections/1-1", tenant, year),
		map[string]string{"tag": part.Tag, "title": part.Title, "text": part.Text + "\nHằng tháng."}); a.status != http.StatusOK {
		t.Fatalf("an edit in consultation: %d %s", a.status, a.body)
	}
	decide("labour", 3, map[string]any{"outcome": "taken"}, "stale_edit")
	read()
	decide("labour", 3, map[string]any{"outcome": "taken", "tag": part.Tag, "text": part.Text + "\nTheo quý."}, "")
	read()
	if !strings.Contains(part.Text, "Hằng tháng.") || !strings.Contains(part.Text, "Theo quý.") {
		t.Errorf("what was taken up did not join what was written meanwhile: %q", part.Text)
	}
	decide("labour", 3, map[string]any{"outcome": "declined", "word": "x"}, "opinion_decided")
	s.post(t, "labour", tenant, year, "consultation/conclude", nil, "draft")
	s.summary(t, year)
}

// summary reads the table of opinions: silence stands there as silence.
func (s *stage) summary(t *testing.T, year int) {
	t.Helper()
	var page strings.Builder
	ctx := identity.With(t.Context(), identity.Operator())
	if _, err := s.d.apps.planning.Summary(ctx, "dak-rlap", year, 0, "html", &page); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"BẢNG TỔNG HỢP", "Phòng Y tế", "Chưa có ý kiến", "Thiếu vốn đối ứng.", "Không tiếp thu. Vốn đối ứng đã bố trí ở Điều 8.", "1 chưa có ý kiến"} {
		if !strings.Contains(page.String(), words) {
			t.Errorf("the summary lacks %q", words)
		}
	}
	v := s.signedIn(t, "labour@dak-rlap")
	for _, format := range []string{"pdf", "docx"} {
		if a := v.get(t, fmt.Sprintf("/t/dak-rlap/plans/%d/consultation/summary/%s", year, format)); a.status != http.StatusOK || len(a.body) < 1000 {
			t.Errorf("summary as %s: %d, %d bytes", format, a.status, len(a.body))
		}
	}
}

// At one moment the clerk numbers, the leader takes the approval back, and another
// leader returns the plan: one of them wins, the others are told so, and nothing
// of a lost step stays.
func TestStepsAtOnce(t *testing.T) {
	s := staged(t)
	const tenant = "dak-song"
	for year := 2061; year <= 2066; year++ {
		s.upload(t, "labour@"+tenant, tenant, year, "kh.txt", s.seedText(t, tenant, year), "")
		s.step(t, "labour", tenant, year, "submit", "", "submitted")
		chairs := s.atOnce(t, []string{"chair", "vicechair", "chair"}, func(ctx context.Context) error {
			_, err := s.d.apps.planning.Approve(ctx, tenant, year)
			return err
		})
		if chairs[""] != 1 || chairs["wrong_state"] != 2 {
			t.Errorf("%d: three approve at once: %v", year, chairs)
		}
		s.race(t, tenant, year)
	}
}

// race lets three people take different steps on an approved plan at once.
func (s *stage) race(t *testing.T, tenant string, year int) {
	t.Helper()
	p := s.d.apps.planning
	var mu sync.Mutex
	won, codes := "", map[string]int{}
	try := func(name string, step func(context.Context) error) func(context.Context) error {
		return func(ctx context.Context) error {
			err := step(ctx)
			mu.Lock()
			defer mu.Unlock()
			if codes[fault.CodeOf(err)]++; err == nil {
				won = name
			}
			return nil
		}
	}
	steps := map[string]func(context.Context) error{
		"clerk": try("issued", func(ctx context.Context) error { _, err := p.Issue(ctx, tenant, year); return err }),
		"chair": try("submitted", func(ctx context.Context) error {
			_, err := p.TakeBack(ctx, tenant, year, planning.StepApprove, "Xem lại.")
			return err
		}),
		"vicechair": try("returned", func(ctx context.Context) error {
			_, err := p.Return(ctx, tenant, year, "Sửa.", planning.Party{})
			return err
		}),
	}
	var all sync.WaitGroup
	for who, step := range steps {
		ctx, err := s.d.as(context.Background(), who+"@"+tenant)
		if err != nil {
			t.Fatal(err)
		}
		all.Go(func() { _ = step(ctx) })
	}
	all.Wait()
	at := s.versionAt(t, tenant, year, 1)
	if lost := codes["wrong_state"] + codes["not_the_last_step"] + codes["forbidden"]; codes[""]+lost != 3 || codes[""] < 1 || codes[""] > 2 {
		t.Errorf("%d: %v", year, codes)
	}
	// Taken back and then returned is the one order in which two can win.
	if codes[""] == 1 && at.State != won || (at.Number > 0) != (at.State == "issued") {
		t.Errorf("%d: %s won, the plan is %+v", year, won, at)
	}
}

// atOnce runs a step by several people at the same moment and counts the codes.
func (s *stage) atOnce(t *testing.T, people []string, step func(context.Context) error) map[string]int {
	t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	codes := map[string]int{}
	for _, who := range people {
		ctx, err := s.d.as(context.Background(), who+"@dak-song")
		if err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			err := step(ctx)
			mu.Lock()
			defer mu.Unlock()
			codes[fault.CodeOf(err)]++
		})
	}
	all.Wait()
	return codes
}
