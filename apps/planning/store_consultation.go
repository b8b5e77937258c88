package planning

import (
	"context"

	"vuon/platform/database"
)

// cancelRound ends the open round of asking as if it had not been asked.
func (store) cancelRound(ctx context.Context, tx database.Tx, year, version int, reason string) error {
	_, err := tx.NewUpdate().Table("planning_consultations").Set("cancelled = ?", reason).
		Where("tenant_id = ? AND year = ? AND version = ? AND closed_at IS NULL AND cancelled = ''", database.Tenant(ctx), year, version).Exec(ctx)
	return err
}

// reopenRound opens the round that was closed last.
func (store) reopenRound(ctx context.Context, tx database.Tx, year, version int) error {
	_, err := tx.NewRaw(`UPDATE planning_consultations SET closed_at = NULL, closed_by = ''
		WHERE tenant_id = ?0 AND year = ?1 AND version = ?2 AND round = (SELECT max(round) FROM planning_consultations
			WHERE tenant_id = ?0 AND year = ?1 AND version = ?2 AND cancelled = '')`, database.Tenant(ctx), year, version).Exec(ctx)
	return err
}
