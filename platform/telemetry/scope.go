package telemetry

import (
	"cmp"
	"context"
	"log/slog"
)

// Scope is what a log line says about the work it belongs to. The account is its
// id, never a name.
type Scope struct {
	RequestID string
	Tenant    string
	Account   string
	Job       string
}

type scopeKey struct{}

// Annotate returns a context whose log lines carry the given parts of s too.
// Empty parts keep what the context has already.
func Annotate(ctx context.Context, s Scope) context.Context {
	have := ScopeOf(ctx)
	return context.WithValue(ctx, scopeKey{}, Scope{
		RequestID: cmp.Or(s.RequestID, have.RequestID),
		Tenant:    cmp.Or(s.Tenant, have.Tenant),
		Account:   cmp.Or(s.Account, have.Account),
		Job:       cmp.Or(s.Job, have.Job),
	})
}

// ScopeOf returns what the context was annotated with.
func ScopeOf(ctx context.Context) Scope {
	s, _ := ctx.Value(scopeKey{}).(Scope)
	return s
}

func (s Scope) attrs() []slog.Attr {
	var attrs []slog.Attr
	for _, a := range []slog.Attr{slog.String("request", s.RequestID), slog.String("tenant", s.Tenant),
		slog.String("account", s.Account), slog.String("job", s.Job)} {
		if a.Value.String() != "" {
			attrs = append(attrs, a)
		}
	}
	return attrs
}
