package web

import (
	"time"

	"vuon/platform/i18n"
)

// Access says who may come to a route that names no action.
type Access int

// The accesses. The zero value demands an action, so that a route which says
// nothing is refused at start instead of being open.
const (
	ByAction Access = iota // whoever may do Route.Action in the tenant
	SignedIn               // any signed-in person; under a tenant: one of its members
	Public                 // everybody
)

// String is the name that the route table shows.
func (a Access) String() string { return [...]string{"action", "signed-in", "public"}[a] }

// Route is a page or a form's target.
type Route struct {
	Method  string // GET answers HEAD too
	Path    string // "/t/:tenant/plans/:id"
	Action  string // "planning.approve"
	Access  Access
	Handle  func(*Request) error
	MaxBody int64         // bytes that the body may have; 0: DefaultMaxBody
	Timeout time.Duration // how long it may take; 0: Options.Timeout
	// PerMinute bounds what one address may ask of a public page; 0: no bound.
	PerMinute int
	script    bool // made by Script
}

// NavItem is an entry of the navigation of a tenant's pages. It is shown to
// those who may do Action.
type NavItem struct {
	Title  i18n.Text
	Icon   string
	Path   string // below /t/{tenant}: "/plans"
	Action string
	Group  string
	Order  int
}

// TourStep is a step of the tour at the first sign-in: one thing to do here,
// shown to whoever may do Action and may not do Without.
type TourStep struct {
	Title, Text i18n.Text
	Icon        string
	Path        string // below /t/{tenant}
	Action      string
	Without     string // "" or an action whose holders need another step instead
	Help        string // where the guides tell more: "officer#editor"
	Order       int
}

// WorkItem is something that waits for the actor, shown under "my work".
type WorkItem struct {
	Title i18n.Text
	Path  string
	Since time.Time
	Due   *time.Time
	Late  bool
	Kind  i18n.Text
}

// RouteInfo is a line of the live route table.
type RouteInfo struct {
	Method, Path string // Path in Fiber's form: "/api/tenants/:tenant/plans"
	Action       string
	Access       Access
	Tenant       bool // runs in the tenant named in the path
	API          bool
	MaxBody      int64
	PerMinute    int
	script       bool // answers in JSON to a script of ours
}
