package households

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// CorrectionState is what became of a proposed correction.
type CorrectionState string

// The states.
const (
	CorrectionProposed CorrectionState = "proposed"
	CorrectionDecided  CorrectionState = "decided"
	CorrectionRefused  CorrectionState = "refused"
)

// Title is the state in words.
func (s CorrectionState) Title() i18n.Text {
	return map[CorrectionState]i18n.Text{
		CorrectionProposed: i18n.T("Chờ quyết định", "Waiting for a decision"),
		CorrectionDecided:  i18n.T("Đã điều chỉnh", "Corrected"),
		CorrectionRefused:  i18n.T("Không điều chỉnh", "Refused"),
	}[s]
}

// Corrected are the facts that a correction may change, and the class that follows
// from them.
type Corrected struct {
	B1       int            `json:"b1"`
	Deprived classify.Set   `json:"deprived"`
	Causes   classify.Set   `json:"causes"`
	Merit    bool           `json:"merit"`
	NoLabour bool           `json:"no_labour"`
	Average  bool           `json:"average"`
	Class    classify.Class `json:"class"`
}

// Correction is what is to be changed in a recognised result.
type Correction struct {
	ID        string          `bun:"id,pk" json:"id"`
	Household string          `bun:"household" json:"household"`
	Before    Corrected       `bun:"before,type:jsonb" json:"before"`
	After     Corrected       `bun:"after,type:jsonb" json:"after"`
	Reason    string          `bun:"reason" json:"reason"`
	State     CorrectionState `bun:"state" json:"state"`
	Decision  string          `bun:"decision,nullzero" json:"decision,omitempty"`
	Answer    string          `bun:"answer" json:"answer,omitempty"`
	Account   string          `bun:"account" json:"-"`
	Actor     string          `bun:"actor" json:"actor"`
	At        time.Time       `bun:"at" json:"at"`

	Code string `bun:"code,scanonly" json:"code"`
	Head string `bun:"head,scanonly" json:"head"`
}

func correctedOf(r Result) Corrected {
	return Corrected{B1: r.Facts.B1, Deprived: r.Facts.Deprived, Causes: r.Causes, Merit: r.Merit, NoLabour: r.NoLabour,
		Average: r.Facts.Average, Class: r.Outcome.Class}
}

// forAudit is what the audit keeps of it: nothing of anybody's health.
func (c Corrected) forAudit() Corrected {
	c.Deprived, c.Causes = shownLacks(c.Deprived, false), shownCauses(c.Causes, false)
	return c
}

// with is the result with the corrected facts, not yet judged.
func (c Corrected) with(r Result) Result {
	r.Facts.B1, r.Facts.Deprived, r.Facts.Average = c.B1, c.Deprived, c.Average
	r.Causes, r.Merit, r.NoLabour = c.Causes, c.Merit, c.NoLabour
	return r
}

// Corrections are those of a commune's review, the newest first.
func (s *Service) Corrections(ctx context.Context, tenant, round, code string) (list []Correction, err error) {
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		list, err = s.store.corrections(ctx, tx, w.Round.ID, w.Unit.ID)
		return err
	})
	return list, err
}

// ProposeCorrection asks for a change of a recognised result of a household, by
// its id or code, with the facts as they should have been. Faults: review_stage
// before the recognition, nothing_corrected, correction_twice, facts_wrong and
// review_incomplete with the field.
func (s *Service) ProposeCorrection(ctx context.Context, tenant, round, code, household string, after Corrected, reason string) (c Correction, err error) {
	if reason, err = statement("reason", reason, true); err != nil {
		return c, err
	}
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		w, err := s.readReview(ctx, tx, round, code, true)
		if err != nil {
			return s.orNotYours(ctx, ActionEnter, err)
		}
		if err := s.allowed(ctx, ActionEnter, w.Unit.ID); err != nil {
			return err
		}
		if err := s.Tenants.Writable(ctx, tenant); err != nil {
			return err
		}
		if w.Commune.Stage != Recognised {
			return faultStage(w)
		}
		r, err := s.resultOf(ctx, tx, w, household)
		if err != nil {
			return err
		}
		if c, err = s.correction(ctx, w, r, after, reason); err != nil {
			return err
		}
		if err := s.store.addCorrection(ctx, tx, w.Round.ID, w.Unit.ID, c); err != nil {
			return err
		}
		if err := s.tellProposed(ctx, tx, w); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionEnter, "review_correction", c.ID, c.Before.forAudit(), c.After.forAudit(), reason)
	})
	return c, err
}

// resultOf is the result of a household of the review, by its id or code.
func (s *Service) resultOf(ctx context.Context, tx database.Tx, w review, household string) (Result, error) {
	id, err := s.store.reviewedID(ctx, tx, w.Round.ID, w.Unit.ID, household)
	if err != nil {
		return Result{}, err
	}
	r, there, err := s.store.lockResult(ctx, tx, w.Round.ID, id)
	if err == nil && !there {
		err = faultReview("household", "Hộ này không có trong kết quả rà soát.", "The household is not in this review.")
	}
	return r, err
}

// correction judges the facts as they should have been.
func (s *Service) correction(ctx context.Context, w review, r Result, after Corrected, reason string) (Correction, error) {
	standards, err := s.standards(ctx, w.Round.AsOf)
	if err != nil {
		return Correction{}, err
	}
	next := after.with(r)
	if err := next.judge(standards.Of(w.Unit)); err != nil {
		return Correction{}, err
	}
	c := Correction{ID: uuid.NewString(), Household: r.Household, Before: correctedOf(r), After: correctedOf(next), Reason: reason,
		State: CorrectionProposed, At: s.now()}
	if c.Before == c.After {
		return c, faultNothingCorrected()
	}
	c.Account, c.Actor = who(ctx)
	return c, nil
}

// RefuseCorrection leaves a recognised result as it is, with the reason.
func (s *Service) RefuseCorrection(ctx context.Context, tenant, round, code, id, reason string) error {
	reason, err := statement("reason", reason, true)
	if err != nil {
		return err
	}
	return s.working(ctx, tenant, round, code, ActionCorrect, []Stage{Recognised}, func(ctx context.Context, tx database.Tx, w *review) error {
		list, err := s.proposed(ctx, tx, *w, []string{id})
		if err != nil {
			return err
		}
		c := list[0]
		c.State, c.Answer = CorrectionRefused, reason
		if err := s.store.answerCorrection(ctx, tx, c); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionCorrect, "review_correction", c.ID, map[string]any{"state": CorrectionProposed}, map[string]any{"state": c.State}, reason)
	})
}

// Correct decides proposed corrections by a decision of its own: results, sums and
// registry follow, and certificates of a class that a household no longer has are
// revoked. Nobody decides what they proposed or entered. Faults:
// correction_unknown, number_taken, result_changed, review_incomplete with the
// field, incompatible_hands.
func (s *Service) Correct(ctx context.Context, tenant, round, code string, ids []string, d Decision) (Decision, error) {
	reason, err := statement("reason", d.Reason, true)
	if err != nil {
		return d, err
	}
	d.Reason = reason
	taken := StepRecord{Step: StepCorrect, Dated: d.Dated, Remark: reason}
	err = s.stepping(ctx, tenant, round, code, taken, func(ctx context.Context, tx database.Tx, w *review) (map[string]any, error) {
		if err := d.check(s.today(), w.Commune.DecisionOn); err != nil {
			return nil, err
		}
		d.Kind = Corrects
		list, err := s.proposed(ctx, tx, *w, ids)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if err := s.Policy.Authorise(ctx, ActionCorrect, policy.Resource{Unit: w.Unit.Code, Did: map[string]string{ActionEnter: c.Account}}); err != nil {
				return nil, err
			}
		}
		return map[string]any{"decision": d.Symbol(), "dated": d.Dated, "households": len(list)}, s.correct(ctx, tx, *w, &d, list)
	})
	return d, err
}

// proposed are the corrections with these ids, all of which wait for a decision.
func (s *Service) proposed(ctx context.Context, tx database.Tx, w review, ids []string) ([]Correction, error) {
	all, err := s.store.corrections(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(all, func(c Correction) bool { return c.State != CorrectionProposed || !slices.Contains(ids, c.ID) })
	if len(list) == 0 || len(list) != len(ids) {
		return nil, faultNoCorrection()
	}
	slices.SortFunc(list, func(a, b Correction) int { return strings.Compare(a.Household, b.Household) })
	return list, nil
}

func (s *Service) correct(ctx context.Context, tx database.Tx, w review, d *Decision, list []Correction) error {
	standards, err := s.standards(ctx, w.Round.AsOf)
	if err != nil {
		return err
	}
	var rows, current []found
	for _, c := range list {
		r, _, err := s.store.lockResult(ctx, tx, w.Round.ID, c.Household)
		if err != nil {
			return err
		}
		if correctedOf(r) != c.Before {
			return faultStale()
		}
		next := c.After.with(r)
		if err := next.judge(standards.Of(w.Unit)); err != nil {
			return err
		}
		if _, err := s.saveResult(ctx, tx, next); err != nil {
			return err
		}
		row, later, err := s.afterCorrection(ctx, tx, w, c)
		if err != nil {
			return err
		}
		rows = append(rows, row)
		if !later {
			current = append(current, row)
		}
	}
	if err := s.decide(ctx, tx, w, d, rows); err != nil {
		return err
	}
	if err := s.take(ctx, tx, *d, current); err != nil {
		return err
	}
	for _, c := range list {
		c.State, c.Decision = CorrectionDecided, d.ID
		if err := s.store.answerCorrection(ctx, tx, c); err != nil {
			return err
		}
		if c.Before.Class != c.After.Class {
			if err := s.store.revoke(ctx, tx, w.Round.ID, c.Household, d.Dated, d.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// afterCorrection is the household's corrected result, and whether a later review
// has decided on the household since, which then says what it is. A household that
// this review had made newly escaped, or had ended that of, is judged as it stood
// before.
func (s *Service) afterCorrection(ctx context.Context, tx database.Tx, w review, c Correction) (row found, later bool, err error) {
	list, err := s.store.found(ctx, tx, w.Round.ID, w.Unit.ID, c.Household)
	if err != nil || len(list) == 0 {
		return row, false, orElse(err, faultStale())
	}
	row = list[0]
	row.Before = c.Before.Class
	if row.EscapedOn == w.Commune.DecisionOn { // by the decision that is corrected
		row.Now, row.EscapedOn = row.Opening, ""
	}
	if row.Opening == classify.Escaped && row.EscapedOn == "" {
		if row.EscapedOn, err = s.store.escapedBefore(ctx, tx, c.Household, w.Commune.DecisionOn); err != nil {
			return row, false, err
		}
		row.Now = classify.Escaped
	}
	later, err = s.store.decidedLater(ctx, tx, c.Household, w.Round)
	return row, later, err
}
