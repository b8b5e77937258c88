package households

import (
	"context"
	"time"

	"github.com/google/uuid"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// ComplaintState is what became of a complaint.
type ComplaintState string

// The states.
const (
	ComplaintOpen       ComplaintState = "open"
	ComplaintRechecking ComplaintState = "rechecking" // the household is reviewed again
	ComplaintKept       ComplaintState = "kept"       // re-checked, the class stays
	ComplaintChanged    ComplaintState = "changed"    // re-checked, the class is another
	ComplaintDismissed  ComplaintState = "dismissed"  // not re-checked, with the reason
)

// Title is the state in words.
func (s ComplaintState) Title() i18n.Text {
	return map[ComplaintState]i18n.Text{
		ComplaintOpen:       i18n.T("Mới nhận", "Received"),
		ComplaintRechecking: i18n.T("Đang phúc tra", "Re-checked now"),
		ComplaintKept:       i18n.T("Giữ nguyên kết quả", "Result kept"),
		ComplaintChanged:    i18n.T("Đã thay đổi kết quả", "Result changed"),
		ComplaintDismissed:  i18n.T("Không phúc tra", "Not re-checked"),
	}[s]
}

// Complaint is what somebody says against a household's posted class.
type Complaint struct {
	ID          string         `bun:"id,pk" json:"id"`
	Household   string         `bun:"household" json:"household"`
	Complainant string         `bun:"complainant" json:"complainant"`
	Content     string         `bun:"content" json:"content"`
	ReceivedOn  declared.Date  `bun:"received_on,type:date" json:"received_on"`
	State       ComplaintState `bun:"state" json:"state"`
	Class       classify.Class `bun:"class" json:"class"` // posted then
	Finding     string         `bun:"finding" json:"finding,omitempty"`
	SettledOn   declared.Date  `bun:"settled_on,type:date" json:"settled_on,omitempty"`
	CreatedBy   string         `bun:"created_by" json:"-"`
	CreatedAt   time.Time      `bun:"created_at" json:"created_at"`

	Code  string `bun:"code,scanonly" json:"code"`
	Head  string `bun:"head,scanonly" json:"head"`
	Place string `bun:"place_name,scanonly" json:"place"` // the village's name
}

// Complaints are those of a commune, the oldest first.
func (s *Service) Complaints(ctx context.Context, tenant, round, code string) (list []Complaint, err error) {
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		list, err = s.store.complaints(ctx, tx, w.Round.ID, w.Unit.ID, "")
		return err
	})
	return list, err
}

// Complain takes a complaint in about a household that is hung up, in the days of
// the posting. Household is its id or code. Faults: not_posted, complaint_late,
// complaint_twice, review_incomplete with the field.
func (s *Service) Complain(ctx context.Context, tenant, round, code string, c Complaint) (Complaint, error) {
	content, err := statement("content", c.Content, true)
	if err != nil {
		return c, err
	}
	if c.Complainant = text.Line(c.Complainant); c.Complainant == "" || len(c.Complainant) > 200 {
		return c, faultReview("complainant", "Hãy ghi họ tên người khiếu nại, không quá 200 ký tự.", "Write who complains, at most 200 characters.")
	}
	err = s.working(ctx, tenant, round, code, ActionPost, []Stage{Posted}, func(ctx context.Context, tx database.Tx, w *review) error {
		h, err := s.store.named(ctx, tx, w.Unit.ID, c.Household)
		if err != nil {
			return err
		}
		postings, err := s.store.postings(ctx, tx, w.Round.ID, w.Unit.ID)
		if err != nil {
			return err
		}
		last := postings[len(postings)-1]
		class, hung := last.has(h.ID)
		switch {
		case !hung:
			return faultNotPosted()
		case c.ReceivedOn < last.PostedOn || c.ReceivedOn > last.Until || c.ReceivedOn > s.today():
			return faultComplaintLate(last)
		}
		account, _ := who(ctx)
		c.ID, c.Household, c.Content, c.Class, c.State, c.CreatedBy, c.CreatedAt = uuid.NewString(), h.ID, content, class, ComplaintOpen, account, s.now()
		return s.complain(ctx, tx, *w, c)
	})
	return c, err
}

func (s *Service) complain(ctx context.Context, tx database.Tx, w review, c Complaint) error {
	if err := s.store.addComplaint(ctx, tx, w.Round.ID, w.Unit.ID, c); err != nil {
		return err
	}
	return s.record(ctx, tx, ActionPost, "review_complaint", c.ID, nil, map[string]any{"review": w.id(), "household": c.Household, "state": c.State}, "")
}

// Dismiss answers a complaint without a re-check, with the reason.
func (s *Service) Dismiss(ctx context.Context, tenant, round, code, id, reason string) error {
	return s.settling(ctx, tenant, round, code, id, reason, []Stage{Posted}, ComplaintOpen, func(context.Context, database.Tx, *Complaint) (ComplaintState, error) {
		return ComplaintDismissed, nil
	})
}

// Settle ends the re-check of a household with what was found. Whether its class
// has changed is seen from its result.
func (s *Service) Settle(ctx context.Context, tenant, round, code, id, finding string) error {
	return s.settling(ctx, tenant, round, code, id, finding, []Stage{Rechecking}, ComplaintRechecking, func(ctx context.Context, tx database.Tx, c *Complaint) (ComplaintState, error) {
		r, _, err := s.store.result(ctx, tx, round, c.Household)
		if r.Outcome.Class != c.Class {
			return ComplaintChanged, err
		}
		return ComplaintKept, err
	})
}

func (s *Service) settling(ctx context.Context, tenant, round, code, id, finding string, stages []Stage, from ComplaintState, outcome func(ctx context.Context, tx database.Tx, c *Complaint) (ComplaintState, error)) error {
	finding, err := statement("finding", finding, true)
	if err != nil {
		return err
	}
	return s.working(ctx, tenant, round, code, ActionPost, stages, func(ctx context.Context, tx database.Tx, w *review) error {
		list, err := s.store.complaints(ctx, tx, w.Round.ID, w.Unit.ID, id)
		if err != nil || len(list) == 0 {
			return orElse(err, faultNoComplaint())
		}
		c := list[0]
		if c.State != from {
			return faultSettled()
		}
		if c.State, err = outcome(ctx, tx, &c); err != nil {
			return err
		}
		c.Finding, c.SettledOn = finding, s.today()
		if err := s.store.settle(ctx, tx, c); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionPost, "review_complaint", c.ID, map[string]any{"state": from}, map[string]any{"state": c.State}, finding)
	})
}

// Recheck begins the re-check: the households of all complaints that are open are
// entered again. Fault nothing_to_recheck.
func (s *Service) Recheck(ctx context.Context, tenant, round, code string) error {
	return s.stepping(ctx, tenant, round, code, StepRecord{Step: StepRecheck}, func(ctx context.Context, tx database.Tx, w *review) (map[string]any, error) {
		n, err := s.store.recheck(ctx, tx, w.Round.ID, w.Unit.ID)
		if err != nil || n == 0 {
			return nil, orElse(err, faultNothingToRecheck())
		}
		w.Commune.RecheckedOn = s.today()
		return map[string]any{"households": n}, nil
	})
}
