package households

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"vuon/apps/households/classify"
	"vuon/platform/database"
)

// intoList inserts into a review, as not entered, the households h that the
// condition lets through. What a household was at the beginning of a periodic review
// is what the review of the year before left, where that was recognised in the
// commune: the opening of a year is the closing of the one before, and what a regular
// review recognised in between is new. Without one, and for a regular review, it is
// what the registry has now. A newly escaped household whose term is over on the
// review's day opens as not poor; one that was split off in the year says so.
const intoList = `INSERT INTO households_results (` + resultColumns + `)
	SELECT h.tenant_id, ?1, h.id, h.unit, h.village, false, ?2,
		CASE WHEN ?6 = '' OR NOT EXISTS (SELECT FROM households_communes c WHERE c.tenant_id = h.tenant_id AND c.round = ?6 AND c.unit = h.unit AND c.state = 'recognised')
			THEN CASE WHEN h.class = 'escaped' AND h.escaped_on + ?3 * interval '1 month' < ?4::date THEN 'not_poor' ELSE h.class END
			ELSE coalesce((SELECT l.class FROM households_results l WHERE l.tenant_id = h.tenant_id AND l.round = ?6 AND l.household = h.id AND ` + closedCounted + `),
				CASE WHEN EXISTS (SELECT FROM households_states w WHERE w.tenant_id = h.tenant_id AND w.household = h.id AND w.class = 'escaped'
						AND w.valid_from < ?7::date AND (w.valid_to IS NULL OR w.valid_to > ?7::date))
					AND NOT coalesce(h.escaped_on + ?3 * interval '1 month' < ?4::date, false) THEN 'escaped' ELSE 'not_poor' END) END,
		CASE WHEN EXISTS (SELECT FROM households_states w WHERE w.tenant_id = h.tenant_id AND w.household = h.id AND w.seq = 1 AND w.cause = 'households.split'
			AND w.valid_from >= ?7::date) THEN 'split' ELSE '' END,
		0, 0, 0, 0, h.merit, h.no_labour, false,
		EXISTS (SELECT 1 FROM households_states w WHERE w.tenant_id = h.tenant_id AND w.household = h.id AND w.class = 'poor'
			AND w.valid_from < ?7 AND (w.valid_to IS NULL OR w.valid_to > w.valid_from)),
		EXISTS (SELECT 1 FROM households_states w WHERE w.tenant_id = h.tenant_id AND w.household = h.id AND w.class = 'near_poor'
			AND w.valid_from < ?7 AND (w.valid_to IS NULL OR w.valid_to > w.valid_from)),
		'', '', '', false, 0, NULL, '[]', '{}', '{}',
		coalesce((SELECT min(a.account) FROM households_assignments a WHERE a.tenant_id = h.tenant_id AND a.round = ?1 AND a.village = h.village), ''),
		NULL, '', 1
	FROM households_households h WHERE h.tenant_id = ?0 AND h.unit = ?5 AND h.state = 'here' AND `

// closedCounted says that a result l left its household poor or near-poor.
const closedCounted = `l.entered AND l.class IN ('poor', 'near_poor') AND l.movement NOT IN ('left', 'merged', 'died')`

// listArguments are those of intoList, to which a condition adds its own.
func listArguments(ctx context.Context, r Round, unit, why string, more ...any) []any {
	last, begins := "", r.OpensOn
	if r.Kind == Periodic {
		last, begins = fmt.Sprintf("%04d", r.Year-1), civil(r.Year, time.January, 1)
	}
	return append([]any{database.Tenant(ctx), r.ID, why, classify.EscapedMonths, r.OpensOn, unit, last, begins}, more...)
}

// listManaged lists the households of the commune that the registry manages.
func (store) listManaged(ctx context.Context, tx database.Tx, r Round, unit string) (int, error) {
	return affected(tx.ExecContext(ctx, intoList+`(h.class IN ('poor', 'near_poor') OR h.class = 'escaped' AND h.escaped_on + ?3 * interval '1 month' >= ?4::date
			OR EXISTS (SELECT FROM households_results l JOIN households_communes c ON c.tenant_id = l.tenant_id AND c.round = l.round AND c.unit = l.unit AND c.state = 'recognised'
				WHERE l.tenant_id = h.tenant_id AND l.round = ?6 AND l.household = h.id AND `+closedCounted+`))
		ON CONFLICT DO NOTHING`, listArguments(ctx, r, unit, listedManaged)...))
}

// listOne lists one household of the commune; 0 when it is no household of that,
// or is on the list.
func (store) listOne(ctx context.Context, tx database.Tx, r Round, unit, household, why string) (int, error) {
	return affected(tx.ExecContext(ctx, intoList+`h.id::text = ?8 ON CONFLICT DO NOTHING`, listArguments(ctx, r, unit, why, household)...))
}

// gone reads the results of the year before that left a household of the commune
// poor or near-poor which has gone since, as results of this review: they belong to
// its opening count.
func (store) gone(ctx context.Context, tx database.Tx, r Round, unit string) (list []Result, err error) {
	var rows []struct {
		resultRow
		State State `bun:"state"`
	}
	err = tx.NewRaw(`SELECT l.*, h.state FROM households_results l
		JOIN households_communes c ON c.tenant_id = l.tenant_id AND c.round = l.round AND c.unit = l.unit AND c.state = 'recognised'
		JOIN households_households h ON h.tenant_id = l.tenant_id AND h.id = l.household AND h.state <> 'here'
		WHERE l.tenant_id = ?0 AND l.round = ?1 AND l.unit = ?2 AND `+closedCounted+`
			AND NOT EXISTS (SELECT FROM households_results n WHERE n.tenant_id = l.tenant_id AND n.round = ?3 AND n.household = l.household)
		ORDER BY l.household`, database.Tenant(ctx), fmt.Sprintf("%04d", r.Year-1), unit, r.ID).Scan(ctx, &rows)
	for _, row := range rows {
		before := row.result()
		now := Result{Round: r.ID, Household: before.Household, Unit: before.Unit, Village: before.Village, Entered: true, ListedFor: listedManaged,
			Facts:  classify.Facts{Opening: before.Outcome.Class, Movement: movementOf(row.State), B1: before.Facts.B1, Deprived: before.Facts.Deprived},
			Causes: before.Causes, Supports: before.Supports, Merit: before.Merit, NoLabour: before.NoLabour, People: before.People}
		list = append(list, now)
	}
	return list, err
}

// movementOf is why a household that is not here any more counts at the beginning
// of a review alone.
func movementOf(s State) classify.Movement {
	switch s {
	case StateMerged:
		return classify.Merged
	case StateDied:
		return classify.Died
	}
	return classify.Left
}

func (store) unlist(ctx context.Context, tx database.Tx, round, unit, household string) (int, error) {
	return affected(tx.ExecContext(ctx, `DELETE FROM households_results WHERE tenant_id = ? AND round = ? AND unit = ? AND household::text = ? AND NOT entered`,
		database.Tenant(ctx), round, unit, household))
}

func (store) listed(ctx context.Context, tx database.Tx, round, unit, village string, p database.Page) (list []Listed, next string, err error) {
	key, err := p.Key(4)
	if err != nil {
		return nil, "", err
	}
	var rows []struct {
		Listed
		Position int    `bun:"position"`
		Folded   string `bun:"folded"`
		Place    string `bun:"place"`
	}
	q := tx.NewSelect().TableExpr("households_results AS r").
		Join("JOIN households_households AS h ON h.tenant_id = r.tenant_id AND h.id = r.household").
		Join("JOIN households_villages AS v ON v.tenant_id = r.tenant_id AND v.id = r.village").
		ColumnExpr("r.household, h.code, h.head, v.name AS village, r.opening, r.listed_for, r.entered, r.class, r.revision, v.position, v.folded AS place, h.folded").
		Where("r.tenant_id = ? AND r.round = ? AND r.unit = ?", database.Tenant(ctx), round, unit).
		OrderExpr("v.position, v.folded, h.folded, r.household").Limit(int64(p.Size() + 1))
	if village != "" {
		q = q.Where("r.village::text = ?", village)
	}
	if key != nil {
		q = q.Where("(v.position, v.folded, h.folded, r.household::text) > (?::int, ?, ?, ?)", key[0], key[1], key[2], key[3])
	}
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, "", err
	}
	if len(rows) > p.Size() {
		rows = rows[:p.Size()]
		last := rows[len(rows)-1]
		next = database.Cursor(strconv.Itoa(last.Position), last.Place, last.Folded, last.Household)
	}
	for _, r := range rows {
		list = append(list, r.Listed)
	}
	return list, next, nil
}

// Named is a household as reviews speak of it.
type Named struct {
	ID      string         `bun:"id" json:"id"`
	Code    string         `bun:"code" json:"code"`
	Head    string         `bun:"head" json:"head"`
	Village string         `bun:"village" json:"village"` // key
	Place   string         `bun:"place" json:"place"`     // the village's name
	Class   classify.Class `bun:"class" json:"class"`
}

// named finds a household of the commune by its id or its code (fault at field household).
func (store) named(ctx context.Context, tx database.Tx, unit, household string) (n Named, err error) {
	err = tx.NewRaw(`SELECT h.id, h.code, h.head, h.village, v.name AS place, h.class FROM households_households h
		JOIN households_villages v ON v.tenant_id = h.tenant_id AND v.id = h.village
		WHERE h.tenant_id = ?0 AND h.unit = ?1 AND h.state = 'here' AND (h.id::text = ?2 OR h.code = ?2)`, database.Tenant(ctx), unit, household).Scan(ctx, &n)
	if database.NotFound(err) {
		return n, faultReview("household", "Không có hộ mang mã này đang ở trong xã.", "No household of the commune has this code.")
	}
	return n, err
}

type requestRow struct {
	bun.BaseModel `bun:"table:households_requests,alias:q"`

	TenantID string `bun:"tenant_id,pk"`
	Request
}

func (store) addRequest(ctx context.Context, tx database.Tx, q Request) error {
	_, err := tx.NewInsert().Model(&requestRow{TenantID: database.Tenant(ctx), Request: q}).Exec(ctx)
	if database.Unique(err, "households_requests_once") {
		return faultRequestTwice()
	}
	return err
}

func (store) requests(ctx context.Context, tx database.Tx, round, unit string) ([]Request, error) {
	return requestsWhere(ctx, tx, round, unit, "")
}

func (store) request(ctx context.Context, tx database.Tx, round, unit, id string) (Request, error) {
	list, err := requestsWhere(ctx, tx, round, unit, id)
	if err != nil || len(list) == 0 {
		return Request{}, orElse(err, faultNoRequest())
	}
	return list[0], nil
}

func requestsWhere(ctx context.Context, tx database.Tx, round, unit, id string) (list []Request, err error) {
	var rows []requestRow
	q := tx.NewSelect().Model(&rows).ColumnExpr("q.*, h.code, h.head").
		Join("JOIN households_households AS h ON h.tenant_id = q.tenant_id AND h.id = q.household").
		Where("q.tenant_id = ? AND q.round = ? AND q.unit = ?", database.Tenant(ctx), round, unit).OrderExpr("q.filed_on, q.created_at, q.id")
	if id != "" {
		q = q.Where("q.id::text = ?", id)
	}
	err = q.Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Request)
	}
	return list, err
}

func (store) answerRequest(ctx context.Context, tx database.Tx, q Request) error {
	_, err := tx.NewUpdate().Model(&requestRow{TenantID: database.Tenant(ctx), Request: q}).WherePK().Column("state", "answer", "answered_on").Exec(ctx)
	return err
}

func (store) assignments(ctx context.Context, tx database.Tx, round, unit string) (list []Assignment, err error) {
	err = tx.NewRaw(`SELECT a.village, a.account, a.name FROM households_assignments a
		JOIN households_villages v ON v.tenant_id = a.tenant_id AND v.id = a.village
		WHERE a.tenant_id = ? AND a.round = ? AND v.unit = ? ORDER BY v.position, v.folded, a.name, a.account`, database.Tenant(ctx), round, unit).Scan(ctx, &list)
	return list, err
}

// assign replaces who reviews a village, and with the first of them the reviewer of
// what is not entered yet.
func (store) assign(ctx context.Context, tx database.Tx, round, village string, chosen []Assignment) error {
	tenant := database.Tenant(ctx)
	if _, err := tx.ExecContext(ctx, `DELETE FROM households_assignments WHERE tenant_id = ? AND round = ? AND village = ?`, tenant, round, village); err != nil {
		return err
	}
	first := ""
	for _, a := range chosen {
		if first == "" {
			first = a.Account
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO households_assignments (tenant_id, round, village, account, name) VALUES (?, ?, ?, ?, ?)`,
			tenant, round, village, a.Account, a.Name); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `UPDATE households_results SET reviewer = ? WHERE tenant_id = ? AND round = ? AND village = ? AND NOT entered`,
		first, tenant, round, village)
	return err
}

// villageOf is nil when the village is the commune's.
func (store) villageOf(ctx context.Context, tx database.Tx, unit, village string) error {
	if !isUUID(village) {
		return faultNoVillage()
	}
	var yes bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT 1 FROM households_villages WHERE tenant_id = ? AND unit = ? AND id = ?)`,
		database.Tenant(ctx), unit, village).Scan(ctx, &yes)
	if err == nil && !yes {
		err = faultNoVillage()
	}
	return err
}

// affected is how many rows a statement changed.
func affected(result interface{ RowsAffected() (int64, error) }, err error) (int, error) {
	if err != nil {
		return 0, fmt.Errorf("households: %w", err)
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// allListed reads the whole list of a commune, for printing.
func (store) allListed(ctx context.Context, tx database.Tx, round, unit string) (list []Listed, err error) {
	err = tx.NewRaw(`SELECT r.household, h.code, h.head, v.name AS village, r.opening, r.listed_for, r.entered, r.class, r.revision FROM households_results r
		JOIN households_households h ON h.tenant_id = r.tenant_id AND h.id = r.household
		JOIN households_villages v ON v.tenant_id = r.tenant_id AND v.id = r.village
		WHERE r.tenant_id = ? AND r.round = ? AND r.unit = ?`+hungOrder, database.Tenant(ctx), round, unit).Scan(ctx, &list)
	return list, err
}
