package records

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/notify"
)

// Distribute sends a numbered document to its recipients, in the caller's
// transaction: those inside the tenant have it in their inboxes at once, other
// tenants get it by a job after the commit, the rest is a list to be sent. What
// is out already is not sent again: its id is returned. The caller has authorised
// the actor, and keeps the files under keys of its own.
func (s *Service) Distribute(ctx context.Context, tx database.Tx, o Outgoing) (id string, err error) {
	before, err := s.store.ofObject(ctx, tx, o.Object, o.ObjectID)
	if err != nil {
		return "", err
	}
	for _, r := range before {
		if r.State == Sent && r.Kind == o.Kind && r.Year == o.Year && r.Number == o.Number {
			return r.ID, nil
		}
	}
	if id, err = newID(); err != nil {
		return "", err
	}
	now := s.Clock.Now()
	r := Record{ID: id, Outgoing: o, State: Sent, MadeAt: now, MadeBy: who(ctx), SentAt: &now, SentBy: who(ctx)}
	if err := s.store.addOutgoing(ctx, tx, r); err != nil {
		return "", err
	}
	return id, s.send(ctx, tx, r)
}

// send gives a document to all of its recipients.
func (s *Service) send(ctx context.Context, tx database.Tx, r Record) error {
	lines, err := s.resolve(ctx, tx, r.Recipients)
	if err != nil {
		return err
	}
	if err := s.give(ctx, tx, r, lines); err != nil {
		return err
	}
	return s.record(ctx, tx, "distribute", "outgoing", r.ID, "", map[string]any{"number": r.Name(), "abstract": r.Abstract, "recipients": r.Recipients})
}

// resolve makes a line of each recipient, each address once.
func (s *Service) resolve(ctx context.Context, tx database.Tx, recipients []string) (lines []Line, err error) {
	d, err := s.directory(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, text := range recipients {
		lines = fresh(lines, Plain(text), d.Match(text))
	}
	return lines, nil
}

// fresh appends the targets of a line that no line before has.
func fresh(lines []Line, text string, targets []Target) []Line {
	seen := map[Target]bool{}
	for _, l := range lines {
		seen[same(Target{l.Target, l.Name})] = true
	}
	for _, t := range targets {
		if !seen[same(t)] {
			seen[same(t)] = true
			lines = append(lines, Line{Seq: len(lines) + 1, Line: text, Target: t.Address, Name: t.Name})
		}
	}
	return lines
}

// same makes targets comparable: inside by address, outside by name.
func same(t Target) Target {
	if t.Address != "" {
		return Target{Address: t.Address}
	}
	return Target{Name: keyOf(t.Name)}
}

// give keeps the lines, fills the boxes of the tenant, and leaves other tenants
// to a job.
func (s *Service) give(ctx context.Context, tx database.Tx, r Record, lines []Line) error {
	now, away := s.Clock.Now(), false
	for _, l := range lines {
		t := Target{l.Target, l.Name}
		if t.Box() {
			l.DeliveredAt = &now
		}
		away = away || t.Tenant() != ""
		if err := s.store.addLine(ctx, tx, r.ID, l); err != nil {
			return err
		}
		if !t.Box() {
			continue
		}
		if err := s.fill(ctx, tx, Slip{Box: t.Address, BoxName: t.Name, Outgoing: r.ID, Line: l.Seq}, r.Name()+" "+r.Abstract); err != nil {
			return err
		}
	}
	if !away {
		return nil
	}
	_, err := s.Jobs.Enqueue(ctx, tx, JobDeliver, deliverArgs{Outgoing: r.ID})
	return err
}

// fill puts a document into a box and tells who opens it.
func (s *Service) fill(ctx context.Context, tx database.Tx, slip Slip, title string) (err error) {
	if slip.ID, err = newID(); err != nil {
		return err
	}
	slip.SentAt, slip.SentBy, slip.SentAccount = s.Clock.Now(), who(ctx), account(ctx)
	added, err := s.store.addSlip(ctx, tx, slip)
	if err != nil || !added {
		return err
	}
	return s.Notify.Send(ctx, tx, notify.Message{Kind: "records.arrived", Title: i18n.T("Văn bản gửi đến: "+title, "Document for you: "+title),
		Body: i18n.T(slip.Remark, slip.Remark), Path: "/t/" + database.Tenant(ctx) + "/inbox/" + slip.ID, Due: slip.Due, To: audience(slip.Box), Key: "slip:" + slip.ID, Mail: true})
}

// sendMore gives a document that is out to targets of a line that have not got it.
func (s *Service) sendMore(ctx context.Context, tx database.Tx, id, line string, targets []Target) error {
	if id == "" {
		return nil
	}
	r, err := s.store.outgoing(ctx, tx, id, true)
	if err != nil || r.State != Sent {
		return err
	}
	before, err := s.store.lines(ctx, tx, id)
	if err != nil {
		return err
	}
	return s.give(ctx, tx, r, fresh(before, line, targets)[len(before):])
}

// Recall calls back what is out of an object, in the caller's transaction:
// nothing is deleted, every recipient sees that it was recalled, and why. What is
// not out is no fault.
func (s *Service) Recall(ctx context.Context, tx database.Tx, object, objectID, reason string) error {
	list, err := s.store.ofObject(ctx, tx, object, objectID)
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.State != Sent {
			continue
		}
		if err := s.end(ctx, tx, r, Recalled, reason); err != nil {
			return err
		}
	}
	return nil
}

// end takes a document back from everywhere and says why.
func (s *Service) end(ctx context.Context, tx database.Tx, r Record, to State, reason string) error {
	now, out := s.Clock.Now(), r.State == Sent
	r.State, r.Reason, r.EndedAt, r.EndedBy = to, reason, &now, who(ctx)
	if err := s.store.saveOutgoing(ctx, tx, r); err != nil {
		return err
	}
	if err := s.record(ctx, tx, string(to), "outgoing", r.ID, reason, map[string]string{"number": r.Name()}); err != nil || !out {
		return err
	}
	if err := s.recallHere(ctx, tx, r); err != nil {
		return err
	}
	lines, err := s.store.lines(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if (Target{Address: l.Target}).Tenant() != "" {
			_, err := s.Jobs.Enqueue(ctx, tx, JobRecall, deliverArgs{Outgoing: r.ID})
			return err
		}
	}
	return nil
}

// recallHere marks the slips of the tenant and tells their boxes.
func (s *Service) recallHere(ctx context.Context, tx database.Tx, r Record) error {
	list, err := s.store.about(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	if err := s.store.recallSlips(ctx, tx, r.ID, s.Clock.Now(), r.Reason); err != nil {
		return err
	}
	for _, slip := range list {
		if err := s.tellRecalled(ctx, tx, audience(slip.Box), r.Name()+" "+r.Abstract, r.Reason, "/inbox/"+slip.ID, slip.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellRecalled(ctx context.Context, tx database.Tx, to notify.To, title, reason, path, id string) error {
	return s.Notify.Send(ctx, tx, notify.Message{Kind: "records.recalled", Title: i18n.T("Văn bản bị thu hồi: "+title, "Document recalled: "+title),
		Body: i18n.T(reason, reason), Path: "/t/" + database.Tenant(ctx) + path, To: to, Key: "recalled:" + id, Mail: true})
}
