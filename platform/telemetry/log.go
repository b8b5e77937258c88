package telemetry

import (
	"context"
	"io"
	"log/slog"
	"os"
	"regexp"
	"strings"
)

// NewLogger writes to out, with what the context's Scope and span say. The format
// is json, text, or auto: text on a terminal, else json. Values that would be
// personal or secret are masked, by the name of their attribute and by shape.
func NewLogger(out io.Writer, level slog.Leveler, format string) *slog.Logger {
	o := &slog.HandlerOptions{Level: level, ReplaceAttr: masking()}
	var h slog.Handler = slog.NewJSONHandler(out, o)
	if format == "text" || format != "json" && isTerminal(out) {
		h = slog.NewTextHandler(out, o)
	}
	return slog.New(scoped{h})
}

func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// scoped adds the context's scope and span to each record.
type scoped struct{ slog.Handler }

func (h scoped) Handle(ctx context.Context, r slog.Record) error {
	r.AddAttrs(ScopeOf(ctx).attrs()...)
	if t, ok := traceOf(ctx); ok {
		r.AddAttrs(slog.String("trace", t.traceID()), slog.String("span", t.spanID()))
	}
	return h.Handler.Handle(ctx, r)
}

func (h scoped) WithAttrs(attrs []slog.Attr) slog.Handler { return scoped{h.Handler.WithAttrs(attrs)} }
func (h scoped) WithGroup(name string) slog.Handler       { return scoped{h.Handler.WithGroup(name)} }

const masked = "***"

// masking is the last guard: code should not log such values in the first place.
func masking() func([]string, slog.Attr) slog.Attr {
	private := regexp.MustCompile(`(?i)(password|passwd|secret|token|authorization|cookie|otp|citizen|cccd|cmnd|phone|email|birth|ethnic|disabilit)`)
	number := regexp.MustCompile(`\b(\d{12}|\d{9})\b`) // citizen number, and the older identity card's
	return func(_ []string, a slog.Attr) slog.Attr {
		if private.MatchString(a.Key) {
			return slog.String(a.Key, masked)
		}
		text, ok := textOf(a.Value)
		if !ok || !strings.ContainsAny(text, "0123456789") {
			return a
		}
		if clean := number.ReplaceAllString(text, masked); clean != text {
			return slog.String(a.Key, clean)
		}
		return a
	}
}

// textOf returns the words of strings and errors; numbers and times have none.
func textOf(v slog.Value) (string, bool) {
	if v.Kind() == slog.KindString {
		return v.String(), true
	}
	if err, ok := v.Any().(error); ok {
		return err.Error(), true
	}
	return "", false
}
