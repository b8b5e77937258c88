package administration

import (
	"slices"

	"vuon/platform/i18n"
	"vuon/platform/module"
	"vuon/platform/web"
)

// Module is the module as the binary registers it.
func (s *Service) Module() module.Module {
	nav := func(vi, en, icon, path, action, group string, order int) web.NavItem {
		return web.NavItem{Title: i18n.T(vi, en), Icon: icon, Path: path, Action: action, Group: group, Order: order}
	}
	return module.Module{
		Name:    "administration",
		Title:   i18n.T("Tài khoản và quản trị", "Accounts and administration"),
		Actions: Actions(),
		Routes: slices.Concat(s.sessionRoutes(), s.factorRoutes(), s.issuerRoutes(), s.homeRoutes(), s.tourRoutes(), s.helpRoutes(), s.jobRoutes(), s.memberRoutes(), s.invitationRoutes(), s.tokenRoutes(), s.roleRoutes(), s.whyRoutes(),
			s.configurationRoutes(), s.tenantRoutes(), s.auditRoutes(), s.documentRoutes(), s.notificationRoutes()),
		API:  s.api(),
		Work: s.invitedWork,
		Jobs: s.jobKinds(),
		Tour: tourOfAdministration(),
		Nav: []web.NavItem{
			nav("Việc của tôi", "My work", "checklist", "", "", "overview", 1),
			nav("Tệp đã lưu", "Kept files", "files", "/documents", ActionDocuments, "work", 80),
			nav("Công việc nền", "Jobs", "progress", "/jobs", ActionJobs, "work", 90),
			nav("Thành viên", "Members", "users", "/members", ActionMembers, "admin", 10),
			nav("Vai trò và quyền", "Roles", "shield-lock", "/roles", ActionRoles, "admin", 20),
			nav("Cấu hình", "Configuration", "settings", "/configuration", ActionConfiguration, "admin", 30),
			nav("Lập địa bàn mới", "New tenant", "building-community", "/tenants/new", ActionCreateTenant, "admin", 35),
			nav("Nhật ký", "Audit", "history", "/audit", ActionAudit, "admin", 40),
		},
	}
}
