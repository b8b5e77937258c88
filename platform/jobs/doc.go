// Package jobs runs long work in the background, and loses none of it.
//
// A job is a row of jobs_jobs, written in the transaction of the change that
// asked for it (transactional outbox). The relay puts its id on the queue (Asynq
// on Redis); a worker locks the row, runs the kind's function as the account that
// asked, and writes what became of it. Redis is only the conveyor: when it loses
// everything, the relay sends again what is not finished.
//
// A delivery may come twice, a worker may die or sleep through its lease. Each
// delivery therefore has a number (claim), and only the newest may write: an
// effect made in the transaction of [Run.Finish] happens exactly once.
//
// Tenants are served in turn: the relay sends first for those who have the least
// under way, keeps the queue itself short, and never has more of one tenant's
// jobs running than its quota.
package jobs
