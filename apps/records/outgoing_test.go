package records_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	"vuon/apps/records"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/jobs"
)

func TestNumbersHaveNoGapsWhenManyRegisterAtOnce(t *testing.T) {
	o := newOffice(t)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			r, err := o.Prepare(o.as("clerk@krong-no"), "krong-no", "", records.DraftForm{Kind: "QĐ", Abstract: fmt.Sprintf("Quyết định %d", i), Recipients: []string{"Lưu: VT"}})
			if err != nil {
				t.Error(err)
				return
			}
			if _, err = o.Number(o.as("clerk@krong-no"), "krong-no", r.ID, time.Time{}); err != nil {
				t.Error(err)
			}
			_, err = o.Number(o.as("clerk@krong-no"), "krong-no", r.ID, time.Time{}) // pressed twice
			o.want(err, "wrong_state")
			in, err := o.Arrive(o.as("clerk@krong-no"), "krong-no", records.ArrivalForm{Sender: "UBND tỉnh", Abstract: fmt.Sprintf("Công văn %d", i)})
			if err != nil || in.Arrival == 0 {
				t.Errorf("%+v, %v", in, err)
			}
		})
	}
	all.Wait()
	book, err := o.Book(o.as("chair@krong-no"), "krong-no", records.BookFilter{Year: 2024, Kind: "QĐ"})
	o.must(err)
	var numbers []int
	for _, e := range book {
		numbers = append(numbers, e.Number)
	}
	slices.Sort(numbers)
	arrivals, err := o.IncomingBook(o.as("chair@krong-no"), "krong-no", 2024)
	o.must(err)
	for i := range 20 {
		if len(numbers) != 20 || numbers[i] != i+1 || len(arrivals) != 20 || arrivals[i].Arrival != i+1 {
			t.Fatalf("numbers %v, %d arrivals", numbers, len(arrivals))
		}
	}
	if book[0].Symbol != "QĐ-UBND" || book[0].State() != records.Numbered {
		t.Errorf("%+v", book[0])
	}
}

func TestARealListOfRecipientsFindsItsInboxes(t *testing.T) {
	o := newOffice(t)
	r := o.sent("Về tập huấn", "Sở LĐ-TB&XH", "TT. Huyện ủy (B/c)", "CT, các PCT UBND huyện", "Các tổ chức chính trị - xã hội huyện", "Các phòng, ban, ngành huyện",
		"UBND các xã, thị trấn", "UBND huyện Cư Jút", "Lưu: VT")
	for _, name := range []string{"chair@krong-no", "vicechair@krong-no", "labour@krong-no", "agriculture@krong-no", "finance@krong-no", "front@krong-no", "officer-24697@krong-no", "officer-24700@krong-no"} {
		if list := o.inbox(name, true); len(list) != 1 || list[0].Abstract != "Về tập huấn" || list[0].Number != "01/TB-UBND" {
			t.Errorf("%s has %+v", name, list)
		}
	}
	if list := o.inbox("clerk@krong-no", false); len(list) != 0 {
		t.Errorf("the clerk has %+v", list)
	}
	letter := o.inbox("officer-24697@krong-no", true)[0]
	body, f, err := o.OpenLetter(o.as("officer-24697@krong-no"), "krong-no", letter.ID, 0)
	o.must(err)
	raw, err := io.ReadAll(body)
	o.must(err)
	if f.Name != "Về tập huấn.pdf" || len(raw) == 0 {
		t.Errorf("%+v, %d bytes", f, len(raw))
	}
	o.must(o.Receive(o.as("officer-24697@krong-no"), "krong-no", letter.ID))
	o.must(o.Receive(o.as("officer-24697@krong-no"), "krong-no", letter.ID))
	o.want(o.Receive(o.as("officer-24700@krong-no"), "krong-no", letter.ID), "record_unknown") // another commune's
	sheet, err := o.Outgoing(o.as("clerk@krong-no"), "krong-no", r.ID)
	o.must(err)
	for _, l := range sheet.Lines {
		if got := l.ReceivedBy; (l.Target == "unit:24697") != (got == "Bà officer-24697@krong-no") {
			t.Errorf("%s was received by %q", l.Target, got)
		}
		if l.Name == "TT. Huyện ủy" {
			o.must(o.Tick(o.as("clerk@krong-no"), "krong-no", r.ID, records.ByPost, l.Seq))
		}
	}
	sheet, err = o.Outgoing(o.as("clerk@krong-no"), "krong-no", r.ID)
	o.must(err)
	if i := slices.IndexFunc(sheet.Lines, func(l records.Line) bool { return l.Name == "TT. Huyện ủy" }); sheet.Lines[i].SentHow != records.ByPost || sheet.Lines[i].SentBy == "" {
		t.Errorf("%+v", sheet.Lines[i])
	}
	if len(sheet.Lines) < 25 || sheet.Lines[0].Target != "tenant:dak-nong" {
		t.Errorf("%d lines, the first to %s", len(sheet.Lines), sheet.Lines[0].Target)
	}
}

func TestOtherTenantsGetItOnceAndTheSenderSeesTheReceipt(t *testing.T) {
	o := newOffice(t)
	r := o.sent("Về phối hợp", "UBND huyện Cư Jút", "Sở LĐ-TB&XH")
	o.work("krong-no")
	for _, at := range []string{"clerk@cu-jut", "department@dak-nong"} {
		list, _, err := o.Arrivals(o.as(at), o.people[at].Tenant, records.IncomingFilter{}, page())
		o.must(err)
		if len(list) != 1 || list[0].Sender != "UBND huyện Krông Nô" || list[0].Arrival != 0 || len(list[0].Files) != 1 {
			t.Fatalf("%s has %+v", at, list)
		}
	}
	list, _, err := o.Arrivals(o.as("clerk@cu-jut"), "cu-jut", records.IncomingFilter{}, page())
	o.must(err)
	id := list[0].ID
	body, _, err := o.OpenFile(o.as("labour@cu-jut"), "cu-jut", id, 0)
	o.must(err)
	raw, err := io.ReadAll(body)
	o.must(err)
	if string(raw) != "%PDF-1.4\n% Về phối hợp\n%%EOF\n" {
		t.Errorf("the file is %q", raw)
	}
	in, err := o.Enter(o.as("clerk@cu-jut"), "cu-jut", id, time.Time{})
	o.must(err)
	_, err = o.Enter(o.as("clerk@cu-jut"), "cu-jut", id, time.Time{})
	o.want(err, "record_done")
	if in.Arrival != 1 || in.State != records.Waiting {
		t.Errorf("%+v", in)
	}
	o.redeliver(r.ID)
	o.work("cu-jut", "krong-no")
	if list, _, err = o.Arrivals(o.as("clerk@cu-jut"), "cu-jut", records.IncomingFilter{}, page()); err != nil || len(list) != 1 {
		t.Errorf("delivered again it is there %d times, %v", len(list), err)
	}
	sheet, err := o.Outgoing(o.as("clerk@krong-no"), "krong-no", r.ID)
	o.must(err)
	if l := sheet.Lines[0]; l.ReceivedBy != "Bà clerk@cu-jut" || l.DeliveredAt == nil {
		t.Errorf("%+v", l)
	}
	if l := sheet.Lines[1]; l.ReceivedBy != "" || l.DeliveredAt == nil {
		t.Errorf("%+v", l)
	}
}

func TestARecallIsSeenEverywhereAndDeletesNothing(t *testing.T) {
	o := newOffice(t)
	r := o.sent("Về đo đạc", "UBND huyện Cư Jút", "UBND các xã, thị trấn")
	o.work("krong-no")
	list, _, err := o.Arrivals(o.as("clerk@cu-jut"), "cu-jut", records.IncomingFilter{}, page())
	o.must(err)
	_, err = o.Enter(o.as("clerk@cu-jut"), "cu-jut", list[0].ID, time.Time{})
	o.must(err)
	_, err = o.HandOn(o.as("clerk@cu-jut"), "cu-jut", list[0].ID, records.Handing{To: []string{"office:labour"}})
	o.must(err)
	_, err = o.Withdraw(o.as("clerk@krong-no"), "krong-no", r.ID, " ")
	o.want(err, "no_reason")
	_, err = o.Withdraw(o.as("labour@krong-no"), "krong-no", r.ID, "Sai thẩm quyền")
	o.want(err, "forbidden")
	_, err = o.Withdraw(o.as("clerk@krong-no"), "krong-no", r.ID, "Sai thẩm quyền")
	o.must(err)
	o.work("krong-no")
	for _, name := range []string{"officer-24697@krong-no", "labour@cu-jut"} {
		letters := o.inbox(name, false)
		if len(letters) != 1 || letters[0].RecallReason != "Sai thẩm quyền" || len(o.inbox(name, true)) != 0 {
			t.Errorf("%s has %+v", name, letters)
		}
		o.want(o.Receive(o.as(name), o.people[name].Tenant, letters[0].ID), "record_recalled")
	}
	in, err := o.Arrival(o.as("clerk@cu-jut"), "cu-jut", list[0].ID)
	o.must(err)
	if in.RecalledAt == nil || in.RecallReason != "Sai thẩm quyền" || in.Incoming.Arrival != 1 {
		t.Errorf("%+v", in.Incoming)
	}
	next := o.numbered("Về đo đạc lại", "Lưu: VT")
	if next.Number != r.Number+1 {
		t.Errorf("after the void number %d comes %d", r.Number, next.Number)
	}
	book, err := o.Book(o.as("clerk@krong-no"), "krong-no", records.BookFilter{Year: 2024})
	o.must(err)
	if len(book) != 2 || book[1].State() != records.Voided || book[1].Void.Reason != "Sai thẩm quyền" {
		t.Errorf("%+v", book)
	}
}

// A tenant that takes no documents any more keeps none of the others waiting.
func TestAClosedTenantHoldsNobodyUp(t *testing.T) {
	o := newOffice(t)
	r := o.sent("Về phối hợp", "UBND huyện Cư Jút", "Sở LĐ-TB&XH")
	o.must(o.DB.Global(t.Context(), func(ctx context.Context, tx database.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE tenancy_tenants SET closed_from = '2024-01-01' WHERE id = 'cu-jut'")
		return err
	}))
	run := &jobs.Run{Tenant: "krong-no", Args: []byte(`{"outgoing":"` + r.ID + `"}`)}
	deliver := slices.IndexFunc(o.Module().Jobs, func(k jobs.Kind) bool { return k.Name == records.JobDeliver })
	o.want(o.Module().Jobs[deliver].Run(t.Context(), run), "tenant_closed")
	list, _, err := o.Arrivals(o.as("department@dak-nong"), "dak-nong", records.IncomingFilter{}, page())
	if err != nil || len(list) != 1 {
		t.Errorf("the province has %d, %v", len(list), err)
	}
}

// Who hands a document on and who recalls it at the same time do not wait for
// each other.
func TestHandingOnAndRecallingAtOnce(t *testing.T) {
	o := newOffice(t)
	officer, clerk := o.as("labour@krong-no"), o.as("clerk@krong-no")
	for range 8 {
		r := o.sent("Về khảo sát", "Phòng Lao động - Thương binh và Xã hội")
		letter := o.inbox("labour@krong-no", true)[0]
		var both sync.WaitGroup
		both.Go(func() {
			err := o.PassOn(officer, "krong-no", letter.ID, records.Handing{To: []string{"office:finance"}})
			if err != nil && fault.CodeOf(err) != "record_recalled" {
				t.Error(err)
			}
		})
		both.Go(func() {
			if _, err := o.Withdraw(clerk, "krong-no", r.ID, "Gửi nhầm"); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
		if open := o.inbox("finance@krong-no", true); len(open) != 0 {
			t.Fatalf("%d recalled documents wait", len(open))
		}
	}
}

func TestWhatWasRecalledBeforeItWasDeliveredDoesNotArrive(t *testing.T) {
	o := newOffice(t)
	r := o.sent("Về khảo sát", "UBND huyện Cư Jút")
	_, err := o.Withdraw(o.as("clerk@krong-no"), "krong-no", r.ID, "Gửi nhầm")
	o.must(err)
	o.work("krong-no")
	list, _, err := o.Arrivals(o.as("clerk@cu-jut"), "cu-jut", records.IncomingFilter{}, page())
	if err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestALineMeansWhatSomebodySaid(t *testing.T) {
	o := newOffice(t)
	r := o.sent("Về thi đua", "Hội đồng Thi đua")
	o.want(o.Mean(o.as("labour@krong-no"), "krong-no", "Hội đồng Thi đua", nil, ""), "forbidden")
	o.want(o.Mean(o.as("clerk@krong-no"), "krong-no", "Hội đồng Thi đua", []string{"tenant:mars"}, ""), "bad_recipient")
	o.must(o.Mean(o.as("clerk@krong-no"), "krong-no", "- Hội đồng Thi đua;", []string{"role:chair", "office:finance"}, r.ID))
	for _, name := range []string{"chair@krong-no", "finance@krong-no"} {
		if list := o.inbox(name, true); len(list) != 1 {
			t.Errorf("%s has %d", name, len(list))
		}
	}
	o.sent("Về thi đua, lần 2", "Hội đồng thi đua")
	if list := o.inbox("finance@krong-no", true); len(list) != 2 {
		t.Errorf("the next one is there %d times", len(list))
	}
	o.must(o.Forget(o.as("clerk@krong-no"), "krong-no", "Hội đồng Thi đua"))
	o.sent("Về thi đua, lần 3", "Hội đồng thi đua")
	if list := o.inbox("finance@krong-no", true); len(list) != 2 {
		t.Errorf("forgotten, it is still sent: %d", len(list))
	}
}

func TestNobodySeesTheRecordsOfAnotherTenant(t *testing.T) {
	o := newOffice(t)
	r := o.sent("Về nội bộ", "UBND xã Nam Đà")
	for _, name := range []string{"clerk@cu-jut", "department@dak-nong"} {
		_, err := o.Outgoing(o.as(name), "krong-no", r.ID)
		if err == nil {
			t.Errorf("%s reads a document of krong-no", name)
		}
		_, err = o.Outgoing(o.as(name), o.people[name].Tenant, r.ID)
		o.want(err, "record_unknown")
		_, _, err = o.OpenFile(o.as(name), o.people[name].Tenant, r.ID, 0)
		o.want(err, "record_unknown")
		o.want(o.Receive(o.as(name), o.people[name].Tenant, o.inbox("officer-24697@krong-no", true)[0].ID), "record_unknown")
	}
}
