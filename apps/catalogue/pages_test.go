package catalogue_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"vuon/apps/catalogue"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/platformtest"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/web"
)

// site is the module behind a real server, visited as the labour office of Krông Nô.
type site struct {
	t          testing.TB
	url, token string
}

func newSite(t testing.TB) site {
	t.Helper()
	ctx, clk := t.Context(), clock.NewManual(day("2026-11-23"))
	files := catalogue.New(catalogue.Deps{}).Module().Migrations
	db := platformtest.Database(t, tenancy.Source(), identity.Source(), audit.Source(), policy.Source(), web.Source(),
		database.Source{Module: "catalogue", FS: files})
	log, registry := audit.New(db, clk), tenancy.New(db, clk)
	module := catalogue.New(catalogue.Deps{DB: db, Clock: clk, Audit: log})
	for _, apply := range []func() error{
		func() error { _, err := module.Apply(ctx, shipped()); return err },
		func() error { _, err := registry.Apply(ctx, shipped()); return err },
	} {
		if err := apply(); err != nil {
			t.Fatal(err)
		}
	}
	engine, err := policy.New(db, func(ctx context.Context, id string) (policy.Place, error) {
		at, err := registry.Tenant(ctx, id)
		return policy.Place{Kind: at.Kind, Parent: at.Parent}, err
	}, log, catalogue.Actions(), nil)
	if err != nil {
		t.Fatal(err)
	}
	users := identity.New(db, clk, func(context.Context, database.Tx, identity.Change) error { return nil },
		identity.Options{Cost: identity.Cost{MemoryKiB: 64, Passes: 1, Threads: 1}})
	m := module.Module()
	server, err := web.New(web.Options{Identity: users, Policy: engine, Tenant: registry.Tenant, Database: db, Clock: clk,
		Log: slog.New(slog.DiscardHandler), Secret: platformtest.Secret(), Routes: m.Routes, API: m.API, Actions: []string{catalogue.ActionView}})
	if err != nil {
		t.Fatal(err)
	}
	return site{t, serve(t, server), signIn(t, users)}
}

func serve(t testing.TB, server *web.Server) string {
	ln, url, err := web.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, ln) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return url
}

func signIn(t testing.TB, users *identity.Service) string {
	ctx := t.Context()
	hash, err := users.Hash(ctx, "vuon-demo")
	if err != nil {
		t.Fatal(err)
	}
	_, err = users.AddAccount(ctx, identity.NewAccount{Username: "labour@krong-no", PasswordHash: hash,
		Memberships: []identity.Membership{{Tenant: "krong-no", Grant: identity.Grant{Role: "labour"}}}})
	if err != nil {
		t.Fatal(err)
	}
	session, err := users.SignIn(ctx, identity.Credentials{Username: "labour@krong-no", Password: "vuon-demo", Address: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	return session.Token
}

func (s site) get(path string) (int, string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	if !strings.HasPrefix(path, "/api/") {
		req.Header.Del("Authorization")
		req.AddCookie(&http.Cookie{Name: "vuon", Value: s.token})
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func TestPages(t *testing.T) {
	s := newSite(t)
	for path, wants := range map[string][]string{
		"/t/krong-no/catalogue/projects": {"Dự án của Chương trình", "Tiểu dự án 1: Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp", "Thực hiện",
			"Danh mục áp dụng đến ngày 31/12/2025"},
		"/t/krong-no/catalogue/documents":                {"Văn bản pháp lý", "04/2022/TT-BNNPTNT", "11/07/2022", "193/NQ-HĐND", "Cần đối chiếu bản gốc"},
		"/t/krong-no/catalogue/documents?q=quay+vong":    {"05/2023/QĐ-UBND"},
		"/t/krong-no/catalogue/documents?q=khong+co+gi+": {"Không tìm thấy văn bản"},
	} {
		status, body := s.get(path)
		if status != http.StatusOK {
			t.Fatalf("%s: %d", path, status)
		}
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not show %q", path, want)
			}
		}
	}
	if _, body := s.get("/t/krong-no/catalogue/documents?q=quay+vong"); strings.Contains(body, "90/QĐ-TTg") {
		t.Error("the search does not narrow the list")
	}
	if status, _ := s.get("/t/cu-jut/catalogue/projects"); status != http.StatusNotFound {
		t.Errorf("another tenant's page: %d", status)
	}
	if status, _ := s.get("/t/krong-no/catalogue/documents?after=x"); status != http.StatusBadRequest {
		t.Errorf("a cursor of nobody: %d", status)
	}
}

func TestAPI(t *testing.T) {
	s := newSite(t)
	var projects struct {
		Items []catalogue.Project `json:"items"`
	}
	status, body := s.get("/api/tenants/krong-no/catalogue/projects?at=2024-01-01")
	if err := json.Unmarshal([]byte(body), &projects); err != nil || status != http.StatusOK || len(projects.Items) != 18 || projects.Items[3].Code != "DA2" {
		t.Errorf("%d %v %s", status, err, body)
	}
	seen, next := 0, ""
	for {
		var documents struct {
			Items []catalogue.Document `json:"items"`
			Next  string               `json:"next"`
		}
		status, body := s.get("/api/tenants/krong-no/catalogue/legal-documents?limit=10&after=" + next)
		if err := json.Unmarshal([]byte(body), &documents); err != nil || status != http.StatusOK {
			t.Fatalf("%d %v %s", status, err, body)
		}
		seen += len(documents.Items)
		if next = documents.Next; next == "" {
			break
		}
	}
	if seen != 32 {
		t.Errorf("%d documents were listed", seen)
	}
	for path, want := range map[string]int{
		"/api/tenants/cu-jut/catalogue/projects":                   http.StatusNotFound,
		"/api/tenants/krong-no/catalogue/projects?at=yesterday":    http.StatusUnprocessableEntity,
		"/api/tenants/krong-no/catalogue/legal-documents?limit=-1": http.StatusUnprocessableEntity,
		"/api/tenants/krong-no/catalogue/legal-documents?q=%00":    http.StatusBadRequest,
		"/api/tenants/krong-no%00/catalogue/legal-documents":       http.StatusNotFound,
	} {
		if status, body := s.get(path); status != want {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}
