package households

import (
	"context"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

type meetingRow struct {
	bun.BaseModel `bun:"table:households_meetings,alias:m"`

	TenantID string `bun:"tenant_id,pk"`
	Round    string `bun:"round,pk"`
	Unit     string `bun:"unit"`
	Minutes
}

// addMeeting appends the minutes of a village's meeting; the commune's row is
// locked.
func (store) addMeeting(ctx context.Context, tx database.Tx, round, unit string, m Minutes) (int, error) {
	tenant := database.Tenant(ctx)
	err := tx.NewRaw(`SELECT coalesce(max(seq), 0) + 1 FROM households_meetings WHERE tenant_id = ? AND round = ? AND village = ?`, tenant, round, m.Village).Scan(ctx, &m.Seq)
	if err != nil {
		return 0, err
	}
	if m.Objections == nil {
		m.Objections = []Objection{}
	}
	_, err = tx.NewInsert().Model(&meetingRow{TenantID: tenant, Round: round, Unit: unit, Minutes: m}).Exec(ctx)
	return m.Seq, err
}

func (store) meetings(ctx context.Context, tx database.Tx, round, unit string) (list []Minutes, err error) {
	var rows []meetingRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND round = ? AND unit = ?", database.Tenant(ctx), round, unit).Order("village", "seq").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Minutes)
	}
	return list, err
}

type postingRow struct {
	bun.BaseModel `bun:"table:households_postings,alias:p"`

	TenantID string `bun:"tenant_id,pk"`
	Round    string `bun:"round,pk"`
	Unit     string `bun:"unit,pk"`
	Posting
}

// addPosting appends a posting; the commune's row is locked.
func (store) addPosting(ctx context.Context, tx database.Tx, round, unit string, p Posting) (int, error) {
	tenant := database.Tenant(ctx)
	err := tx.NewRaw(`SELECT coalesce(max(seq), 0) + 1 FROM households_postings WHERE tenant_id = ? AND round = ? AND unit = ?`, tenant, round, unit).Scan(ctx, &p.Seq)
	if err != nil {
		return 0, err
	}
	if p.Entries == nil {
		p.Entries = []PostedHousehold{}
	}
	_, err = tx.NewInsert().Model(&postingRow{TenantID: tenant, Round: round, Unit: unit, Posting: p}).Exec(ctx)
	return p.Seq, err
}

func (store) postings(ctx context.Context, tx database.Tx, round, unit string) (list []Posting, err error) {
	var rows []postingRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND round = ? AND unit = ?", database.Tenant(ctx), round, unit).Order("seq").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Posting)
	}
	return list, err
}

// hung are the lines of results that are shown to the public (see shown), by
// village and name.
const hung = `SELECT r.household, h.head, v.name AS village, r.opening, r.class FROM households_results r
	JOIN households_households h ON h.tenant_id = r.tenant_id AND h.id = r.household
	JOIN households_villages v ON v.tenant_id = r.tenant_id AND v.id = r.village
	WHERE r.tenant_id = ? AND r.round = ? AND r.unit = ? AND r.entered AND `

const hungOrder = ` ORDER BY v.position, v.folded, h.folded, r.household`

func (store) posted(ctx context.Context, tx database.Tx, round, unit string) (list []PostedHousehold, err error) {
	err = tx.NewRaw(hung+`r.movement IN ('', 'arrived', 'split') AND (r.class IN ('poor', 'near_poor') OR r.opening IN ('poor', 'near_poor'))`+hungOrder,
		database.Tenant(ctx), round, unit).Scan(ctx, &list)
	return list, err
}

// rechecks are the lines of the households whose re-check, begun on a day, is
// settled.
func (store) rechecks(ctx context.Context, tx database.Tx, round, unit string, begun declared.Date) (list []PostedHousehold, err error) {
	err = tx.NewRaw(hung+`EXISTS (SELECT 1 FROM households_complaints c WHERE c.tenant_id = r.tenant_id AND c.round = r.round AND c.household = r.household
		AND c.state IN ('kept', 'changed') AND c.settled_on >= ?)`+hungOrder, database.Tenant(ctx), round, unit, begun).Scan(ctx, &list)
	return list, err
}

type complaintRow struct {
	bun.BaseModel `bun:"table:households_complaints,alias:c"`

	TenantID string `bun:"tenant_id,pk"`
	Round    string `bun:"round"`
	Unit     string `bun:"unit"`
	Complaint
}

func (store) addComplaint(ctx context.Context, tx database.Tx, round, unit string, c Complaint) error {
	_, err := tx.NewInsert().Model(&complaintRow{TenantID: database.Tenant(ctx), Round: round, Unit: unit, Complaint: c}).Exec(ctx)
	if database.Unique(err, "households_complaints_rechecked") {
		return faultComplaintTwice()
	}
	return err
}

func (store) complaints(ctx context.Context, tx database.Tx, round, unit, id string) (list []Complaint, err error) {
	var rows []complaintRow
	q := tx.NewSelect().Model(&rows).ColumnExpr("c.*, h.code, h.head, v.name AS place_name").
		Join("JOIN households_households AS h ON h.tenant_id = c.tenant_id AND h.id = c.household").
		Join("JOIN households_villages AS v ON v.tenant_id = h.tenant_id AND v.id = h.village").
		Where("c.tenant_id = ? AND c.round = ? AND c.unit = ?", database.Tenant(ctx), round, unit).OrderExpr("c.received_on, c.created_at, c.id")
	if id != "" {
		q = q.Where("c.id::text = ?", id)
	}
	err = q.Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Complaint)
	}
	return list, err
}

func (store) settle(ctx context.Context, tx database.Tx, c Complaint) error {
	_, err := tx.NewUpdate().Model(&complaintRow{TenantID: database.Tenant(ctx), Complaint: c}).WherePK().Column("state", "finding", "settled_on").Exec(ctx)
	return err
}

// openComplaints counts those that wait for an answer.
func (store) openComplaints(ctx context.Context, tx database.Tx, round, unit string) (n int, err error) {
	err = tx.NewRaw(`SELECT count(*) FROM households_complaints WHERE tenant_id = ? AND round = ? AND unit = ? AND state IN ('open', 'rechecking')`,
		database.Tenant(ctx), round, unit).Scan(ctx, &n)
	return n, err
}

// recheck takes the open complaints into the re-check.
func (store) recheck(ctx context.Context, tx database.Tx, round, unit string) (int, error) {
	return affected(tx.ExecContext(ctx, `UPDATE households_complaints SET state = 'rechecking' WHERE tenant_id = ? AND round = ? AND unit = ? AND state = 'open'`,
		database.Tenant(ctx), round, unit))
}

// rechecked reports whether the household is looked into again now.
func (store) rechecked(ctx context.Context, tx database.Tx, round, household string) (yes bool, err error) {
	err = tx.NewRaw(`SELECT EXISTS (SELECT 1 FROM households_complaints WHERE tenant_id = ? AND round = ? AND household::text = ? AND state = 'rechecking')`,
		database.Tenant(ctx), round, household).Scan(ctx, &yes)
	return yes, err
}
