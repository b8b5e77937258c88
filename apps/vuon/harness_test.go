package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/platform/config"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/web"
)

const demoPassword = "vuon-demo"

// stage is the demonstration, running: the real servers, the real web server,
// the real workers. One serves all tests of the process, since the embedded S3
// allows no second one; tests that change things use districts of their own.
type stage struct {
	d       *deployment
	clock   *stagedClock // of all its parts
	server  *web.Server
	url     string
	root    string   // of the repository
	environ []string // of a command that works on the same deployment
	stop    func() error

	mu     sync.Mutex
	tokens map[string]string // of the API, by username
}

// theater makes the one stage of the process.
type theater struct {
	once  sync.Once
	stage *stage
	err   error
}

var theatre theater

func TestMain(m *testing.M) {
	code := m.Run()
	works.close()
	if theatre.stage != nil {
		if err := theatre.stage.stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

func staged(t testing.TB) *stage {
	t.Helper()
	theatre.once.Do(func() { theatre.stage, theatre.err = raise() })
	if theatre.err != nil {
		t.Fatalf("the demonstration does not start: %v", theatre.err)
	}
	return theatre.stage
}

func raise() (*stage, error) {
	root, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "vuon-stage-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return nil, err
	}
	environ := append(servers(), "VUON_DATA="+dir, "VUON_ADDR=127.0.0.1:0")
	cfg, _, err := config.Load(nil, environ)
	if err != nil {
		return nil, err
	}
	flags := demoCommand().newFlags()
	if err := flags.Set("households", "false"); err != nil { // tests of households bring their own
		return nil, err
	}
	var log bytes.Buffer
	c := &call{config: cfg, flags: flags, out: io.Discard, err: io.Discard, log: slog.New(slog.NewTextHandler(&lockedWriter{w: &log}, nil))}
	ctx, cancel := context.WithCancel(identity.With(context.Background(), identity.Operator()))
	clk := &stagedClock{}
	if cfg.DatabaseURL != "" {
		if err := database.Migrate(ctx, database.Options{URL: cfg.DatabaseURL, Secret: cfg.SecretKey}, sources()); err != nil {
			cancel()
			return nil, err
		}
	}
	d, err := openDeployment(ctx, c, clk)
	if err == nil {
		err = d.stage(ctx, c, clk)
	}
	if err != nil {
		cancel()
		return nil, err
	}
	s := &stage{d: d, clock: clk, root: root + "/../..", environ: environ, tokens: map[string]string{}}
	server, err := web.New(d.webOptions())
	if err != nil {
		cancel()
		return nil, err
	}
	ln, address, err := web.Listen("127.0.0.1:0")
	if err != nil {
		cancel()
		return nil, err
	}
	s.server, s.url = server, strings.TrimRight(address, "/")
	var parts sync.WaitGroup
	parts.Go(func() { _ = server.Serve(ctx, ln) })
	parts.Go(func() { _ = d.jobs.RunRelay(ctx) })
	parts.Go(func() { _ = d.jobs.RunWorkers(ctx, workers) })
	s.stop = func() error {
		cancel()
		parts.Wait()
		err := d.close()
		_ = os.RemoveAll(dir)
		return err
	}
	if err := s.settle(ctx); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

// settle waits for the jobs that making the demonstration has asked for, so that
// no test sees them change its tables.
func (s *stage) settle(ctx context.Context) error {
	tenants, err := s.d.tenants.All(ctx)
	if err != nil {
		return err
	}
	for again := true; again; {
		again = false
		for _, t := range tenants {
			list, _, err := s.d.jobs.List(ctx, t.ID, jobs.Filter{}, database.Page{Limit: 500})
			if err != nil {
				return err
			}
			for _, job := range list {
				if job.State.Finished() {
					continue
				}
				again = true // a job may ask for others
				if _, err := s.d.jobs.Wait(ctx, t.ID, job.ID); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// servers are the settings of the stack to test on: the operator's, where
// VUON_TEST_DATABASE_URL, VUON_TEST_REDIS_URL and VUON_TEST_S3_… name one (an
// empty database that may be written), else nothing: all is embedded.
func servers() []string {
	var environ []string
	for _, name := range []string{"DATABASE_URL", "REDIS_URL", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_BUCKET"} {
		if value := os.Getenv("VUON_TEST_" + name); value != "" {
			environ = append(environ, "VUON_"+name+"="+value)
		}
	}
	if os.Getenv("VUON_TEST_DATABASE_URL") != "" {
		environ = append(environ, "VUON_SECRET_KEY="+base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 32))))
	}
	return environ
}

// owner is how the database's owner reaches it.
func (s *stage) owner() database.Options {
	url := s.d.config.DatabaseURL
	if url == "" {
		url = s.d.servers.DatabaseURL
	}
	return database.Options{URL: url, Secret: s.d.secret}
}

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// answer is what the server said.
type answer struct {
	status int
	body   string
	header http.Header
}

func (a answer) decode(t testing.TB, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), v); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
}

func do(t testing.TB, client *http.Client, req *http.Request) answer {
	t.Helper()
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res.StatusCode, string(body), res.Header}
}

// token signs an account in to the API, once.
func (s *stage) token(t testing.TB, username string) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if token, ok := s.tokens[username]; ok {
		return token
	}
	body, _ := json.Marshal(map[string]string{"username": username, "password": demoPassword})
	req, _ := http.NewRequest(http.MethodPost, s.url+"/api/session", bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	a := do(t, http.DefaultClient, req)
	var out struct{ Token string }
	a.decode(t, &out)
	if out.Token == "" {
		t.Fatalf("%s cannot sign in: %d %s", username, a.status, a.body)
	}
	s.tokens[username] = out.Token
	return out.Token
}

// api calls the API as an account; a string body is sent as it is.
func (s *stage) api(t testing.TB, username, method, path string, body any) answer {
	t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		reader = bytes.NewReader(raw)
	}
	req, err := http.NewRequest(method, s.url+path, reader)
	if err != nil {
		t.Fatal(err)
	}
	if reader != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if username != "" {
		req.Header.Set("Authorization", "Bearer "+s.token(t, username))
	}
	return do(t, http.DefaultClient, req)
}

// visitor is somebody with a browser: cookies, no redirects followed.
type visitor struct {
	s      *stage
	client *http.Client
}

func (s *stage) visitor() *visitor {
	jar, _ := cookiejar.New(nil)
	return &visitor{s, &http.Client{Jar: jar, Timeout: 30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (s *stage) signedIn(t testing.TB, username string) *visitor {
	t.Helper()
	v := s.visitor()
	a := v.post(t, "/sign-in", url.Values{"username": {username}, "password": {demoPassword}})
	if a.status != http.StatusSeeOther {
		t.Fatalf("%s cannot sign in: %d %s", username, a.status, a.body)
	}
	return v
}

func (v *visitor) get(t testing.TB, path string) answer {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, v.s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, v.client, req)
}

func (v *visitor) post(t testing.TB, path string, form url.Values) answer {
	t.Helper()
	return v.send(t, http.MethodPost, path, form)
}

func (v *visitor) send(t testing.TB, method, path string, form url.Values) answer {
	t.Helper()
	req, err := http.NewRequest(method, v.s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return do(t, v.client, req)
}
