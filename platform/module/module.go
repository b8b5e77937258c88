// Package module is what a module of the product hands to the binary: plain
// data, registered by nothing but the one list of modules in apps/vuon.
package module

import (
	"context"
	"io/fs"

	"vuon/platform/database"
	"vuon/platform/events"
	"vuon/platform/i18n"
	"vuon/platform/jobs"
	"vuon/platform/policy"
	"vuon/platform/web"
)

// Word is a name that the audit keeps of a module, an action or a kind of thing,
// in the words of people.
type Word struct {
	Name  string
	Title i18n.Text
}

// Module is one module: its name begins the names of its actions, job kinds and
// tables.
type Module struct {
	Name          string
	Title         i18n.Text
	Actions       []policy.Action
	Incompatible  []policy.Incompatible
	Routes        []web.Route
	API           []web.APIRoute
	Jobs          []jobs.Kind
	Migrations    fs.FS    // *.sql at its root; nil: owns no tables
	GlobalTables  []string // tables of it that belong to no tenant
	Subscriptions []events.Subscription
	Nav           []web.NavItem
	Tour          []web.TourStep // for the first sign-in
	Words         []Word         // of the audit, beside the titles of Actions
	// Work lists what waits for the actor of ctx in its tenant.
	Work func(ctx context.Context) ([]web.WorkItem, error)
	// Responsibilities lists the open work of a member, HandOver gives all of it to
	// another: who has work does not leave a tenant without somebody to do it.
	Responsibilities func(ctx context.Context, tenant, account string) ([]web.WorkItem, error)
	HandOver         func(ctx context.Context, tx database.Tx, tenant, from, to string) error
	// Keep keeps house for one open tenant: reminders, deadlines. It is called
	// hourly as the system, perhaps by two processes at once, and must be
	// idempotent: what it tells carries a notify.Message.Key.
	Keep func(ctx context.Context, tenant string) error
}
