package main

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"vuon/apps/planning"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/storage"
)

func operator(t testing.TB) context.Context {
	return identity.With(t.Context(), identity.Operator())
}

func (s *stage) objects(t testing.TB, tenant, prefix string) ([]storage.Object, error) {
	list, _, err := s.d.storage.List(operator(t), tenant, prefix, database.Page{Limit: 500})
	return list, err
}

// drafted imports a plan of its own for a test.
func (s *stage) drafted(t testing.TB, tenant string, year int) {
	t.Helper()
	if a := s.upload(t, "labour@"+tenant, tenant, year, "kh.txt", s.seedText(t, tenant, year), ""); a.status != http.StatusCreated {
		t.Fatalf("import of %d: %d %.300s", year, a.status, a.body)
	}
}

// settled waits until no job of the tenant is under way.
func (s *stage) settled(t testing.TB, tenant string) {
	t.Helper()
	list, _, err := s.d.jobs.List(operator(t), tenant, jobs.Filter{}, database.Page{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	for _, job := range list {
		if done, err := s.d.jobs.Wait(operator(t), tenant, job.ID); err != nil || done.State != jobs.Done {
			t.Errorf("job %s of %s ended %s (%s), %v", job.Kind, tenant, done.State, done.Error.EN, err)
		}
	}
}

// A step out of turn is refused with where the plan stands, on the API and on
// the page, which keeps the remark that was typed.
func TestBadSteps(t *testing.T) {
	s := staged(t)
	const tenant, year = "dak-glong", 2093
	s.drafted(t, tenant, year)
	refuse := func(who, step, code string, status int) {
		t.Helper()
		before := s.books(t, tenant)
		var body string
		if step == "return" || step == "amend" {
			body = `{"remark":"Đề nghị xem lại."}`
		}
		s.inBoth(t, step+" by "+who, func() ask {
			q := ask{who: who + "@" + tenant, method: "POST", path: fmt.Sprintf("/api/tenants/%s/plans/%d/%s", tenant, year, step), header: map[string]string{}}
			if body != "" {
				q.body, q.header["Content-Type"] = strings.NewReader(body), jsonType
			}
			return q
		}, status, code)
		page := s.signedIn(t, who+"@"+tenant).post(t, fmt.Sprintf("/t/%s/plans/%d/%s", tenant, year, step), url.Values{"remark": {"Đề nghị xem lại."}})
		if page.status != status || !strings.Contains(page.body, `role="alert"`) && !strings.Contains(page.body, `class="alert`) {
			t.Errorf("page: %s by %s: %d, want %d with the reason", step, who, page.status, status)
		}
		if status == 403 && !shows(page.body, "remark", "Đề nghị xem lại.") {
			t.Errorf("page: %s by %s: what was typed is lost", step, who)
		}
		tellsNothing(t, step, page)
		s.unchanged(t, tenant, before)
	}
	refuse("chair", "approve", "wrong_state", 409)
	refuse("clerk", "issue", "wrong_state", 409)
	refuse("labour", "amend", "wrong_state", 409)
	refuse("chair", "return", "wrong_state", 409)
	refuse("labour", "approve", "forbidden", 403)
	refuse("clerk", "return", "forbidden", 403)
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	refuse("labour", "submit", "wrong_state", 409)
	s.step(t, "chair", tenant, year, "return", "Bổ sung chỉ tiêu.", "returned")
	refuse("chair", "approve", "wrong_state", 409) // while it is returned
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	s.step(t, "chair", tenant, year, "approve", "", "approved")
	refuse("vicechair", "approve", "wrong_state", 409) // a second time
	s.step(t, "clerk", tenant, year, "issue", "", "issued")
	s.settled(t, tenant)
	refuse("clerk", "issue", "wrong_state", 409) // a second time
	refuse("chair", "return", "wrong_state", 409)
}

// A remark is one, of bounded length, and without what no document holds.
func TestBadRemarks(t *testing.T) {
	s := staged(t)
	const tenant, year = "dak-glong", 2094
	s.drafted(t, tenant, year)
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	browser := s.signedIn(t, "chair@"+tenant)
	before := s.books(t, tenant)
	page := fmt.Sprintf("/t/%s/plans/%d/return", tenant, year)
	for what, c := range map[string]struct{ remark, code string }{
		"none":     {"", "remark_missing"},
		"blanks":   {" \n\t\u00a0", "remark_missing"},
		"controls": {"\u0001\u0002", "remark_missing"},
		"too long": {strings.Repeat("đ", 4001), "remark_too_long"},
	} {
		a := browser.post(t, page, url.Values{"remark": {c.remark}})
		if a.status != 422 || len(c.remark) > 100 && !strings.Contains(a.body, c.remark) {
			t.Errorf("%s on the page: %d, what was typed kept: %v", what, a.status, strings.Contains(a.body, c.remark))
		}
		api := s.api(t, "chair@"+tenant, "POST", "/api"+strings.Replace(page, "/t/", "/tenants/", 1), map[string]string{"remark": c.remark})
		if api.status != 422 || !strings.Contains(api.body, c.code) && !strings.Contains(api.body, "invalid_input") {
			t.Errorf("%s on the API: %d %.200s", what, api.status, api.body)
		}
	}
	s.unchanged(t, tenant, before)
}

// Somebody else was faster: what was typed stays on the page, in a form that can
// be sent again, and nothing was written.
func TestBadEditsKeepWhatWasTyped(t *testing.T) {
	s := staged(t)
	const tenant, year = "dak-glong", 2095
	s.drafted(t, tenant, year)
	path := fmt.Sprintf("/plans/%d/sections/1-1", year)
	var part planning.Part
	s.api(t, "labour@"+tenant, "GET", "/api/tenants/"+tenant+path, nil).decode(t, &part)
	typed := url.Values{"tag": {part.Tag}, "title": {part.Title + " <mới>"}, "text": {"- Dòng một & hai\n- «Dòng ba»"}}
	browser := s.signedIn(t, "labour@"+tenant)
	kept := func(what string, a answer, status int) {
		t.Helper()
		if a.status != status || !strings.Contains(a.body, `role="alert"`) {
			t.Errorf("%s: %d, want %d with the reason", what, a.status, status)
		}
		for name, values := range typed {
			if name != "tag" && !shows(a.body, name, values[0]) {
				t.Errorf("%s: the field %s does not hold what was typed", what, name)
			}
		}
		tellsNothing(t, what, a)
	}
	long := typed.Get("text")
	before := s.books(t, tenant)
	typed.Set("text", strings.Repeat("ế", planning.MaxPart+1))
	kept("too long", browser.post(t, "/t/"+tenant+path, typed), 422)
	typed.Set("text", long)
	empty := url.Values{"tag": typed["tag"], "title": {" "}, "text": typed["text"]}
	if a := browser.post(t, "/t/"+tenant+path, empty); a.status != 422 || !shows(a.body, "text", long) {
		t.Errorf("an empty title: %d", a.status)
	}
	s.unchanged(t, tenant, before)
	if a := s.api(t, "labour@"+tenant, "PUT", "/api/tenants/"+tenant+path, map[string]string{"tag": part.Tag, "title": part.Title, "text": "Người khác."}); a.status != 200 {
		t.Fatalf("the other's edit: %d %s", a.status, a.body)
	}
	before = s.books(t, tenant)
	stale := browser.post(t, "/t/"+tenant+path, typed)
	kept("stale", stale, 409)
	refusedAs(t, "stale on the API", s.api(t, "labour@"+tenant, "PUT", "/api/tenants/"+tenant+path, map[string]string{"tag": part.Tag, "title": "x", "text": "y"}), 409, "stale_edit")
	s.unchanged(t, tenant, before)
	typed["tag"] = []string{hidden(stale.body, "tag")}
	if a := browser.post(t, "/t/"+tenant+path, typed); a.status != 303 {
		t.Errorf("sent again after comparing: %d", a.status)
	}
	before = s.books(t, tenant)
	gone := browser.post(t, fmt.Sprintf("/t/%s/plans/%d/sections/99-1", tenant, year), typed)
	if gone.status != 404 || !shows(gone.body, "text", typed.Get("text")) {
		t.Errorf("a section that is no longer there: %d; what was typed must come back", gone.status)
	}
	request := ask{method: "POST", path: "/t/" + tenant + path, header: map[string]string{"Content-Type": jsonType}, body: strings.NewReader(`{"text":"x"}`)}
	if a := s.ask(t, request); a.status != 401 {
		t.Errorf("JSON for a page, signed out: %d", a.status)
	}
	s.unchanged(t, tenant, before)
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	before = s.books(t, tenant)
	typed.Set("text", "Viết thêm khi đã trình.")
	kept("no longer a draft", browser.post(t, "/t/"+tenant+path, typed), 409)
	s.unchanged(t, tenant, before)
}

var control = regexp.MustCompile(`(?s)<(input|textarea)([^>]*)>([^<]*)`)

// shows tells that a field of a form on the page holds a value.
func shows(page, name, value string) bool {
	for _, m := range control.FindAllStringSubmatch(page, -1) {
		if !strings.Contains(m[2], `name="`+name+`"`) {
			continue
		}
		held := html.UnescapeString(strings.TrimPrefix(m[3], "\n"))
		if m[1] == "input" {
			held = hidden("<input"+m[2]+">", name)
		}
		if held == value {
			return true
		}
	}
	return false
}

// hidden is the value of an input on the page.
func hidden(page, name string) string {
	for _, m := range control.FindAllStringSubmatch(page, -1) {
		if strings.Contains(m[2], `name="`+name+`"`) {
			if _, rest, ok := strings.Cut(m[2], ` value="`); ok {
				value, _, _ := strings.Cut(rest, `"`)
				return html.UnescapeString(value)
			}
		}
	}
	return ""
}

// The session ends in the middle of a form: what was typed comes back, and after
// signing in the same form, sent again, does what it should have done.
func TestBadSessionsLoseNothing(t *testing.T) {
	s := staged(t)
	const tenant, year = "dak-glong", 2096
	s.drafted(t, tenant, year)
	path := fmt.Sprintf("/t/%s/plans/%d/sections/1-1", tenant, year)
	var part planning.Part
	s.api(t, "labour@"+tenant, "GET", fmt.Sprintf("/api/tenants/%s/plans/%d/sections/1-1", tenant, year), nil).decode(t, &part)
	text := "- Viết cả buổi chiều; \"quan trọng\" <b>&amp;</b>\n\n  thụt đầu dòng"
	typed := url.Values{"tag": {part.Tag}, "title": {part.Title}, "text": {text}, "password": {"không được trả lại"}}
	for _, c := range []struct {
		what string
		end  func(v *visitor)
	}{
		{"signed out elsewhere", func(v *visitor) { s.signOutAll(t, "labour@"+tenant) }},
		{"cookies lost", func(v *visitor) { v.client.Jar = s.visitor().client.Jar }},
		{"a forged cookie", func(v *visitor) { v.forge(t, strings.Repeat("A", 43)) }},
		{"a cookie of rubbish", func(v *visitor) { v.forge(t, strings.Repeat("%27;--", 100)) }},
	} {
		t.Run(c.what, func(t *testing.T) {
			v := s.signedIn(t, "labour@"+tenant)
			c.end(v)
			before := s.books(t, tenant)
			a := v.post(t, path, typed)
			if a.status != 401 || !shows(a.body, "text", text) || !shows(a.body, "title", part.Title) || !shows(a.body, "tag", part.Tag) {
				t.Fatalf("%d; every field must come back: %.600s", a.status, a.body)
			}
			if strings.Contains(a.body, "không được trả lại") {
				t.Error("a password came back")
			}
			if !strings.Contains(a.body, `action="`+path+`"`) {
				t.Error("the form is not for the same address")
			}
			s.unchanged(t, tenant, before)
			if b := v.get(t, path); b.status != 303 || !strings.HasPrefix(b.header.Get("Location"), "/sign-in?next="+url.QueryEscape(path)) {
				t.Errorf("reading: %d to %q", b.status, b.header.Get("Location"))
			}
			file := v.uploadPage(t, tenant, map[string]string{"year": "2097"}, &file{name: "kh.txt", content: s.seedText(t, tenant, 2097)})
			if file.status != 401 || !shows(file.body, "year", "2097") {
				t.Errorf("an upload: %d; the year must come back", file.status)
			}
		})
	}
	v := s.signedIn(t, "labour@"+tenant)
	if a := v.post(t, path, typed); a.status != 303 {
		t.Fatalf("sent again after signing in: %d %.300s", a.status, a.body)
	}
	saved := s.api(t, "labour@"+tenant, "GET", fmt.Sprintf("/api/tenants/%s/plans/%d/sections/1-1", tenant, year), nil)
	if !strings.Contains(saved.body, "Viết cả buổi chiều") {
		t.Errorf("what was sent again is not there: %.300s", saved.body)
	}
	refusedAs(t, "a token that nobody has", s.ask(t, ask{method: "GET", path: "/api/session", header: map[string]string{"Authorization": "Bearer " + strings.Repeat("A", 43)}}), 401, "session_expired")
}

func (s *stage) signOutAll(t testing.TB, username string) {
	t.Helper()
	ctx := operator(t)
	account, err := s.d.identity.AccountNamed(ctx, username)
	if err == nil {
		_, err = s.d.identity.SignOutAll(ctx, account.ID, "")
	}
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, username) // it ended too
}

// forge gives the browser a session cookie that we never made.
func (v *visitor) forge(t testing.TB, value string) {
	t.Helper()
	u, err := url.Parse(v.s.url)
	if err != nil {
		t.Fatal(err)
	}
	fresh := v.s.visitor().client.Jar
	fresh.SetCookies(u, []*http.Cookie{{Name: "vuon", Value: value}})
	v.client.Jar = fresh
}
