package planning

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// store is all of the module's SQL. Each call runs in the caller's transaction.
type store struct{}

type versionRow struct {
	bun.BaseModel `bun:"table:planning_versions"`

	TenantID   string          `bun:"tenant_id,pk"`
	Year       int             `bun:"year,pk"`
	Version    int             `bun:"version,pk"`
	State      State           `bun:"state"`
	StateSince time.Time       `bun:"state_since"`
	Title      string          `bun:"title"`
	Content    json.RawMessage `bun:"content,type:jsonb"`
	Revision   int             `bun:"revision"`
	SourceName string          `bun:"source_name"`
	SourceKey  string          `bun:"source_key"`
	Number     int             `bun:"number,nullzero"`
	Symbol     string          `bun:"symbol"`
	Dated      *time.Time      `bun:"dated,type:date"`
	Heading    json.RawMessage `bun:"heading,type:jsonb,nullzero"`
	Workflow   json.RawMessage `bun:"workflow,type:jsonb,nullzero"`
	ReleasedAt *time.Time      `bun:"released_at"`
	CreatedAt  time.Time       `bun:"created_at"`
	UpdatedAt  time.Time       `bun:"updated_at"`
	UpdatedBy  string          `bun:"updated_by"`
}

func rowOf(v Version, created time.Time) (*versionRow, error) {
	content, err := json.Marshal(v.Plan)
	if err != nil {
		return nil, fmt.Errorf("plan content: %w", err)
	}
	var heading json.RawMessage
	if v.Heading != nil {
		if heading, err = json.Marshal(v.Heading); err != nil {
			return nil, fmt.Errorf("plan heading: %w", err)
		}
	}
	var workflow json.RawMessage
	if v.Workflow != nil {
		if workflow, err = json.Marshal(v.Workflow); err != nil {
			return nil, fmt.Errorf("plan workflow: %w", err)
		}
	}
	return &versionRow{Heading: heading, Workflow: workflow, ReleasedAt: v.ReleasedAt, TenantID: v.Tenant, Year: v.Year, Version: v.Version, State: v.State, StateSince: v.Since,
		Title: v.Title, Content: content, Revision: v.Revision, SourceName: v.SourceName, SourceKey: v.SourceKey,
		Number: v.Number, Symbol: v.Symbol, Dated: v.Dated, CreatedAt: created, UpdatedAt: v.UpdatedAt, UpdatedBy: v.UpdatedBy}, nil
}

func (r *versionRow) version() (Version, error) {
	v := Version{Tenant: r.TenantID, Year: r.Year, Version: r.Version, State: r.State, Since: r.StateSince,
		Title: r.Title, Revision: r.Revision, SourceName: r.SourceName, SourceKey: r.SourceKey,
		Number: r.Number, Symbol: r.Symbol, Dated: r.Dated, UpdatedAt: r.UpdatedAt, UpdatedBy: r.UpdatedBy, ReleasedAt: r.ReleasedAt}
	if err := json.Unmarshal(r.Content, &v.Plan); err != nil {
		return v, fmt.Errorf("plan content: %w", err)
	}
	v.Plan.IdentifyFormer()
	if r.Heading != nil {
		if err := json.Unmarshal(r.Heading, &v.Heading); err != nil {
			return v, fmt.Errorf("plan heading: %w", err)
		}
	}
	if r.Workflow != nil {
		if err := json.Unmarshal(r.Workflow, &v.Workflow); err != nil {
			return v, fmt.Errorf("plan workflow: %w", err)
		}
	}
	return v, nil
}

// which of a year's versions is meant.
type which int

const (
	latest  which = 0  // the open one, else the one in force
	inForce which = -1 // the issued one
)

// version reads one version; a positive which is its number. Lock keeps others
// from changing it until the transaction ends.
func (store) version(ctx context.Context, tx database.Tx, year int, w which, lock bool) (Version, error) {
	var row versionRow
	q := tx.NewSelect().Model(&row).Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year)
	switch {
	case w > 0:
		q = q.Where("version = ?", int(w))
	case w == inForce:
		q = q.Where("state IN (?, ?)", Issued, Closed)
	default:
		q = q.Where("state <> ?", Withdrawn).Order("version DESC").Limit(1)
	}
	if lock {
		q = q.For("NO KEY UPDATE") // a document that a job notes at the same time refers to the row
	}
	if err := q.Scan(ctx); err != nil {
		if database.NotFound(err) {
			return Version{}, faultNoPlan(year)
		}
		return Version{}, fmt.Errorf("read the plan of %d: %w", year, err)
	}
	return row.version()
}

func (store) insert(ctx context.Context, tx database.Tx, v Version) error {
	row, err := rowOf(v, v.UpdatedAt)
	if err != nil {
		return err
	}
	_, err = tx.NewInsert().Model(row).Exec(ctx)
	if database.Unique(err, "") {
		return faultPlanThere(v.Year)
	}
	return err
}

func (store) update(ctx context.Context, tx database.Tx, v Version) error {
	row, err := rowOf(v, time.Time{})
	if err != nil {
		return err
	}
	_, err = tx.NewUpdate().Model(row).ExcludeColumn("created_at").WherePK().Exec(ctx)
	return err
}

// supersede marks the version in force as replaced. It leaves the rest of the
// row alone, which the database keeps immutable.
func (store) supersede(ctx context.Context, tx database.Tx, year int, at time.Time) (version int, err error) {
	err = tx.NewRaw(`UPDATE planning_versions SET state = 'superseded', state_since = ?
		WHERE tenant_id = ? AND year = ? AND state = 'issued' RETURNING version`, at, database.Tenant(ctx), year).Scan(ctx, &version)
	if database.NotFound(err) {
		return 0, nil
	}
	return version, err
}

// summaries reads every plan that the transaction sees, newest year first: a
// tenant's own, or those of all tenants of a province. Year 0 is every year.
func (store) summaries(ctx context.Context, tx database.Tx, year int) (list []Summary, err error) {
	q := tx.NewSelect().TableExpr("planning_versions AS v").
		DistinctOn("v.tenant_id, v.year").
		ColumnExpr("v.tenant_id AS tenant, v.year, v.version, v.state, v.state_since AS since, v.title").
		ColumnExpr("coalesce(v.number, 0) AS number, v.symbol, v.dated").
		ColumnExpr("jsonb_array_length(v.content->'warnings') AS warnings").
		ColumnExpr("v.released_at, v.workflow").
		ColumnExpr(`coalesce((SELECT i.version FROM planning_versions i WHERE i.tenant_id = v.tenant_id
			AND i.year = v.year AND i.state IN ('issued', 'closed')), 0) AS in_force`).
		Where("v.state <> ?", Withdrawn).
		OrderExpr("v.tenant_id, v.year DESC, v.version DESC")
	if year > 0 {
		q = q.Where("v.year = ?", year)
	}
	err = q.Scan(ctx, &list)
	return list, err
}

// newestYear is the newest year of which the transaction sees a plan, or 0.
func (store) newestYear(ctx context.Context, tx database.Tx) (year int, err error) {
	err = tx.NewSelect().Table("planning_versions").ColumnExpr("coalesce(max(year), 0)").Scan(ctx, &year)
	return year, err
}

type stepRow struct {
	bun.BaseModel `bun:"table:planning_steps"`

	TenantID  string    `bun:"tenant_id,pk"`
	Year      int       `bun:"year,pk"`
	Version   int       `bun:"version,pk"`
	Seq       int       `bun:"seq,pk"`
	Step      Step      `bun:"step"`
	State     State     `bun:"state"`
	Remark    string    `bun:"remark"`
	At        time.Time `bun:"at"`
	AccountID string    `bun:"account_id"`
	Actor     string    `bun:"actor"`

	Undoes     int    `bun:"undoes,nullzero"`
	ForRole    string `bun:"for_role"`
	ForAccount string `bun:"for_account"`
	ForName    string `bun:"for_name"`
}

// addStep appends to a version's steps; the version's row is locked by the caller.
func (store) addStep(ctx context.Context, tx database.Tx, year int, s StepRecord) error {
	row := stepRow{TenantID: database.Tenant(ctx), Year: year, Version: s.Version, Step: s.Step, State: s.State,
		Remark: s.Remark, At: s.At, AccountID: s.Account, Actor: s.Actor,
		Undoes: s.Undoes, ForRole: s.ForRole, ForAccount: s.ForAccount, ForName: s.ForName}
	_, err := tx.NewInsert().Model(&row).Value("seq",
		"(SELECT coalesce(max(seq), 0) + 1 FROM planning_steps WHERE tenant_id = ? AND year = ? AND version = ?)",
		row.TenantID, year, s.Version).Exec(ctx)
	return err
}

// steps reads what was done with a year's versions, oldest first.
func (store) steps(ctx context.Context, tx database.Tx, year int) (list []StepRecord, err error) {
	err = tx.NewSelect().Table("planning_steps").
		ColumnExpr("version, seq, step, state, remark, at, account_id AS account, actor").
		ColumnExpr("coalesce(undoes, 0) AS undoes, for_role, for_account, for_name").
		Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).Order("version", "seq").Scan(ctx, &list)
	return list, err
}

type changeRow struct {
	bun.BaseModel `bun:"table:planning_changes"`

	TenantID   string    `bun:"tenant_id,pk"`
	Year       int       `bun:"year,pk"`
	Version    int       `bun:"version,pk"`
	Revision   int       `bun:"revision,pk"`
	Section    string    `bun:"section"`
	Title      string    `bun:"title"`
	BeforeText string    `bun:"before_text"`
	AfterText  string    `bun:"after_text"`
	At         time.Time `bun:"at"`
	AccountID  string    `bun:"account_id"`
	Actor      string    `bun:"actor"`
}

func (store) addChange(ctx context.Context, tx database.Tx, year int, c Change) error {
	row := changeRow{TenantID: database.Tenant(ctx), Year: year, Version: c.Version, Revision: c.Revision, Section: c.Section,
		Title: c.Title, BeforeText: c.Before, AfterText: c.After, At: c.At, AccountID: c.Account, Actor: c.Actor}
	_, err := tx.NewInsert().Model(&row).Exec(ctx)
	return err
}

// changes reads the history of a section ("": of the whole plan), newest first.
func (store) changes(ctx context.Context, tx database.Tx, year int, section string) (list []Change, err error) {
	q := tx.NewSelect().Table("planning_changes").
		ColumnExpr("version, revision, section, title, before_text AS before, after_text AS after, at, account_id AS account, actor").
		Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).Order("version DESC", "revision DESC").Limit(200)
	if section != "" {
		q = q.Where("section = ?", section)
	}
	err = q.Scan(ctx, &list)
	return list, err
}

// drafters are the accounts that wrote on a version.
func (store) drafters(ctx context.Context, tx database.Tx, year, version int) (accounts []string, err error) {
	err = tx.NewSelect().Table("planning_changes").ColumnExpr("DISTINCT account_id").
		Where("tenant_id = ? AND year = ? AND version = ?", database.Tenant(ctx), year, version).Scan(ctx, &accounts)
	return accounts, err
}

type fileRow struct {
	bun.BaseModel `bun:"table:planning_files"`

	TenantID    string     `bun:"tenant_id,pk"`
	Year        int        `bun:"year,pk"`
	Version     int        `bun:"version,pk"`
	Revision    int        `bun:"revision,pk"`
	Format      string     `bun:"format,pk"`
	Key         string     `bun:"key"`
	SHA256      string     `bun:"sha256"`
	Size        int64      `bun:"size"`
	JobID       string     `bun:"job_id"`
	MadeAt      time.Time  `bun:"made_at"`
	LockedUntil *time.Time `bun:"locked_until"`
}

// addFile keeps what a job made; made again, it is the file that lies there now.
func (store) addFile(ctx context.Context, tx database.Tx, year int, f File) error {
	row := fileRow{TenantID: database.Tenant(ctx), Year: year, Version: f.Version, Revision: f.Revision, Format: f.Format,
		Key: f.Key, SHA256: f.SHA256, Size: f.Size, JobID: f.Job, MadeAt: f.MadeAt, LockedUntil: f.LockedUntil}
	_, err := tx.NewInsert().Model(&row).On("CONFLICT (tenant_id, year, version, revision, format) DO UPDATE").
		Set("key = EXCLUDED.key, sha256 = EXCLUDED.sha256, size = EXCLUDED.size").
		Set("job_id = EXCLUDED.job_id, made_at = EXCLUDED.made_at, locked_until = EXCLUDED.locked_until").Exec(ctx)
	return err
}

func (store) files(ctx context.Context, tx database.Tx, year int) (list []File, err error) {
	err = tx.NewSelect().Table("planning_files").
		ColumnExpr("version, revision, format, key, sha256, size, job_id AS job, made_at, locked_until").
		Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).
		Order("version DESC", "revision DESC", "format").Scan(ctx, &list)
	return list, err
}

// content reads only the text of a version: for the province, which sees no more.
func (store) content(ctx context.Context, tx database.Tx, tenant string, year int) (v Version, err error) {
	var row versionRow
	err = tx.NewSelect().Model(&row).Where("tenant_id = ? AND year = ? AND state <> ?", tenant, year, Withdrawn).
		OrderExpr("state IN ('issued', 'closed') DESC, version DESC").Limit(1).Scan(ctx)
	if database.NotFound(err) {
		return v, faultNoPlan(year)
	}
	if err != nil {
		return v, err
	}
	return row.version()
}
