package tenancy

import (
	"cmp"
	"context"
	"time"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
)

// Registry answers what the tenants are and what they cover.
type Registry struct {
	db      *database.DB
	clock   clock.Clock
	resolve Resolver
	actor   func(context.Context) string
}

// Option changes how a registry works.
type Option func(*Registry)

// CheckWith makes Plan and Apply refuse files that point at projects or
// functions which the national catalogue does not have.
func CheckWith(r Resolver) Option { return func(reg *Registry) { reg.resolve = r } }

// ChangedBy names the account on whose behalf the context acts: it is kept with
// settings that are changed on the screen.
func ChangedBy(actor func(context.Context) string) Option {
	return func(reg *Registry) { reg.actor = actor }
}

// New returns a registry on the deployment's database.
func New(db *database.DB, clk clock.Clock, options ...Option) *Registry {
	r := &Registry{db: db, clock: clk, actor: func(context.Context) string { return "" }}
	for _, o := range options {
		o(r)
	}
	return r
}

func unknownTenant(id string) error {
	return fault.New(fault.NotFound, "tenant_unknown",
		"Không có đơn vị “"+id+"”. Hãy kiểm tra địa chỉ hoặc chọn lại đơn vị.",
		"There is no tenant “"+id+"”. Check the address or choose your tenant again.")
}

// Tenant returns one tenant (fault tenant_unknown).
func (r *Registry) Tenant(ctx context.Context, id string) (Tenant, error) {
	if !slugForm.MatchString(id) { // it may come from an address
		return Tenant{}, unknownTenant(id)
	}
	t, err := r.readTenant(ctx, id)
	if database.NotFound(err) {
		return Tenant{}, unknownTenant(id)
	}
	t.Closed = t.closedOn(r.clock.Now())
	return t, err
}

// All returns every tenant, provinces first, then by code.
func (r *Registry) All(ctx context.Context) ([]Tenant, error) { return r.listTenants(ctx, "") }

// Children returns the tenants below a province's, by code.
func (r *Registry) Children(ctx context.Context, id string) ([]Tenant, error) {
	return r.listTenants(ctx, id)
}

// Writable is nil when the tenant takes changes, else the fault tenant_closed
// (or tenant_unknown).
func (r *Registry) Writable(ctx context.Context, id string) error {
	t, err := r.Tenant(ctx, id)
	if err == nil && t.Closed {
		return fault.New(fault.Conflict, "tenant_closed",
			t.Name+" đã đóng: dữ liệu chỉ còn để xem. Hãy làm việc ở đơn vị kế tiếp.",
			t.Name+" is closed: its data can be read but not changed. Work in its successor.")
	}
	return err
}

// Day is the day that the tenant's lists are shown for when none is asked: today,
// or the last day on which the tenant covered anything, whichever is earlier. A
// district that ended on 30 June 2025 keeps its communes of that day.
func (r *Registry) Day(ctx context.Context, tenant string) (time.Time, error) {
	last, open, err := r.lastCovered(ctx, tenant)
	now := r.clock.Now()
	if err != nil || open || last == "" || declared.DateOf(now) <= last {
		return now, err
	}
	return last.Time(), nil
}

// Units returns the communes that the tenant covers on the day of at, by code; a
// zero time means Day.
func (r *Registry) Units(ctx context.Context, tenant string, at time.Time) ([]Unit, error) {
	at, err := r.dayOr(ctx, tenant, at)
	if err != nil {
		return nil, err
	}
	return r.unitsOf(ctx, tenant, declared.DateOf(at))
}

// Offices returns the tenant's offices on its Day, in the order of its file, then
// the committees of its communes.
func (r *Registry) Offices(ctx context.Context, tenant string) ([]Office, error) {
	return r.OfficesAt(ctx, tenant, time.Time{})
}

// OfficesAt returns the offices as they were on the day of at; a zero time means Day.
func (r *Registry) OfficesAt(ctx context.Context, tenant string, at time.Time) ([]Office, error) {
	at, err := r.dayOr(ctx, tenant, at)
	if err != nil {
		return nil, err
	}
	all, err := r.readOffices(ctx, tenant)
	if err != nil {
		return nil, err
	}
	offices := all[:0]
	for _, o := range all {
		if o.on(declared.DateOf(at)) {
			offices = append(offices, o)
		}
	}
	return offices, nil
}

func (r *Registry) dayOr(ctx context.Context, tenant string, at time.Time) (time.Time, error) {
	if !at.IsZero() {
		return at, nil
	}
	return r.Day(ctx, tenant)
}

// Unit returns one unit by its key, of whatever time (fault unit_unknown).
func (r *Registry) Unit(ctx context.Context, id string) (Unit, error) {
	if !unitForm.MatchString(id) {
		return Unit{}, unknownUnit(id)
	}
	u, err := r.readUnit(ctx, id)
	if database.NotFound(err) {
		return Unit{}, unknownUnit(id)
	}
	return u, err
}

// UnitByCode returns the unit that the code means on the day of at (fault unit_unknown).
func (r *Registry) UnitByCode(ctx context.Context, code string, at time.Time) (Unit, error) {
	if !codeForm.MatchString(code) {
		return Unit{}, unknownUnit(code)
	}
	u, err := r.readUnitByCode(ctx, code, declared.DateOf(at))
	if database.NotFound(err) {
		return Unit{}, unknownUnit(code)
	}
	return u, err
}

func unknownUnit(id string) error {
	return fault.New(fault.NotFound, "unit_unknown", "Không có đơn vị hành chính “"+id+"”.", "There is no administrative unit “"+id+"”.")
}

// SearchUnits finds units of the day of at by a part of their name, without
// diacritics, case or apostrophes; the shortest names first, at most limit.
func (r *Registry) SearchUnits(ctx context.Context, query string, at time.Time, limit int) ([]Unit, error) {
	return r.findUnits(ctx, searchable(query), declared.DateOf(at), cmp.Or(limit, 20))
}

// Successors returns what a unit has become by the day of at: the unit itself
// while it lasts, else the units that it went into. "As it is now".
func (r *Registry) Successors(ctx context.Context, unit string, at time.Time) ([]Unit, error) {
	return r.walk(ctx, "to_id", "from_id", "<=", unit, declared.DateOf(at))
}

// Predecessors returns what a unit was made of on the day of at: itself if it was
// there, else the units that went into it. "As it was".
func (r *Registry) Predecessors(ctx context.Context, unit string, at time.Time) ([]Unit, error) {
	return r.walk(ctx, "from_id", "to_id", ">", unit, declared.DateOf(at))
}
