// Package register is the register of outgoing documents (sổ đăng ký văn bản
// đi): numbers in one row for each issuing body, year and kind of document,
// without gaps and never used twice (Nghị định 30/2020/NĐ-CP, Điều 15).
//
// A number that was given out by mistake is voided with a reason, and stays.
//
// Tables: documents_counters, documents_register, documents_voided.
package register

import (
	"context"
	"embed"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/identity"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Source is the schema of the register.
func Source() database.Source { return database.Files("documents", migrations) }

// Entry is a line of the register.
type Entry struct {
	bun.BaseModel `bun:"table:documents_register"`

	TenantID     string    `bun:"tenant_id,pk" json:"-"`
	Year         int       `bun:"year,pk" json:"year"`
	Kind         string    `bun:"kind,pk" json:"kind"` // "KH", "QĐ", "BC"
	Number       int       `bun:"number,pk" json:"number"`
	Symbol       string    `bun:"symbol" json:"symbol"` // "KH-UBND"
	Dated        time.Time `bun:"dated,type:date" json:"dated"`
	Abstract     string    `bun:"abstract" json:"abstract"`
	Signatory    string    `bun:"signatory" json:"signatory"`
	Object       string    `bun:"object" json:"object"`
	ObjectID     string    `bun:"object_id" json:"object_id"`
	RegisteredBy string    `bun:"registered_by" json:"registered_by"`
	RegisteredAt time.Time `bun:"registered_at" json:"registered_at"`

	// Void says that the number counts no more; nil while it does. It is not
	// given out again.
	Void *Void `bun:"-" json:"void,omitempty"`
}

// Void is why a number that was given out counts no more, who said so and when.
type Void struct {
	bun.BaseModel `bun:"table:documents_voided"`

	TenantID string    `bun:"tenant_id,pk" json:"-"`
	Year     int       `bun:"year,pk" json:"-"`
	Kind     string    `bun:"kind,pk" json:"-"`
	Number   int       `bun:"number,pk" json:"-"`
	Reason   string    `bun:"reason" json:"reason"`
	VoidedBy string    `bun:"voided_by" json:"voided_by"`
	VoidedAt time.Time `bun:"voided_at" json:"voided_at"`
}

// Register gives out numbers.
type Register struct {
	db  *database.DB
	clk clock.Clock
}

// New returns the register of a deployment.
func New(db *database.DB, clk clock.Clock) *Register { return &Register{db, clk} }

// Next enters a document in the transaction's tenant and gives it the next
// number of its year and kind. First is the number with which a year begins
// when the tenant has registered some on paper before; 0 means 1.
//
// Until the transaction ends nobody else gets a number of this row: if it fails,
// the number was never given out.
func (r *Register) Next(ctx context.Context, tx bun.Tx, first int, e Entry) (int, error) {
	e.TenantID, e.RegisteredAt, e.RegisteredBy = database.Tenant(ctx), r.clk.Now(), actor(ctx)
	_, err := tx.ExecContext(ctx, "INSERT INTO documents_counters (tenant_id, year, kind, last) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		e.TenantID, e.Year, e.Kind, max(first-1, 0))
	if err != nil {
		return 0, fmt.Errorf("register of documents: %w", err)
	}
	err = tx.QueryRowContext(ctx, "UPDATE documents_counters SET last = last + 1 WHERE tenant_id = ? AND year = ? AND kind = ? RETURNING last",
		e.TenantID, e.Year, e.Kind).Scan(&e.Number)
	if err != nil {
		return 0, fmt.Errorf("register of documents: %w", err)
	}
	if _, err := tx.NewInsert().Model(&e).Exec(ctx); err != nil {
		return 0, fmt.Errorf("register of documents: %w", err)
	}
	return e.Number, nil
}

// Expected is the number that Next would give out now. Somebody else may take it
// first: it is for showing only.
func (r *Register) Expected(ctx context.Context, tx bun.Tx, first, year int, kind string) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT coalesce((SELECT last FROM documents_counters WHERE tenant_id = ? AND year = ? AND kind = ?), ?) + 1",
		database.Tenant(ctx), year, kind, max(first-1, 0)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("register of documents: %w", err)
	}
	return n, nil
}

// Void says that a number counts no more: the line stays, and the number is not
// given out again. The caller has authorised it and audits. Faults:
// number_unknown, number_voided, remark_missing.
func (r *Register) Void(ctx context.Context, tx bun.Tx, year int, kind string, number int, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return faultReason()
	}
	v := Void{TenantID: database.Tenant(ctx), Year: year, Kind: kind, Number: number, Reason: reason, VoidedAt: r.clk.Now(), VoidedBy: actor(ctx)}
	there, err := tx.NewSelect().Table("documents_register").
		Where("tenant_id = ? AND year = ? AND kind = ? AND number = ?", v.TenantID, year, kind, number).Exists(ctx)
	if err != nil {
		return fmt.Errorf("register of documents: %w", err)
	}
	if !there {
		return faultNoNumber(year, kind, number)
	}
	added, err := tx.NewInsert().Model(&v).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return fmt.Errorf("register of documents: %w", err)
	}
	if n, err := added.RowsAffected(); err != nil || n == 0 {
		return orVoided(err, kind, number)
	}
	return nil
}

func actor(ctx context.Context) string {
	if actor, ok := identity.From(ctx); ok {
		return actor.Username
	}
	return "system"
}

// List reads a year's entries of a tenant in the order of the register, voided
// ones too.
func (r *Register) List(ctx context.Context, tenant string, year int) (entries []Entry, err error) {
	err = r.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewSelect().Model(&entries).Where("tenant_id = ? AND year = ?", tenant, year).
			Order("kind", "number").Limit(10_000).Scan(ctx)
		if err != nil {
			return err
		}
		var voided []Void
		if err := tx.NewSelect().Model(&voided).Where("tenant_id = ? AND year = ?", tenant, year).Scan(ctx); err != nil {
			return err
		}
		for _, v := range voided {
			for i := range entries {
				if e := &entries[i]; e.Kind == v.Kind && e.Number == v.Number {
					e.Void = &v
				}
			}
		}
		return nil
	})
	return entries, err
}
