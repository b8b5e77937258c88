// Package tasks makes work of the assignments of issued plans: who has to
// deliver what by when, how far it is, and who says that it is done.
//
// Terms: nhiệm vụ (task), phân công (assignment), cơ quan chủ trì (lead office),
// giao việc (delegate), chia việc (split), minh chứng (evidence), xác nhận hoàn
// thành (confirm), thôi giao (withdraw).
//
// Tables: tasks_tasks, tasks_events.
package tasks
