package notify

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

type row struct {
	bun.BaseModel `bun:"table:notify_messages,alias:n"`

	Tenant  string `bun:"tenant_id,pk"`
	Account string `bun:"account_id"`
	Key     string `bun:"key"`
	Notice
	Mail      MailState  `bun:"mail"`
	MailError string     `bun:"mail_error"`
	MailedAt  *time.Time `bun:"mailed_at"`
}

// insert returns the rows that are new: not those whose key reached the account
// before.
func insert(ctx context.Context, tx bun.Tx, rows []row) (made []row, err error) {
	var ids []string
	err = tx.NewInsert().Model(&rows).On("CONFLICT DO NOTHING").Returning("id").Scan(ctx, &ids)
	if database.NotFound(err) {
		return nil, nil
	}
	known := map[string]bool{}
	for _, id := range ids {
		known[id] = true
	}
	for _, r := range rows {
		if known[r.ID] {
			made = append(made, r)
		}
	}
	return made, err
}

func preferences(ctx context.Context, tx bun.Tx, accounts []string) (map[string]Preference, error) {
	var rows []struct {
		Account string     `bun:"account_id"`
		Mail    Preference `bun:"mail"`
	}
	err := tx.NewSelect().Table("notify_preferences").Column("account_id", "mail").
		Where("account_id IN (?)", bun.List(accounts)).Scan(ctx, &rows)
	chosen := map[string]Preference{}
	for _, r := range rows {
		chosen[r.Account] = r.Mail
	}
	return chosen, err
}

func prefer(ctx context.Context, tx bun.Tx, account string, p Preference) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO notify_preferences (account_id, mail) VALUES (?, ?)
		ON CONFLICT (account_id) DO UPDATE SET mail = EXCLUDED.mail`, account, p)
	return err
}

func unread(ctx context.Context, tx bun.Tx, account string) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM notify_messages WHERE tenant_id = ? AND account_id = ? AND read_at IS NULL",
		database.Tenant(ctx), account).Scan(&n)
	return n, err
}

func page(ctx context.Context, tx bun.Tx, account string, onlyUnread bool, before string, limit int) (rows []row, err error) {
	query := tx.NewSelect().Model(&rows).Where("n.tenant_id = ?", database.Tenant(ctx)).Where("n.account_id = ?", account).
		OrderExpr("n.id DESC").Limit(int64(limit))
	if before != "" {
		query.Where("n.id < ?", before)
	}
	if onlyUnread {
		query.Where("n.read_at IS NULL")
	}
	return rows, query.Scan(ctx)
}

// read marks one message, or all of the account where id is "", and returns the
// path of the one.
func read(ctx context.Context, tx bun.Tx, account, id string, now time.Time) error {
	query := tx.NewUpdate().Table("notify_messages").Set("read_at = ?", now).Where("tenant_id = ?", database.Tenant(ctx)).
		Where("account_id = ?", account).Where("read_at IS NULL")
	if id != "" {
		query.Where("id = ?", id)
	}
	_, err := query.Exec(ctx)
	return err
}

func find(ctx context.Context, tx bun.Tx, account, id string) (r row, err error) {
	err = tx.NewSelect().Model(&r).Where("n.tenant_id = ?", database.Tenant(ctx)).Where("n.account_id = ?", account).
		Where("n.id = ?", id).Scan(ctx)
	return r, err
}

func withKey(ctx context.Context, tx bun.Tx, key string) (rows []row, err error) {
	err = tx.NewSelect().Model(&rows).Where("n.tenant_id = ?", database.Tenant(ctx)).Where("n.key = ?", key).
		OrderExpr("n.id").Limit(10_000).Scan(ctx)
	return rows, err
}

// toMail reads those of the messages that still wait in the state.
func toMail(ctx context.Context, tx bun.Tx, state MailState, ids []string) (rows []row, err error) {
	err = tx.NewSelect().Model(&rows).Where("n.tenant_id = ?", database.Tenant(ctx)).Where("n.mail = ?", state).
		Where("n.id IN (?)", bun.List(ids)).OrderExpr("n.id").Scan(ctx)
	return rows, err
}

// daily lists what waits for the digest since before the given time.
func daily(ctx context.Context, tx bun.Tx, before time.Time) (rows []row, err error) {
	err = tx.NewSelect().Model(&rows).Where("n.tenant_id = ?", database.Tenant(ctx)).Where("n.mail = 'daily'").
		Where("n.created_at < ?", before).OrderExpr("n.account_id, n.id").Limit(10_000).Scan(ctx)
	return rows, err
}

func mailed(ctx context.Context, tx bun.Tx, ids []string, state MailState, reason string, now time.Time) error {
	query := tx.NewUpdate().Table("notify_messages").Set("mail = ?", state).Set("mail_error = ?", reason).
		Where("tenant_id = ?", database.Tenant(ctx)).Where("id IN (?)", bun.List(ids))
	if state == MailSent {
		query.Set("mailed_at = ?", now)
	}
	_, err := query.Exec(ctx)
	return err
}
