package records

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

type slipRow struct {
	bun.BaseModel `bun:"table:records_slips,alias:slip_row"`

	TenantID     string     `bun:"tenant_id,pk"`
	ID           string     `bun:"id,pk,type:uuid"`
	Box          string     `bun:"box"`
	BoxName      string     `bun:"box_name"`
	OutgoingID   string     `bun:"outgoing_id,type:uuid,nullzero"`
	IncomingID   string     `bun:"incoming_id,type:uuid,nullzero"`
	ParentID     string     `bun:"parent_id,type:uuid,nullzero"`
	LineSeq      int        `bun:"line_seq,nullzero"`
	Remark       string     `bun:"remark"`
	Due          *time.Time `bun:"due,type:date"`
	SentAt       time.Time  `bun:"sent_at"`
	SentBy       string     `bun:"sent_by"`
	SentAccount  string     `bun:"sent_account"`
	ReceivedAt   *time.Time `bun:"received_at"`
	ReceivedBy   string     `bun:"received_by"`
	DoneAt       *time.Time `bun:"done_at"`
	DoneBy       string     `bun:"done_by"`
	Result       string     `bun:"result"`
	RecalledAt   *time.Time `bun:"recalled_at"`
	RecallReason string     `bun:"recall_reason"`
}

func (r *slipRow) slip() Slip {
	return Slip{ID: r.ID, Box: r.Box, BoxName: r.BoxName, Outgoing: r.OutgoingID, Incoming: r.IncomingID, Parent: r.ParentID, Line: r.LineSeq,
		Remark: r.Remark, Due: r.Due, SentAt: r.SentAt, SentBy: r.SentBy, SentAccount: r.SentAccount, ReceivedAt: r.ReceivedAt, ReceivedBy: r.ReceivedBy,
		DoneAt: r.DoneAt, DoneBy: r.DoneBy, Result: r.Result, RecalledAt: r.RecalledAt, RecallReason: r.RecallReason}
}

func slipOf(ctx context.Context, s Slip) *slipRow {
	return &slipRow{TenantID: database.Tenant(ctx), ID: s.ID, Box: s.Box, BoxName: s.BoxName, OutgoingID: s.Outgoing, IncomingID: s.Incoming, ParentID: s.Parent,
		LineSeq: s.Line, Remark: s.Remark, Due: s.Due, SentAt: s.SentAt, SentBy: s.SentBy, SentAccount: s.SentAccount, ReceivedAt: s.ReceivedAt,
		ReceivedBy: s.ReceivedBy, DoneAt: s.DoneAt, DoneBy: s.DoneBy, Result: s.Result, RecalledAt: s.RecalledAt, RecallReason: s.RecallReason}
}

// addSlip puts a document into a box; false when it lies there already.
func (store) addSlip(ctx context.Context, tx database.Tx, s Slip) (bool, error) {
	return changed(tx.NewInsert().Model(slipOf(ctx, s)).On("CONFLICT DO NOTHING").Exec(ctx))
}

func (store) saveSlip(ctx context.Context, tx database.Tx, s Slip) error {
	_, err := tx.NewUpdate().Model(slipOf(ctx, s)).Column("received_at", "received_by", "done_at", "done_by", "result").WherePK().Exec(ctx)
	return err
}

// slip reads one that lies in one of the boxes; any box when none is named. Lock
// keeps others from changing it until the transaction ends.
func (store) slip(ctx context.Context, tx database.Tx, id string, boxes []string, lock bool) (Slip, error) {
	var row slipRow
	q := tx.NewSelect().Model(&row).Where("tenant_id = ? AND id::text = ?", database.Tenant(ctx), id)
	if lock {
		q = q.For("UPDATE")
	}
	if boxes != nil {
		q = q.Where("box IN (?)", bun.List(append(boxes, "")))
	}
	err := q.Scan(ctx)
	if database.NotFound(err) {
		return Slip{}, faultNoDocument()
	}
	return row.slip(), err
}

// lockDocument keeps others from changing the document of a slip.
func (s store) lockDocument(ctx context.Context, tx database.Tx, slip Slip) (err error) {
	if slip.Incoming != "" {
		_, err = s.incoming(ctx, tx, slip.Incoming, true)
		return err
	}
	_, err = s.outgoing(ctx, tx, slip.Outgoing, true)
	return err
}

// documents reads what slips are about, by id.
func (store) documents(ctx context.Context, tx database.Tx, slips []Slip) (came map[string]Incoming, sent map[string]Record, err error) {
	var in, out []string
	for _, s := range slips {
		if s.Incoming != "" {
			in = append(in, s.Incoming)
		} else {
			out = append(out, s.Outgoing)
		}
	}
	came, sent = map[string]Incoming{}, map[string]Record{}
	if len(in) > 0 {
		var rows []incomingRow
		err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND id IN (?)", database.Tenant(ctx), bun.List(in)).Scan(ctx)
		for _, r := range rows {
			came[r.ID] = r.incoming()
		}
	}
	if len(out) > 0 && err == nil {
		var rows []outgoingRow
		err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND id IN (?)", database.Tenant(ctx), bun.List(out)).Scan(ctx)
		for _, r := range rows {
			sent[r.ID] = r.record()
		}
	}
	return came, sent, err
}

// InboxFilter narrows an inbox; zero fields do not.
type InboxFilter struct {
	Open  bool   // only what waits
	Query string // without diacritics
}

// slips reads what lies in the boxes, newest first.
func (store) slips(ctx context.Context, tx database.Tx, boxes []string, open bool) ([]Slip, error) {
	var rows []slipRow
	q := tx.NewSelect().Model(&rows).Where("tenant_id = ?", database.Tenant(ctx)).Order("sent_at DESC", "id DESC").Limit(1000)
	if boxes != nil {
		q = q.Where("box IN (?)", bun.List(append(boxes, "")))
	}
	if open {
		q = q.Where("done_at IS NULL AND recalled_at IS NULL AND (received_at IS NULL OR incoming_id IS NOT NULL)").
			Where(`(incoming_id IS NULL OR EXISTS (SELECT 1 FROM records_incoming i WHERE i.tenant_id = slip_row.tenant_id AND i.id = slip_row.incoming_id AND i.state <> 'done'))`)
	}
	err := q.Scan(ctx)
	return slips(rows), err
}

// about reads who has a document, in the order in which it was handed on.
func (store) about(ctx context.Context, tx database.Tx, id string) ([]Slip, error) {
	var rows []slipRow
	err := tx.NewSelect().Model(&rows).Where("tenant_id = ?", database.Tenant(ctx)).
		Where("outgoing_id::text = ?0 OR incoming_id::text = ?0", id).Order("sent_at", "id").Scan(ctx)
	return slips(rows), err
}

// recallSlips marks everywhere in the tenant that a document was recalled.
func (store) recallSlips(ctx context.Context, tx database.Tx, id string, at time.Time, reason string) error {
	_, err := tx.NewUpdate().Table("records_slips").Set("recalled_at = ?", at).Set("recall_reason = ?", reason).
		Where("tenant_id = ? AND recalled_at IS NULL", database.Tenant(ctx)).
		Where("outgoing_id::text = ?0 OR incoming_id::text = ?0", id).Exec(ctx)
	return err
}

func slips(rows []slipRow) []Slip {
	list := make([]Slip, 0, len(rows))
	for i := range rows {
		list = append(list, rows[i].slip())
	}
	return list
}

type meaningRow struct {
	bun.BaseModel `bun:"table:records_meanings"`

	TenantID  string    `bun:"tenant_id,pk"`
	Folded    string    `bun:"folded,pk"`
	Line      string    `bun:"line"`
	Targets   []Target  `bun:"targets,type:jsonb"`
	ChangedAt time.Time `bun:"changed_at"`
	ChangedBy string    `bun:"changed_by"`
}

// Meaning is what a line of Nơi nhận means here, as somebody said.
type Meaning struct {
	Line      string    `json:"line"`
	Targets   []Target  `json:"targets"`
	ChangedAt time.Time `json:"changed_at"`
	ChangedBy string    `json:"changed_by"`
}

func (store) meanings(ctx context.Context, tx database.Tx) (list []Meaning, err error) {
	var rows []meaningRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ?", database.Tenant(ctx)).Order("line").Scan(ctx)
	for _, r := range rows {
		list = append(list, Meaning{r.Line, r.Targets, r.ChangedAt, r.ChangedBy})
	}
	return list, err
}

func (store) saveMeaning(ctx context.Context, tx database.Tx, m Meaning) error {
	row := meaningRow{TenantID: database.Tenant(ctx), Folded: keyOf(m.Line), Line: m.Line, Targets: some(m.Targets), ChangedAt: m.ChangedAt, ChangedBy: m.ChangedBy}
	_, err := tx.NewInsert().Model(&row).On("CONFLICT (tenant_id, folded) DO UPDATE").Set("line = EXCLUDED.line").Set("targets = EXCLUDED.targets").
		Set("changed_at = EXCLUDED.changed_at").Set("changed_by = EXCLUDED.changed_by").Exec(ctx)
	return err
}

func (store) forgetMeaning(ctx context.Context, tx database.Tx, line string) error {
	_, err := tx.NewDelete().Table("records_meanings").Where("tenant_id = ? AND folded = ?", database.Tenant(ctx), keyOf(line)).Exec(ctx)
	return err
}
