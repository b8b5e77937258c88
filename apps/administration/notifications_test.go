package administration_test

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"testing"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/notify"
)

func (s *site) tell(title string, roles ...string) {
	s.t.Helper()
	s.must(s.DB.InTenant(s.operator(), "krong-no", func(ctx context.Context, tx database.Tx) error {
		return s.Notify.Send(ctx, tx, notify.Message{Kind: "planning.returned", Title: i18n.T(title, title), Path: "/t/krong-no/members", To: notify.To{Roles: roles}})
	}))
}

// The bell counts on every page; opening a notice leads to its thing and counts
// it off; nobody opens another's.
func TestNoticesAreListedOpenedAndCounted(t *testing.T) {
	s := newSite(t)
	admin, labour := s.as("admin@krong-no"), s.as("labour@krong-no")
	s.tell("Kế hoạch được trả lại", "admin")
	s.tell("Đến hạn trình", "admin")
	admin.get("/t/krong-no/members").want(t, 200, `aria-label="Thông báo, 2 chưa đọc"`)
	labour.get("/t/krong-no").want(t, 200, `aria-label="Thông báo"`)
	labour.get("/t/krong-no/notifications").want(t, 200, "Không có thông báo nào")

	list := admin.get("/t/krong-no/notifications").want(t, 200, "Kế hoạch được trả lại", "Đến hạn trình", "Mới")
	one := regexp.MustCompile(`/t/krong-no/notifications/[0-9a-f-]{36}`).FindString(list.body)
	labour.get(one).want(t, 404)
	admin.get(one).moved(t, "/t/krong-no/members")
	admin.get("/t/krong-no/notifications?show=unread").want(t, 200, `aria-label="Thông báo, 1 chưa đọc"`, "Kế hoạch được trả lại")
	admin.post("/t/krong-no/notifications/read").moved(t, "/t/krong-no/notifications")
	admin.get("/t/krong-no/notifications?show=unread").want(t, 200, "Không có thông báo nào")
	s.as("admin@dak-mil").get("/t/krong-no/notifications").want(t, 404)
}

// The bell of an open page asks again, and not for ever: each question counts as
// use of the session.
func TestTheBellAsksAgainForAWhile(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	s.tell("Đến hạn trình", "admin")
	ask := func(path string) answer {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, http.NoBody)
		s.must(err)
		req.Header.Set("X-Fragment", "bell")
		resp, err := admin.client.Do(req)
		s.must(err)
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		s.must(err)
		return answer{resp, string(raw)}
	}
	again := regexp.MustCompile(`/t/krong-no/notifications/bell\?round=\d+`)
	path, rounds := "/t/krong-no/notifications/bell?round=1", 0
	for path != "" && rounds < 100 {
		a := ask(path)
		a.want(t, 200, "1 chưa đọc")
		path, rounds = again.FindString(a.body), rounds+1
	}
	if rounds != 30 {
		t.Errorf("the bell asked %d times", rounds)
	}
	admin.get("/t/krong-no/notifications/bell?round=1").moved(t, "/t/krong-no/notifications")
}

func TestEverybodyChoosesHowNoticesCome(t *testing.T) {
	s := newSite(t)
	labour := s.as("labour@krong-no")
	labour.get("/account/notifications").want(t, 200, "chưa có máy chủ thư", `value="instant" id="f-mail" checked`)
	labour.post("/account/notifications", "email", "hoa@", "mail", "daily").want(t, 422, "Nhập dạng ten@co-quan.gov.vn", `value="hoa@"`)
	labour.post("/account/notifications", "email", "hoa@krongno.gov.vn", "mail", "never").want(t, 422, "Hãy chọn")
	labour.get("/account/notifications").want(t, 200, `value="instant" id="f-mail" checked`)
	labour.post("/account/notifications", "email", "hoa@krongno.gov.vn", "mail", "daily").moved(t, "/account/notifications")
	labour.get("/account/notifications").want(t, 200, `value="hoa@krongno.gov.vn"`, `value="daily" id="f-mail-1" checked`)
	rows, _, err := s.Audit.List(s.operator(), audit.Platform, audit.Filter{Action: "identity.set_email"}, database.Page{})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d entries, %v", len(rows), err)
	}
}
