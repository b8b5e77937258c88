package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vuon/apps/planning"
)

const jsonType = "application/json"

// JSON that is no JSON, or not that of the operation.
func TestBadJSON(t *testing.T) {
	s := staged(t)
	const tenant = "cu-jut"
	who, path := "labour@"+tenant, "/api/tenants/"+tenant+"/plans/2024/sections/1-1"
	session := "/api/session"
	before := s.books(t, tenant)
	long := strings.Repeat("a", 10<<20)
	for _, c := range []struct {
		what, method, path, kind, body string
		status                         int
		code, names                    string // a word that the answer must name
	}{
		{"an unknown key", "PUT", path, jsonType, `{"tag":"x","text":"y","state":"issued"}`, 422, "invalid_input", "state"},
		{"a tenant among the keys", "PUT", path, jsonType, `{"tag":"x","text":"y","tenant":"krong-no"}`, 422, "invalid_input", "tenant"},
		{"a key in capitals", "PUT", path, jsonType, `{"tag":"x","TEXT":"y"}`, 422, "invalid_input", "TEXT"},
		{"both spellings of a key", "PUT", path, jsonType, `{"tag":"x","text":"y","Text":"z"}`, 422, "invalid_input", "Text"},
		{"a key given twice", "PUT", path, jsonType, `{"tag":"x","text":"y","text":"z"}`, 400, "duplicate_key", "text"},
		{"a key given twice, once escaped", "PUT", path, jsonType, `{"tag":"x","text":"y","te\u0078t":"z"}`, 400, "duplicate_key", "text"},
		{"a number for a text", "PUT", path, jsonType, `{"tag":"x","text":5}`, 422, "invalid_input", "text"},
		{"a list for a text", "PUT", path, jsonType, `{"tag":["x"],"text":"y"}`, 422, "invalid_input", "tag"},
		{"null for a text", "PUT", path, jsonType, `{"tag":"x","text":null}`, 422, "invalid_input", "text"},
		{"a list for the object", "PUT", path, jsonType, `[]`, 422, "invalid_input", ""},
		{"a missing key", "PUT", path, jsonType, `{"tag":"x"}`, 422, "invalid_input", "text"},
		{"nothing", "PUT", path, jsonType, ``, 400, "body_missing", ""},
		{"half an object", "PUT", path, jsonType, `{"tag":"x"`, 400, "bad_json", ""},
		{"two objects", "PUT", path, jsonType, `{"tag":"x","text":"y"}{}`, 400, "bad_json", ""},
		{"bytes that are no letters", "PUT", path, jsonType, "{\"tag\":\"x\",\"text\":\"K\xca HO\xa0CH\"}", 400, "bad_json", ""},
		{"half a letter", "PUT", path, jsonType, `{"tag":"x","text":"\ud83d"}`, 400, "bad_json", ""},
		{"a NUL", "PUT", path, jsonType, `{"tag":"x","text":"a\u0000b"}`, 400, "bad_json", "text"},
		{"endless nesting", "PUT", path, jsonType, strings.Repeat(`[`, 100_000), 400, "bad_json", ""},
		{"10 MB", "PUT", path, jsonType, `{"tag":"x","text":"` + long + `"}`, 413, "too_large", ""},
		{"a form", "PUT", path, "application/x-www-form-urlencoded", `tag=x&text=y`, 415, "json_expected", ""},
		{"no type", "PUT", path, "", `{"tag":"x","text":"y"}`, 415, "json_expected", ""},
		{"plain text that looks like JSON", "PUT", path, "text/plain", `{"tag":"x","text":"y"}`, 415, "json_expected", ""},
		{"a format that nobody makes", "POST", "/api/tenants/" + tenant + "/plans/2024/documents", jsonType, `{"format":"exe"}`, 422, "invalid_input", "format"},
		{"a version below all", "POST", "/api/tenants/" + tenant + "/plans/2024/documents", jsonType, `{"format":"pdf","version":-1}`, 422, "invalid_input", "version"},
		{"a version that is not there", "POST", "/api/tenants/" + tenant + "/plans/2024/documents", jsonType, `{"format":"pdf","version":99}`, 404, "plan_not_found", ""},
		{"a version beyond all numbers", "POST", "/api/tenants/" + tenant + "/plans/2024/documents", jsonType, `{"format":"pdf","version":99999999999}`, 404, "plan_not_found", ""},
		{"an unknown question", "GET", "/api/tenants/" + tenant + "/plans?tenant=krong-no", "", ``, 422, "invalid_input", "tenant"},
		{"a role for oneself", "POST", session, jsonType, `{"username":"x","password":"y","roles":["operator"]}`, 422, "invalid_input", "roles"},
	} {
		t.Run(c.what, func(t *testing.T) {
			make := func() ask {
				q := ask{who: who, method: c.method, path: c.path, header: map[string]string{}}
				if c.method != http.MethodGet {
					q.body = strings.NewReader(c.body)
				}
				if c.kind != "" {
					q.header["Content-Type"] = c.kind
				}
				return q
			}
			s.inBoth(t, c.what, make, c.status, c.code)
			if a := s.ask(t, make()); c.names != "" && !strings.Contains(a.body, c.names) {
				t.Errorf("the answer does not name %q: %s", c.names, a.body)
			}
		})
	}
	s.unchanged(t, tenant, before)
}

// A packed body is refused before anything of it is unpacked.
func TestBadEncodingOfABody(t *testing.T) {
	s := staged(t)
	const tenant = "cu-jut"
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.CopyN(w, &zeros{head: bytes.NewReader(nil), left: 64 << 20}, 64<<20); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	before := s.books(t, tenant)
	for _, encoding := range []string{"gzip", "deflate", "br", "zstd", "GZIP", "identity, gzip"} {
		s.inBoth(t, encoding, func() ask {
			return ask{"labour@" + tenant, "PUT", "/api/tenants/" + tenant + "/plans/2024/sections/1-1",
				map[string]string{"Content-Type": jsonType, "Content-Encoding": encoding}, bytes.NewReader(packed.Bytes())}
		}, 415, "encoding_refused")
	}
	s.unchanged(t, tenant, before)
}

// Paths, formats and keys that try to be something else.
func TestBadPaths(t *testing.T) {
	s := staged(t)
	const tenant = "cu-jut"
	browser := s.signedIn(t, "labour@"+tenant)
	before := s.books(t, tenant)
	for _, part := range []string{"..", "../../..", "..%2f..%2fetc%2fpasswd", "%2e%2e", "1-1%00", "1-1%0d%0aX:1", "0", "-1", "1--1", "1-", "01-1", "+1-1", "1-+1",
		"99999999999999999999", "1-1-1-1-1-1-1-1-1-1-1-1-1-1", "title%2fx", "Title", "PREAMBLE", "%ff", "%C3%28", "1-1%E2%80%AE", "'%20OR%201=1--", "<script>", "１-１"} {
		path := "/plans/2024/sections/" + part
		page := browser.get(t, "/t/"+tenant+path)
		if page.status != 404 || strings.Contains(page.body, "<script>") && !strings.Contains(page.body, "<script src") {
			t.Errorf("page of section %s: %d", part, page.status)
		}
		tellsNothing(t, part, page)
		a := s.ask(t, ask{who: "labour@" + tenant, method: "GET", path: "/api/tenants/" + tenant + path})
		if a.status != 404 && a.status != 422 {
			t.Errorf("API of section %s: %d %.200s", part, a.status, a.body)
		}
		tellsNothing(t, part, a)
		typed := url.Values{"tag": {"x"}, "title": {"x"}, "text": {"x"}}
		if saved := browser.post(t, "/t/"+tenant+path, typed); saved.status != 404 {
			t.Errorf("saving section %s: %d", part, saved.status)
		}
	}
	for _, format := range []string{"exe", "..%2fpdf", "pdf%00", "PDF", "html", "pdf.docx", "%2e%2e"} {
		for _, path := range []string{"/t/" + tenant, "/api/tenants/" + tenant} {
			var a answer
			if path[1] == 't' {
				a = browser.get(t, path+"/plans/2024/documents/"+format)
			} else {
				a = s.ask(t, ask{who: "labour@" + tenant, method: "GET", path: path + "/plans/2024/documents/" + format})
			}
			if a.status != 404 && a.status != 422 {
				t.Errorf("%s of format %s: %d", path, format, a.status)
			}
			tellsNothing(t, format, a)
		}
	}
	if a := browser.post(t, "/t/"+tenant+"/plans/2024/documents", url.Values{"format": {"exe"}}); a.status != 422 {
		t.Errorf("a document of an unknown format: %d", a.status)
	}
	for _, key := range []string{"..", "plan.deadlines%00", "khong.co", "../../etc", "document.heading'--"} {
		for _, path := range []string{"/t/%s/configuration/%s", "/api/tenants/%s/configuration/%s", "/api/tenants/%s/settings/%s"} {
			path = fmt.Sprintf(path, tenant, key)
			var a answer
			if strings.HasPrefix(path, "/t/") {
				a = s.signedIn(t, "admin@"+tenant).get(t, path)
			} else {
				a = s.ask(t, ask{who: "admin@" + tenant, method: "GET", path: path})
			}
			if a.status >= 500 || a.status < 400 {
				t.Errorf("%s: %d %.200s", path, a.status, a.body)
			}
			tellsNothing(t, path, a)
		}
	}
	s.unchanged(t, tenant, before)
}

// Unknown and forged tenants: in the address, the form, the query, the JSON.
func TestBadTenants(t *testing.T) {
	s := staged(t)
	const mine, other = "cu-jut", "gia-nghia"
	browser := s.signedIn(t, "labour@"+mine)
	s.settled(t, other) // the demonstration's documents are still being made
	s.settled(t, mine)
	foreign, own := s.books(t, other), s.books(t, mine)
	text := &file{name: "kh.txt", content: s.seedText(t, mine, 2090)}
	for _, tenant := range []string{other, "khong-co", "..", "krong-no%2f..%2fcu-jut", "CU-JUT", "cu-jut%20", "cu-jut'--", "%00", "dak-nong", "platform"} {
		if a := browser.get(t, "/t/"+tenant+"/plans"); a.status != 404 {
			t.Errorf("page of tenant %s: %d", tenant, a.status)
		}
		if a := browser.uploadPage(t, tenant, map[string]string{"year": "2090"}, text); a.status != 404 {
			t.Errorf("upload to tenant %s: %d", tenant, a.status)
		}
		a := s.ask(t, uploadAsk(t, "labour@"+mine, tenant, "?year=2090", text))
		refusedAs(t, tenant, a, 404, "not_found")
	}
	// The form may say what it likes: the address decides, and the actor's place in it.
	forged := browser.post(t, "/t/"+mine+"/plans/2024/submit", url.Values{"tenant": {other}, "year": {"2024"}})
	if forged.status != 409 {
		t.Errorf("a form that names another tenant: %d", forged.status)
	}
	if a := browser.post(t, "/t/"+other+"/plans/2024/submit", url.Values{"tenant": {mine}}); a.status != 404 {
		t.Errorf("a form at another tenant's address: %d", a.status)
	}
	s.unchanged(t, other, foreign)
	s.unchanged(t, mine, own)
}

// After signing in one stays on this site, whatever "next" says.
func TestBadNextIsNotFollowed(t *testing.T) {
	s := staged(t)
	for _, next := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "/\t/evil.example", "/%09/evil.example", "javascript:alert(1)",
		"http:evil.example", "///evil.example", "/\r\nLocation: https://evil.example", "\\\\evil.example", "/%5cevil.example", " //evil.example", "/\u2028/evil"} {
		v := s.visitor()
		a := v.post(t, "/sign-in", url.Values{"username": {"labour@cu-jut"}, "password": {demoPassword}, "next": {next}})
		if to := a.header.Get("Location"); a.status != 303 || !here(s.url, to) {
			t.Errorf("next=%q leads to %q (%d)", next, to, a.status)
		}
		for path, field := range map[string]string{"/language": "lang", "/theme": "theme"} {
			b := v.post(t, path, url.Values{field: {"en"}, "back": {next}})
			if got := b.header.Get("Location"); !here(s.url, got) {
				t.Errorf("%s: back=%q leads to %q", path, next, got)
			}
		}
	}
}

// here tells that a browser on our site would stay there. Browsers take a
// backslash for a slash and drop tabs and line ends.
func here(site, to string) bool {
	base, err := url.Parse(site)
	if err != nil {
		return false
	}
	u, err := base.Parse(strings.NewReplacer(`\`, "/", "\t", "", "\n", "", "\r", "").Replace(to))
	return err == nil && u.Host == base.Host && u.Scheme == base.Scheme && strings.HasPrefix(to, "/")
}

// A cursor that nobody gave out.
func TestBadCursors(t *testing.T) {
	s := staged(t)
	const tenant = "cu-jut"
	before := s.books(t, tenant)
	lists := 0
	for _, route := range s.server.Routes() {
		if !route.API || route.Method != http.MethodGet || !route.Tenant || strings.Contains(strings.TrimPrefix(route.Path, "/api/tenants/:tenant"), ":") {
			continue
		}
		path := strings.Replace(route.Path, ":tenant", tenant, 1)
		if a := s.ask(t, ask{who: "admin@" + tenant, method: "GET", path: path + "?limit=1"}); a.status != 200 {
			continue // not a list, or not for this role
		}
		lists++
		for _, cursor := range []string{"x", "%00", "....", "eyJhIjoxfQ", "WyJhIl0", "WyItMSJd", "WyJhIiwiYiIsImMiXQ", strings.Repeat("A", 1999), strings.Repeat("A", 5000), "%F0%9F%98%80", "' OR 1=1--"} {
			a := s.ask(t, ask{who: "admin@" + tenant, method: "GET", path: path + "?limit=1&after=" + url.QueryEscape(unescape(cursor))})
			wellFormed := strings.HasPrefix(cursor, "Wy") && a.status == 200 // a text that some list could have given out
			if a.status != 400 && a.status != 422 && !wellFormed {
				t.Errorf("%s after %.20s: %d %.200s", path, cursor, a.status, a.body)
			}
			tellsNothing(t, path, a)
		}
		for _, limit := range []string{"0", "-1", "501", "x", "1e3", "99999999999999999999"} {
			refusedAs(t, path+" limit "+limit, s.ask(t, ask{who: "admin@" + tenant, method: "GET", path: path + "?limit=" + limit}), 422, "invalid_input")
		}
	}
	if lists < 3 {
		t.Errorf("only %d lists were asked", lists)
	}
	s.unchanged(t, tenant, before)
}

func unescape(s string) string {
	u, err := url.QueryUnescape(s)
	if err != nil {
		return s
	}
	return u
}

// The name of a file is text that the sender chose: it never becomes a header, a
// path or markup.
func TestBadFileNames(t *testing.T) {
	s := staged(t)
	const tenant, year = "dak-glong", 2092
	browser := s.signedIn(t, "labour@"+tenant)
	text := s.seedText(t, tenant, year)
	for _, name := range []string{"../../../etc/passwd.txt", `C:\kế hoạch\kh.txt`, "a\\r\\nSet-Cookie: x=1.txt", "<img src=x onerror=alert(1)>.txt", strings.Repeat("dài ", 100) + ".txt",
		"kh\u202etxt.exe.txt", ".txt", "....", "CON", "kh%0d%0aX-Evil: 1.txt", "kh;filename=x.txt"} {
		a := browser.uploadPage(t, tenant, map[string]string{"year": fmt.Sprint(year)}, &file{name: name, content: text})
		if a.status != 303 || a.header.Get("X-Evil") != "" || a.header.Get("Set-Cookie") == "x=1" {
			t.Errorf("%q: %d %v", name, a.status, a.header)
			continue
		}
		page := browser.get(t, fmt.Sprintf("/t/%s/plans/%d/history", tenant, year))
		if page.status != 200 || strings.Contains(page.body, "<img src=x") || strings.Contains(page.body, "\u202e") {
			t.Errorf("%q is shown as it came", name)
		}
	}
	d, err := s.d.apps.planning.Plan(operator(t), tenant, year, 0)
	if err != nil || strings.ContainsAny(d.Version.SourceName, "/\\\r\n<>") {
		t.Errorf("the name kept is %q (%v)", d.Version.SourceName, err)
	}
	objects, err := s.objects(t, tenant, fmt.Sprintf("plans/%d/", year))
	if err != nil || len(objects) != d.Version.Revision {
		t.Errorf("%d imports left %d files (%v)", d.Version.Revision, len(objects), err)
	}
	if d.Version.State != planning.Draft {
		t.Errorf("the plan stands at %s", d.Version.State)
	}
}
