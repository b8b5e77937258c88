package planning

import (
	"context"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// standing reads where the latest version stands, without its text.
func (store) standing(ctx context.Context, tx database.Tx, year int) (Version, error) {
	row := versionRow{}
	err := tx.NewSelect().Model(&row).ExcludeColumn("content").Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).
		Where("state <> ?", Withdrawn).Order("version DESC").Limit(1).Scan(ctx)
	if database.NotFound(err) {
		return Version{}, faultNoPlan(year)
	}
	if err != nil {
		return Version{}, err
	}
	row.Content = []byte("{}")
	return row.version()
}

type presenceRow struct {
	bun.BaseModel `bun:"table:planning_presence"`

	TenantID  string    `bun:"tenant_id,pk"`
	Year      int       `bun:"year,pk"`
	Client    string    `bun:"client,pk"`
	AccountID string    `bun:"account_id"`
	Actor     string    `bun:"actor"`
	Section   string    `bun:"section"`
	Writing   bool      `bun:"writing"`
	SeenAt    time.Time `bun:"seen_at"`
}

// beHere says where a browser tab is; another account's tab of that name is left alone.
func (store) beHere(ctx context.Context, tx database.Tx, year int, p Presence, account string, now time.Time) error {
	row := presenceRow{TenantID: database.Tenant(ctx), Year: year, Client: p.Client, AccountID: account, Actor: p.Name,
		Section: p.Part, Writing: p.Writing, SeenAt: now}
	_, err := tx.NewInsert().Model(&row).On("CONFLICT (tenant_id, year, client) DO UPDATE").
		Set("section = EXCLUDED.section, writing = EXCLUDED.writing, seen_at = EXCLUDED.seen_at, actor = EXCLUDED.actor").
		Where("presence_row.account_id = EXCLUDED.account_id").Exec(ctx)
	return err
}

// gone forgets a tab of the account, and all that were not seen since.
func (store) gone(ctx context.Context, tx database.Tx, year int, client, account string, since time.Time) error {
	_, err := tx.NewDelete().Table("planning_presence").Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).
		Where("(client = ? AND account_id = ?) OR seen_at < ?", client, account, since).Exec(ctx)
	return err
}

// here lists the tabs seen since then, by name.
func (store) here(ctx context.Context, tx database.Tx, year int, since time.Time) (list []Presence, err error) {
	err = tx.NewSelect().Table("planning_presence").ColumnExpr("client, actor AS name, section AS part, writing, account_id AS account").
		Where("tenant_id = ? AND year = ? AND seen_at >= ?", database.Tenant(ctx), year, since).
		Order("actor", "client").Scan(ctx, &list)
	return list, err
}

type commentRow struct {
	bun.BaseModel `bun:"table:planning_comments"`

	TenantID   string     `bun:"tenant_id,pk"`
	ID         int64      `bun:"id,pk,autoincrement"`
	Year       int        `bun:"year"`
	Version    int        `bun:"version"`
	Section    string     `bun:"section"`
	Heading    string     `bun:"heading"`
	Parent     int64      `bun:"parent,nullzero"`
	Body       string     `bun:"body"`
	Mentions   []string   `bun:"mentions,array"`
	AccountID  string     `bun:"account_id"`
	Actor      string     `bun:"actor"`
	At         time.Time  `bun:"at"`
	ResolvedAt *time.Time `bun:"resolved_at"`
	ResolvedBy string     `bun:"resolved_by"`
}

func (r commentRow) comment() Comment {
	return Comment{ID: r.ID, Version: r.Version, Part: r.Section, Heading: r.Heading, Parent: r.Parent, Text: r.Body,
		Mentions: r.Mentions, Account: r.AccountID, Actor: r.Actor, At: r.At, ResolvedAt: r.ResolvedAt, ResolvedBy: r.ResolvedBy}
}

func (store) addComment(ctx context.Context, tx database.Tx, year int, c Comment) (int64, error) {
	row := commentRow{TenantID: database.Tenant(ctx), Year: year, Version: c.Version, Section: c.Part, Heading: c.Heading, Parent: c.Parent,
		Body: c.Text, Mentions: c.Mentions, AccountID: c.Account, Actor: c.Actor, At: c.At}
	if row.Mentions == nil {
		row.Mentions = []string{}
	}
	_, err := tx.NewInsert().Model(&row).ExcludeColumn("id").Returning("id").Exec(ctx)
	return row.ID, err
}

// comment reads one, locked until the transaction ends.
func (store) comment(ctx context.Context, tx database.Tx, year int, id int64) (Comment, error) {
	var row commentRow
	err := tx.NewSelect().Model(&row).Where("tenant_id = ? AND year = ? AND id = ?", database.Tenant(ctx), year, id).For("UPDATE").Scan(ctx)
	if database.NotFound(err) {
		err = faultNoComment()
	}
	return row.comment(), err
}

func (store) resolve(ctx context.Context, tx database.Tx, id int64, at *time.Time, by string) error {
	_, err := tx.NewUpdate().Table("planning_comments").Set("resolved_at = ?", at).Set("resolved_by = ?", by).
		Where("tenant_id = ? AND id = ?", database.Tenant(ctx), id).Exec(ctx)
	return err
}

// comments reads those on a part, the earliest first; "" is the whole plan.
func (store) comments(ctx context.Context, tx database.Tx, year int, part string) ([]Comment, error) {
	var rows []commentRow
	q := tx.NewSelect().Model(&rows).Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).Order("id")
	if part != "" {
		q = q.Where("section = ?", part)
	}
	err := q.Scan(ctx)
	list := make([]Comment, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.comment())
	}
	return list, err
}

// openComments counts, by part, the threads that nobody has resolved.
func (store) openComments(ctx context.Context, tx database.Tx, year int) (map[string]int, error) {
	var rows []struct {
		Section string
		N       int
	}
	err := tx.NewSelect().Table("planning_comments").ColumnExpr("section, count(*) AS n").
		Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).Where("parent IS NULL AND resolved_at IS NULL").
		Group("section").Scan(ctx, &rows)
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.Section] = r.N
	}
	return counts, err
}

// changesPage reads the history kept under any of the keys (nil: of the whole
// plan), newest first, a page at a time; next is where the page after it begins.
func (store) changesPage(ctx context.Context, tx database.Tx, year int, keys []string, page database.Page) (list []Change, next string, err error) {
	key, err := page.Key(2)
	if err != nil {
		return nil, "", err
	}
	q := tx.NewSelect().Table("planning_changes").
		ColumnExpr("version, revision, section, title, before_text AS before, after_text AS after, at, account_id AS account, actor").
		Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).Order("version DESC", "revision DESC").Limit(int64(page.Size()) + 1)
	if keys != nil {
		q = q.Where("section IN (?)", bun.List(keys))
	}
	if key != nil {
		version, err1 := strconv.Atoi(key[0])
		revision, err2 := strconv.Atoi(key[1])
		if err1 != nil || err2 != nil {
			return nil, "", database.BadCursor()
		}
		q = q.Where("(version, revision) < (?, ?)", version, revision)
	}
	if err := q.Scan(ctx, &list); err != nil {
		return nil, "", err
	}
	if len(list) > page.Size() {
		list = list[:page.Size()]
		last := list[len(list)-1]
		next = database.Cursor(strconv.Itoa(last.Version), strconv.Itoa(last.Revision))
	}
	return list, next, nil
}

// change reads one change of a part.
func (store) change(ctx context.Context, tx database.Tx, year, version, revision int) (c Change, err error) {
	err = tx.NewSelect().Table("planning_changes").
		ColumnExpr("version, revision, section, title, before_text AS before, after_text AS after, at, account_id AS account, actor").
		Where("tenant_id = ? AND year = ? AND version = ? AND revision = ?", database.Tenant(ctx), year, version, revision).Scan(ctx, &c)
	if database.NotFound(err) {
		err = faultNoChange()
	}
	return c, err
}

// changedBy tells who changed a part last, "" when nobody has.
func (store) changedBy(ctx context.Context, tx database.Tx, year int, keys []string) (name string, at time.Time, err error) {
	var row struct {
		Actor string
		At    time.Time
	}
	err = tx.NewSelect().Table("planning_changes").ColumnExpr("actor, at").
		Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).Where("section IN (?)", bun.List(keys)).
		Order("version DESC", "revision DESC").Limit(1).Scan(ctx, &row)
	if database.NotFound(err) {
		return "", at, nil
	}
	return row.Actor, row.At, err
}
