package records

import (
	"context"
	"fmt"
	"time"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/notify"
)

// When reminders go out.
const (
	unconfirmed = 48 * time.Hour // after this a recipient is reminded to confirm
	reported    = 96 * time.Hour // after this the sender is told who has not
)

// Keep reminds: who has not confirmed a document, what is due tomorrow, what is
// overdue; and tells the clerks what is still not received. Each once.
func (s *Service) Keep(ctx context.Context, tenant string) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		waiting, err := s.store.slips(ctx, tx, nil, true)
		if err != nil {
			return err
		}
		letters, err := s.letters(ctx, tx, waiting)
		if err != nil {
			return err
		}
		for _, l := range letters {
			if err := s.remind(ctx, tx, l); err != nil {
				return err
			}
		}
		arrivals, err := s.store.openIncoming(ctx, tx)
		if err != nil {
			return err
		}
		for _, in := range arrivals {
			if in.Arrival == 0 && s.Clock.Now().Sub(in.MadeAt) >= unconfirmed {
				err := s.tell(ctx, tx, "unregistered", in.ID, i18n.T("Văn bản đến chưa vào sổ: ", "Not registered yet: "), in.Sender+": "+in.Number+" "+in.Abstract, "/records/incoming/"+in.ID, nil, registrars())
				if err != nil {
					return err
				}
			}
		}
		return s.report(ctx, tx)
	})
}

// remind tells the box of a slip, and once it is overdue those above too.
func (s *Service) remind(ctx context.Context, tx database.Tx, l Letter) error {
	now, slip := s.Clock.Now(), l.Slip
	title, path := l.Number+" "+l.Abstract, "/inbox/"+slip.ID
	if slip.ReceivedAt == nil && now.Sub(slip.SentAt) >= unconfirmed {
		if err := s.tell(ctx, tx, "unconfirmed", slip.ID, i18n.T("Chưa xác nhận nhận văn bản: ", "Not confirmed yet: "), title, path, slip.Due, audience(slip.Box)); err != nil {
			return err
		}
	}
	switch {
	case late(slip.Due, now):
		if err := s.tell(ctx, tx, "overdue", slip.ID, i18n.T("Quá hạn xử lý: ", "Overdue: "), title, path, slip.Due, audience(slip.Box)); err != nil {
			return err
		}
		above := notify.To{Accounts: []string{slip.SentAccount}, Roles: []string{"chair"}}
		where := "/records/incoming/" + slip.Incoming
		if slip.Incoming == "" {
			where = "/records/outgoing/" + slip.Outgoing
		}
		return s.tell(ctx, tx, "escalated", slip.ID, i18n.T(slip.BoxName+" quá hạn xử lý: ", slip.BoxName+" is overdue: "), title, where, slip.Due, above)
	case late(slip.Due, now.AddDate(0, 0, 2)):
		return s.tell(ctx, tx, "due", slip.ID, i18n.T("Sắp đến hạn xử lý: ", "Due soon: "), title, path, slip.Due, audience(slip.Box))
	}
	return nil
}

func (s *Service) tell(ctx context.Context, tx database.Tx, kind, id string, head i18n.Text, title, path string, due *time.Time, to notify.To) error {
	return s.Notify.Send(ctx, tx, notify.Message{Kind: "records." + kind, Title: i18n.T(head.VI+title, head.EN+title), Due: due, To: to,
		Path: "/t/" + database.Tenant(ctx) + path, Key: "records." + kind + ":" + id, Mail: true})
}

// report tells the clerks of documents that went out and are not received by all.
func (s *Service) report(ctx context.Context, tx database.Tx) error {
	open, err := s.store.unreceived(ctx, tx, s.Clock.Now().Add(-reported))
	if err != nil {
		return err
	}
	for _, o := range open {
		head := i18n.T(fmt.Sprintf("Còn %d nơi chưa xác nhận nhận, chưa gửi: ", o.Open), fmt.Sprintf("%d recipients have not confirmed or were not sent: ", o.Open))
		if err := s.tell(ctx, tx, "unreceived", o.ID, head, o.Record.Name()+" "+o.Record.Abstract, "/records/outgoing/"+o.ID, nil, registrars()); err != nil {
			return err
		}
	}
	return nil
}
