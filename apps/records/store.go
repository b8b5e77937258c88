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
	bun.BaseModel `bun:"table:records_outgoing,alias:outgoing_row"`

	TenantID   string     `bun:"tenant_id,pk"`
	ID         string     `bun:"id,pk,type:uuid"`
	Kind       string     `bun:"kind"`
	Year       int        `bun:"year,nullzero"`
	Number     int        `bun:"number,nullzero"`
	Symbol     string     `bun:"symbol"`
	Dated      *time.Time `bun:"dated,type:date"`
	Abstract   string     `bun:"abstract"`
	Signatory  string     `bun:"signatory"`
	Copies     int        `bun:"copies"`
	Object     string     `bun:"object"`
	ObjectID   string     `bun:"object_id"`
	Files      []File     `bun:"files,type:jsonb"`
	Recipients []string   `bun:"recipients,type:jsonb"`
	State      State      `bun:"state"`
	Reason     string     `bun:"reason"`
	MadeAt     time.Time  `bun:"made_at"`
	MadeBy     string     `bun:"made_by"`
	SentAt     *time.Time `bun:"sent_at"`
	SentBy     string     `bun:"sent_by"`
	EndedAt    *time.Time `bun:"ended_at"`
	EndedBy    string     `bun:"ended_by"`
}

func (r *outgoingRow) record() Record {
	rec := Record{ID: r.ID, State: r.State, Reason: r.Reason, MadeAt: r.MadeAt, MadeBy: r.MadeBy, SentAt: r.SentAt, SentBy: r.SentBy,
		EndedAt: r.EndedAt, EndedBy: r.EndedBy, Outgoing: Outgoing{Kind: r.Kind, Year: r.Year, Number: r.Number, Symbol: r.Symbol,
			Abstract: r.Abstract, Signatory: r.Signatory, Copies: r.Copies, Object: r.Object, ObjectID: r.ObjectID, Files: r.Files, Recipients: r.Recipients}}
	if r.Dated != nil {
		rec.Dated = *r.Dated
	}
	return rec
}

func outgoingOf(ctx context.Context, r Record) *outgoingRow {
	row := &outgoingRow{TenantID: database.Tenant(ctx), ID: r.ID, Kind: r.Kind, Year: r.Year, Number: r.Number, Symbol: r.Symbol, Abstract: r.Abstract,
		Signatory: r.Signatory, Copies: r.Copies, Object: r.Object, ObjectID: r.ObjectID, Files: some(r.Files), Recipients: some(r.Recipients),
		State: r.State, Reason: r.Reason, MadeAt: r.MadeAt, MadeBy: r.MadeBy, SentAt: r.SentAt, SentBy: r.SentBy, EndedAt: r.EndedAt, EndedBy: r.EndedBy}
	if !r.Dated.IsZero() {
		row.Dated = &r.Dated
	}
	return row
}

func (store) addOutgoing(ctx context.Context, tx database.Tx, r Record) error {
	if _, err := tx.NewInsert().Model(outgoingOf(ctx, r)).Exec(ctx); err != nil {
		return fmt.Errorf("enter an outgoing document: %w", err)
	}
	return nil
}

func (store) saveOutgoing(ctx context.Context, tx database.Tx, r Record) error {
	_, err := tx.NewUpdate().Model(outgoingOf(ctx, r)).ExcludeColumn("made_at", "made_by").WherePK().Exec(ctx)
	return err
}

// outgoing reads one document. Lock keeps others from changing it until the
// transaction ends.
func (store) outgoing(ctx context.Context, tx database.Tx, id string, lock bool) (Record, error) {
	var row outgoingRow
	q := tx.NewSelect().Model(&row).Where("tenant_id = ? AND id::text = ?", database.Tenant(ctx), id)
	if lock {
		q = q.For("UPDATE")
	}
	err := q.Scan(ctx)
	if database.NotFound(err) {
		return Record{}, faultNoDocument()
	}
	return row.record(), err
}

// outgoings reads documents of a year (0: those without a number), or of an
// object, newest first.
func (store) outgoings(ctx context.Context, tx database.Tx, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]Record, error) {
	var rows []outgoingRow
	err := narrow(tx.NewSelect().Model(&rows).Where("tenant_id = ?", database.Tenant(ctx))).Order("made_at DESC", "id").Limit(10_000).Scan(ctx)
	return records(rows), err
}

func (s store) ofYear(ctx context.Context, tx database.Tx, year int) ([]Record, error) {
	return s.outgoings(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("year = ?", year) })
}

func (s store) drafts(ctx context.Context, tx database.Tx) ([]Record, error) {
	return s.outgoings(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("state = ?", Draft) })
}

// unsent reads what waits for its number or to be sent.
func (s store) unsent(ctx context.Context, tx database.Tx) ([]Record, error) {
	return s.outgoings(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("state IN (?)", bun.List([]State{Draft, Numbered}))
	})
}

// unreceived is a document that went out, with how many have not got it.
type unreceived struct {
	ID     string
	Record Record
	Open   int
}

// unreceived reads the documents that went out before a time and that not every
// recipient has confirmed or been sent.
func (s store) unreceived(ctx context.Context, tx database.Tx, before time.Time) (list []unreceived, err error) {
	out, err := s.outgoings(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("state = ? AND sent_at <= ?", Sent, before).Where(`EXISTS (SELECT 1 FROM records_lines l WHERE l.tenant_id = outgoing_row.tenant_id
			AND l.outgoing_id = outgoing_row.id AND l.received_at IS NULL AND l.sent_at IS NULL)`)
	})
	for _, r := range out {
		lines, err := s.lines(ctx, tx, r.ID)
		if err != nil {
			return nil, err
		}
		u := unreceived{ID: r.ID, Record: r}
		for _, l := range lines {
			if l.ReceivedAt == nil && l.SentAt == nil {
				u.Open++
			}
		}
		list = append(list, u)
	}
	return list, err
}

// ofObject reads what went out of an object of another module.
func (s store) ofObject(ctx context.Context, tx database.Tx, object, id string) ([]Record, error) {
	return s.outgoings(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("object = ? AND object_id = ?", object, id).For("UPDATE")
	})
}

// released reads what is out of one kind of object, newest first.
func (s store) released(ctx context.Context, tx database.Tx, object string) ([]Record, error) {
	return s.outgoings(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("object = ? AND state = ?", object, Sent) })
}

func records(rows []outgoingRow) []Record {
	list := make([]Record, 0, len(rows))
	for i := range rows {
		list = append(list, rows[i].record())
	}
	return list
}

type lineRow struct {
	bun.BaseModel `bun:"table:records_lines"`

	TenantID    string     `bun:"tenant_id,pk"`
	OutgoingID  string     `bun:"outgoing_id,pk,type:uuid"`
	Seq         int        `bun:"seq,pk"`
	Line        string     `bun:"line"`
	Target      string     `bun:"target"`
	Name        string     `bun:"name"`
	DeliveredAt *time.Time `bun:"delivered_at"`
	ReceivedAt  *time.Time `bun:"received_at"`
	ReceivedBy  string     `bun:"received_by"`
	SentHow     How        `bun:"sent_how"`
	SentAt      *time.Time `bun:"sent_at"`
	SentBy      string     `bun:"sent_by"`
}

func (store) addLine(ctx context.Context, tx database.Tx, outgoing string, l Line) error {
	row := lineRow{TenantID: database.Tenant(ctx), OutgoingID: outgoing, Seq: l.Seq, Line: l.Line, Target: l.Target, Name: l.Name, DeliveredAt: l.DeliveredAt}
	_, err := tx.NewInsert().Model(&row).Exec(ctx)
	return err
}

// lines reads the recipients of a document, in the order of Nơi nhận.
func (store) lines(ctx context.Context, tx database.Tx, outgoing string) (list []Line, err error) {
	err = tx.NewSelect().Table("records_lines").
		Column("seq", "line", "target", "name", "delivered_at", "received_at", "received_by", "sent_how", "sent_at", "sent_by").
		Where("tenant_id = ? AND outgoing_id::text = ?", database.Tenant(ctx), outgoing).Order("seq").Scan(ctx, &list)
	return list, err
}

// receivers counts, by document of a year, the recipients and those that are done:
// that confirmed it, or to which it was sent.
func (store) receivers(ctx context.Context, tx database.Tx, year int) (map[string][2]int, error) {
	var rows []struct {
		ID        string
		Done, All int
	}
	err := tx.NewRaw(`SELECT l.outgoing_id AS id, count(*) AS all, count(*) FILTER (WHERE l.received_at IS NOT NULL OR l.sent_at IS NOT NULL) AS done
		FROM records_lines l JOIN records_outgoing o ON o.tenant_id = l.tenant_id AND o.id = l.outgoing_id
		WHERE l.tenant_id = ? AND o.year = ? GROUP BY 1`, database.Tenant(ctx), year).Scan(ctx, &rows)
	counts := map[string][2]int{}
	for _, r := range rows {
		counts[r.ID] = [2]int{r.Done, r.All}
	}
	return counts, err
}

// delivered marks that a line lies in the inbox of another tenant; once only.
func (store) delivered(ctx context.Context, tx database.Tx, outgoing string, seq int, at time.Time) (bool, error) {
	return changed(tx.NewUpdate().Table("records_lines").Set("delivered_at = ?", at).Where("delivered_at IS NULL").
		Where("tenant_id = ? AND outgoing_id = ? AND seq = ?", database.Tenant(ctx), outgoing, seq).Exec(ctx))
}

// received marks the confirmation of a line; once only.
func (store) received(ctx context.Context, tx database.Tx, outgoing string, seq int, at time.Time, by string) (bool, error) {
	return changed(tx.NewUpdate().Table("records_lines").Set("received_at = ?", at).Set("received_by = ?", by).Where("received_at IS NULL").
		Where("tenant_id = ? AND outgoing_id = ? AND seq = ?", database.Tenant(ctx), outgoing, seq).Exec(ctx))
}

// sentOut ticks off that a line outside of the deployment was sent ("" takes the
// tick back).
func (store) sentOut(ctx context.Context, tx database.Tx, outgoing string, seq int, how How, at *time.Time, by string) (bool, error) {
	return changed(tx.NewUpdate().Table("records_lines").Set("sent_how = ?", how).Set("sent_at = ?", at).Set("sent_by = ?", by).
		Where("tenant_id = ? AND outgoing_id::text = ? AND seq = ? AND target = ''", database.Tenant(ctx), outgoing, seq).Exec(ctx))
}

// some is the list itself, and an empty one instead of none: the column takes no
// null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
