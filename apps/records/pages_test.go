package records_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vuon/apps/records"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/platformtest"
	"vuon/platform/web"
)

// serve puts the module behind a real server and returns its address.
func (o *office) serve() string {
	o.t.Helper()
	m := o.Module()
	var actions []string
	for _, a := range m.Actions {
		actions = append(actions, a.Name)
	}
	server, err := web.New(web.Options{Identity: o.Identity, Policy: o.engine, Tenant: o.Tenants.Tenant, Database: o.DB, Clock: o.clk, Log: o.Log,
		Secret: platformtest.Secret(), Routes: m.Routes, API: m.API, Nav: m.Nav, Actions: actions, Groups: []web.NavGroup{{ID: "work"}}})
	o.must(err)
	ln, address, err := web.Listen("127.0.0.1:0")
	o.must(err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, ln) }()
	o.t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			o.t.Error(err)
		}
	})
	return strings.TrimSuffix(address, "/")
}

// browser is somebody's, or ("") a stranger's.
type browser struct {
	*office
	at, token string
}

func (o *office) browse(at, name string) browser {
	o.t.Helper()
	if name == "" {
		return browser{o, at, ""}
	}
	session, err := o.Identity.SignIn(o.t.Context(), identity.Credentials{Username: name, Password: password})
	o.must(err)
	return browser{o, at, session.Token}
}

// send asks for a page, or (fields in pairs) posts a form, and wants a status
// and words of the answer.
func (b browser) send(path string, status int, fields []string, words ...string) (*http.Response, string) {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	method := http.MethodGet
	if fields != nil {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.at+path, strings.NewReader(form.Encode()))
	b.must(err)
	if fields != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if b.token != "" {
		req.AddCookie(&http.Cookie{Name: "vuon", Value: b.token})
	}
	resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
	b.must(err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	b.must(err)
	if resp.StatusCode != status {
		b.t.Fatalf("%s %s: %d, want %d", method, path, resp.StatusCode, status)
	}
	for _, w := range words {
		if !strings.Contains(string(raw), w) {
			b.t.Errorf("%s %s lacks %q", method, path, w)
		}
	}
	return resp, string(raw)
}

func (b browser) get(path string, status int, words ...string) (*http.Response, string) {
	b.t.Helper()
	return b.send(path, status, nil, words...)
}

// post posts a form that is taken and returns where it leads.
func (b browser) post(path string, fields ...string) string {
	b.t.Helper()
	resp, _ := b.send(path, http.StatusSeeOther, append([]string{"_", ""}, fields...))
	return resp.Header.Get("Location")
}

func TestADocumentGoesThroughItsPages(t *testing.T) {
	o := newOffice(t)
	at := o.serve()
	labour, clerk := o.browse(at, "labour@krong-no"), o.browse(at, "clerk@krong-no")
	labour.get("/t/krong-no/records/outgoing/new", 200, "Trích yếu nội dung", "Lưu: VT", "Thông báo")
	labour.send("/t/krong-no/records/outgoing", 422, []string{"kind", "TB", "recipients", "UBND xã Nam Đà"}, "Nhập trích yếu")
	page := labour.post("/t/krong-no/records/outgoing", "kind", "TB", "abstract", "Về <b>tập huấn</b>", "recipients", "UBND xã Nam Đà\nHuyện ủy\nLưu: VT")
	labour.get(page, 200, "Dự thảo", "Về &lt;b&gt;tập huấn&lt;/b&gt;", "Hộp văn bản")
	labour.send(page+"/number", 403, []string{"dated", ""})
	clerk.get(page, 200, "01/TB-UBND", "Cấp số, vào sổ")
	clerk.send(page+"/number", 422, []string{"dated", "31/02/2024"}, "Viết ngày có thật")
	clerk.post(page+"/number", "dated", "05/02/2024")
	clerk.post(page + "/send")
	clerk.get(page, 200, "Chưa xác nhận", "Cần gửi ngoài hệ thống", "Còn 1 nơi ngoài hệ thống")
	clerk.send(page+"/lines", 422, []string{"how", "post"}, "Chọn ít nhất một nơi")
	clerk.post(page+"/lines", "how", "axis", "seq", "2")
	clerk.get(page, 200, "trục liên thông văn bản")
	clerk.get("/t/krong-no/records?q=tap+huan", 200, "01/TB-UBND", "1/2")
	clerk.get("/t/krong-no/records?q=khong+co", 200, "Không có văn bản nào")
	officer := o.browse(at, "officer-24697@krong-no")
	_, inbox := officer.get("/t/krong-no/inbox", 200, "tập huấn")
	letter := inbox[strings.Index(inbox, "/t/krong-no/inbox/"):]
	letter = letter[:strings.IndexByte(letter, '"')]
	officer.get(letter, 200, "Xác nhận đã nhận")
	officer.post(letter + "/receive")
	clerk.get(page, 200, "Bà officer-24697@krong-no · 09:00 05/02/2024")
	officer.get(page, 403)
	clerk.get("/t/krong-no/records/book.xlsx?year=2024", 200)
	clerk.send(page+"/withdraw", 422, []string{"reason", ""}, "Ghi rõ lý do")
	clerk.post(page+"/withdraw", "reason", "Nhầm")
	clerk.get("/t/krong-no/records", 200, "Đã hủy số")
	officer.get(letter, 200, "Nơi gửi đã thu hồi")
	o.browse(at, "clerk@cu-jut").get(page, 404)
}

func TestAnIncomingDocumentGoesThroughItsPages(t *testing.T) {
	o := newOffice(t)
	at := o.serve()
	clerk, labour := o.browse(at, "clerk@krong-no"), o.browse(at, "labour@krong-no")
	clerk.get("/t/krong-no/records/incoming/new", 200, "05/02/2024")
	clerk.send("/t/krong-no/records/incoming", 422, []string{"arrived", "05/02/2024", "sender", "Sở Y tế", "dated", "06/02/2024", "abstract", "x"}, "không sau ngày đến")
	page := clerk.post("/t/krong-no/records/incoming", "arrived", "05/02/2024", "sender", "Sở Y tế", "abstract", "Về dinh dưỡng")
	clerk.send(page+"/hand-on", 422, []string{"remark", "Kính chuyển"}, "Chọn ít nhất một đơn vị", "Kính chuyển")
	clerk.post(page+"/hand-on", "to", "office:labour", "remark", "Giao xử lý", "due", "08/02/2024")
	_, inbox := labour.get("/t/krong-no/inbox", 200, "Về dinh dưỡng", "Giao xử lý", "08/02/2024")
	letter := inbox[strings.Index(inbox, "/t/krong-no/inbox/"):]
	letter = letter[:strings.IndexByte(letter, '"')]
	labour.send(letter+"/answer", 422, []string{"result", ""}, "Ghi kết quả xử lý")
	labour.post(letter+"/answer", "result", "Đã trả lời bằng điện thoại")
	clerk.get(page, 200, "Đã xử lý", "Đã trả lời bằng điện thoại")
	labour.get("/t/krong-no/inbox", 200, "Không có văn bản nào chờ bạn")
	labour.get("/t/krong-no/records/recipients", 200, "Chưa có dòng nào")
	clerk.post("/t/krong-no/records/recipients", "line", "Ban Chỉ đạo", "to", "role:chair")
	clerk.get("/t/krong-no/records/recipients", 200, "Ban Chỉ đạo", "Chủ tịch UBND")
}

func TestStrangersSeeOnlyReleasedPlansAndNotTooOften(t *testing.T) {
	o := newOffice(t)
	at := o.serve()
	o.must(o.DB.InTenant(o.as("clerk@krong-no"), "krong-no", func(ctx context.Context, tx database.Tx) error {
		_, err := o.Distribute(ctx, tx, records.Outgoing{Kind: "KH", Year: 2024, Number: 5, Symbol: "KH-UBND", Dated: day(5), Abstract: "Triển khai chương trình",
			Object: "plan", ObjectID: "2024/0", Recipients: []string{"Lưu: VT"}})
		return err
	}))
	stranger := o.browse(at, "")
	resp, page := stranger.get("/public/krong-no", 200, "Triển khai chương trình", "Đã được thay thế", "05/KH-UBND")
	if got := resp.Header.Get("Cache-Control"); got != "public, max-age=300" {
		t.Errorf("strangers get %q", got)
	}
	if strings.Contains(page, "clerk") || strings.Contains(page, "Lưu: VT") {
		t.Error("the page says more than it should")
	}
	one := page[strings.Index(page, "/public/krong-no/"):]
	one = one[:strings.IndexByte(one, '"')]
	stranger.get(one, 200, "Bản này đã được thay thế")
	stranger.get(one+"/pdf", 404)
	stranger.get("/public/cu-jut", 404)
	stranger.get("/public/khong-co", 404)
	stranger.get("/robots.txt", 200, "Allow: /public/", "Disallow: /")
	resp, _ = o.browse(at, "clerk@krong-no").get("/public/krong-no", 200)
	if got := resp.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("who has signed in gets %q", got)
	}
	for range 116 { // two were asked, and two of tenants that show nothing
		stranger.get("/public/krong-no", 200)
	}
	stranger.get("/public/krong-no", http.StatusTooManyRequests)
	o.clk.Advance(time.Minute)
	stranger.get("/public/krong-no", 200)
}
