package supervision

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/notify"
	"vuon/platform/policy"
	"vuon/platform/web"
)

// Draft is a letter before it is sent.
type Draft struct {
	Year    int
	Kind    Kind
	Section string
	Title   string
	Body    string
	Due     *time.Time
}

// Send says something to one of the province's districts about its plan. It
// stands in the district's own records and audit; the plan is not touched.
func (s *Service) Send(ctx context.Context, district string, d Draft) (l Letter, err error) {
	if !slices.Contains([]Kind{Remark, Request, Reminder}, d.Kind) {
		return l, faultNoLetter()
	}
	err = s.DB.InTenant(ctx, district, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, ActionRemark); err != nil {
			return err
		}
		l, err = s.write(ctx, tx, d)
		return err
	})
	return l, err
}

// WriteNote is the Fatherland Front's supervision note to its own district.
func (s *Service) WriteNote(ctx context.Context, tenant string, d Draft) (l Letter, err error) {
	d.Kind = Note
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, ActionNote); err != nil {
			return err
		}
		l, err = s.write(ctx, tx, d)
		return err
	})
	return l, err
}

// write keeps a letter in the running tenant and tells whom it concerns.
func (s *Service) write(ctx context.Context, tx database.Tx, d Draft) (l Letter, err error) {
	tenant := database.Tenant(ctx)
	if err := s.Tenants.Writable(ctx, tenant); err != nil {
		return l, err
	}
	title, body, err := said(d.Title, d.Body)
	if err != nil {
		return l, err
	}
	actor, _ := identity.From(ctx)
	l = Letter{Tenant: tenant, ID: uuid.NewString(), Year: d.Year, Kind: d.Kind, Section: d.Section, Title: title, Body: body, Due: d.Due, State: LetterOpen,
		Sender: actor.Tenant, Account: actor.Account, Actor: cmp.Or(actor.Name, actor.Username), CreatedAt: s.Clock.Now()}
	if err := s.store.insertLetter(ctx, tx, l); err != nil {
		return l, err
	}
	action := ActionRemark
	if d.Kind == Note {
		action = ActionNote
	}
	err = s.Audit.Record(ctx, tx, audit.Entry{Action: action, Object: "letter", ObjectID: l.ID,
		After: map[string]any{"kind": l.Kind, "year": l.Year, "section": l.Section, "title": l.Title}})
	if err != nil {
		return l, err
	}
	return l, s.Notify.Send(ctx, tx, notify.Message{Kind: "supervision." + string(l.Kind), Due: l.Due, Mail: true,
		Title: i18n.T(l.Kind.Title().VI+": "+l.Title, l.Kind.Title().EN+": "+l.Title), Body: i18n.T(l.Body, l.Body), Path: letterPath(tenant, l.ID),
		To: notify.To{Roles: []string{"labour", "chair", "vicechair"}}, Key: "letter " + l.ID})
}

func letterPath(tenant, id string) string { return "/t/" + tenant + "/letters/" + id }

// Correspondence is a letter with what was said about it, and who was told.
type Correspondence struct {
	Letter   Letter
	Answers  []Answer
	Receipts []notify.Receipt
}

// Letter reads one letter of the tenant (fault letter_unknown). Whoever may
// answer it and opens it first has read it for the tenant.
func (s *Service) Letter(ctx context.Context, tenant, id string) (c Correspondence, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		actor, _ := identity.From(ctx)
		action := ActionReceive
		if actor.Tenant != tenant {
			action = ActionRemark
		}
		if err := s.Policy.Authorise(ctx, action); err != nil {
			return err
		}
		if c.Letter, err = s.store.letter(ctx, tx, id, false); err != nil {
			return err
		}
		if action == ActionReceive && c.Letter.ReadAt == nil && s.Policy.Can(ctx, ActionAnswer) && s.Tenants.Writable(ctx, tenant) == nil {
			c.Letter.ReadAt, c.Letter.ReadBy = new(s.Clock.Now()), cmp.Or(actor.Name, actor.Username)
			if err := s.store.readLetter(ctx, tx, c.Letter); err != nil {
				return err
			}
		}
		if c.Answers, err = s.store.answers(ctx, tx, id); err != nil {
			return err
		}
		c.Receipts, err = s.Notify.Receipts(ctx, tx, "letter "+id)
		return err
	})
	return c, err
}

// Letters lists what was said to the tenant about the plan of a year (0: of all).
func (s *Service) Letters(ctx context.Context, tenant string, year int) (list []Letter, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, ActionReceive); err != nil {
			return err
		}
		list, err = s.store.letters(ctx, tx, tenant, year)
		return err
	})
	return list, err
}

// Sent lists what was said to the province's districts about the plans of a year.
func (s *Service) Sent(ctx context.Context, province string, year int) (list []Letter, err error) {
	if err := s.Policy.Authorise(policy.At(ctx, province), ActionView); err != nil {
		return nil, err
	}
	err = s.DB.AcrossTenants(ctx, province, func(ctx context.Context, tx database.Tx) error {
		list, err = s.store.letters(ctx, tx, "", year)
		return err
	})
	return slices.DeleteFunc(list, func(l Letter) bool { return l.Sender != province }), err
}

// Reply adds an answer: the tenant's answers the letter, the sender's reopens or
// closes it.
func (s *Service) Reply(ctx context.Context, tenant, id, body string, closed bool) error {
	_, body, err := said("-", body)
	if err != nil {
		return err
	}
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Tenants.Writable(ctx, tenant); err != nil {
			return err
		}
		l, err := s.store.letter(ctx, tx, id, true)
		if err != nil {
			return err
		}
		actor, _ := identity.From(ctx)
		a := Answer{Body: body, Account: actor.Account, Actor: cmp.Or(actor.Name, actor.Username), At: s.Clock.Now(), State: LetterAnswered}
		action := ActionAnswer
		if a.Outside = outside(actor, l); a.Outside {
			if action, a.State = ActionRemark, LetterOpen; l.Kind == Note {
				action = ActionNote
			}
			if closed {
				a.State = LetterClosed
			}
		}
		if err := s.Policy.Authorise(ctx, action); err != nil {
			return err
		}
		if l.State == LetterClosed {
			return fault.New(fault.Conflict, "letter_closed", "Ý kiến này đã kết thúc.", "This exchange is closed.")
		}
		if err := s.store.addAnswer(ctx, tx, l, a); err != nil {
			return err
		}
		if err := s.Audit.Record(ctx, tx, audit.Entry{Action: action, Object: "letter", ObjectID: id, Before: map[string]any{"state": l.State},
			After: map[string]any{"state": a.State}}); err != nil {
			return err
		}
		return s.tellReply(ctx, tx, l, a)
	})
}

// outside reports whether the actor speaks for who wrote the letter.
func outside(actor identity.Actor, l Letter) bool {
	return actor.Tenant != l.Tenant || l.Kind == Note && policy.SpeaksFor(actor, "front", "")
}

// tellReply tells the other side. Who sits in the province hears of it in the
// list of what was sent: a message lies in the tenant of who reads it.
func (s *Service) tellReply(ctx context.Context, tx database.Tx, l Letter, a Answer) error {
	m := notify.Message{Kind: "supervision.answer", Title: i18n.T("Trả lời: "+l.Title, "Answer: "+l.Title), Path: letterPath(l.Tenant, l.ID), Mail: true}
	switch {
	case a.Outside:
		m.To = notify.To{Roles: []string{"labour", "chair", "vicechair"}}
	case l.Kind == Note:
		m.To = notify.To{Accounts: []string{l.Account}}
	default:
		_, err := s.Jobs.Enqueue(ctx, tx, JobTell, tellArgs{Province: l.Sender, District: l.Tenant, Letter: l.ID, Title: l.Title, Account: l.Account})
		return err
	}
	return s.Notify.Send(ctx, tx, m)
}

// Work lists the letters that wait for the tenant's answer.
func (s *Service) Work(ctx context.Context) (items []web.WorkItem, err error) {
	actor, _ := identity.From(ctx)
	if !s.Policy.Can(ctx, ActionAnswer) {
		return nil, nil
	}
	err = s.DB.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx database.Tx) error {
		list, err := s.store.letters(ctx, tx, actor.Tenant, 0)
		for _, l := range list {
			if l.State == LetterOpen {
				items = append(items, web.WorkItem{Title: i18n.T(l.Title, ""), Kind: l.Kind.Title(), Since: l.CreatedAt, Due: l.Due,
					Late: l.Due != nil && s.Clock.Now().After(l.Due.AddDate(0, 0, 1)), Path: letterPath(actor.Tenant, l.ID)})
			}
		}
		return err
	})
	return items, err
}

// Remind sends the same reminder to several districts, each in a transaction of
// its own, and returns to how many.
func (s *Service) Remind(ctx context.Context, province string, districts []string, d Draft) (n int, err error) {
	children, err := s.Tenants.Children(ctx, province)
	if err != nil {
		return 0, err
	}
	d.Kind = Reminder
	for _, t := range children {
		if !slices.Contains(districts, t.ID) {
			continue
		}
		if _, err := s.Send(ctx, t.ID, d); err != nil {
			return n, err
		}
		n++
	}
	if n == 0 {
		return 0, fault.New(fault.Invalid, "no_district", "Chưa chọn huyện nào.", "No district is chosen.").At("district", "Chọn ít nhất một huyện.", "Choose at least one district.")
	}
	return n, nil
}
