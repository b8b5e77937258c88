// Package audit keeps, for each tenant, a chain of what was changed and by whom.
// An entry is written in the transaction of the change, so that neither exists
// without the other; its hash covers the entry before it, so that a change made
// behind the application's back shows.
//
// Tables: audit_heads (the end of each chain), audit_entries.
package audit

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/identity"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Source is the schema of the audit.
func Source() database.Source { return database.Files("audit", migrations) }

// Platform is the chain of changes that belong to no tenant: accounts, the
// national catalogue, tenants themselves.
const Platform = "platform"

// Entry is one change, as its author describes it. Before and After become
// JSON; personal data in them must be masked by the caller.
type Entry struct {
	Action   string // the policy action, "planning.approve"
	Object   string // the kind of thing, "plan"
	ObjectID string
	Before   any
	After    any
	Reason   string
}

// Row is an entry as it stands in the chain.
type Row struct {
	bun.BaseModel `bun:"table:audit_entries"`

	TenantID  string    `bun:"tenant_id,pk" json:"tenant"`
	Seq       int64     `bun:"seq,pk" json:"seq"`
	At        time.Time `bun:"at" json:"at"`
	AccountID string    `bun:"account_id" json:"account"`
	Actor     string    `bun:"actor" json:"actor"`
	Action    string    `bun:"action" json:"action"`
	Object    string    `bun:"object" json:"object"`
	ObjectID  string    `bun:"object_id" json:"object_id"`
	Before    string    `bun:"before_json" json:"before"`
	After     string    `bun:"after_json" json:"after"`
	Reason    string    `bun:"reason" json:"reason"`
	PrevHash  string    `bun:"prev_hash" json:"prev_hash"`
	Hash      string    `bun:"hash" json:"hash"`
}

// sum is the hash of a row: every field but the hash, each with its length, so
// that no two rows can share the bytes.
func (r Row) sum() string {
	h := sha256.New()
	for _, field := range []string{r.PrevHash, r.TenantID, fmt.Sprint(r.Seq), r.At.UTC().Format(time.RFC3339Nano),
		r.AccountID, r.Actor, r.Action, r.Object, r.ObjectID, r.Before, r.After, r.Reason} {
		fmt.Fprintf(h, "%d:%s", len(field), field)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Log writes and reads the chains.
type Log struct {
	db  *database.DB
	clk clock.Clock
}

// New returns the log of a deployment.
func New(db *database.DB, clk clock.Clock) *Log { return &Log{db, clk} }

// Record appends an entry to the chain of the transaction's tenant (of the
// platform, when it has none), as the context's actor.
func (l *Log) Record(ctx context.Context, tx bun.Tx, e Entry) error {
	tenant := database.Tenant(ctx)
	if tenant == "" {
		return l.db.InTenant(ctx, Platform, func(ctx context.Context, tx bun.Tx) error {
			return l.append(ctx, tx, Platform, e)
		})
	}
	return l.append(ctx, tx, tenant, e)
}

// RecordRead appends to a tenant's own chain that somebody outside of it read
// its data: by the role that can only append, in a transaction of its own.
func (l *Log) RecordRead(ctx context.Context, tenant string, e Entry) error {
	return l.db.AsAuditor(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		return l.append(ctx, tx, tenant, e)
	})
}

func (l *Log) append(ctx context.Context, tx bun.Tx, tenant string, e Entry) error {
	before, err := encode(e.Before)
	if err != nil {
		return err
	}
	after, err := encode(e.After)
	if err != nil {
		return err
	}
	at := l.clk.Now().Truncate(time.Microsecond) // as the database keeps it: the hash must hold after reading
	row := Row{TenantID: tenant, At: at, Action: e.Action, Object: e.Object, ObjectID: e.ObjectID,
		Before: before, After: after, Reason: e.Reason, Actor: "system"}
	if actor, ok := identity.From(ctx); ok {
		row.AccountID, row.Actor = actor.Account, actor.Username
	}
	// The head is locked until the end of the transaction: the chain has one
	// writer at a time, and its order is the order of the commits.
	_, err = tx.ExecContext(ctx, "INSERT INTO audit_heads (tenant_id, seq, hash) VALUES (?, 0, '') ON CONFLICT DO NOTHING", tenant)
	if err != nil {
		return fmt.Errorf("audit head: %w", err)
	}
	err = tx.QueryRowContext(ctx, "SELECT seq + 1, hash FROM audit_heads WHERE tenant_id = ? FOR UPDATE", tenant).Scan(&row.Seq, &row.PrevHash)
	if err != nil {
		return fmt.Errorf("audit head: %w", err)
	}
	row.Hash = row.sum()
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return fmt.Errorf("audit entry: %w", err)
	}
	_, err = tx.ExecContext(ctx, "UPDATE audit_heads SET seq = ?, hash = ? WHERE tenant_id = ?", row.Seq, row.Hash, tenant)
	return err
}

func encode(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("audit entry: %w", err)
	}
	return string(raw), nil
}
