package supervision_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/apps/planning"
	"vuon/apps/planning/planreader"
	"vuon/apps/supervision"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
)

// person is somebody with an account, who can be told things.
func (w *world) person(t *testing.T, tenant, role string) context.Context {
	t.Helper()
	g := identity.Grant{Role: role}
	a, err := w.people.AddAccount(identity.With(t.Context(), identity.Operator()), identity.NewAccount{Username: role + "@" + tenant, Name: role,
		Memberships: []identity.Membership{{Tenant: tenant, Grant: g}}})
	if err != nil {
		t.Fatal(err)
	}
	return identity.With(t.Context(), identity.Actor{Account: a.ID, Username: a.Username, Name: a.Name, Tenant: tenant, Roles: []identity.Grant{g}})
}

// run runs the province's jobs until none waits.
func (w *world) run(t *testing.T, tenants ...string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = w.Jobs.RunRelay(ctx) })
	running.Go(func() { _ = w.Jobs.RunWorkers(ctx, 2) })
	defer running.Wait()
	defer stop()
	for _, tenant := range tenants {
		list, _, err := w.Jobs.List(t.Context(), tenant, jobs.Filter{}, database.Page{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, job := range list {
			if job, err := w.Jobs.Wait(t.Context(), tenant, job.ID); err != nil || job.State != jobs.Done {
				t.Fatalf("%s is %s: %v %v", job.Kind, job.State, job.Error, err)
			}
		}
	}
}

func TestGuidanceReachesEveryDistrict(t *testing.T) {
	w := newWorld(t)
	supervisor, labour := w.person(t, "dak-nong", "province-supervisor"), w.person(t, "krong-no", "labour")
	g, err := w.Guidance(supervisor, "dak-nong", 2025)
	if err != nil {
		t.Fatal(err)
	}
	submit, issue := time.Date(2025, 1, 10, 0, 0, 0, 0, i18n.Zone()), time.Date(2025, 2, 10, 0, 0, 0, 0, i18n.Zone())
	g.Body, g.Submit, g.Issue = "Bám sát chỉ tiêu tỉnh giao.", &issue, &submit
	_, err = w.SaveGuidance(supervisor, "dak-nong", g, nil)
	want(t, err, "guidance_incomplete") // issued before it is submitted
	g.Submit, g.Issue = &submit, &issue
	g.Targets = []planreader.Target{{Indicator: "poor_rate", Direction: "decrease", Amount: 2, Unit: "percentage_point", Population: "all", AtLeast: true}}
	raw, err := os.ReadFile("../../tenants/dak-nong/krong-no/plan-2024.txt")
	if err != nil {
		t.Fatal(err)
	}
	raw = bytes.ReplaceAll(raw, []byte("năm 2024"), []byte("năm 2025"))
	saved, err := w.SaveGuidance(supervisor, "dak-nong", g, &planning.Upload{Name: "mau.txt", Size: int64(len(raw)), Body: bytes.NewReader(raw)})
	if err != nil || len(saved.Template.Sections) != 6 {
		t.Fatalf("%v, %+v", err, saved.Template)
	}
	_, err = w.SaveGuidance(supervisor, "dak-nong", g, nil)
	want(t, err, "guidance_changed")
	if got, err := w.Planning.ReadGuidance(labour, "krong-no", 2025); err != nil || got != nil {
		t.Errorf("before it is sent a district reads %+v, %v", got, err)
	}
	for range 2 { // sent twice, it arrives once
		if _, err := w.Publish(supervisor, "dak-nong", 2025); err != nil {
			t.Fatal(err)
		}
		w.run(t, "dak-nong")
	}
	if list, _, err := w.Notify.List(t.Context(), "krong-no", actor(labour).Account, false, database.Page{}); err != nil || len(list) != 1 {
		t.Errorf("the labour office is told %d times, %v", len(list), err)
	}
	got, err := w.Planning.ReadGuidance(labour, "krong-no", 2025)
	if err != nil || got.Body != g.Body || got.Targets[0].Amount != 2 || !got.Submit.Equal(submit) || got.Sender != "Tỉnh Đắk Nông" || got.ReceivedBy != "labour" {
		t.Errorf("received: %+v, %v", got, err)
	}
	list, err := w.Reached(supervisor, "dak-nong", 2025)
	read := 0
	for _, r := range list {
		if r.Guidance == nil {
			t.Errorf("%s has not received it", r.Name)
		} else if r.Guidance.ReceivedAt != nil {
			read++
		}
	}
	if err != nil || len(list) != 8 || read != 1 {
		t.Errorf("%d districts, %d read it, %v", len(list), read, err)
	}
	if plans, err := w.Planning.List(labour, "krong-no"); err != nil || len(plans) != 0 {
		t.Errorf("the guidance made a plan: %+v, %v", plans, err)
	}
}

func actor(ctx context.Context) identity.Actor {
	a, _ := identity.From(ctx)
	return a
}

func TestProvinceAndDistrictTalkBesideThePlan(t *testing.T) {
	w := newWorld(t)
	w.plan(t, "krong-no", 2024, planning.Issued)
	supervisor, labour, stranger := w.person(t, "dak-nong", "province-supervisor"), w.person(t, "krong-no", "labour"), as(t, "lam-dong", "province-supervisor")
	before := w.content(t)
	d := supervision.Draft{Year: 2024, Kind: supervision.Request, Section: "I.1", Title: "Chỉ tiêu thấp", Body: "Đề nghị nâng mức giảm lên 2 điểm."}
	_, err := w.Send(stranger, "krong-no", d)
	want(t, err, "tenant_unknown")
	_, err = w.Send(labour, "krong-no", d)
	want(t, err, "forbidden")
	_, err = w.Send(supervisor, "krong-no", supervision.Draft{Year: 2024, Kind: supervision.Remark})
	want(t, err, "letter_incomplete")
	l, err := w.Send(supervisor, "krong-no", d)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(w.read(t, "krong-no"), "province-supervisor@dak-nong supervision.remark "+l.ID) {
		t.Error("the district's audit does not know of the letter")
	}
	if items, err := w.Work(labour); err != nil || len(items) != 1 {
		t.Errorf("%d letters wait for the district, %v", len(items), err)
	}
	if c, err := w.Letter(supervisor, "krong-no", l.ID); err != nil || c.Letter.ReadAt != nil || len(c.Receipts) != 1 || c.Receipts[0].ReadAt != nil {
		t.Errorf("before it is opened: %+v, %v", c, err)
	}
	if c, err := w.Letter(labour, "krong-no", l.ID); err != nil || c.Letter.ReadBy != "labour" {
		t.Errorf("opened: %+v, %v", c.Letter, err)
	}
	if err := w.Reply(labour, "krong-no", l.ID, "Huyện sẽ sửa đổi trong tháng 3.", false); err != nil {
		t.Fatal(err)
	}
	w.run(t, "dak-nong", "krong-no")
	if list, _, err := w.Notify.List(t.Context(), "dak-nong", actor(supervisor).Account, false, database.Page{}); err != nil || len(list) != 1 {
		t.Errorf("the province is told %d times, %v", len(list), err)
	}
	sent, err := w.Sent(supervisor, "dak-nong", 2024)
	if err != nil || len(sent) != 1 || sent[0].State != supervision.LetterAnswered || sent[0].ReadAt == nil {
		t.Errorf("sent: %+v, %v", sent, err)
	}
	if err := w.Reply(supervisor, "krong-no", l.ID, "Đồng ý.", true); err != nil {
		t.Fatal(err)
	}
	want(t, w.Reply(labour, "krong-no", l.ID, "Xin cảm ơn.", false), "letter_closed")
	if after := w.content(t); after != before {
		t.Error("talking changed the plan")
	}
}

// content is every plan of Krông Nô, as it lies in the database.
func (w *world) content(t *testing.T) (digest string) {
	t.Helper()
	err := w.db.InTenant(t.Context(), "krong-no", func(ctx context.Context, tx database.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT md5(string_agg(v::text, '|' ORDER BY year, version)) FROM planning_versions v").Scan(&digest)
	})
	if err != nil {
		t.Fatal(err)
	}
	return digest
}

func TestTheFrontWritesNotes(t *testing.T) {
	w := newWorld(t)
	front, labour := w.person(t, "krong-no", "front"), w.person(t, "krong-no", "labour")
	d := supervision.Draft{Year: 2024, Title: "Bình xét chưa công khai", Body: "Đề nghị niêm yết danh sách tại thôn."}
	_, err := w.WriteNote(labour, "krong-no", d)
	want(t, err, "forbidden")
	l, err := w.WriteNote(front, "krong-no", d)
	if err != nil || l.Kind != supervision.Note {
		t.Fatal(l, err)
	}
	if err := w.Reply(labour, "krong-no", l.ID, "Đã chỉ đạo các xã niêm yết.", false); err != nil {
		t.Fatal(err)
	}
	if list, _, err := w.Notify.List(t.Context(), "krong-no", actor(front).Account, false, database.Page{}); err != nil || len(list) != 1 {
		t.Errorf("the Front is told %d times, %v", len(list), err)
	}
	if err := w.Reply(front, "krong-no", l.ID, "Đã kiểm tra, đúng.", true); err != nil {
		t.Fatal(err)
	}
	if sent, err := w.Sent(as(t, "dak-nong", "province-supervisor"), "dak-nong", 2024); err != nil || len(sent) != 0 {
		t.Errorf("the Front's notes are not the province's letters: %+v, %v", sent, err)
	}
}

func TestRemindersGoToTheChosen(t *testing.T) {
	w := newWorld(t)
	supervisor := w.person(t, "dak-nong", "province-department")
	d := supervision.Draft{Year: 2024, Title: "Đôn đốc", Body: "Đề nghị trình kế hoạch."}
	_, err := w.Remind(supervisor, "dak-nong", []string{"da-lat"}, d)
	want(t, err, "no_district")
	if n, err := w.Remind(supervisor, "dak-nong", []string{"krong-no", "cu-jut", "da-lat"}, d); err != nil || n != 2 {
		t.Errorf("%d reminded, %v", n, err)
	}
}

func TestTargetsSideBySide(t *testing.T) {
	poor := func(amount float64) planreader.Target {
		return planreader.Target{Indicator: "poor_rate", Direction: "decrease", Amount: amount, Unit: "percentage_point", Population: "all"}
	}
	side := func(tenant string, targets ...planreader.Target) supervision.Side {
		return supervision.Side{Tenant: tenant, Version: planning.Version{Version: 1, Plan: planreader.Plan{Targets: targets}}}
	}
	jobs := planreader.Target{Indicator: "job_placements", Direction: "reach", Amount: 100, Unit: "count", Population: "all"}
	lines := supervision.Targets([]supervision.Side{side("a", jobs, poor(0.5)), side("b", poor(2)), side("c")}, []planreader.Target{poor(1)})
	if len(lines) != 2 || lines[0].Asked == nil || lines[0].By["a"].Amount != 0.5 || lines[0].By["b"].Amount != 2 || lines[1].By["a"].Amount != 100 {
		t.Fatalf("%+v", lines)
	}
	if supervision.Meets(lines[0].By["a"], *lines[0].Asked) || !supervision.Meets(lines[0].By["b"], *lines[0].Asked) {
		t.Error("0.5 meets 1, or 2 does not")
	}
}
