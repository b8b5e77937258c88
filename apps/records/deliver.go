package records

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/notify"
	"vuon/platform/storage"
)

// The jobs of this module: what passes from one tenant to another. Each may run
// again at any point and changes nothing twice.
const (
	JobDeliver = "records.deliver"
	JobRecall  = "records.recall"
	JobReceipt = "records.receipt"
)

type deliverArgs struct {
	Outgoing string `json:"outgoing"`
}

// receiptArgs name what was received from another tenant.
type receiptArgs struct {
	Incoming string `json:"incoming"`
}

func (s *Service) kinds() []jobs.Kind {
	kind := func(name, vi, en string, run func(context.Context, *jobs.Run) error) jobs.Kind {
		return jobs.Kind{Name: name, Title: i18n.T(vi, en), Timeout: 5 * time.Minute, Run: run}
	}
	return []jobs.Kind{
		kind(JobDeliver, "Chuyển văn bản đến đơn vị khác trên hệ thống", "Deliver a document to other tenants", s.deliver),
		kind(JobRecall, "Báo thu hồi văn bản đến đơn vị khác", "Tell other tenants of a recall", s.recallThere),
		kind(JobReceipt, "Báo đã nhận văn bản cho nơi gửi", "Tell the sender of a receipt", s.receipt),
	}
}

// postman acts in the receiving tenant: nobody of the sender has a right there.
func postman(ctx context.Context) context.Context {
	return identity.With(ctx, identity.Actor{Username: "system", Name: "Hệ thống", Tenant: identity.Platform, System: true})
}

// out reads a document with the lines that go to other tenants.
func (s *Service) out(ctx context.Context, tenant, id string) (r Record, lines []Line, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if r, err = s.store.outgoing(ctx, tx, id, false); err != nil {
			return err
		}
		all, err := s.store.lines(ctx, tx, id)
		for _, l := range all {
			if (Target{Address: l.Target}).Tenant() != "" {
				lines = append(lines, l)
			}
		}
		return err
	})
	return r, lines, err
}

func (s *Service) deliver(ctx context.Context, run *jobs.Run) error {
	var args deliverArgs
	if err := run.Arguments(&args); err != nil {
		return err
	}
	ctx = postman(ctx)
	r, lines, err := s.out(ctx, run.Tenant, args.Outgoing)
	if err != nil {
		return err
	}
	var failed error // one who cannot take it keeps none of the others waiting
	for _, l := range lines {
		if l.DeliveredAt == nil && r.State == Sent {
			failed = errors.Join(failed, s.deliverTo(ctx, run.Tenant, r, l))
		}
	}
	return failed
}

// deliverTo brings a document into one tenant, then tells the sender. What was
// recalled meanwhile is recalled there too: whoever comes last sees the other.
func (s *Service) deliverTo(ctx context.Context, from string, r Record, l Line) error {
	to := Target{Address: l.Target}.Tenant()
	sender, err := s.Tenants.Tenant(ctx, from)
	if err != nil {
		return err
	}
	if err := s.Tenants.Writable(ctx, to); err != nil {
		return err
	}
	files, err := s.carry(ctx, from, to, r)
	if err != nil {
		return err
	}
	id, err := newID()
	if err != nil {
		return err
	}
	in := Incoming{ID: id, Sender: "UBND " + lowerFirst(sender.Name), Number: r.Name(), Dated: &r.Dated, Abstract: r.Abstract, Files: files, State: Waiting,
		SourceTenant: from, SourceID: r.ID, SourceName: l.Name, MadeAt: s.Clock.Now(), MadeBy: who(ctx)}
	err = s.DB.InTenant(ctx, to, func(ctx context.Context, tx database.Tx) error { return s.arrive(ctx, tx, in) })
	if err != nil {
		return err
	}
	err = s.DB.InTenant(ctx, from, func(ctx context.Context, tx database.Tx) error {
		if r, err = s.store.outgoing(ctx, tx, r.ID, true); err != nil {
			return err
		}
		_, err := s.store.delivered(ctx, tx, r.ID, l.Seq, in.MadeAt)
		return err
	})
	if err != nil || r.State == Sent {
		return err
	}
	return s.recallIn(ctx, from, to, r)
}

// arrive enters what another tenant sent, once, and tells the clerks.
func (s *Service) arrive(ctx context.Context, tx database.Tx, in Incoming) error {
	added, err := s.store.addIncoming(ctx, tx, in)
	if err != nil || !added {
		return err
	}
	if err := s.record(ctx, tx, "delivered", "incoming", in.ID, "", map[string]string{"sender": in.Sender, "number": in.Number, "abstract": in.Abstract}); err != nil {
		return err
	}
	title := in.Sender + ": " + in.Number + " " + in.Abstract
	return s.Notify.Send(ctx, tx, notify.Message{Kind: "records.delivered", Title: i18n.T("Văn bản đến chưa vào sổ: "+title, "Incoming document to register: "+title),
		Path: "/t/" + database.Tenant(ctx) + "/records/incoming/" + in.ID, To: registrars(), Key: "delivered:" + in.ID, Mail: true})
}

// carry copies the files into the receiver's storage, where they stay whatever
// becomes of the sender.
func (s *Service) carry(ctx context.Context, from, to string, r Record) (files []File, err error) {
	for i, f := range r.Files {
		copied, err := s.carryOne(ctx, from, to, f, fmt.Sprintf("records/in/%s/%d", r.ID, i))
		if err != nil {
			return nil, err
		}
		files = append(files, copied)
	}
	return files, nil
}

func (s *Service) carryOne(ctx context.Context, from, to string, f File, key string) (File, error) {
	body, object, err := s.Storage.Open(ctx, from, f.Key)
	if err != nil {
		return f, err
	}
	copied, err := s.keep(ctx, to, key, f.Name, object.Size, body)
	_ = body.Close() // read to its end, or failed before
	return copied, err
}

// keep stores a file of a document.
func (s *Service) keep(ctx context.Context, tenant, key, name string, size int64, body io.Reader) (File, error) {
	o, err := s.Storage.Put(ctx, tenant, key, body, storage.PutOptions{Name: name, MaxBytes: max(size, 1), Types: fileTypes()})
	return File{Name: name, Key: key, Type: o.Type, Size: o.Size, SHA256: o.SHA256}, err
}

// fileTypes are what documents come as.
func fileTypes() []string {
	return []string{"application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/msword",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "image/png", "image/jpeg", "text/html", "text/plain"}
}

func (s *Service) recallThere(ctx context.Context, run *jobs.Run) error {
	var args deliverArgs
	if err := run.Arguments(&args); err != nil {
		return err
	}
	ctx = postman(ctx)
	r, lines, err := s.out(ctx, run.Tenant, args.Outgoing)
	if err != nil {
		return err
	}
	var failed error
	for _, l := range lines {
		failed = errors.Join(failed, s.recallIn(ctx, run.Tenant, Target{Address: l.Target}.Tenant(), r))
	}
	return failed
}

// recallIn marks in a receiving tenant that the sender recalled a document.
func (s *Service) recallIn(ctx context.Context, from, to string, r Record) error {
	return s.DB.InTenant(ctx, to, func(ctx context.Context, tx database.Tx) error {
		in, err := s.store.fromTenant(ctx, tx, from, r.ID)
		if err != nil || in.ID == "" || in.RecalledAt != nil {
			return err
		}
		in.RecalledAt, in.RecallReason = r.EndedAt, r.Reason
		if err := s.store.saveIncoming(ctx, tx, in); err != nil {
			return err
		}
		if err := s.record(ctx, tx, "recalled", "incoming", in.ID, r.Reason, nil); err != nil {
			return err
		}
		title := in.Number + " " + in.Abstract
		if err := s.tellRecalled(ctx, tx, registrars(), title, r.Reason, "/records/incoming/"+in.ID, in.ID); err != nil {
			return err
		}
		list, err := s.store.about(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		for _, slip := range list {
			if err := s.tellRecalled(ctx, tx, audience(slip.Box), title, r.Reason, "/inbox/"+slip.ID, slip.ID); err != nil {
				return err
			}
		}
		return s.store.recallSlips(ctx, tx, in.ID, s.Clock.Now(), r.Reason)
	})
}

// receipt tells the sender that a document was entered in the receiver's register.
func (s *Service) receipt(ctx context.Context, run *jobs.Run) error {
	var args receiptArgs
	if err := run.Arguments(&args); err != nil {
		return err
	}
	ctx = postman(ctx)
	var in Incoming
	err := s.DB.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) (err error) {
		in, err = s.store.incoming(ctx, tx, args.Incoming, false)
		return err
	})
	if err != nil || in.SourceID == "" || in.RegisteredAt == nil {
		return err
	}
	return s.DB.InTenant(ctx, in.SourceTenant, func(ctx context.Context, tx database.Tx) error {
		lines, err := s.store.lines(ctx, tx, in.SourceID)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if (Target{Address: l.Target}).Tenant() != run.Tenant {
				continue
			}
			marked, err := s.store.received(ctx, tx, in.SourceID, l.Seq, *in.RegisteredAt, in.RegisteredBy)
			if err != nil || !marked {
				return err
			}
			return s.record(ctx, tx, "receipt", "outgoing", in.SourceID, "", map[string]string{"recipient": l.Name, "by": in.RegisteredBy})
		}
		return nil
	})
}
