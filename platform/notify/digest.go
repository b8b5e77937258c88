package notify

import (
	"context"
	"time"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
)

const (
	digestHour  = 7 // in the morning, +07
	digestItems = 50
)

// Keep enqueues the day's digests of a tenant once the morning has come: called
// hourly. What came after seven o'clock waits for the next day.
func (s *Service) Keep(ctx context.Context, tenant string) error {
	now := s.o.Clock.Now().In(i18n.Zone())
	morning := time.Date(now.Year(), now.Month(), now.Day(), digestHour, 0, 0, 0, i18n.Zone())
	if now.Before(morning) || s.o.Mail == nil {
		return nil
	}
	ctx = identity.With(ctx, identity.Actor{Username: "system", System: true})
	return s.o.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		rows, err := daily(ctx, tx, morning)
		if err != nil {
			return err
		}
		for _, ids := range byAccount(rows) {
			if _, err := s.o.Jobs.Enqueue(ctx, tx, digestKind, letters{ids}); err != nil {
				return err
			}
		}
		return nil
	})
}

// byAccount parts rows, which come in the order of accounts, into digests.
func byAccount(rows []row) (parts [][]string) {
	account := ""
	for _, r := range rows {
		if r.Account != account || len(parts[len(parts)-1]) == digestItems {
			parts, account = append(parts, nil), r.Account
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], r.ID)
	}
	return parts
}
