package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/apps/planning"
	"vuon/platform/config"
	"vuon/platform/database"
	"vuon/platform/embedded"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/platformtest"
	"vuon/platform/web"
)

// gateway stands before a server and can be shut: then nobody answers there.
type gateway struct {
	address string // host:port

	mu    sync.Mutex
	shut  bool
	conns map[net.Conn]bool
}

func newGateway(t testing.TB, to string) *gateway {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gateway{address: ln.Addr().String(), conns: map[net.Conn]bool{}}
	t.Cleanup(func() { _ = ln.Close(); g.close() })
	go func() {
		for {
			in, err := ln.Accept()
			if err != nil {
				return
			}
			go g.carry(in, to)
		}
	}()
	return g
}

// carry hands bytes on both ways, as long as the gateway is open.
func (g *gateway) carry(in net.Conn, to string) {
	defer in.Close()
	out, err := net.Dial("tcp", to)
	if err != nil || !g.enter(in, out) {
		return
	}
	defer g.leave(in, out)
	go func() { _, _ = io.Copy(out, in); _ = out.Close() }()
	_, _ = io.Copy(in, out)
}

func (g *gateway) enter(conns ...net.Conn) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range conns {
		g.conns[c] = true
	}
	return !g.shut
}

func (g *gateway) leave(conns ...net.Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
		delete(g.conns, c)
	}
}

func (g *gateway) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = true
	for c := range g.conns {
		_ = c.Close()
	}
}

func (g *gateway) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = false
}

// hostOf is the host:port of an address.
func hostOf(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

func through(t testing.TB, address string, g *gateway) string {
	t.Helper()
	return strings.Replace(address, hostOf(t, address), g.address, 1)
}

// shaky is a deployment on servers of an operator, each behind a gateway.
type shaky struct {
	*stage
	database, queue, storage *gateway
	clock                    *stagedClock
}

func newShaky(t *testing.T) *shaky {
	t.Helper()
	host := staged(t) // its S3 server is the only one of the process
	redis, err := embedded.StartRedis()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(redis.Stop)
	owner, s3 := platformtest.EmptyDatabase(t), host.d.storageOptions()
	s := &shaky{database: newGateway(t, hostOf(t, owner.URL)), queue: newGateway(t, hostOf(t, redis.URL())), storage: newGateway(t, hostOf(t, s3.Endpoint))}
	cfg, _, err := config.Load(nil, []string{"VUON_DATABASE_URL=" + through(t, owner.URL, s.database), "VUON_REDIS_URL=" + through(t, redis.URL(), s.queue),
		"VUON_S3_ENDPOINT=" + through(t, s3.Endpoint, s.storage), "VUON_S3_ACCESS_KEY=" + s3.AccessKey, "VUON_S3_SECRET_KEY=" + s3.SecretKey,
		"VUON_S3_BUCKET=vuon-shaky", "VUON_SECRET_KEY=" + base64.StdEncoding.EncodeToString(owner.Secret), "VUON_DATA=" + t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if err := database.Migrate(t.Context(), owner, sources()); err != nil {
		t.Fatal(err)
	}
	s.stage = s.raise(t, host.root, cfg)
	return s
}

func (s *shaky) raise(t *testing.T, root string, cfg config.Config) *stage {
	t.Helper()
	ctx, cancel := context.WithCancel(identity.With(context.Background(), identity.Operator()))
	c := &call{config: cfg, flags: demoCommand().newFlags(), out: io.Discard, err: io.Discard, log: slog.New(slog.DiscardHandler)}
	s.clock = &stagedClock{}
	d, err := openDeployment(ctx, c, s.clock)
	if err == nil {
		_, err = d.applyTenants(ctx)
	}
	if err == nil {
		err = d.stageAccounts(ctx, demoPassword)
	}
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	server, err := web.New(d.webOptions())
	if err != nil {
		t.Fatal(err)
	}
	ln, address, err := web.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() { _ = server.Serve(ctx, ln) })
	running.Go(func() { _ = d.jobs.RunRelay(ctx) })
	running.Go(func() { _ = d.jobs.RunWorkers(ctx, workers) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
		_ = d.close()
	})
	return &stage{d: d, server: server, url: strings.TrimRight(address, "/"), root: root, tokens: map[string]string{}}
}

// ready asks whether all servers answer, and names one that does not.
func (s *shaky) ready(t testing.TB, missing string) {
	t.Helper()
	a := s.ask(t, ask{method: "GET", path: "/readyz"})
	if missing == "" && a.status != 200 || missing != "" && (a.status != 503 || !strings.Contains(a.body, `"`+missing+`":"unavailable"`)) {
		t.Errorf("ready (without %q): %d %s", missing, a.status, a.body)
	}
}

// One server after the other goes away and comes back. What needs it is refused
// with 503 and leaves nothing half saved; everything else goes on; what waited is
// done when it is back.
func TestBadDaysOfTheServers(t *testing.T) {
	s := newShaky(t)
	const tenant = "krong-no"
	for _, year := range []int{2081, 2082, 2083} {
		s.drafted(t, tenant, year)
	}
	s.step(t, "labour", tenant, 2081, "submit", "", "submitted")
	s.step(t, "chair", tenant, 2081, "approve", "", "approved")
	s.step(t, "labour", tenant, 2082, "submit", "", "submitted")
	s.step(t, "chair", tenant, 2082, "approve", "", "approved")
	s.ready(t, "")

	t.Run("without storage", func(t *testing.T) { s.withoutStorage(t, tenant) })
	t.Run("without the queue", func(t *testing.T) { s.withoutQueue(t, tenant) })
	t.Run("without the database", func(t *testing.T) { s.withoutDatabase(t, tenant) })
	t.Run("after some days", func(t *testing.T) { s.afterDays(t, tenant) })
	s.verified(t, tenant)
}

// afterDays lets a session run out over a form.
func (s *shaky) afterDays(t *testing.T, tenant string) {
	browser := s.signedIn(t, "labour@"+tenant)
	path := "/t/" + tenant + "/plans/2083/sections/1-1"
	tag := hidden(browser.get(t, path).body, "tag")
	typed := url.Values{"tag": {tag}, "title": {"Mục đích"}, "text": {"Viết trước kỳ nghỉ."}}
	before := s.books(t, tenant)
	s.clock.set(time.Now().AddDate(0, 0, 40))
	a := browser.post(t, path, typed)
	if a.status != 401 || !shows(a.body, "text", typed.Get("text")) || !shows(a.body, "tag", tag) || !strings.Contains(a.body, "hết hạn") {
		t.Errorf("after forty days: %d; what was typed must come back: %.600s", a.status, a.body)
	}
	s.unchanged(t, tenant, before)
	if a := browser.post(t, "/sign-in", url.Values{"username": {"labour@" + tenant}, "password": {demoPassword}}); a.status != http.StatusSeeOther {
		t.Fatalf("signing in again: %d", a.status)
	}
	if a := browser.post(t, path, typed); a.status != http.StatusSeeOther {
		t.Errorf("the same form after signing in again: %d %.300s", a.status, a.body)
	}
}

func (s *shaky) withoutStorage(t *testing.T, tenant string) {
	browser := s.signedIn(t, "labour@"+tenant)
	text := &file{name: "kh.txt", content: s.seedText(t, tenant, 2084)}
	s.storage.close()
	s.ready(t, "storage")
	before := s.books(t, tenant)
	s.inBoth(t, "an import", func() ask { return uploadAsk(t, "labour@"+tenant, tenant, "?year=2084", text) }, 503, "storage_unavailable")
	page := browser.uploadPage(t, tenant, map[string]string{"year": "2084"}, text)
	if page.status != 503 || !strings.Contains(page.body, `value="2084"`) {
		t.Errorf("an import on the page: %d", page.status)
	}
	s.unchanged(t, tenant, before)
	if a := browser.get(t, "/t/"+tenant+"/plans/2081"); a.status != 200 {
		t.Errorf("reading: %d", a.status)
	}
	s.step(t, "clerk", tenant, 2081, "issue", "", "issued") // its documents wait
	s.storage.open()
	s.ready(t, "")
	s.made(t, tenant, 2081)
	if a := s.ask(t, uploadAsk(t, "labour@"+tenant, tenant, "?year=2084", text)); a.status != 201 {
		t.Errorf("the same import afterwards: %d %.300s", a.status, a.body)
	}
	s.storage.close()
	refusedAs(t, "a download", s.api(t, "labour@"+tenant, "GET", "/api/tenants/"+tenant+"/plans/2081/documents/pdf", nil), 503, "storage_unavailable")
	s.storage.open()
	s.evidenceWaits(t, tenant, 2081)
}

func (s *shaky) withoutQueue(t *testing.T, tenant string) {
	s.queue.close()
	s.ready(t, "queue")
	s.step(t, "clerk", tenant, 2082, "issue", "", "issued")
	if a := s.api(t, "labour@"+tenant, "POST", "/api/tenants/"+tenant+"/plans/2083/documents", map[string]string{"format": "pdf"}); a.status != 202 {
		t.Errorf("asking for a document: %d %.300s", a.status, a.body)
	}
	waiting, _, err := s.d.jobs.List(operator(t), tenant, jobs.Filter{State: jobs.Waiting}, database.Page{})
	if err != nil || len(waiting) != 3 {
		t.Errorf("%d jobs wait (%v)", len(waiting), err)
	}
	refusedAs(t, "a document that is not there yet", s.api(t, "labour@"+tenant, "GET", "/api/tenants/"+tenant+"/plans/2082/documents/pdf", nil), 404, "file_not_made")
	s.queue.open()
	s.ready(t, "")
	s.made(t, tenant, 2082)
}

func (s *shaky) withoutDatabase(t *testing.T, tenant string) {
	browser := s.signedIn(t, "labour@"+tenant)
	path := "/plans/2083/sections/1-1"
	var part planning.Part
	s.api(t, "labour@"+tenant, "GET", "/api/tenants/"+tenant+path, nil).decode(t, &part)
	before := s.books(t, tenant)
	typed := url.Values{"tag": {part.Tag}, "title": {part.Title}, "text": {"Viết khi máy chủ đang nghỉ."}}
	s.database.close()
	s.ready(t, "database")
	s.inBoth(t, "reading", func() ask {
		return ask{who: "labour@" + tenant, method: "GET", path: "/api/tenants/" + tenant + "/plans"}
	}, 503, "database_unavailable")
	page := browser.post(t, "/t/"+tenant+path, typed)
	if page.status != 503 || !shows(page.body, "text", typed.Get("text")) || !shows(page.body, "tag", part.Tag) {
		t.Errorf("saving: %d; what was typed must come back: %.600s", page.status, page.body)
	}
	tellsNothing(t, "saving", page)
	s.database.open()
	s.ready(t, "")
	s.unchanged(t, tenant, before)
	if a := browser.post(t, "/t/"+tenant+path, typed); a.status != http.StatusSeeOther {
		t.Errorf("the same form afterwards: %d", a.status)
	}
}

// made waits for an issued plan's documents.
func (s *shaky) made(t testing.TB, tenant string, year int) {
	t.Helper()
	s.settled(t, tenant)
	for _, format := range []string{"pdf", "docx"} {
		if a := s.api(t, "labour@"+tenant, "GET", fmt.Sprintf("/api/tenants/%s/plans/%d/documents/%s", tenant, year, format), nil); a.status != 200 {
			t.Errorf("%s of %d: %d %.300s", format, year, a.status, a.body)
		}
	}
}
