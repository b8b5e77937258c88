package records

import (
	"context"

	"vuon/platform/audit"
	"vuon/platform/database"
)

// Distribute sends a numbered document to its recipients, in the caller's
// transaction: those inside the tenant have it in their inboxes at once, other
// tenants get it by a job after the commit, the rest is a list to be sent. What
// was sent already and not recalled is not sent again: its id is returned. The
// caller has authorised the actor.
func (s *Service) Distribute(ctx context.Context, tx database.Tx, o Outgoing) (id string, err error) {
	if id, err = s.store.sent(ctx, tx, o); id != "" || err != nil {
		return id, err
	}
	if id, err = newID(); err != nil {
		return "", err
	}
	r := Record{ID: id, Outgoing: o, State: Sent, MadeAt: s.Clock.Now(), MadeBy: who(ctx)}
	if err := s.store.addOutgoing(ctx, tx, r); err != nil {
		return "", err
	}
	return id, s.Audit.Record(ctx, tx, audit.Entry{Action: "records.distribute", Object: "outgoing", ObjectID: id,
		After: map[string]any{"number": o.Name(), "abstract": o.Abstract, "recipients": o.Recipients}})
}

// Recall calls back what was sent of an object, in the caller's transaction:
// nothing is deleted, every recipient sees that it was recalled, and why. What
// was never sent is no fault.
func (s *Service) Recall(ctx context.Context, tx database.Tx, object, objectID, reason string) error {
	ids, err := s.store.recall(ctx, tx, object, objectID, Recalled, reason, s.Clock.Now(), who(ctx))
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := s.Audit.Record(ctx, tx, audit.Entry{Action: "records.recall", Object: "outgoing", ObjectID: id, Reason: reason})
		if err != nil {
			return err
		}
	}
	return nil
}
