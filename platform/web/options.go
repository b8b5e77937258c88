package web

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"slices"
	"time"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/telemetry"
	"vuon/platform/tenancy"
)

// Limits that hold where neither the options nor the route say otherwise.
const (
	DefaultMaxBody int64 = 2 << 20
	DefaultTimeout       = 30 * time.Second
)

// Options are what the server is made of.
type Options struct {
	Identity *identity.Service
	Policy   *policy.Engine
	Tenant   func(ctx context.Context, id string) (tenancy.Tenant, error) // tenancy.Registry.Tenant
	Database *database.DB
	Clock    clock.Clock
	Log      *slog.Logger
	Secret   []byte // signs what the browser keeps for us (notices), seals kept answers
	Version  string // of the product, shown in the API's description

	Routes  []Route
	API     []APIRoute
	Nav     []NavItem
	Groups  []NavGroup        // order and titles of NavItem.Group
	Actions []string          // every action that a module declares
	Styles  map[string]string // style sheets that Go code makes, for ui.Page.Styles

	PublicURL string // scheme and host under which browsers reach us; "": as each request says
	// Unread counts what an account has not read of a tenant's notices, for the
	// bell of every page; nil: no bell.
	Unread func(ctx context.Context, tenant, account string) (int, error)
	// Remark is what everybody must know of a tenant's data, shown on each of its
	// pages, "" nothing; nil: never.
	Remark func(ctx context.Context, tenant string) (string, error)

	TrustedProxies []netip.Prefix     // whose forwarded headers are believed
	Timeout        time.Duration      // of a request; 0: DefaultTimeout
	Checks         []Check            // what /readyz asks
	Metrics        *telemetry.Metrics // nil: of its own
	PublicMetrics  bool               // serve /metrics beside the pages too
}

// withDefaults refuses options that would leave a gate open.
func (o Options) withDefaults() (Options, error) {
	if len(o.Secret) < 32 {
		return o, errors.New("web: the secret must have 32 bytes")
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	o.Nav = slices.Clone(o.Nav)
	slices.SortStableFunc(o.Nav, func(a, b NavItem) int { return cmp.Compare(a.Order, b.Order) })
	return o, nil
}

// NavGroup is a heading of the navigation.
type NavGroup struct {
	ID    string
	Title i18n.Text
}

// Check asks one server that we need whether it answers.
type Check struct {
	Name string // "database"
	Ping func(ctx context.Context) error
}
