package households

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vuon/platform/identity"
	"vuon/platform/platformtest"
	"vuon/platform/web"
)

// site is the module behind a real server, visited by one person.
type site struct {
	t          testing.TB
	url, token string
}

// site serves the world's module. Whoever visits holds a role in Krông Nô, in some
// communes or in all.
func (w *world) site() func(role string, units ...string) site {
	w.t.Helper()
	var names []string
	for _, a := range Actions() {
		names = append(names, a.Name)
	}
	m := w.Module()
	server, err := web.New(web.Options{Identity: w.Identity, Policy: w.Policy, Tenant: w.Tenants.Tenant, Database: w.db, Clock: w.clk,
		Log: slog.New(slog.DiscardHandler), Secret: platformtest.Secret(), Routes: m.Routes, API: m.API, Actions: names})
	w.must(err)
	ln, address, err := web.Listen("127.0.0.1:0")
	w.must(err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, ln) }()
	w.t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			w.t.Error(err)
		}
	})
	return func(role string, units ...string) site { return site{w.t, address, w.signIn(role, units)} }
}

// signIn makes an account with a role and returns the token of its session.
func (w *world) signIn(role string, units []string) string {
	w.t.Helper()
	name := "site-" + role + strings.Join(units, "-")
	hash, err := w.Identity.Hash(w.t.Context(), "vuon-demo")
	w.must(err)
	_, err = w.Identity.AddAccount(identity.With(w.t.Context(), identity.Operator()), identity.NewAccount{Username: name, PasswordHash: hash,
		Memberships: []identity.Membership{{Tenant: krongNo, Grant: identity.Grant{Role: role, Scope: identity.Scope{Units: units}}}}})
	w.must(err)
	session, err := w.Identity.SignIn(w.t.Context(), identity.Credentials{Username: name, Password: "vuon-demo", Address: "127.0.0.1"})
	w.must(err)
	return session.Token
}

func (s site) get(path string) (int, string) {
	s.t.Helper()
	status, _, body := s.send(http.MethodGet, path, "", "")
	return status, body
}

// post sends a form whose fields and values come in pairs.
func (s site) post(path string, fields ...string) (status int, location, body string) {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return s.send(http.MethodPost, path, "application/x-www-form-urlencoded", form.Encode())
}

func (s site) send(method, path, kind, content string) (status int, location, body string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(content))
	if err != nil {
		s.t.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if strings.HasPrefix(path, "/api/") {
		req.Header.Set("Authorization", "Bearer "+s.token)
	} else {
		req.AddCookie(&http.Cookie{Name: "vuon", Value: s.token})
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Location"), string(raw)
}
