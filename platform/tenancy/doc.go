// Package tenancy knows the tenants of the deployment, the administrative units
// that they cover over intervals of time, the lineage of those units, and each
// tenant's offices and settings. All of it is configuration: files declare it,
// Plan shows how the deployment differs, Apply makes it so.
//
// A tenant (đơn vị sử dụng) is not a unit (đơn vị hành chính): it covers units.
// A code of the statistics office is no key either: 24678 was xã Long Sơn until
// 30 June 2025 and is xã Đắk Sắk since. Units have keys made of the codes on
// their path, "67-664-24688".
//
// Tables: tenancy_units, tenancy_lineage, tenancy_tenants, tenancy_tenant_units
// (global), tenancy_offices, tenancy_settings (of tenants).
package tenancy

import (
	"embed"

	"vuon/platform/database"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Source is the package's schema.
func Source() database.Source { return database.Files("tenancy", migrations) }

// GlobalTables are the tables that belong to no tenant.
func GlobalTables() []string {
	return []string{"tenancy_units", "tenancy_lineage", "tenancy_tenants", "tenancy_tenant_units"}
}
