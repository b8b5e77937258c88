package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"vuon/apps/planning"
	"vuon/apps/records"
	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/i18n"
)

// The clerk of Đắk R'Lấp numbers a plan that its leader signed, seals and so issues
// it, sends it out, finds it in the register, and hands on a document that came.
func TestBrowserDayClerk(t *testing.T) {
	days(t, "dak-rlap", 2089, func(d day) {
		d.leaderSigned()
		d.begin("clerk")
		d.visit(d.plan("/signing"), "Cấp số, ghi ngày")
		d.send("/signing/number", "Tải bản chờ đóng dấu")
		numbered := d.inState(planning.Numbered)
		waiting := d.download(eval[string](d.window, `document.querySelector('main a[href*="/signing/files/"].btn').getAttribute("href")`), "GET")
		d.uploadSigned("seal", d.signedBy(waiting, "ỦY BAN NHÂN DÂN HUYỆN ĐẮK R'LẤP", documents.FieldSeal))
		d.until(`document.querySelectorAll(".sign-hash").length === 2`)
		d.check("a sealed plan")
		issued := d.inState(planning.Issued)
		if issued.Number == 0 || issued.Number != numbered.Number {
			t.Errorf("issued with number %d, numbered %d", issued.Number, numbered.Number)
		}
		d.visit(d.plan(""), "Phát hành")
		d.send("/release", "phát hành")
		if at := d.inState(planning.Issued); at.ReleasedAt == nil {
			t.Error("the server does not say that it was sent out")
		}
		d.registered(issued.Named())
		d.handedOn()
	})
}

// registered finds the plan in the register and its recipients beside it.
func (d day) registered(named string) {
	d.t.Helper()
	d.visit("/records", named)
	d.follow(named)
	d.text("UBND")
	d.check("a document of the register")
	book, err := d.s.d.apps.records.Book(d.by("clerk"), d.tenant, records.BookFilter{Year: d.s.d.clock.Now().In(i18n.Zone()).Year()})
	at := slices.IndexFunc(book, func(r records.Entry) bool { return r.Record.ObjectID == fmt.Sprint(d.year) || r.Record.Name() == named })
	if err != nil || at < 0 || book[at].Record.State != records.Sent {
		d.t.Errorf("%s in the register of %d: %d, %v", named, len(book), at, err)
	}
}

// handedOn registers a document that came on paper and gives it to an office.
func (d day) handedOn() {
	d.t.Helper()
	number := map[bool]string{false: "612/SNN-PTNT", true: "613/SNN-PTNT"}[d.phone]
	d.visit("/records/incoming/new", "Đăng ký văn bản đến")
	d.set("#f-sender", "Sở Nông nghiệp và Phát triển nông thôn", "#f-number", number, "#f-dated", "02/01/2024", "#f-abstract", "Công văn về mô hình giảm nghèo")
	d.do(chromedp.SetUploadFiles("#f-file", []string{d.file("cong-van.txt", []byte("Kính gửi: Ủy ban nhân dân huyện.\n"))}), chromedp.Click("main form .primary"))
	d.until(`document.querySelector('form[action$="/hand-on"]') !== null`)
	d.check("a registered document")
	d.unfold(`form[action$="/hand-on"] input[value="office:agriculture"]`)
	d.do(chromedp.Click(`form[action$="/hand-on"] input[value="office:agriculture"]`))
	d.set("#hand-remark", "Tham mưu trả lời.")
	d.send("/hand-on", "Tham mưu trả lời.")
	list, _, err := d.s.d.apps.records.Arrivals(d.by("clerk"), d.tenant, records.IncomingFilter{}, database.Page{Limit: 500})
	at := slices.IndexFunc(list, func(in records.Incoming) bool { return in.Number == number })
	if err != nil || at < 0 || list[at].State == records.Waiting {
		d.t.Fatalf("the register of incoming documents: %v, %d", err, at)
	}
	inbox, err := d.s.d.apps.records.Inbox(d.by("agriculture"), d.tenant, records.InboxFilter{Query: number})
	if err != nil || len(inbox) != 1 || !strings.Contains(inbox[0].Remark, "Tham mưu trả lời.") {
		d.t.Errorf("the office's inbox has %+v, %v", inbox, err)
	}
}
