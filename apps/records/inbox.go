package records

import (
	"context"
	"io"
	"strings"

	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/text"
)

// Letter is a slip with the document that it is about.
type Letter struct {
	Slip
	Number   string // of the sender
	Sender   string
	Abstract string
	Files    []File
	In       *Incoming // the document that was handed on, nil for one that was sent
	Out      *Record   // the document that was sent, nil for one that was handed on
}

// Inbox reads what lies in the boxes of the context's actor, newest first.
func (s *Service) Inbox(ctx context.Context, tenant string, f InboxFilter) (list []Letter, err error) {
	err = s.reading(ctx, tenant, ActionInbox, func(ctx context.Context, tx database.Tx) error {
		slips, err := s.store.slips(ctx, tx, myBoxes(ctx, tenant), f.Open)
		if err != nil {
			return err
		}
		letters, err := s.letters(ctx, tx, slips)
		query := text.Fold(strings.TrimSpace(f.Query))
		for _, l := range letters {
			if strings.Contains(text.Fold(l.Number+" "+l.Sender+" "+l.Abstract+" "+l.Remark), query) {
				list = append(list, l)
			}
		}
		return err
	})
	return list, err
}

// letters reads the documents of slips, each once.
func (s *Service) letters(ctx context.Context, tx database.Tx, slips []Slip) (list []Letter, err error) {
	if len(slips) == 0 {
		return nil, nil
	}
	tenant, err := s.Tenants.Tenant(ctx, database.Tenant(ctx))
	if err != nil {
		return nil, err
	}
	came, sent, err := s.store.documents(ctx, tx, slips)
	for _, slip := range slips {
		l := Letter{Slip: slip}
		if in, there := came[slip.Incoming]; there {
			l.In, l.Number, l.Sender, l.Abstract, l.Files = &in, in.Number, in.Sender, in.Abstract, in.Files
		}
		if r, there := sent[slip.Outgoing]; there {
			l.Out, l.Number, l.Sender, l.Abstract, l.Files = &r, r.Name(), "UBND "+lowerFirst(tenant.Name), r.Abstract, r.Files
		}
		list = append(list, l)
	}
	return list, err
}

// letter reads the document of a slip.
func (s *Service) letter(ctx context.Context, tx database.Tx, slip Slip) (Letter, error) {
	list, err := s.letters(ctx, tx, []Slip{slip})
	if err != nil {
		return Letter{}, err
	}
	return list[0], nil
}

// Letter reads one document in one of the actor's boxes, with whom it can be
// handed on to.
func (s *Service) Letter(ctx context.Context, tenant, id string) (l Letter, hands []Target, err error) {
	err = s.reading(ctx, tenant, ActionInbox, func(ctx context.Context, tx database.Tx) error {
		slip, err := s.store.slip(ctx, tx, id, myBoxes(ctx, tenant), false)
		if err != nil {
			return err
		}
		if l, err = s.letter(ctx, tx, slip); err != nil {
			return err
		}
		hands, err = s.hands(ctx, tx)
		return err
	})
	return l, hands, err
}

// opened does something with a slip of the actor's boxes that was not recalled.
// Its document is locked before it, as a recall does.
func (s *Service) opened(ctx context.Context, tenant, id string, fn func(ctx context.Context, tx database.Tx, slip Slip) error) error {
	return s.changing(ctx, tenant, ActionInbox, func(ctx context.Context, tx database.Tx) error {
		slip, err := s.store.slip(ctx, tx, id, myBoxes(ctx, tenant), false)
		if err != nil {
			return err
		}
		if err := s.store.lockDocument(ctx, tx, slip); err != nil {
			return err
		}
		if slip, err = s.store.slip(ctx, tx, id, myBoxes(ctx, tenant), true); err != nil {
			return err
		}
		if slip.RecalledAt != nil {
			return faultRecalled()
		}
		return fn(ctx, tx, slip)
	})
}

// Receive confirms that a document was received: the sender sees who and when.
// Again it changes nothing. Faults: record_unknown, record_recalled.
func (s *Service) Receive(ctx context.Context, tenant, id string) error {
	return s.opened(ctx, tenant, id, func(ctx context.Context, tx database.Tx, slip Slip) error {
		return s.receive(ctx, tx, &slip)
	})
}

func (s *Service) receive(ctx context.Context, tx database.Tx, slip *Slip) error {
	if slip.ReceivedAt != nil {
		return nil
	}
	now := s.Clock.Now()
	slip.ReceivedAt, slip.ReceivedBy = &now, who(ctx)
	if err := s.store.saveSlip(ctx, tx, *slip); err != nil {
		return err
	}
	if slip.Outgoing != "" && slip.Line > 0 {
		if _, err := s.store.received(ctx, tx, slip.Outgoing, slip.Line, now, slip.ReceivedBy); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, "receive", "slip", slip.ID, "", map[string]string{"box": slip.Box})
}

// PassOn hands a document of one's box on to others, with a remark; that also
// confirms its receipt. Faults: record_unknown, record_recalled, record_done, and
// those of Handing.
func (s *Service) PassOn(ctx context.Context, tenant, id string, h Handing) error {
	return s.opened(ctx, tenant, id, func(ctx context.Context, tx database.Tx, slip Slip) error {
		if slip.DoneAt != nil {
			return faultDone()
		}
		if err := s.receive(ctx, tx, &slip); err != nil {
			return err
		}
		if slip.Incoming != "" {
			in, err := s.store.incoming(ctx, tx, slip.Incoming, true)
			if err != nil {
				return err
			}
			if in.State == Handled {
				return faultDone()
			}
			return s.hand(ctx, tx, &in, h, slip.ID)
		}
		return s.copyOn(ctx, tx, slip, h)
	})
}

// copyOn hands on a document that was sent within the tenant.
func (s *Service) copyOn(ctx context.Context, tx database.Tx, slip Slip, h Handing) error {
	targets, err := s.check(ctx, tx, &h)
	if err != nil {
		return err
	}
	r, err := s.store.outgoing(ctx, tx, slip.Outgoing, false)
	if err != nil {
		return err
	}
	for _, t := range targets {
		next := Slip{Box: t.Address, BoxName: t.Name, Outgoing: r.ID, Parent: slip.ID, Remark: h.Remark, Due: known(h.Due)}
		if err := s.fill(ctx, tx, next, r.Name()+" "+r.Abstract); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, "hand_on", "slip", slip.ID, h.Remark, map[string]any{"to": h.To})
}

// Answer says how one's office dealt with a document that was handed to it. When
// nobody else has still to do so, the incoming document is done. Faults:
// no_result, record_unknown, record_recalled, record_done.
func (s *Service) Answer(ctx context.Context, tenant, id, result, answer string) error {
	return s.opened(ctx, tenant, id, func(ctx context.Context, tx database.Tx, slip Slip) error {
		if slip.DoneAt != nil || slip.Incoming == "" {
			return faultDone()
		}
		if err := s.receive(ctx, tx, &slip); err != nil {
			return err
		}
		in, err := s.store.incoming(ctx, tx, slip.Incoming, true)
		if err != nil {
			return err
		}
		slip.DoneAt, slip.DoneBy, slip.Result = new(s.Clock.Now()), who(ctx), text.NFC(result)
		if err := s.store.saveSlip(ctx, tx, slip); err != nil {
			return err
		}
		others, err := s.store.about(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		for _, other := range others {
			if other.DoneAt == nil && other.ID != slip.Parent && !ancestor(others, slip, other) {
				if text.Line(result) == "" {
					return invalid("result", "no_result", "Ghi kết quả xử lý.", "Say how it was dealt with.")
				}
				return s.answered(ctx, tx, &in, slip, answer)
			}
		}
		return s.finish(ctx, tx, &in, result, answer)
	})
}

// answered keeps what one office did while others have still to do theirs.
func (s *Service) answered(ctx context.Context, tx database.Tx, in *Incoming, slip Slip, answer string) error {
	if answer != "" {
		if _, err := s.store.outgoing(ctx, tx, answer, false); err != nil {
			return err
		}
		in.Answer = answer
		if err := s.store.saveIncoming(ctx, tx, *in); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, "answer", "slip", slip.ID, "", map[string]string{"result": slip.Result, "answer": answer})
}

// ancestor reports whether the document came to slip through other: whoever
// handed it on has done with it when those below have.
func ancestor(all []Slip, slip, other Slip) bool {
	parents := map[string]string{}
	for _, s := range all {
		parents[s.ID] = s.Parent
	}
	for at := slip.Parent; at != ""; at = parents[at] {
		if at == other.ID {
			return true
		}
	}
	return false
}

// OpenLetter opens a file of a document in one of the actor's boxes.
func (s *Service) OpenLetter(ctx context.Context, tenant, id string, n int) (io.ReadCloser, File, error) {
	l, _, err := s.Letter(ctx, tenant, id)
	if err != nil {
		return nil, File{}, err
	}
	return s.openOne(ctx, tenant, l.Files, n)
}

// people are the members of a tenant that open an inbox, by name.
func (s *Service) people(ctx context.Context, tenant string) (list []Target, err error) {
	found, err := s.Identity.Audience(ctx, tenant, identity.Audience{Roles: rolesOf(ActionInbox)})
	for _, p := range found {
		list = append(list, Target{"account:" + p.ID, p.Name})
	}
	return list, err
}
