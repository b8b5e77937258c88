package main

import (
	"bytes"

	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Commands do the same whether the process runs or not; those that run beside
// it leave it running.
func TestCommandsOnARunningAndOnAStoppedDeployment(t *testing.T) {
	data := folder(t, nil, "data")
	p, s := open(t, nil, data, "demo", "--households=false")
	dir := t.TempDir()
	commands := func(year int) {
		t.Helper()
		seed := filepath.Join(dir, "kh.txt")
		if err := os.WriteFile(seed, s.seedText(t, "krong-no", year), 0o600); err != nil {
			t.Fatal(err)
		}
		pdf := filepath.Join(dir, "kh.pdf")
		for _, c := range []struct{ args, out string }{
			{"tenants plan", "no differences"}, {"tenants apply --json", `"differences": []`}, {"migrate status", "planning"},
			{"plan import --tenant krong-no --year " + strconv.Itoa(year) + " " + seed, "6 sections, 10 legal bases"},
			{"plan render --tenant krong-no --year 2024 --format pdf --out " + pdf, ""}, {"audit verify", "krong-no"},
		} {
			code, out, messages := invoke(t, nil, data, strings.Fields(c.args)...)
			if code != exitDone || !strings.Contains(out, c.out) {
				t.Errorf("vuon %s: exit %d\n%s\n%s", c.args, code, out, messages)
			}
		}
		if raw, err := os.ReadFile(pdf); err != nil || !bytes.HasPrefix(raw, []byte("%PDF-")) {
			t.Errorf("the rendered plan is no PDF: %v", err)
		}
	}
	commands(2031)
	if a := s.api(t, "labour@krong-no", http.MethodGet, "/api/tenants/krong-no/plans/2031", nil); a.status != http.StatusOK {
		t.Errorf("the running process does not show what the command imported: %d %s", a.status, a.body)
	}
	p.interrupt(t)
	commands(2032)
	nobodyIn(t, data)
	p, s = open(t, nil, data, "demo", "--households=false")
	if a := s.api(t, "labour@krong-no", http.MethodGet, "/api/tenants/krong-no/plans/2032", nil); a.status != http.StatusOK {
		t.Errorf("the process does not show what the command imported before: %d %s", a.status, a.body)
	}
	p.interrupt(t)
}

// A deployment without demonstration: the operator makes tenants and the first
// accounts, and people sign in with the links that they were given.
func TestAnEmptyDeploymentIsSetUp(t *testing.T) {
	as := somebody()
	data := folder(t, as, "data")
	p, s := open(t, as, data, "serve")
	if a := s.api(t, "", http.MethodGet, "/readyz", nil); a.status != http.StatusOK {
		t.Errorf("not ready: %d %s", a.status, a.body)
	}
	do := func(args ...string) string {
		t.Helper()
		code, out, messages := invoke(t, as, data, args...)
		if code != exitDone {
			t.Fatalf("vuon %s: exit %d\n%s", strings.Join(args, " "), code, messages)
		}
		return strings.TrimSpace(out)
	}
	operator := do("users", "add", "--username", "op", "--role", "operator")
	do("tenants", "apply")
	if out := do("tenants", "plan"); !strings.Contains(out, "no differences") {
		t.Errorf("after apply there are differences:\n%s", out)
	}
	labour := do("users", "add", "--username", "labour@krong-no", "--tenant", "krong-no", "--role", "labour")
	code, _, messages := invoke(t, as, data, "users", "add", "--username", "x", "--tenant", "khong-co", "--role", "labour")
	if code != exitFailed || !strings.Contains(messages, "tenant_unknown") {
		t.Errorf("a member of no tenant: exit %d\n%s", code, messages)
	}
	for username, link := range map[string]string{"op": operator, "labour@krong-no": labour} {
		if !strings.HasPrefix(link, s.url+"/") {
			t.Errorf("the link %s does not lead to %s", link, s.url)
		}
		s.setPassword(t, link, "mật khẩu đủ dài 2024")
		v := s.visitor()
		in := v.post(t, "/sign-in", url.Values{"username": {username}, "password": {"mật khẩu đủ dài 2024"}})
		if in.status != http.StatusSeeOther {
			t.Fatalf("%s cannot sign in: %d %.500s", username, in.status, in.body)
		}
		if home := v.get(t, in.header.Get("Location")); home.status != http.StatusOK && home.status != http.StatusSeeOther {
			t.Errorf("%s sees %d at %s", username, home.status, in.header.Get("Location"))
		}
		if again := s.visitor().get(t, path(t, link)); again.status/100 == 2 && strings.Contains(again.body, "name=\"password\"") {
			t.Errorf("the link of %s works twice", username)
		}
	}
	p.interrupt(t)
}

func path(t testing.TB, link string) string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil || !strings.HasPrefix(u.Path, "/password/") {
		t.Fatalf("no link: %q", link)
	}
	return u.Path
}

// setPassword follows a one-time link.
func (s *stage) setPassword(t testing.TB, link, password string) {
	t.Helper()
	v := s.visitor()
	if page := v.get(t, path(t, link)); page.status != http.StatusOK {
		t.Fatalf("the link shows %d %.500s", page.status, page.body)
	}
	if a := v.post(t, path(t, link), url.Values{"password": {password}, "again": {password}}); a.status != http.StatusSeeOther {
		t.Fatalf("the password is not set: %d %.2000s", a.status, a.body)
	}
}
