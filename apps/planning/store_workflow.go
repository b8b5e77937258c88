package planning

import (
	"context"
	"time"

	"vuon/platform/database"
)

// hold makes the steps of a year's plan wait for each other, so that what is read
// next is what the one before left.
func (store) hold(ctx context.Context, tx database.Tx, year int) error {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended(?, ?))", "planning "+database.Tenant(ctx), year)
	return err
}

// newestVersion is the highest number of a year's versions.
func (store) newestVersion(ctx context.Context, tx database.Tx, year int) (n int, err error) {
	err = tx.NewSelect().Table("planning_versions").ColumnExpr("max(version)").
		Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).Scan(ctx, &n)
	return n, err
}

// authors are the people who wrote on a version.
func (store) authors(ctx context.Context, tx database.Tx, year, version int) (list []Party, err error) {
	err = tx.NewSelect().Table("planning_changes").ColumnExpr("account_id AS account, max(actor) AS name").
		Where("tenant_id = ? AND year = ? AND version = ? AND account_id <> ''", database.Tenant(ctx), year, version).
		Group("account_id").Order("name").Scan(ctx, &list)
	return list, err
}

// settle writes the state of an issued version and when it was sent out, and
// leaves the rest of the row alone, which the database keeps immutable.
func (store) settle(ctx context.Context, tx database.Tx, v Version) error {
	_, err := tx.NewUpdate().Table("planning_versions").
		Set("state = ?, state_since = ?, released_at = ?", v.State, v.Since, v.ReleasedAt).
		Where("tenant_id = ? AND year = ? AND version = ?", database.Tenant(ctx), v.Year, v.Version).Exec(ctx)
	return err
}

// restore puts the version before this one into force again; 0 when none was
// replaced by it.
func (store) restore(ctx context.Context, tx database.Tx, year, next int, at time.Time) (version int, err error) {
	err = tx.NewRaw(`UPDATE planning_versions SET state = 'issued', state_since = ?0
		WHERE tenant_id = ?1 AND year = ?2 AND version = (SELECT max(version) FROM planning_versions
			WHERE tenant_id = ?1 AND year = ?2 AND version < ?3 AND state = 'superseded') RETURNING version`,
		at, database.Tenant(ctx), year, next).Scan(ctx, &version)
	if database.NotFound(err) {
		return 0, nil
	}
	return version, err
}
