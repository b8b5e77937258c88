package views

import "vuon/platform/web/ui"

// Tenants are all of a deployment.
type Tenants struct {
	New  string
	Rows []TenantRow
}

// TenantRow is one tenant with what it uses.
type TenantRow struct {
	Name, ID, Href, Storage, Users string
	Closed                         bool
	Made                           string // who made it on the screen, or ""
}

// QuotaView is one limit.
type QuotaView struct {
	Key, Title, Text, Limit string
	Bar                     *ui.Bar // nil without a limit
}

// Quotas are a tenant's limits, for operators.
type Quotas struct {
	Action string
	List   []QuotaView
	Err    error
}

// NewTenant is the form of a tenant to be made.
type NewTenant struct {
	Action                    string
	ID, Name                  string
	Kinds, Parents, Templates []ui.Option
	Units                     []UnitGroup
	Username, Person, Email   string
	Err                       error
}

// UnitGroup are the communes of one district.
type UnitGroup struct {
	Title   string
	Open    bool
	Options []ui.Option
}
