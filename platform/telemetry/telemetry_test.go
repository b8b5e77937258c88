package telemetry

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// lines decodes what a JSON logger wrote.
func lines(t *testing.T, b *bytes.Buffer) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(b.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, m)
	}
	return all
}

func TestLogCarriesTheRequest(t *testing.T) {
	var out bytes.Buffer
	log := NewLogger(&out, slog.LevelInfo, "auto") // a buffer is no terminal
	ctx := Annotate(t.Context(), Scope{RequestID: "r1"})
	ctx = Annotate(ctx, Scope{Tenant: "krong-no", Account: "a1"})
	log.With("module", "planning").InfoContext(ctx, "issued")
	log.DebugContext(ctx, "not at this level")
	got := lines(t, &out)
	if len(got) != 1 {
		t.Fatalf("%d lines", len(got))
	}
	for key, want := range map[string]string{"request": "r1", "tenant": "krong-no", "account": "a1", "module": "planning", "msg": "issued"} {
		if got[0][key] != want {
			t.Errorf("%s = %v", key, got[0][key])
		}
	}
	if _, there := got[0]["job"]; there {
		t.Error("an empty part is printed")
	}
}

func TestLogMasksWhatIsPersonalOrSecret(t *testing.T) {
	for _, format := range []string{"json", "text"} {
		var out bytes.Buffer
		log := NewLogger(&out, slog.LevelInfo, format)
		log.Info("hộ có số 067123456789", "password", "geheim", "api_token", "geheim", "citizen_id", 67123456789,
			"error", errors.New("duplicate key (067123456789)"), slog.Group("row", "phone", "0912345678"), "rows", 123456789012)
		for _, private := range []string{"067123456789", "geheim", "67123456789", "0912345678"} {
			if strings.Contains(out.String(), private) {
				t.Errorf("%s: %s is in %s", format, private, out.String())
			}
		}
		if !strings.Contains(out.String(), "duplicate key") || !strings.Contains(out.String(), "123456789012") {
			t.Errorf("%s: too much is masked: %s", format, out.String())
		}
	}
}

func TestSpansShareTheCallersTrace(t *testing.T) {
	var out bytes.Buffer
	tracer := NewTracer(NewLogger(&out, slog.LevelDebug, "json"), NewMetrics("test"))
	const caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	ctx, end := tracer.Root(t.Context(), "request", caller)
	inner, endInner := Span(ctx, "query")
	header := Traceparent(inner)
	endInner(errors.New("no rows"))
	end(nil)
	got := lines(t, &out)
	if len(got) != 2 || got[0]["name"] != "query" || got[1]["name"] != "request" {
		t.Fatalf("%v", got)
	}
	if got[0]["trace"] != "0af7651916cd43dd8448eb211c80319c" || got[1]["parent"] != "b7ad6b7169203331" || got[0]["parent"] != got[1]["span"] {
		t.Errorf("the spans do not hang together: %v", got)
	}
	if header != "00-0af7651916cd43dd8448eb211c80319c-"+got[0]["span"].(string)+"-01" {
		t.Errorf("passed on: %s", header)
	}
	if got[0]["error"] != "no rows" || got[1]["error"] != nil {
		t.Errorf("%v", got)
	}
}

func TestMalformedTraceparentBeginsANewTrace(t *testing.T) {
	for _, header := range []string{"", "00", "00-0-0-0", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
		"00-00000000000000000000000000000000-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
		"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
		"zz-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"} {
		if _, ok := parseTraceparent(header); ok {
			t.Errorf("took %q", header)
		}
	}
	tracer := NewTracer(slog.New(slog.DiscardHandler), NewMetrics("test"))
	ctx, end := tracer.Root(t.Context(), "request", "nonsense")
	defer end(nil)
	if _, ok := parseTraceparent(Traceparent(ctx)); !ok {
		t.Errorf("our own header is not valid: %q", Traceparent(ctx))
	}
}

func TestWithoutASpanNothingIsMeasured(t *testing.T) {
	ctx, end := Span(context.Background(), "step")
	end(nil)
	if Traceparent(ctx) != "" {
		t.Error(Traceparent(ctx))
	}
}

func TestMetricsAreServed(t *testing.T) {
	m := NewMetrics("1.2.3")
	m.Request("GET", "/t/:tenant/plans", 200, 3*time.Millisecond)
	m.Request("BREW", "", 404, time.Millisecond)
	m.Job("planning.render", "done", time.Second)
	m.Outbox(3, 90*time.Second)
	m.PolicyVersion("krong-no", 7)
	db := sql.OpenDB(nil)
	if err := m.Pool("app", db); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	rec := httptest.NewRecorder()
	m.Handler().ServeHTTP(rec, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{
		`vuon_http_requests_total{method="GET",route="/t/:tenant/plans",status="200"} 1`,
		`vuon_http_requests_total{method="other",route="unmatched",status="404"} 1`,
		`vuon_http_request_seconds_count{method="GET",route="/t/:tenant/plans"} 1`,
		`vuon_jobs_total{kind="planning.render",state="done"} 1`,
		`vuon_outbox_waiting 3`, `vuon_outbox_lag_seconds 90`,
		`vuon_policy_version{tenant="krong-no"} 7`,
		`go_sql_max_open_connections{db_name="app"} 0`,
		`vuon_build_info{version="1.2.3"} 1`, `process_resident_memory_bytes`,
	} {
		if !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%s is not in the answer", want)
		}
	}
}

func FuzzTraceparent(f *testing.F) {
	f.Add("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	f.Add("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more")
	f.Fuzz(func(t *testing.T, header string) {
		parent, ok := parseTraceparent(header)
		if !ok {
			return
		}
		ctx := context.WithValue(t.Context(), traceKey{}, parent)
		if again, ok := parseTraceparent(Traceparent(ctx)); !ok || again != parent {
			t.Errorf("%q became %q", header, Traceparent(ctx))
		}
	})
}
