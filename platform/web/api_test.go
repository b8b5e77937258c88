package web

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"vuon/platform/fault"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with testdata/name; -update writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs: %s", path, difference(got, string(want)))
	}
}

func TestProblemDocuments(t *testing.T) {
	h := start(t)
	labour := h.bearer("labour@krong-no")
	as := func(headers []string, more ...string) []string { return append(slices.Clone(headers), more...) }
	const plans, asJSON = "/api/tenants/krong-no/plans", "application/json"
	var out strings.Builder
	for _, c := range []struct {
		name, method, path, body string
		headers                  []string
	}{
		{"not signed in", "GET", plans, "", nil},
		{"signed in no longer", "GET", plans, "", []string{"Authorization", "Bearer nonsense"}},
		{"wrong password", "POST", "/api/session", `{"username":"labour@krong-no","password":"wrong"}`, []string{"Content-Type", asJSON}},
		{"foreign tenant", "GET", "/api/tenants/dak-mil/plans", "", labour},
		{"not allowed", "POST", "/api/tenants/krong-no/approve", "", labour},
		{"no such path", "GET", "/api/nothing", "", labour},
		{"no such method", "PATCH", plans, "", labour},
		{"no body", "POST", plans, "", as(labour, "Content-Type", asJSON)},
		{"no JSON", "POST", plans, "title=x", as(labour, "Content-Type", formType)},
		{"broken JSON", "POST", plans, `{"year":2024,`, as(labour, "Content-Type", asJSON)},
		{"twice the same key", "POST", plans, `{"year":2024,"title":"a","items":[{"code":"x","code":"y"}]}`, as(labour, "Content-Type", asJSON)},
		{"unknown keys", "POST", plans, `{"year":2024,"title":"a","role":"admin","items":[{"code":"x","more":1}]}`, as(labour, "Content-Type", asJSON)},
		{"key in another case", "POST", plans, `{"year":2024,"Title":"a"}`, as(labour, "Content-Type", asJSON)},
		{"missing and out of range", "POST", plans, `{"year":2050,"items":[{}]}`, as(labour, "Content-Type", asJSON)},
		{"wrong types", "POST", plans, `{"year":"2024","title":5}`, as(labour, "Content-Type", asJSON)},
		{"a fault of the service", "POST", plans, `{"year":2024,"title":"fail"}`, as(labour, "Content-Type", asJSON)},
		{"the same in English", "POST", plans, `{"year":2024,"title":"fail"}`, as(labour, "Content-Type", asJSON, "Accept-Language", "vi;q=0.5, en-GB")},
		{"an error that is nobody's business", "GET", "/api/boom", "", nil},
		{"limit", "GET", plans + "?limit=501", "", labour},
		{"unknown parameter", "GET", plans + "?colour=red", "", labour},
		{"packed", "POST", plans, "\x1f\x8b", as(labour, "Content-Type", asJSON, "Content-Encoding", "gzip")},
		{"no file", "POST", "/api/tenants/krong-no/import", "a=b", as(labour, "Content-Type", formType)},
	} {
		a := h.send(c.method, c.path, c.body, c.headers...)
		p := h.problem(a)
		if p.Status != a.StatusCode || p.RequestID != a.Header.Get("X-Request-Id") {
			t.Errorf("%s: %d and %+v", c.name, a.StatusCode, p)
		}
		p.RequestID = "…"
		b, err := json.MarshalIndent(p, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		out.WriteString("# " + c.name + "\n" + string(b) + "\n\n")
	}
	golden(t, "problems.txt", out.String())
	if n := h.plans("krong-no"); n != 2 {
		t.Errorf("%d plans; only the calls whose service failed afterwards made one", n)
	}
}

func TestTheAPIDescribesItself(t *testing.T) {
	h := start(t)
	a := h.get("/api/openapi.json")
	if a.StatusCode != 200 || a.Header.Get("Content-Type") != "application/json" {
		t.Fatalf("%d %v", a.StatusCode, a.Header)
	}
	var doc any
	if err := json.Unmarshal([]byte(a.body), &doc); err != nil {
		t.Fatal(err)
	}
	b, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "openapi.json", string(b))
}

func TestSignInThroughTheAPI(t *testing.T) {
	h := start(t)
	a := h.send("POST", "/api/session", `{"username":"LABOUR@krong-no","password":"vuon-demo"}`, "Content-Type", "application/json")
	var s SessionAnswer
	if err := json.Unmarshal([]byte(a.body), &s); err != nil || a.StatusCode != 200 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	if s.User.Username != "labour@krong-no" || len(s.Tenants) != 1 || s.Tenants[0].Tenant != "krong-no" || !slices.Equal(s.Tenants[0].Roles, []string{"labour"}) {
		t.Errorf("%+v", s)
	}
	bearer := []string{"Authorization", "bearer " + s.Token}
	if b := h.get("/api/session", bearer...); b.StatusCode != 200 || strings.Contains(b.body, "token") {
		t.Errorf("%d %s", b.StatusCode, b.body)
	}
	if b := h.get("/api/tenants/krong-no/plans", bearer...); b.StatusCode != 200 || b.body != `{"items":["krong-no"],"next":""}` {
		t.Errorf("%d %s", b.StatusCode, b.body)
	}
	if b := h.send("DELETE", "/api/session", "", bearer...); b.StatusCode != 204 || b.body != "" {
		t.Errorf("%d %s", b.StatusCode, b.body)
	}
	if b := h.get("/api/session", bearer...); b.StatusCode != 401 {
		t.Errorf("after the end: %d", b.StatusCode)
	}
}

func TestTooManyAttemptsSayWhenToComeBack(t *testing.T) {
	h := start(t)
	for range 30 {
		a := h.send("POST", "/api/session", `{"username":"chair@krong-no","password":"guess"}`, "Content-Type", "application/json")
		if a.StatusCode == 429 {
			if a.Header.Get("Retry-After") == "" || h.problem(a).Code != "too_many_attempts" {
				t.Errorf("%v %s", a.Header, a.body)
			}
			return
		}
	}
	t.Error("thirty guesses were taken")
}

func TestIdempotencyKeys(t *testing.T) {
	h := start(t)
	call := func(key, body string) answer {
		return h.send("POST", "/api/tenants/krong-no/plans", body, append(h.bearer("labour@krong-no"),
			"Content-Type", "application/json", "Idempotency-Key", key)...)
	}
	first, again := call("k1", `{"year":2024,"title":"một"}`), call("k1", `{"year":2024,"title":"một"}`)
	if first.StatusCode != 201 || again.StatusCode != 201 || first.body != again.body || again.Header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("%d %s, %d %s", first.StatusCode, first.body, again.StatusCode, again.body)
	}
	if h.plans("krong-no") != 1 {
		t.Errorf("%d plans", h.plans("krong-no"))
	}
	var stored []byte // an answer may hold a one-time secret
	err := h.db.InTenant(t.Context(), "krong-no", func(ctx context.Context, tx bun.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT body FROM web_idempotency").Scan(&stored)
	})
	if err != nil || len(stored) == 0 || bytes.Contains(stored, []byte(first.body)) || bytes.Contains(stored, []byte("title")) {
		t.Errorf("the kept answer can be read in the database: %q, %v", stored, err)
	}
	if a := call("k1", `{"year":2024,"title":"hai"}`); a.StatusCode != 422 || h.problem(a).Code != "idempotency_key_reused" {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	elsewhere := h.send("POST", "/api/tenants/krong-no/plans?", `{"year":2024,"title":"một"}`, append(h.bearer("labour@krong-no"),
		"Content-Type", "application/json", "Idempotency-Key", "k1")...)
	if elsewhere.StatusCode != 422 || h.problem(elsewhere).Code != "idempotency_key_reused" {
		t.Errorf("the key at another address: %d %s", elsewhere.StatusCode, elsewhere.body)
	}
	if a := call("k2", `{"year":2024,"title":"fail"}`); a.StatusCode != 409 || h.plans("krong-no") != 1 {
		t.Errorf("a call that failed left something behind: %d, %d plans", a.StatusCode, h.plans("krong-no"))
	}
	if a := call(strings.Repeat("k", 201), `{"year":2024,"title":"ba"}`); a.StatusCode != 422 {
		t.Errorf("a long key: %d", a.StatusCode)
	}
	h.clk.Advance(idempotencyAge)
	if a := call("k1", `{"year":2024,"title":"một"}`); a.StatusCode != 201 || a.Header.Get("Idempotent-Replayed") != "" || h.plans("krong-no") != 2 {
		t.Errorf("after two days: %d, %d plans", a.StatusCode, h.plans("krong-no"))
	}
}

func TestTwentyCallsAtOnceWithOneKeyMakeOne(t *testing.T) {
	h := start(t)
	headers := append(h.bearer("labour@krong-no"), "Content-Type", "application/json", "Idempotency-Key", "once")
	var wait sync.WaitGroup
	statuses := make([]int, 20)
	for i := range statuses {
		wait.Go(func() {
			statuses[i] = h.send("POST", "/api/tenants/krong-no/plans", `{"year":2024,"title":"x"}`, headers...).StatusCode
		})
	}
	wait.Wait()
	for _, s := range statuses {
		if s != 201 && s != 409 {
			t.Errorf("statuses %v", statuses)
			break
		}
	}
	if !slices.Contains(statuses, 201) || h.plans("krong-no") != 1 {
		t.Errorf("%d plans, statuses %v", h.plans("krong-no"), statuses)
	}
}

func TestStrictJSON(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":1}`:                "",
		` [1, "x", {"b":null}] `: "",
		`{"a":1,"a":2}`:          "duplicate_key",
		`{"x":{"a":1,"a":2}}`:    "duplicate_key",
		`{"a":1} {"b":2}`:        "bad_json",
		`{"a":1}x`:               "bad_json",
		`{"a":01}`:               "bad_json",
		`{"a":"\u0000"}`:         "bad_json",
		"{\"a\":\"\xff\"}":       "bad_json",
		`{'a':1}`:                "bad_json",
		`{"a":NaN}`:              "bad_json",
		``:                       "bad_json",
		strings.Repeat("[", 65) + strings.Repeat("]", 65): "bad_json",
	} {
		_, err := strictJSON([]byte(in))
		if got := fault.CodeOf(err); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if out, err := strictJSON([]byte(`{"te\u0302n":"Đắk Nông"}`)); err != nil || string(out) != `{"tên":"Đắk Nông"}` {
		t.Errorf("%s %v", out, err)
	}
}

func FuzzStrictJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,2,{"b":"\u1ea1"}]}`, `{"a":1,"a":2}`, `"x" 1`, `{"a":"` + "a\u0323" + `"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := strictJSON(in)
		if err != nil {
			return
		}
		if again, err := strictJSON(out); err != nil || string(again) != string(out) {
			t.Errorf("%q became %q, then %q (%v)", in, out, again, err)
		}
		if !json.Valid(in) {
			t.Errorf("took %q", in)
		}
	})
}
