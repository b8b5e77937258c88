package administration

import (
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// The actions of this module.
const (
	ActionMembers       = "administration.members"
	ActionRoles         = "administration.roles"
	ActionConfiguration = "administration.configuration"
	ActionCreateTenant  = "administration.create_tenant"
	ActionTenants       = "administration.tenants"
	ActionAudit         = "administration.audit"
	ActionJobs          = "administration.jobs"
	ActionAllJobs       = "administration.all_jobs"
	ActionDocuments     = "administration.documents"
)

// Actions says which standard roles hold each action.
func Actions() []policy.Action {
	admin := []string{"admin"}
	offices := []string{"admin", "chair", "vicechair", "labour", "agriculture", "finance", "clerk"}
	everybody := append([]string{"front", "commune-chair", "commune-officer", "commune-accountant", "reviewer",
		"province-supervisor", "province-department"}, offices...)
	return []policy.Action{
		{Name: ActionMembers, Title: i18n.T("Quản lý thành viên", "Manage members"), Roles: admin},
		{Name: ActionRoles, Title: i18n.T("Quản lý quyền của vai trò", "Manage what roles may do"), Roles: admin},
		{Name: ActionConfiguration, Title: i18n.T("Cấu hình địa bàn", "Configure the tenant"), Roles: admin},
		{Name: ActionCreateTenant, Title: i18n.T("Lập địa bàn mới", "Make a tenant"), Roles: []string{"operator", "province-supervisor"}},
		{Name: ActionTenants, Title: i18n.T("Xem các địa bàn và đặt hạn mức", "See all tenants and set their limits"), Roles: []string{"operator"}},
		{Name: ActionAudit, Title: i18n.T("Xem nhật ký", "Read the audit"), Roles: []string{"admin", "chair"}},
		{Name: ActionJobs, Title: i18n.T("Xem công việc nền của mình", "See one's own jobs"), Roles: everybody},
		{Name: ActionAllJobs, Title: i18n.T("Xem mọi công việc nền", "See all jobs"), Roles: admin},
		{Name: ActionDocuments, Title: i18n.T("Xem văn bản đã lập, tệp đã lưu", "See documents and kept files"), Roles: offices},
	}
}
