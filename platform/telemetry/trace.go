package telemetry

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"strings"
	"time"
)

// Tracer measures spans: each becomes a debug line in the log and an observation
// of the metric vuon_span_seconds.
type Tracer struct {
	log     *slog.Logger
	metrics *Metrics
}

// NewTracer makes a tracer that reports to both.
func NewTracer(log *slog.Logger, metrics *Metrics) *Tracer { return &Tracer{log, metrics} }

// trace is the place of a span in its trace.
type trace struct {
	trace  [16]byte
	span   [8]byte
	flags  byte
	tracer *Tracer // nil when the context only carries ids
}

type traceKey struct{}

func traceOf(ctx context.Context) (trace, bool) {
	t, ok := ctx.Value(traceKey{}).(trace)
	return t, ok
}

func (t trace) traceID() string { return hex.EncodeToString(t.trace[:]) }
func (t trace) spanID() string  { return hex.EncodeToString(t.span[:]) }

// Root begins the first span of a request or job. traceparent is the W3C header
// of the caller; an empty or malformed one begins a new trace. The returned
// function ends the span, with the error that it came to, or nil.
func (t *Tracer) Root(ctx context.Context, name, traceparent string) (context.Context, func(error)) {
	parent, ok := parseTraceparent(traceparent)
	if !ok {
		rand.Read(parent.trace[:]) // never fails
	}
	parent.tracer = t
	return begin(ctx, parent, name)
}

// Span begins a step inside the span of ctx. Without one it measures nothing.
func Span(ctx context.Context, name string) (context.Context, func(error)) {
	parent, ok := traceOf(ctx)
	if !ok || parent.tracer == nil {
		return ctx, func(error) {}
	}
	return begin(ctx, parent, name)
}

// Traceparent is the W3C header for calls and jobs that ctx causes, "" outside a span.
func Traceparent(ctx context.Context) string {
	t, ok := traceOf(ctx)
	if !ok {
		return ""
	}
	return "00-" + t.traceID() + "-" + t.spanID() + "-" + hex.EncodeToString([]byte{t.flags})
}

func begin(ctx context.Context, t trace, name string) (context.Context, func(error)) {
	parent := t.spanID()
	rand.Read(t.span[:])
	ctx = context.WithValue(ctx, traceKey{}, t)
	started := time.Now()
	return ctx, func(err error) {
		took := time.Since(started)
		t.tracer.metrics.span(name, err, took)
		attrs := []slog.Attr{slog.String("name", name), slog.Duration("took", took), slog.String("parent", parent)}
		if err != nil {
			attrs = append(attrs, slog.Any("error", err))
		}
		t.tracer.log.LogAttrs(ctx, slog.LevelDebug, "span", attrs...)
	}
}

// parseTraceparent reads version-trace-span-flags; all-zero ids are not valid
// (W3C Trace Context §3.2). Later versions may append fields.
func parseTraceparent(header string) (t trace, ok bool) {
	parts := strings.Split(header, "-")
	if len(parts) < 4 || len(parts[0]) != 2 || parts[0] == "ff" || parts[0] == "00" && len(parts) != 4 {
		return trace{}, false
	}
	var version, flags [1]byte
	for i, into := range [][]byte{version[:], t.trace[:], t.span[:], flags[:]} {
		if len(parts[i]) != 2*len(into) || strings.ToLower(parts[i]) != parts[i] {
			return trace{}, false
		}
		if _, err := hex.Decode(into, []byte(parts[i])); err != nil {
			return trace{}, false
		}
	}
	t.flags = flags[0]
	return t, t.trace != [16]byte{} && t.span != [8]byte{}
}
