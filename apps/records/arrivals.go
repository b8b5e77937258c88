package records

import (
	"context"
	"slices"
	"time"

	"vuon/platform/database"
	"vuon/platform/text"
)

// ArrivalForm is what is entered of a document that came on paper or as a file.
type ArrivalForm struct {
	Arrived  time.Time // zero: today
	Sender   string
	Number   string
	Dated    time.Time // zero: not said
	Abstract string
	Deadline time.Time // zero: none
}

// check tidies the form and refuses what is missing. Faults: no_sender,
// no_abstract, bad_number, bad_date, bad_deadline.
func (f ArrivalForm) check(today time.Time) (ArrivalForm, error) {
	f.Sender, f.Number, f.Abstract = text.Line(f.Sender), text.Line(f.Number), text.Line(f.Abstract)
	if f.Arrived.IsZero() {
		f.Arrived = today
	}
	f.Arrived = day(f.Arrived)
	switch {
	case f.Sender == "" || len([]rune(f.Sender)) > 200:
		return f, invalid("sender", "no_sender", "Nhập cơ quan ban hành văn bản, tối đa 200 ký tự.", "Enter who issued the document, at most 200 characters.")
	case f.Abstract == "" || len([]rune(f.Abstract)) > 1000:
		return f, invalid("abstract", "no_abstract", "Nhập trích yếu nội dung, tối đa 1.000 ký tự.", "Enter what the document is about, at most 1,000 characters.")
	case len([]rune(f.Number)) > 60:
		return f, invalid("number", "bad_number", "Số, ký hiệu tối đa 60 ký tự.", "Number and symbol have at most 60 characters.")
	case f.Arrived.After(today) || f.Arrived.Year() < today.Year()-1:
		return f, invalid("arrived", "bad_date", "Ngày đến không sau hôm nay và không trước năm ngoái.", "The day of arrival is not after today, and not before last year.")
	case f.Dated.After(f.Arrived):
		return f, invalid("dated", "bad_date", "Ngày văn bản không sau ngày đến.", "The date of the document is not after its arrival.")
	case !f.Deadline.IsZero() && f.Deadline.Before(f.Arrived):
		return f, invalid("deadline", "bad_deadline", "Hạn xử lý không trước ngày đến.", "The deadline is not before the arrival.")
	}
	return f, nil
}

func (f ArrivalForm) into(in *Incoming) {
	in.Sender, in.Number, in.Abstract, in.Dated, in.Deadline = f.Sender, f.Number, f.Abstract, known(f.Dated), known(f.Deadline)
}

// known is the day, or nil when it was not said.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return new(day(t))
}

// Arrive registers an incoming document and gives it the next arrival number of
// the year, in one transaction. Faults: see ArrivalForm.
func (s *Service) Arrive(ctx context.Context, tenant string, f ArrivalForm, uploads ...Upload) (in Incoming, err error) {
	err = s.changing(ctx, tenant, ActionRegister, func(ctx context.Context, tx database.Tx) error {
		if f, err = f.check(day(s.Clock.Now())); err != nil {
			return err
		}
		if in.ID, err = newID(); err != nil {
			return err
		}
		in.State, in.MadeAt, in.MadeBy = Waiting, s.Clock.Now(), who(ctx)
		f.into(&in)
		files := Record{ID: in.ID}
		if err := s.attach(ctx, tenant, &files, uploads); err != nil {
			return err
		}
		in.Files = files.Files
		if _, err := s.store.addIncoming(ctx, tx, in); err != nil {
			return err
		}
		return s.enter(ctx, tx, &in, f.Arrived)
	})
	return in, err
}

// Enter registers a document that another tenant delivered: it gets its arrival
// number, and the sender is told that it was received. Faults: record_recalled,
// record_done.
func (s *Service) Enter(ctx context.Context, tenant, id string, deadline time.Time) (Incoming, error) {
	return s.handle(ctx, tenant, ActionRegister, id, func(ctx context.Context, tx database.Tx, in *Incoming) error {
		if in.Arrival > 0 {
			return faultDone()
		}
		in.Deadline = known(deadline)
		if err := s.enter(ctx, tx, in, day(s.Clock.Now())); err != nil || in.SourceID == "" {
			return err
		}
		_, err := s.Jobs.Enqueue(ctx, tx, JobReceipt, receiptArgs{Incoming: id})
		return err
	})
}

// enter gives the arrival number.
func (s *Service) enter(ctx context.Context, tx database.Tx, in *Incoming, arrived time.Time) (err error) {
	now := s.Clock.Now()
	in.Year, in.Arrived, in.RegisteredAt, in.RegisteredBy = arrived.Year(), &arrived, &now, who(ctx)
	if in.Arrival, err = s.store.arrival(ctx, tx, in.Year); err != nil {
		return err
	}
	if err := s.store.saveIncoming(ctx, tx, *in); err != nil {
		return err
	}
	return s.record(ctx, tx, "arrive", "incoming", in.ID, "", map[string]any{"arrival": in.Arrival, "sender": in.Sender, "number": in.Number, "abstract": in.Abstract})
}

// handle does something with an incoming document, locked, that was not recalled.
func (s *Service) handle(ctx context.Context, tenant, action, id string, fn func(ctx context.Context, tx database.Tx, in *Incoming) error) (in Incoming, err error) {
	err = s.changing(ctx, tenant, action, func(ctx context.Context, tx database.Tx) error {
		if in, err = s.store.incoming(ctx, tx, id, true); err != nil {
			return err
		}
		if in.RecalledAt != nil {
			return faultRecalled()
		}
		return fn(ctx, tx, &in)
	})
	return in, err
}

// Handing is to whom a document is handed, and with which remark.
type Handing struct {
	To     []string // boxes, see Target
	Remark string
	Due    time.Time // zero: the deadline of the document, if it has one
}

// check resolves the boxes. Faults: no_recipient, bad_recipient, no_remark.
func (s *Service) check(ctx context.Context, tx database.Tx, h *Handing) ([]Target, error) {
	h.Remark = text.NFC(h.Remark)
	if len(h.To) == 0 {
		return nil, invalid("to", "no_recipient", "Chọn ít nhất một đơn vị, cá nhân xử lý.", "Choose at least one office or person.")
	}
	if len([]rune(h.Remark)) > 2000 {
		return nil, invalid("remark", "bad_remark", "Ý kiến chuyển tối đa 2.000 ký tự.", "The remark has at most 2,000 characters.")
	}
	choices, err := s.hands(ctx, tx)
	if err != nil {
		return nil, err
	}
	return chosen(choices, h.To)
}

// hands are whom a document can be handed to in the tenant: leaders, offices,
// communes, and the people who hold an inbox.
func (s *Service) hands(ctx context.Context, tx database.Tx) ([]Target, error) {
	d, err := s.directory(ctx, tx)
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(d.Choices(), func(t Target) bool { return !t.Box() })
	people, err := s.people(ctx, database.Tenant(ctx))
	return append(list, people...), err
}

// HandOn gives an incoming document to offices and persons. Faults:
// record_recalled, record_done, not_registered, and those of Handing.
func (s *Service) HandOn(ctx context.Context, tenant, id string, h Handing) (Incoming, error) {
	return s.handle(ctx, tenant, ActionHandOn, id, func(ctx context.Context, tx database.Tx, in *Incoming) error {
		if in.Arrival == 0 {
			return faultUnregistered()
		}
		if in.State == Handled {
			return faultDone()
		}
		return s.hand(ctx, tx, in, h, "")
	})
}

// hand puts an incoming document into boxes; what lies there already stays.
func (s *Service) hand(ctx context.Context, tx database.Tx, in *Incoming, h Handing, parent string) error {
	targets, err := s.check(ctx, tx, &h)
	if err != nil {
		return err
	}
	due := known(h.Due)
	if due == nil {
		due = in.Deadline
	}
	for _, t := range targets {
		slip := Slip{Box: t.Address, BoxName: t.Name, Incoming: in.ID, Parent: parent, Remark: h.Remark, Due: due}
		if err := s.fill(ctx, tx, slip, in.Sender+": "+in.Number+" "+in.Abstract); err != nil {
			return err
		}
	}
	if in.State == Waiting {
		in.State = InHand
		if err := s.store.saveIncoming(ctx, tx, *in); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, "hand_on", "incoming", in.ID, h.Remark, map[string]any{"to": h.To, "due": due})
}

// Finish says how an incoming document was dealt with; answer is the id of the
// outgoing document that answers it, or "". Faults: no_result, record_unknown,
// record_recalled, record_done.
func (s *Service) Finish(ctx context.Context, tenant, id, result, answer string) (Incoming, error) {
	return s.handle(ctx, tenant, ActionHandOn, id, func(ctx context.Context, tx database.Tx, in *Incoming) error {
		if in.Arrival == 0 {
			return faultUnregistered()
		}
		return s.finish(ctx, tx, in, result, answer)
	})
}

func (s *Service) finish(ctx context.Context, tx database.Tx, in *Incoming, result, answer string) error {
	if in.State == Handled {
		return faultDone()
	}
	result = text.NFC(result)
	if answer == "" && text.Line(result) == "" || len([]rune(result)) > 2000 {
		return invalid("result", "no_result", "Ghi kết quả xử lý (tối đa 2.000 ký tự) hoặc chọn văn bản trả lời.", "Say how it was dealt with (at most 2,000 characters), or choose the document that answers it.")
	}
	if answer != "" {
		if _, err := s.store.outgoing(ctx, tx, answer, false); err != nil {
			return err
		}
	}
	in.State, in.Result, in.Answer, in.DoneAt, in.DoneBy = Handled, result, answer, new(s.Clock.Now()), who(ctx)
	if err := s.store.saveIncoming(ctx, tx, *in); err != nil {
		return err
	}
	return s.record(ctx, tx, "finish", "incoming", in.ID, "", map[string]string{"result": result, "answer": answer})
}

// Arrivals reads the register of incoming documents in parts.
func (s *Service) Arrivals(ctx context.Context, tenant string, f IncomingFilter, p database.Page) (list []Incoming, next string, err error) {
	err = s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, next, err = s.store.incomings(ctx, tx, f, p)
		return err
	})
	return list, next, err
}

// Arrival is an incoming document with whom it was handed to.
type Arrival struct {
	Incoming
	Slips   []Slip
	Answer  Record   // zero when there is none
	Hands   []Target // whom it can be handed to
	Answers []Record // what may answer it: the newest documents of the year
}

// Arrival reads one incoming document.
func (s *Service) Arrival(ctx context.Context, tenant, id string) (a Arrival, err error) {
	err = s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		a, err = s.arrivalOf(ctx, tx, id)
		return err
	})
	return a, err
}

func (s *Service) arrivalOf(ctx context.Context, tx database.Tx, id string) (a Arrival, err error) {
	if a.Incoming, err = s.store.incoming(ctx, tx, id, false); err != nil {
		return a, err
	}
	if a.Slips, err = s.store.about(ctx, tx, id); err != nil {
		return a, err
	}
	if a.Incoming.Answer != "" {
		if a.Answer, err = s.store.outgoing(ctx, tx, a.Incoming.Answer, false); err != nil {
			return a, err
		}
	}
	if a.Hands, err = s.hands(ctx, tx); err != nil {
		return a, err
	}
	a.Answers, err = s.answerable(ctx, tx)
	return a, err
}

// IncomingBook reads a year of the register of incoming documents in the order of
// its numbers.
func (s *Service) IncomingBook(ctx context.Context, tenant string, year int) (list []Incoming, err error) {
	err = s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, err = s.store.book(ctx, tx, year)
		return err
	})
	return list, err
}

// Answerable reads the newest outgoing documents of the year: what may answer an
// incoming one.
func (s *Service) Answerable(ctx context.Context, tenant string) (list []Record, err error) {
	err = s.reading(ctx, tenant, ActionInbox, func(ctx context.Context, tx database.Tx) error {
		if !s.Policy.Can(ctx, ActionView) {
			return nil // communes and the Front do not read the registers
		}
		list, err = s.answerable(ctx, tx)
		return err
	})
	return list, err
}

func (s *Service) answerable(ctx context.Context, tx database.Tx) (list []Record, err error) {
	all, err := s.store.ofYear(ctx, tx, day(s.Clock.Now()).Year())
	for _, r := range all {
		if (r.State == Sent || r.State == Numbered) && len(list) < 50 {
			list = append(list, r)
		}
	}
	return list, err
}
