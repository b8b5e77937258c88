package tasks

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/text"
)

// store is all of the module's SQL. Each call runs in the caller's transaction.
type store struct{}

type taskRow struct {
	bun.BaseModel `bun:"table:tasks_tasks,alias:t"`

	TenantID    string     `bun:"tenant_id,pk"`
	ID          string     `bun:"id,pk"`
	Year        int        `bun:"year"`
	Plan        int        `bun:"plan"`
	Origin      string     `bun:"origin"`
	Parent      string     `bun:"parent_id,nullzero"`
	Project     string     `bun:"project"`
	Role        string     `bun:"role"`
	At          string     `bun:"at"`
	Title       string     `bun:"title"`
	Body        string     `bun:"body"`
	Deliverable string     `bun:"deliverable"`
	Function    string     `bun:"function"`
	Unit        string     `bun:"unit"`
	OwnerName   string     `bun:"owner"`
	Account     string     `bun:"account_id"`
	Person      string     `bun:"person"`
	Due         *time.Time `bun:"due,type:date"`
	State       State      `bun:"state"`
	Progress    int        `bun:"progress"`
	ReportedBy  string     `bun:"reported_by"`
	Revision    int        `bun:"revision"`
	Folded      string     `bun:"folded"`
	CreatedAt   time.Time  `bun:"created_at"`
	UpdatedAt   time.Time  `bun:"updated_at"`

	Children int `bun:"children,scanonly"`
}

func rowOf(tenant string, t Task) *taskRow {
	return &taskRow{TenantID: tenant, ID: t.ID, Year: t.Year, Plan: t.Plan, Origin: t.Origin, Parent: t.Parent, Project: t.Project, Role: t.Role,
		At: t.At, Title: t.Title, Body: t.Text, Deliverable: t.Deliverable, Function: t.Owner.Function, Unit: t.Owner.Unit, OwnerName: t.Owner.Name,
		Account: t.Owner.Account, Person: t.Owner.Person, Due: database.DateColumn(t.Due), State: t.State, Progress: t.Progress, ReportedBy: t.ReportedBy,
		Revision: t.Revision, Folded: text.Fold(t.Title + " " + t.Owner.String() + " " + t.Deliverable), CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt}
}

func (r taskRow) task() Task {
	t := Task{ID: r.ID, Year: r.Year, Plan: r.Plan, Origin: r.Origin, Parent: r.Parent, Project: r.Project, Role: r.Role, At: r.At,
		Title: r.Title, Text: r.Body, Deliverable: r.Deliverable, State: r.State, Progress: r.Progress, ReportedBy: r.ReportedBy,
		Owner:    Owner{Function: r.Function, Unit: r.Unit, Name: r.OwnerName, Account: r.Account, Person: r.Person},
		Revision: r.Revision, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, Children: r.Children}
	if r.Due != nil {
		t.Due = database.LocalDay(r.Due)
	}
	return t
}

// children counts a task's parts that are not withdrawn.
const children = "(SELECT count(*) FROM tasks_tasks c WHERE c.tenant_id = t.tenant_id AND c.parent_id = t.id AND c.state <> 'withdrawn') AS children"

func (store) insert(ctx context.Context, tx database.Tx, t Task) error {
	_, err := tx.NewInsert().Model(rowOf(database.Tenant(ctx), t)).Exec(ctx)
	return err
}

// update writes a task over the revision that was read, and raises it; a fault
// task_changed when somebody was faster.
func (store) update(ctx context.Context, tx database.Tx, t *Task) error {
	row := rowOf(database.Tenant(ctx), *t)
	row.Revision++
	result, err := tx.NewUpdate().Model(row).WherePK().Where("revision = ?", t.Revision).ExcludeColumn("created_at").Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return faultStale()
	}
	t.Revision++
	return nil
}

// lock keeps others from changing tasks, and what they are parts of, to which
// their progress is carried. Everybody locks wholes before parts, and each in the
// order of their ids: nobody waits for one who waits for them.
func (store) lock(ctx context.Context, tx database.Tx, ids ...string) error {
	_, err := tx.ExecContext(ctx, `SELECT id FROM tasks_tasks WHERE tenant_id = ?0 AND (id::text IN (?1)
		OR id IN (SELECT parent_id FROM tasks_tasks WHERE tenant_id = ?0 AND id::text IN (?1))) ORDER BY parent_id IS NOT NULL, id FOR UPDATE`, database.Tenant(ctx), bun.List(ids))
	return err
}

// get reads one task; lock keeps others from changing it.
func (s store) get(ctx context.Context, tx database.Tx, id string, lock bool) (Task, error) {
	if lock {
		if err := s.lock(ctx, tx, id); err != nil {
			return Task{}, fmt.Errorf("lock task: %w", err)
		}
	}
	var row taskRow
	q := tx.NewSelect().Model(&row).ColumnExpr("t.*").ColumnExpr(children).Where("tenant_id = ? AND id::text = ?", database.Tenant(ctx), id)
	if err := q.Scan(ctx); err != nil {
		if database.NotFound(err) {
			return Task{}, faultNoTask()
		}
		return Task{}, fmt.Errorf("read task: %w", err)
	}
	return row.task(), nil
}

// Filter narrows a list of tasks.
type Filter struct {
	Year     int
	Query    string // in title, owner, deliverable; diacritics do not matter
	Project  string
	Function string
	Unit     string
	Account  string
	State    State
	Late     bool      // past its day, not ended
	Top      bool      // no parts of others
	Parent   string    // parts of this one
	Plan     int       // from or changed by this version
	From     time.Time // due on this day or later
	Until    time.Time // due before this day
}

func (f Filter) apply(q *bun.SelectQuery, today time.Time) *bun.SelectQuery {
	for _, c := range []struct {
		is     bool
		clause string
		arg    any
	}{
		{f.Year != 0, "t.year = ?", f.Year}, {f.Query != "", "t.folded LIKE ?", "%" + database.Literal(text.Fold(f.Query)) + "%"},
		{f.Project != "", "t.project = ?", f.Project}, {f.Function != "", "t.function = ?", f.Function}, {f.Unit != "", "t.unit = ?", f.Unit},
		{f.Account != "", "t.account_id = ?", f.Account}, {f.State != "", "t.state = ?", f.State},
		{f.Late, "t.state IN ('open', 'doing') AND t.due < ?", today.Format(time.DateOnly)},
		{f.Parent != "", "t.parent_id::text = ?", f.Parent}, {f.Plan != 0, "t.plan = ?", f.Plan},
		{!f.From.IsZero(), "t.due >= ?", f.From.Format(time.DateOnly)}, {!f.Until.IsZero(), "t.due < ?", f.Until.Format(time.DateOnly)},
	} {
		if c.is {
			q = q.Where(c.clause, c.arg)
		}
	}
	if f.Top {
		q = q.Where("t.parent_id IS NULL")
	}
	return q
}

// list reads tasks, those that are not ended and due first first; next is the
// cursor of the rest.
func (store) list(ctx context.Context, tx database.Tx, f Filter, today time.Time, p database.Page) (list []Task, next string, err error) {
	const order = "(t.state IN ('done', 'withdrawn'))::int, coalesce(t.due, '9999-12-31')"
	var rows []taskRow
	q := f.apply(tx.NewSelect().Model(&rows).ColumnExpr("t.*").ColumnExpr(children).Where("t.tenant_id = ?", database.Tenant(ctx)), today)
	key, err := p.Key(3)
	if err != nil {
		return nil, "", err
	}
	if key != nil {
		ended, badEnded := strconv.Atoi(key[0])
		day, badDay := time.Parse(time.DateOnly, key[1])
		if badEnded != nil || badDay != nil {
			return nil, "", database.BadCursor()
		}
		q = q.Where("("+order+", t.id::text) > (?, ?, ?)", ended, day.Format(time.DateOnly), key[2])
	}
	if err := q.OrderExpr(order + ", t.id::text").Limit(int64(p.Size() + 1)).Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list tasks: %w", err)
	}
	if len(rows) > p.Size() {
		rows = rows[:p.Size()]
		next = rows[len(rows)-1].cursor()
	}
	for _, r := range rows {
		list = append(list, r.task())
	}
	return list, next, nil
}

// cursor is the place of a task in a list.
func (r taskRow) cursor() string {
	ended, due := "0", "9999-12-31"
	if r.State.Ended() {
		ended = "1"
	}
	if r.Due != nil {
		due = r.Due.Format(time.DateOnly)
	}
	return database.Cursor(ended, due, r.ID)
}

// ofPlan reads every task of a year that comes from its plan; lock keeps others
// from changing them.
func (store) ofPlan(ctx context.Context, tx database.Tx, year int, lock bool) (list []Task, err error) {
	var rows []taskRow
	q := tx.NewSelect().Model(&rows).ColumnExpr("t.*").ColumnExpr(children).
		Where("tenant_id = ? AND year = ? AND origin <> ''", database.Tenant(ctx), year).OrderExpr("parent_id IS NOT NULL, id")
	if lock {
		q = q.For("UPDATE OF t")
	}
	err = q.Scan(ctx)
	for _, r := range rows {
		list = append(list, r.task())
	}
	return list, err
}

// openOf reads the tasks of a person that are not ended.
func (store) openOf(ctx context.Context, tx database.Tx, account string) (list []Task, err error) {
	var rows []taskRow
	err = tx.NewSelect().Model(&rows).ColumnExpr("t.*").ColumnExpr(children).
		Where("tenant_id = ? AND account_id = ? AND account_id <> '' AND state IN ('open', 'doing', 'reported')", database.Tenant(ctx), account).Order("id").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.task())
	}
	return list, err
}

// Count is how many tasks a year has in a state.
type Count struct {
	State State `bun:"state"`
	Late  bool  `bun:"late"`
	N     int   `bun:"n"`
}

func (store) counts(ctx context.Context, tx database.Tx, f Filter, today time.Time) (list []Count, err error) {
	q := f.apply(tx.NewSelect().TableExpr("tasks_tasks AS t").Where("t.tenant_id = ?", database.Tenant(ctx)), today)
	err = q.ColumnExpr("t.state, t.state IN ('open', 'doing') AND coalesce(t.due < ?, false) AS late, count(*) AS n", today.Format(time.DateOnly)).
		GroupExpr("1, 2").Scan(ctx, &list)
	return list, err
}

func (store) years(ctx context.Context, tx database.Tx) (years []int, err error) {
	err = tx.NewSelect().TableExpr("tasks_tasks").ColumnExpr("DISTINCT year").Where("tenant_id = ?", database.Tenant(ctx)).
		Order("year DESC").Scan(ctx, &years)
	return years, err
}

func (store) projects(ctx context.Context, tx database.Tx, year int) (codes []string, err error) {
	err = tx.NewSelect().TableExpr("tasks_tasks").ColumnExpr("DISTINCT project").
		Where("tenant_id = ? AND year = ? AND project <> ''", database.Tenant(ctx), year).Order("project").Scan(ctx, &codes)
	return codes, err
}

type eventRow struct {
	bun.BaseModel `bun:"table:tasks_events"`

	TenantID string          `bun:"tenant_id,pk"`
	Task     string          `bun:"task_id,pk"`
	Seq      int             `bun:"seq,pk"`
	Kind     Kind            `bun:"kind"`
	Remark   string          `bun:"remark"`
	Changes  json.RawMessage `bun:"changes,type:jsonb,nullzero"`
	At       time.Time       `bun:"at"`
	Account  string          `bun:"account_id"`
	Actor    string          `bun:"actor"`
}

// addEvent appends to a task's history; the task's row is locked by the caller.
func (store) addEvent(ctx context.Context, tx database.Tx, e Event) error {
	row := eventRow{TenantID: database.Tenant(ctx), Task: e.Task, Kind: e.Kind, Remark: e.Remark, At: e.At, Account: e.Account, Actor: e.Actor}
	if len(e.Changes) > 0 {
		raw, err := json.Marshal(e.Changes)
		if err != nil {
			return err
		}
		row.Changes = raw
	}
	_, err := tx.NewInsert().Model(&row).
		Value("seq", "(SELECT coalesce(max(seq), 0) + 1 FROM tasks_events WHERE tenant_id = ? AND task_id = ?)", row.TenantID, row.Task).Exec(ctx)
	return err
}

// events reads a task's history, the oldest first.
func (store) events(ctx context.Context, tx database.Tx, task string) ([]Event, error) {
	var rows []eventRow
	err := tx.NewSelect().Model(&rows).Where("tenant_id = ? AND task_id::text = ?", database.Tenant(ctx), task).Order("seq").Scan(ctx)
	if err != nil {
		return nil, err
	}
	return eventsOf(rows)
}

// planEvents reads what a version of the plan changed in the tasks of its year.
func (store) planEvents(ctx context.Context, tx database.Tx, year, version int) ([]Event, error) {
	var rows []eventRow
	mark, err := json.Marshal([]map[string]string{{"field": planField, "after": strconv.Itoa(version)}})
	if err != nil {
		return nil, err
	}
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND changes @> ?", database.Tenant(ctx), string(mark)).
		Where("task_id IN (SELECT id FROM tasks_tasks WHERE tenant_id = ? AND year = ?)", database.Tenant(ctx), year).
		Order("at", "task_id", "seq").Scan(ctx)
	if err != nil {
		return nil, err
	}
	return eventsOf(rows)
}

func eventsOf(rows []eventRow) (list []Event, err error) {
	for _, r := range rows {
		e := Event{Task: r.Task, Kind: r.Kind, Remark: r.Remark, At: r.At, Account: r.Account, Actor: r.Actor}
		if r.Changes != nil {
			if err := json.Unmarshal(r.Changes, &e.Changes); err != nil {
				return nil, err
			}
		}
		list = append(list, e)
	}
	return list, nil
}

// named reads tasks by their ids.
func (store) named(ctx context.Context, tx database.Tx, ids []string) (map[string]Task, error) {
	var rows []taskRow
	if len(ids) == 0 {
		return nil, nil
	}
	err := tx.NewSelect().Model(&rows).Where("tenant_id = ? AND id::text IN (?)", database.Tenant(ctx), bun.List(ids)).Scan(ctx)
	at := map[string]Task{}
	for _, r := range rows {
		at[r.ID] = r.task()
	}
	return at, err
}
