package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const firstYear = 2025

// issue is one that was acknowledged.
type issue struct {
	tenant string
	year   int
	number int
}

// load is what the districts do.
type load struct {
	s        *stack
	plans    int
	client   *http.Client
	tokens   map[string]string // by account
	web      atomic.Int32      // which web process is asked
	repeated atomic.Int64
	killed   sync.Once

	mu     sync.Mutex
	issued []issue
}

// newLoad makes three people in each district and signs them in.
func newLoad(ctx context.Context, s *stack, plans int) (*load, error) {
	l := &load{s: s, plans: plans, client: &http.Client{Timeout: time.Minute}, tokens: map[string]string{}}
	for _, tenant := range districts() {
		for _, role := range []string{"labour", "vicechair", "clerk"} {
			username := role + "@" + tenant
			if err := s.person(ctx, username, tenant, role); err != nil {
				return nil, err
			}
			var session struct{ Token string }
			body, _ := json.Marshal(map[string]string{"username": username, "password": password})
			if err := l.call(ctx, request{method: "POST", path: "/api/session", body: body}, &session); err != nil {
				return nil, err
			}
			l.tokens[username] = session.Token
		}
	}
	return l, nil
}

// run lets all districts work at once; when half of the plans are issued, one web
// and one worker process are killed.
func (l *load) run(ctx context.Context) error {
	errs := make(chan error)
	for _, tenant := range districts() {
		go func() { errs <- l.district(ctx, tenant) }()
	}
	var all []error
	for range districts() {
		all = append(all, <-errs)
	}
	return errors.Join(all...)
}

func (l *load) district(ctx context.Context, tenant string) error {
	text, err := os.ReadFile("tenants/dak-nong/" + tenant + "/plan-2024.txt")
	if err != nil {
		return err
	}
	for year := firstYear; year < firstYear+l.plans; year++ {
		if err := l.plan(ctx, tenant, year, strings.ReplaceAll(string(text), "2024", fmt.Sprint(year))); err != nil {
			return fmt.Errorf("%s %d: %w", tenant, year, err)
		}
	}
	return nil
}

// plan takes one plan through its life.
func (l *load) plan(ctx context.Context, tenant string, year int, text string) error {
	plans := "/api/tenants/" + tenant + "/plans"
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, _ := w.CreateFormFile("file", "ke-hoach.txt") // to memory: never fails
	_, _ = io.WriteString(part, text)
	_ = w.Close()
	token := func(role string) string { return l.tokens[role+"@"+tenant] }
	err := l.call(ctx, request{method: "POST", path: fmt.Sprintf("%s?year=%d", plans, year), token: token("labour"),
		body: form.Bytes(), kind: w.FormDataContentType(), key: fmt.Sprintf("import-%d", year)}, nil)
	if err != nil {
		return err
	}
	var answer struct{ Number int }
	for _, step := range [][2]string{{"submit", "labour"}, {"approve", "vicechair"}, {"issue", "clerk"}} {
		err := l.call(ctx, request{method: "POST", path: fmt.Sprintf("%s/%d/%s", plans, year, step[0]), token: token(step[1]),
			key: fmt.Sprintf("%s-%d", step[0], year)}, &answer)
		if err != nil {
			return fmt.Errorf("%s: %w", step[0], err)
		}
	}
	l.acknowledge(issue{tenant, year, answer.Number})
	return nil
}

func (l *load) acknowledge(i issue) {
	l.mu.Lock()
	l.issued = append(l.issued, i)
	half := len(l.issued) == l.plans*len(districts())/2
	l.mu.Unlock()
	if half {
		l.killed.Do(func() {
			l.s.web[0].kill()
			l.s.work[0].kill()
			fmt.Printf("killed web process %d and worker process %d after %d issues\n", l.s.web[0].cmd.Process.Pid, l.s.work[0].cmd.Process.Pid, l.plans*len(districts())/2)
		})
	}
}

// request is one call of the API.
type request struct {
	method, path, token, kind, key string
	body                           []byte
}

// call makes a call through one web process; when that is gone, this call and all
// later ones go to the other, as a proxy would send them: the Idempotency-Key makes that safe.
func (l *load) call(ctx context.Context, r request, into any) error {
	at := l.web.Load()
	answer, err := l.try(ctx, l.s.webs[at], r)
	if err != nil && at == 0 {
		l.web.Store(1)
		l.repeated.Add(1)
		answer, err = l.try(ctx, l.s.webs[1], r)
	}
	// What the killed process had begun holds its key until PostgreSQL has
	// noticed that nobody is there.
	for tries := 0; err != nil && strings.Contains(err.Error(), "request_in_progress") && tries < 120; tries++ {
		time.Sleep(500 * time.Millisecond)
		answer, err = l.try(ctx, l.s.webs[1], r)
	}
	if err != nil {
		return err
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}

// try fails when no whole answer comes, or one that is no success.
func (l *load) try(ctx context.Context, base string, r request) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, r.method, base+r.path, bytes.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	if r.kind == "" {
		r.kind = "application/json"
	}
	req.Header.Set("Content-Type", r.kind)
	if r.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.token)
	}
	if r.key != "" {
		req.Header.Set("Idempotency-Key", r.key)
	}
	answer, err := l.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %s", r.method, r.path, answer.Status, body)
	}
	return body, err
}

func sum(body []byte) string {
	s := sha256.Sum256(body)
	return hex.EncodeToString(s[:])
}
