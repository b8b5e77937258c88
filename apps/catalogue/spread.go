package catalogue

import (
	"context"
	"errors"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/jobs"
)

const spreadKind = "catalogue.spread"

// spread tells every tenant below the one that keeps a document, each in a
// transaction of its own.
func (s *Service) spread() jobs.Kind {
	return jobs.Kind{Name: spreadKind, Title: i18n.T("Báo văn bản thay đổi cho các huyện", "Tell the districts of a changed document"),
		Run: func(ctx context.Context, run *jobs.Run) error {
			var changed DocumentChanged
			if err := run.Arguments(&changed); err != nil {
				return err
			}
			children, err := s.tenants.Children(ctx, run.Tenant)
			if err != nil {
				return err
			}
			var failed error // one that cannot hear of it keeps none of the others waiting
			for i, child := range children {
				if child.Closed {
					continue
				}
				if err := run.Progress(ctx, i, len(children), i18n.Text{}); err != nil {
					return err
				}
				changed.Tenant = child.ID
				err := s.DB.InTenant(ctx, child.ID, func(ctx context.Context, _ database.Tx) error { return s.Events.Publish(ctx, changed) })
				failed = errors.Join(failed, err)
			}
			return failed
		}}
}
