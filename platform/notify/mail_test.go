package notify

import (
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"vuon/platform/i18n"
)

// parts reads a letter as a mail program does: subject, plain text, HTML.
func parts(t *testing.T, raw string) (header mail.Header, subject, text, html string) {
	t.Helper()
	msg, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s, %v", kind, err)
	}
	for r := multipart.NewReader(msg.Body, params["boundary"]); ; {
		part, err := r.NextRawPart()
		if err == io.EOF {
			return msg.Header, subject, text, html
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/plain") {
			text = string(body)
		} else {
			html = string(body)
		}
	}
}

func TestMailIsSentOnceAndReceiptsSaySo(t *testing.T) {
	server := (&mailServer{starttls: true, password: "bí mật"}).serve(t)
	o := newOffice(t, server.mail("vuon:b%C3%AD%20m%E1%BA%ADt@"))
	m := returned(To{Roles: []string{"labour"}})
	m.Due = new(time.Date(2026, 3, 9, 17, 0, 0, 0, time.UTC)) // the tenth here
	o.send(o.as("tam"), m)
	o.work()
	o.send(o.as("tam"), m) // the same key
	o.work()
	letters := server.received()
	if len(letters) != 2 || !letters[0].secure || letters[0].from != "vuon@example.vn" {
		t.Fatalf("%+v", letters)
	}
	header, subject, text, html := parts(t, letters[0].raw)
	if want := "Kế hoạch năm 2026 được trả lại – Huyện Krông Nô"; subject != want {
		t.Errorf("subject %q", subject)
	}
	if header.Get("Auto-Submitted") != "auto-generated" || !strings.HasSuffix(header.Get("Message-Id"), "@example.vn>") {
		t.Errorf("header %v", header)
	}
	list, _, err := o.List(t.Context(), tenant, o.people["chi"], false, pageOfAll())
	if err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	for _, body := range []string{text, html} {
		if strings.Contains(body, "Nguyễn Văn A") {
			t.Errorf("the body of the message is in the mail: %s", body)
		}
		if !strings.Contains(body, "Hạn: 10/03/2026") || !strings.Contains(body, "https://vuon.example.vn/t/krong-no/notifications/") {
			t.Errorf("%s", body)
		}
	}
	for _, r := range o.receipts("k1") {
		if r.Mail != MailSent || r.MailedAt == nil || r.MailError != "" {
			t.Errorf("%+v", r)
		}
	}
}

func TestWhyThereIsNoMail(t *testing.T) {
	server := (&mailServer{answer: func(to string) string {
		if strings.HasPrefix(to, "hoa@") {
			return "550 5.1.1 no such user"
		}
		return ""
	}}).serve(t)
	o := newOffice(t, server.mail(""))
	if err := o.SetPreference(t.Context(), o.people["tam"], Off); err != nil {
		t.Fatal(err)
	}
	o.send(t.Context(), returned(To{Roles: []string{"labour", "commune-officer"}}))
	o.work()
	want := map[string]MailState{"chi": MailSent, "hoa": MailFailed, "tam": MailOff, "tu": MailSent}
	for _, r := range o.receipts("k1") {
		if r.Mail != want[r.Username] || (r.MailError != "") != (r.Mail == MailFailed) {
			t.Errorf("%+v, want %s", r, want[r.Username])
		}
	}
	if len(server.received()) != 2 {
		t.Errorf("%d letters", len(server.received()))
	}
}

// A server that is busy is asked again; in the end the receipt says why not.
func TestABusyServerIsAskedAgain(t *testing.T) {
	server := (&mailServer{answer: func(string) string { return "451 4.3.0 come back later" }}).serve(t)
	o := newOffice(t, server.mail(""))
	o.send(t.Context(), returned(To{Accounts: o.accounts("chi")}))
	rows := []row{{Tenant: tenant, Account: o.people["chi"], Notice: Notice{ID: "a", Title: i18n.T("Việc", "")}}}
	if became, _, err := o.deliver(t.Context(), tenant, rows, false); err == nil {
		t.Errorf("%s though the server was busy", became)
	}
	if became, why, err := o.deliver(t.Context(), tenant, rows, true); err != nil || became != MailFailed || !strings.Contains(why, "come back later") {
		t.Errorf("%s %q %v", became, why, err)
	}
}

func TestAPasswordNeverGoesInClear(t *testing.T) {
	server := (&mailServer{password: "bí mật"}).serve(t) // without STARTTLS
	if err := server.mail("vuon:x@").send(t.Context(), letterTo("a@example.vn")); err == nil || server.heard("AUTH") {
		t.Errorf("signed in on an open line: %v", err)
	}
	distant := Mail{URL: "smtp://u:p@mail.example.vn"}
	if client, err := distant.client(new(line)); err != nil || client.TLSPolicy() != "TLSMandatory" {
		t.Errorf("policy %v, %v", client.TLSPolicy(), err)
	}
}

func TestAnUnknownCertificateIsRefused(t *testing.T) {
	for _, server := range []*mailServer{{starttls: true}, {implicit: true}} {
		server.serve(t)
		m := server.mail("")
		if err := m.send(t.Context(), letterTo("a@example.vn")); err != nil {
			t.Errorf("the known one: %v", err)
		}
		m.TLS = nil
		if err := m.send(t.Context(), letterTo("a@example.vn")); err == nil || len(server.received()) != 1 {
			t.Errorf("spoke to a server that nobody vouches for: %v", err)
		}
	}
}

func TestDailyLettersGatherTheDay(t *testing.T) {
	server := (&mailServer{}).serve(t)
	o := newOffice(t, server.mail(""))
	if err := o.SetPreference(t.Context(), o.people["hoa"], Daily); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"k1", "k2"} {
		m := returned(To{Accounts: o.accounts("hoa")})
		m.Key = key
		o.send(t.Context(), m)
	}
	keep := func() {
		t.Helper()
		if err := o.Keep(t.Context(), tenant); err != nil {
			t.Fatal(err)
		}
		o.work()
	}
	if keep(); len(server.received()) != 0 {
		t.Fatal("what came after the morning was not kept for the next")
	}
	o.clk.Advance(20 * time.Hour) // four in the morning
	if keep(); len(server.received()) != 0 {
		t.Fatal("a letter at four in the morning")
	}
	o.clk.Advance(4 * time.Hour)
	keep()
	keep()
	letters := server.received()
	if len(letters) != 1 {
		t.Fatalf("%d letters", len(letters))
	}
	_, subject, text, _ := parts(t, letters[0].raw)
	if subject != "2 thông báo mới – Huyện Krông Nô" || strings.Count(text, "/notifications/") != 2 {
		t.Errorf("%s\n%s", subject, text)
	}
	if r := o.receipts("k2"); len(r) != 1 || r[0].Mail != MailSent {
		t.Errorf("%+v", r)
	}
}

// What people type into titles of plans comes into subjects.
func FuzzLetter(f *testing.F) {
	for _, seed := range []string{"Kế hoạch", "a\r\nBcc: x@y.vn", "<script>", "\x00", strings.Repeat("Ệ", 400)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, title string) {
		l := compose("Huyện", "https://v.vn", []row{{Tenant: tenant, Notice: Notice{ID: "a", Title: i18n.T(title, "")}}})
		l.to = letterTo("a@example.vn").to
		msg, err := (&Mail{From: "v@v.vn"}).message(l)
		if err != nil {
			t.Fatal(err)
		}
		var raw strings.Builder
		if _, err := msg.WriteTo(&raw); err != nil {
			t.Fatal(err)
		}
		read, err := mail.ReadMessage(strings.NewReader(raw.String()))
		if err != nil {
			t.Fatal(err)
		}
		if read.Header.Get("Bcc") != "" || len(read.Header["Subject"]) != 1 || strings.Contains(l.html, "<script") {
			t.Errorf("%v", read.Header)
		}
	})
}
