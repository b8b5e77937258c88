package records_test

import (
	"context"
	"testing"
	"time"

	"vuon/apps/records"
	"vuon/platform/database"
)

func page() database.Page { return database.Page{Limit: 100} }

// redeliver lets the delivery of a document run once more, as after a crash.
func (o *office) redeliver(id string) {
	o.t.Helper()
	o.must(o.DB.InTenant(o.t.Context(), "krong-no", func(ctx context.Context, tx database.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE records_lines SET delivered_at = NULL WHERE outgoing_id = ?", id); err != nil {
			return err
		}
		_, err := o.Jobs.Enqueue(ctx, tx, records.JobDeliver, map[string]string{"outgoing": id})
		return err
	}))
}

func day(d int) time.Time { return time.Date(2024, 2, d, 0, 0, 0, 0, time.UTC) }

func TestAnIncomingDocumentGoesThroughTheOffices(t *testing.T) {
	o := newOffice(t)
	clerk := o.as("clerk@krong-no")
	_, err := o.Arrive(o.as("labour@krong-no"), "krong-no", records.ArrivalForm{Sender: "Sở Y tế", Abstract: "Về dinh dưỡng"})
	o.want(err, "forbidden")
	_, err = o.Arrive(clerk, "krong-no", records.ArrivalForm{Sender: "Sở Y tế"})
	o.want(err, "no_abstract")
	in, err := o.Arrive(clerk, "krong-no", records.ArrivalForm{Sender: "Sở Y tế", Number: "15/SYT-NV", Dated: day(1), Abstract: "Về dinh dưỡng", Deadline: day(8)}, pdf("công văn"))
	o.must(err)
	_, err = o.HandOn(clerk, "krong-no", in.ID, records.Handing{})
	o.want(err, "no_recipient")
	_, err = o.HandOn(clerk, "krong-no", in.ID, records.Handing{To: []string{"role:vicechair"}, Remark: "Kính trình"})
	o.must(err)
	letter := o.inbox("vicechair@krong-no", true)[0]
	o.must(o.PassOn(o.as("vicechair@krong-no"), "krong-no", letter.ID, records.Handing{To: []string{"office:labour", "unit:24697"}, Remark: "Giao tham mưu trả lời"}))
	mine := o.inbox("labour@krong-no", true)[0]
	if mine.Remark != "Giao tham mưu trả lời" || mine.SentBy != "Bà vicechair@krong-no" || mine.Due == nil || !mine.Due.Equal(day(8)) {
		t.Errorf("%+v", mine.Slip)
	}
	o.want(o.Answer(o.as("agriculture@krong-no"), "krong-no", mine.ID, "xong", ""), "record_unknown")
	o.want(o.Answer(o.as("labour@krong-no"), "krong-no", mine.ID, "", ""), "no_result")
	answer := o.numbered("Trả lời Sở Y tế", "Sở Y tế")
	o.must(o.Answer(o.as("labour@krong-no"), "krong-no", mine.ID, "Đã tham mưu văn bản trả lời", answer.ID))
	if a := o.arrival(in.ID); a.State != records.InHand || a.Incoming.Answer != answer.ID {
		t.Errorf("with the commune still at it: %+v", a.Incoming)
	}
	commune := o.inbox("officer-24697@krong-no", true)[0]
	o.must(o.Answer(o.as("officer-24697@krong-no"), "krong-no", commune.ID, "Đã rà soát", answer.ID))
	a := o.arrival(in.ID)
	if a.State != records.Handled || a.DoneBy != "Bà officer-24697@krong-no" || a.Answer.Number != answer.Number || len(a.Slips) != 3 {
		t.Errorf("%+v, %d slips", a.Incoming, len(a.Slips))
	}
	o.want(o.PassOn(o.as("vicechair@krong-no"), "krong-no", letter.ID, records.Handing{To: []string{"office:finance"}}), "record_done")
	if list := o.inbox("vicechair@krong-no", true); len(list) != 0 {
		t.Errorf("the vice-chair still has %+v", list)
	}
}

func (o *office) arrival(id string) records.Arrival {
	o.t.Helper()
	a, err := o.Arrival(o.as("clerk@krong-no"), "krong-no", id)
	o.must(err)
	return a
}

func TestTheRegisterIsSearchedWithoutDiacritics(t *testing.T) {
	o := newOffice(t)
	for _, sender := range []string{"Sở Y tế", "Sở Tài chính", "Ngân hàng 100%"} {
		_, err := o.Arrive(o.as("clerk@krong-no"), "krong-no", records.ArrivalForm{Sender: sender, Abstract: "Về việc chung"})
		o.must(err)
	}
	for query, want := range map[string]int{"so tai chinh": 1, "SỞ": 2, "100%": 1, "0%1": 0, "viec chung": 3} {
		list, _, err := o.Arrivals(o.as("labour@krong-no"), "krong-no", records.IncomingFilter{Year: 2024, Query: query}, page())
		if err != nil || len(list) != want {
			t.Errorf("%q finds %d, %v; want %d", query, len(list), err, want)
		}
	}
	first, next, err := o.Arrivals(o.as("labour@krong-no"), "krong-no", records.IncomingFilter{}, database.Page{Limit: 2})
	o.must(err)
	rest, end, err := o.Arrivals(o.as("labour@krong-no"), "krong-no", records.IncomingFilter{}, database.Page{Limit: 2, After: next})
	if err != nil || len(first) != 2 || len(rest) != 1 || end != "" {
		t.Errorf("%d, %d, %q, %v", len(first), len(rest), end, err)
	}
	o.sent("Về chuyển đổi số", "Lưu: VT")
	for query, want := range map[string]int{"chuyen doi": 1, "01/TB": 1, "xuan danh": 1, "khong co": 0} {
		list, err := o.Book(o.as("labour@krong-no"), "krong-no", records.BookFilter{Year: 2024, Query: query})
		if err != nil || len(list) != want {
			t.Errorf("%q finds %d, %v; want %d", query, len(list), err, want)
		}
	}
}

func (o *office) kinds(name string) map[string]int {
	o.t.Helper()
	items, err := o.Work(o.as(name))
	o.must(err)
	kinds := map[string]int{}
	for _, item := range items {
		kinds[item.Kind.VI]++
	}
	return kinds
}

func (o *office) told(name, kind string) (n int) {
	o.t.Helper()
	list, _, err := o.Notify.List(o.t.Context(), o.people[name].Tenant, o.people[name].Account, false, page())
	o.must(err)
	for _, m := range list {
		if m.Kind == kind {
			n++
		}
	}
	return n
}

func TestWhatIsLateGoesUp(t *testing.T) {
	o := newOffice(t)
	in, err := o.Arrive(o.as("clerk@krong-no"), "krong-no", records.ArrivalForm{Sender: "Sở Y tế", Abstract: "Về dinh dưỡng"})
	o.must(err)
	if got := o.kinds("clerk@krong-no"); got["Chuyển xử lý văn bản đến"] != 1 {
		t.Errorf("the clerk has %v", got)
	}
	_, err = o.HandOn(o.as("vicechair@krong-no"), "krong-no", in.ID, records.Handing{To: []string{"office:labour"}, Due: day(7)})
	o.must(err)
	if got := o.kinds("labour@krong-no"); got["Xử lý văn bản đến"] != 1 {
		t.Errorf("labour has %v", got)
	}
	if got := o.kinds("chair@krong-no"); len(got) != 0 {
		t.Errorf("in time the chair has %v", got)
	}
	o.clk.Advance(62*time.Hour + 59*time.Minute) // the last minute of the 7th here
	if got := o.kinds("chair@krong-no"); len(got) != 0 {
		t.Errorf("in the last minute the chair has %v", got)
	}
	o.clk.Advance(time.Minute)
	late := "Quá hạn ở Phòng Lao động - Thương binh và Xã hội"
	for _, name := range []string{"chair@krong-no", "vicechair@krong-no"} {
		if got := o.kinds(name); got[late] != 1 {
			t.Errorf("%s has %v", name, got)
		}
	}
	if got := o.kinds("finance@krong-no"); len(got) != 0 {
		t.Errorf("finance has %v", got)
	}
	for range 2 { // twice an hour, or by two processes
		o.must(o.Keep(o.t.Context(), "krong-no"))
	}
	for name, kind := range map[string]string{"labour@krong-no": "records.overdue", "chair@krong-no": "records.escalated", "vicechair@krong-no": "records.escalated"} {
		if n := o.told(name, kind); n != 1 {
			t.Errorf("%s was told %d times", name, n)
		}
	}
}

func TestWhoHasNotConfirmedIsReminded(t *testing.T) {
	o := newOffice(t)
	o.sent("Về tập huấn", "UBND xã Nam Đà", "Phòng TC-KH", "UBND huyện Cư Jút")
	o.work("krong-no")
	o.must(o.Receive(o.as("finance@krong-no"), "krong-no", o.inbox("finance@krong-no", true)[0].ID))
	o.clk.Advance(97 * time.Hour)
	for _, tenant := range []string{"krong-no", "cu-jut"} {
		o.must(o.Keep(o.t.Context(), tenant))
	}
	for name, want := range map[string]int{"officer-24697@krong-no": 1, "finance@krong-no": 0} {
		if n := o.told(name, "records.unconfirmed"); n != want {
			t.Errorf("%s was reminded %d times, want %d", name, n, want)
		}
	}
	if o.told("clerk@cu-jut", "records.unregistered") != 1 || o.told("clerk@krong-no", "records.unreceived") != 1 {
		t.Error("the clerks were not told")
	}
}

func TestThePublicSeesReleasedPlansOfTenantsThatShowThem(t *testing.T) {
	o := newOffice(t)
	plan := records.Outgoing{Kind: "KH", Year: 2024, Number: 5, Symbol: "KH-UBND", Dated: day(5), Abstract: "Triển khai chương trình", Object: "plan", ObjectID: "2024/1", Recipients: []string{"Lưu: VT"}}
	for _, tenant := range []string{"krong-no", "cu-jut"} {
		o.must(o.DB.InTenant(o.as("clerk@"+tenant), tenant, func(ctx context.Context, tx database.Tx) error {
			id, err := o.Distribute(ctx, tx, plan)
			again, err2 := o.Distribute(ctx, tx, plan)
			if id != again || err2 != nil {
				t.Errorf("distributed again as %s, %v", again, err2)
			}
			return err
		}))
	}
	own := o.sent("Về việc riêng", "Lưu: VT")
	_, list, err := o.PublicPlans(t.Context(), "krong-no")
	if err != nil || len(list) != 1 || list[0].Record.Abstract != "Triển khai chương trình" || list[0].PDF != -1 {
		t.Fatalf("%+v, %v", list, err)
	}
	_, _, err = o.PublicPlan(t.Context(), "krong-no", own.ID)
	o.want(err, "record_unknown")
	_, _, err = o.OpenPublic(t.Context(), "krong-no", list[0].ID)
	o.want(err, "record_unknown")
	_, _, err = o.PublicPlans(t.Context(), "cu-jut") // does not show them
	o.want(err, "record_unknown")
	o.must(o.DB.InTenant(o.as("clerk@krong-no"), "krong-no", func(ctx context.Context, tx database.Tx) error {
		return o.Recall(ctx, tx, "plan", "2024/1", "Thu hồi để sửa")
	}))
	if _, list, err = o.PublicPlans(t.Context(), "krong-no"); err != nil || len(list) != 0 {
		t.Errorf("recalled: %+v, %v", list, err)
	}
}
