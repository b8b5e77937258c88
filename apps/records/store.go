package records

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// store is all of the module's SQL. Each call runs in the caller's transaction.
type store struct{}

type outgoingRow struct {
	bun.BaseModel `bun:"table:records_outgoing"`

	TenantID   string     `bun:"tenant_id,pk"`
	ID         string     `bun:"id,pk,type:uuid"`
	Kind       string     `bun:"kind"`
	Year       int        `bun:"year"`
	Number     int        `bun:"number"`
	Symbol     string     `bun:"symbol"`
	Dated      time.Time  `bun:"dated,type:date"`
	Abstract   string     `bun:"abstract"`
	Signatory  string     `bun:"signatory"`
	Object     string     `bun:"object"`
	ObjectID   string     `bun:"object_id"`
	Files      []File     `bun:"files,type:jsonb"`
	Recipients []string   `bun:"recipients,type:jsonb"`
	State      State      `bun:"state"`
	Reason     string     `bun:"reason"`
	MadeAt     time.Time  `bun:"made_at"`
	MadeBy     string     `bun:"made_by"`
	EndedAt    *time.Time `bun:"ended_at"`
	EndedBy    string     `bun:"ended_by"`
}

func (r outgoingRow) record() Record {
	return Record{ID: r.ID, State: r.State, Reason: r.Reason, MadeAt: r.MadeAt, MadeBy: r.MadeBy, EndedAt: r.EndedAt, EndedBy: r.EndedBy,
		Outgoing: Outgoing{Kind: r.Kind, Year: r.Year, Number: r.Number, Symbol: r.Symbol, Dated: r.Dated, Abstract: r.Abstract,
			Signatory: r.Signatory, Object: r.Object, ObjectID: r.ObjectID, Files: r.Files, Recipients: r.Recipients}}
}

// sent is the id under which this document is out already, or "".
func (store) sent(ctx context.Context, tx database.Tx, o Outgoing) (id string, err error) {
	err = tx.NewSelect().Table("records_outgoing").Column("id").Where("tenant_id = ? AND object = ? AND object_id = ?", database.Tenant(ctx), o.Object, o.ObjectID).
		Where("year = ? AND kind = ? AND number = ? AND state = ?", o.Year, o.Kind, o.Number, Sent).Scan(ctx, &id)
	if database.NotFound(err) {
		return "", nil
	}
	return id, err
}

func (store) addOutgoing(ctx context.Context, tx database.Tx, r Record) error {
	row := outgoingRow{TenantID: database.Tenant(ctx), ID: r.ID, Kind: r.Kind, Year: r.Year, Number: r.Number, Symbol: r.Symbol, Dated: r.Dated,
		Abstract: r.Abstract, Signatory: r.Signatory, Object: r.Object, ObjectID: r.ObjectID, Files: some(r.Files), Recipients: some(r.Recipients),
		State: r.State, Reason: r.Reason, MadeAt: r.MadeAt, MadeBy: r.MadeBy}
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return fmt.Errorf("send a document out: %w", err)
	}
	return nil
}

// recall ends what is out of an object and returns the ids.
func (store) recall(ctx context.Context, tx database.Tx, object, objectID string, to State, reason string, at time.Time, by string) (ids []string, err error) {
	err = tx.NewRaw(`UPDATE records_outgoing SET state = ?, reason = ?, ended_at = ?, ended_by = ?
		WHERE tenant_id = ? AND object = ? AND object_id = ? AND state = 'sent' RETURNING id`,
		to, reason, at, by, database.Tenant(ctx), object, objectID).Scan(ctx, &ids)
	return ids, err
}

// some is the list itself, and an empty one instead of none: JSON null would
// break the column.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
