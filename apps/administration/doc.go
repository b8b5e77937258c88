// Package administration is what surrounds the work: signing in, one's own
// account, what waits for one; and for a tenant's administrators its members and
// their roles, its configuration, its audit, its jobs and its documents.
//
// Terms: thành viên (member), vai trò (role), cấu hình (configuration), nhật ký
// (audit), công việc nền (job). It owns no tables: accounts, policy, settings,
// audit, jobs and documents are the platform's.
package administration
