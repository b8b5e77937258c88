package households

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// entryRow is a saving of a household's form.
type entryRow struct {
	bun.BaseModel `bun:"table:households_entries,alias:e"`

	TenantID  string    `bun:"tenant_id,pk"`
	Client    string    `bun:"client,pk"`
	Round     string    `bun:"round"`
	Household string    `bun:"household"`
	Revision  int       `bun:"revision"`
	Account   string    `bun:"account"`
	Actor     string    `bun:"actor"`
	Offline   bool      `bun:"offline"`
	At        time.Time `bun:"at"`
}

// entryOf reads the saving of that name; false when there is none.
func (store) entryOf(ctx context.Context, tx database.Tx, client string) (row entryRow, there bool, err error) {
	err = tx.NewSelect().Model(&row).Where("tenant_id = ? AND client = ?", database.Tenant(ctx), client).Scan(ctx)
	if database.NotFound(err) {
		return row, false, nil
	}
	return row, err == nil, err
}

func (store) addEntry(ctx context.Context, tx database.Tx, row entryRow) error {
	_, err := tx.NewInsert().Model(&row).Exec(ctx)
	return err
}

// entryActor names who saved the present form; "" where no form did.
func (store) entryActor(ctx context.Context, tx database.Tx, r Result) (name string, err error) {
	err = tx.NewRaw("SELECT actor FROM households_entries WHERE tenant_id = ? AND round = ? AND household = ? AND revision = ?",
		database.Tenant(ctx), r.Round, r.Household, r.Revision).Scan(ctx, &name)
	if database.NotFound(err) {
		return "", nil
	}
	return name, err
}

// addOpening notes that an account had a household's form before it; false when it
// did so on that day already.
func (store) addOpening(ctx context.Context, tx database.Tx, account, household string, day declared.Date) (bool, error) {
	result, err := tx.ExecContext(ctx, "INSERT INTO households_openings (tenant_id, account, household, day) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		database.Tenant(ctx), account, household, day)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// assigned tells whether a village is an account's in a review.
func (store) assigned(ctx context.Context, tx database.Tx, round, village, account string) (is bool, err error) {
	err = tx.NewRaw("SELECT EXISTS (SELECT FROM households_assignments WHERE tenant_id = ? AND round = ? AND village = ? AND account = ?)",
		database.Tenant(ctx), round, village, account).Scan(ctx, &is)
	return is, err
}

// entryState is how far a commune is with a review; with hold it stays there until
// the transaction ends.
func (store) entryState(ctx context.Context, tx database.Tx, round, unit string, hold bool) (state string, err error) {
	q := tx.NewSelect().TableExpr("households_communes").Column("state").Where("tenant_id = ? AND round = ? AND unit = ?", database.Tenant(ctx), round, unit)
	if hold {
		q.For("SHARE")
	}
	err = q.Scan(ctx, &state)
	if database.NotFound(err) {
		return "", nil
	}
	return state, err
}

func (store) villageName(ctx context.Context, tx database.Tx, id string) (name string, err error) {
	err = tx.NewRaw("SELECT name FROM households_villages WHERE tenant_id = ? AND id = ?", database.Tenant(ctx), id).Scan(ctx, &name)
	return name, err
}

// EntryPlace is a village of a review whose forms somebody may fill in.
type EntryPlace struct {
	Round   string `bun:"round" json:"round"`
	Unit    string `bun:"unit" json:"unit"` // the commune's key
	Village string `bun:"village" json:"village"`
	Name    string `bun:"name" json:"name"`
	Count   int    `bun:"count" json:"count"` // households on the list
	Todo    int    `bun:"todo" json:"todo"`   // not entered
}

// entryPlaces lists the villages with households to be reviewed: those of the
// communes, and those assigned to the account.
func (store) entryPlaces(ctx context.Context, tx database.Tx, account string, communes, states []string) (list []EntryPlace, err error) {
	q := tx.NewSelect().TableExpr("households_results AS r").
		ColumnExpr("r.round, r.unit, r.village, v.name, count(*) AS count, count(*) FILTER (WHERE NOT r.entered) AS todo").
		Join("JOIN households_communes AS c ON c.tenant_id = r.tenant_id AND c.round = r.round AND c.unit = r.unit").
		Join("JOIN households_villages AS v ON v.tenant_id = r.tenant_id AND v.id = r.village").
		Where("r.tenant_id = ? AND c.state IN (?)", database.Tenant(ctx), bun.List(states))
	mine := "EXISTS (SELECT FROM households_assignments AS a WHERE a.tenant_id = r.tenant_id AND a.round = r.round AND a.village = r.village AND a.account = ?)"
	if len(communes) > 0 {
		q.Where("(r.unit IN (?) OR "+mine+")", bun.List(communes), account)
	} else {
		q.Where(mine, account)
	}
	err = q.GroupExpr("r.round, r.unit, r.village, v.name, v.position").OrderExpr("r.round DESC, r.unit, v.position, v.name").Scan(ctx, &list)
	return list, err
}

// EntryLine is a household on a reviewer's list.
type EntryLine struct {
	Household string         `bun:"household" json:"household"`
	Code      string         `bun:"code" json:"code"`
	Head      string         `bun:"head" json:"head"`
	Opening   classify.Class `bun:"opening" json:"opening"`
	Entered   bool           `bun:"entered" json:"entered"`
	Class     classify.Class `bun:"class" json:"class,omitempty"`
	At        *time.Time     `bun:"entered_at" json:"entered_at,omitempty"`
}

const entryLines = `SELECT r.household, h.code, h.head, r.opening, r.entered, r.class, r.entered_at
	FROM households_results r JOIN households_households h ON h.tenant_id = r.tenant_id AND h.id = r.household
	WHERE r.tenant_id = ? AND r.round = ? AND r.village = ? ORDER BY h.code`

// entryLines lists the households of a village in a review by their codes.
func (store) entryLines(ctx context.Context, tx database.Tx, round, village string) (list []EntryLine, err error) {
	err = tx.NewRaw(entryLines, database.Tenant(ctx), round, village).Scan(ctx, &list)
	return list, err
}

// householdsOf reads the households of a village in a review, by id.
func (store) householdsOf(ctx context.Context, tx database.Tx, round, village string) (map[string]Household, error) {
	var rows []Household
	err := tx.NewSelect().Model(&rows).ModelTableExpr("households_households AS household").
		Where("tenant_id = ? AND id IN (SELECT household FROM households_results WHERE tenant_id = ? AND round = ? AND village = ?)",
			database.Tenant(ctx), database.Tenant(ctx), round, village).Scan(ctx)
	out := make(map[string]Household, len(rows))
	for _, h := range rows {
		out[h.ID] = h
	}
	return out, err
}

// membersOfAll reads the present members of the households of a village in a
// review, by household, the head first.
func (store) membersOfAll(ctx context.Context, tx database.Tx, round, village string) (map[string][]Member, error) {
	var rows []Member
	err := tx.NewSelect().Model(&rows).ModelTableExpr(memberTable).
		Where("tenant_id = ? AND valid_to IS NULL AND household IN (SELECT household FROM households_results WHERE tenant_id = ? AND round = ? AND village = ?)",
			database.Tenant(ctx), database.Tenant(ctx), round, village).
		OrderExpr("relation <> 'head', position, person").Scan(ctx)
	out := map[string][]Member{}
	for _, m := range rows {
		out[m.Household] = append(out[m.Household], m)
	}
	return out, err
}
