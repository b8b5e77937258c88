package identity

import "context"

// Platform stands where a tenant's identifier would: the deployment itself, in
// which operators hold their role.
const Platform = "platform"

// Scope limits a grant within its tenant. The zero Scope is the whole tenant.
type Scope struct {
	Units    []string `json:"units,omitempty"`    // codes of communes; nil: all
	Projects []string `json:"projects,omitempty"` // codes of projects ("DA2"); nil: all
}

// Whole reports whether the scope leaves nothing out.
func (s Scope) Whole() bool { return len(s.Units) == 0 && len(s.Projects) == 0 }

// Grant is a role with the part of the tenant for which it is held.
type Grant struct {
	Role  string `json:"role"`
	Scope Scope  `json:"scope"`
}

// Membership is a grant in a tenant.
type Membership struct {
	Tenant string `json:"tenant"`
	Grant
}

// Actor is who does something, in the tenant through which they do it.
type Actor struct {
	Account  string // UUID of the account; "" for the system
	Username string
	Name     string
	Tenant   string  // where Roles are held: a tenant, Platform, or "" (signed in, no tenant)
	Roles    []Grant // in Tenant
	Session  string  // id of the session, "" for an API token
	Token    string  // id of the API token, "" for a session
	Renew    bool    // the roles changed since the session's token was given: call Rotate
	Enrol    bool    // must set up a second factor before anything else
	System   bool    // the command line or a job: not bound by policy, yet audited
}

// Operator is the actor of the command line. It holds no account: who may run
// the binary with the deployment's secret may do everything.
func Operator() Actor {
	return Actor{Username: "operator", Name: "Vận hành hệ thống", Tenant: Platform, System: true}
}

type actorKey struct{}

// With returns a context in which actor acts.
func With(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// From returns the context's actor; false when nobody has signed in.
func From(ctx context.Context) (Actor, bool) {
	actor, ok := ctx.Value(actorKey{}).(Actor)
	return actor, ok
}
