package policy

import (
	"context"
	"embed"
	"fmt"
	"sync"
	"sync/atomic"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/identity"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Source is the schema of the policy.
func Source() database.Source { return database.Files("policy", migrations) }

// GlobalTables names the tables that belong to no tenant.
func GlobalTables() []string { return []string{"policy_versions"} }

// Place is what the policy needs to know of a tenant.
type Place struct {
	Kind   string // "province", "district" …
	Parent string // the tenant above, or ""
}

// Places finds a tenant; an unknown one is a fault of kind NotFound. Its answers
// are kept for a minute at most while Run runs.
type Places func(ctx context.Context, tenant string) (Place, error)

// Engine decides. It is safe for concurrent use; decisions take no lock and ask
// no database once a tenant is known.
type Engine struct {
	db        *database.DB
	log       *audit.Log
	places    Places
	catalogue *catalogue
	standard  map[string]*decisions // by kind of tenant, for those without overrides
	state     atomic.Pointer[state] // nil until the first Refresh
	mu        sync.Mutex            // orders what reads all versions
}

// state is what is known of tenants. It is replaced, never changed.
type state struct {
	versions map[string]int64 // of tenants that have overrides or had
	tenants  map[string]tenant
}

type tenant struct {
	Place
	decisions *decisions
}

// New returns an engine for the declared actions. It refuses an action without
// the form module.verb, declared twice, or given to an unknown role, and
// incompatible hands that name an unknown action. The policies of tenants are
// loaded by the first Refresh, which the first question makes if nobody has.
func New(db *database.DB, places Places, log *audit.Log, actions []Action, incompatible []Incompatible) (*Engine, error) {
	c, err := newCatalogue(actions, incompatible)
	if err != nil {
		return nil, err
	}
	standard, err := c.compileStandard()
	if err != nil {
		return nil, err
	}
	return &Engine{db: db, log: log, places: places, catalogue: c, standard: standard}, nil
}

// compileStandard makes the decisions of tenants without overrides, by kind.
// Kinds that know the same roles share them.
func (c *catalogue) compileStandard() (map[string]*decisions, error) {
	standard, byRoles := map[string]*decisions{}, map[string]*decisions{}
	for _, kind := range []string{KindPlatform, KindProvince, KindDistrict, KindCommune, KindRegional} {
		roles := ""
		for _, r := range RolesFor(kind) {
			roles += r.ID + " "
		}
		if byRoles[roles] == nil {
			d, err := c.compile(kind, "standard", nil)
			if err != nil {
				return nil, err
			}
			byRoles[roles] = d
		}
		standard[kind] = byRoles[roles]
	}
	return standard, nil
}

// tenant finds a tenant and its decisions.
func (e *Engine) tenant(ctx context.Context, id string) (tenant, error) {
	s := e.state.Load()
	if s == nil {
		if err := e.firstRefresh(ctx); err != nil {
			return tenant{}, err
		}
		s = e.state.Load()
	}
	if t, known := s.tenants[id]; known {
		return t, nil
	}
	return e.meet(ctx, id)
}

// meet adds a tenant that nobody has asked about yet. It waits for no lock: who
// asks may hold a connection that a Refresh under way is waiting for.
func (e *Engine) meet(ctx context.Context, id string) (tenant, error) {
	place, err := e.place(ctx, id)
	if err != nil {
		return tenant{}, err
	}
	for {
		old := e.state.Load()
		if t, known := old.tenants[id]; known {
			return t, nil
		}
		t := tenant{place, e.standard[place.Kind]}
		if _, changed := old.versions[id]; changed { // was not to be found when its version was read
			if t, err = e.load(ctx, id); err != nil {
				return tenant{}, err
			}
		}
		if e.state.CompareAndSwap(old, old.with(id, t)) {
			return t, nil
		}
	}
}

func (e *Engine) place(ctx context.Context, id string) (Place, error) {
	switch id {
	case identity.Platform:
		return Place{Kind: KindPlatform}, nil
	case "": // signed in, without a tenant
		return Place{}, tenantUnknown()
	}
	place, err := e.places(ctx, id)
	if err == nil && e.standard[place.Kind] == nil {
		err = fmt.Errorf("policy: tenant %s is of the unknown kind %q", id, place.Kind)
	}
	return place, err
}

func (s *state) with(id string, t tenant) *state {
	next := &state{versions: s.versions, tenants: make(map[string]tenant, len(s.tenants)+1)}
	for k, v := range s.tenants {
		next.tenants[k] = v
	}
	next.tenants[id] = t
	return next
}
