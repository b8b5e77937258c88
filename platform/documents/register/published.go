package register

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// GlobalTables are the tables that belong to no tenant.
func GlobalTables() []string { return []string{"documents_published"} }

// Standing says whether a document still holds.
type Standing string

// How documents stand.
const (
	InForce    Standing = "in_force"
	Superseded Standing = "superseded" // another took its place
	TakenBack  Standing = "taken_back" // its issue was taken back
)

// Form says which file of a document it is.
type Form string

// The forms.
const (
	SignedForm  Form = "signed"  // bears the digital signatures
	PrintedForm Form = "printed" // made by the product, to be printed or read
)

// Published is a file of an issued document: nothing but what stands on it.
type Published struct {
	bun.BaseModel `bun:"table:documents_published,alias:published"`

	SHA256      string    `bun:"sha256,pk" json:"sha256"`
	Tenant      string    `bun:"issuer_id,pk" json:"-"`
	Object      string    `bun:"object,pk" json:"-"`
	ObjectID    string    `bun:"object_id,pk" json:"-"`
	Issuer      string    `bun:"issuer" json:"issuer"` // as its heading says
	Kind        string    `bun:"kind" json:"kind"`
	Number      int       `bun:"number" json:"number"`
	Symbol      string    `bun:"symbol" json:"symbol"`
	Dated       time.Time `bun:"dated,type:date" json:"dated"`
	Abstract    string    `bun:"abstract" json:"abstract"`
	Form        Form      `bun:"form" json:"form"`
	State       Standing  `bun:"state" json:"state"`
	Successor   string    `bun:"successor" json:"successor"`
	PublishedAt time.Time `bun:"published_at" json:"published_at"`
}

// Publish makes a file of an issued document known to whoever asks by its
// SHA-256. It stands as the other files of the document do; the same file again
// changes nothing, unless its issue had been taken back: then it is issued anew.
// The caller runs in the issuing tenant's transaction.
func (r *Register) Publish(ctx context.Context, tx bun.Tx, p Published) error {
	p.Tenant, p.PublishedAt = database.Tenant(ctx), r.clk.Now()
	if p.State == "" {
		p.State = InForce
	}
	_, err := tx.NewInsert().Model(&p).On("CONFLICT (sha256, issuer_id, object, object_id) DO UPDATE").
		Set("state = EXCLUDED.state, successor = '', published_at = EXCLUDED.published_at").
		Where("published.state = ?", TakenBack).Exec(ctx)
	if err != nil {
		return fmt.Errorf("publish a document: %w", err)
	}
	return nil
}

// Stands says how a document of the transaction's tenant stands from now on, with
// what took its place ("" when nothing did). One that has no published files is
// no fault; files whose issue was taken back stay so: it was issued anew in others.
func (r *Register) Stands(ctx context.Context, tx bun.Tx, object, objectID string, state Standing, successor string) error {
	_, err := tx.NewUpdate().Table("documents_published").Set("state = ?, successor = ?", state, successor).
		Where("issuer_id = ? AND object = ? AND object_id = ? AND state <> ?", database.Tenant(ctx), object, objectID, TakenBack).Exec(ctx)
	if err != nil {
		return fmt.Errorf("publish a document: %w", err)
	}
	return nil
}

var sha256Form = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Check tells which issued documents have a file with this SHA-256 (lower-case
// hexadecimal): none when it is not known, or no SHA-256 at all. Anybody may ask.
func (r *Register) Check(ctx context.Context, sha256 string) (list []Published, err error) {
	if !sha256Form.MatchString(sha256) {
		return nil, nil
	}
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&list).Where("sha256 = ?", sha256).Order("published_at").Limit(20).Scan(ctx)
	})
	return list, err
}
