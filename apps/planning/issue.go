package planning

import (
	"context"
	"fmt"
	"time"

	"vuon/apps/planning/planreader"
	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/i18n"
)

// registerKind is the kind under which plans are registered (Nghị định
// 30/2020/NĐ-CP, Phụ lục III: kế hoạch).
const registerKind = "KH"

// Issue numbers the approved plan from the register of outgoing documents, dates
// it with today and puts it in force: the way of plans that are signed and sealed
// on paper. On the digital way the plan is numbered first and comes into force
// with its sealed file.
func (s *Service) Issue(ctx context.Context, tenant string, year int) (v Version, err error) {
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.locked(ctx, tx, year, StepIssue); err != nil {
			return err
		}
		if v.State == Numbered {
			return faultSealMissing()
		}
		if g, err := s.signing(ctx, tx, v); err != nil || g.Leader != nil {
			return orElse(err, faultSignedDigitally())
		}
		if err := s.number(ctx, tx, &v); err != nil {
			return err
		}
		if err := s.putInForce(ctx, tx, &v); err != nil {
			return err
		}
		for _, format := range []string{"pdf", "docx"} {
			if _, err := s.enqueueRender(ctx, tx, v, format); err != nil {
				return err
			}
		}
		return nil
	})
	return v, err
}

// putInForce issues a numbered version: an earlier one in force is replaced, and
// others hear of it. All in one transaction with the number: none is ever given
// out for a plan that was not issued.
func (s *Service) putInForce(ctx context.Context, tx database.Tx, v *Version) error {
	if err := s.replace(ctx, tx, *v); err != nil {
		return err
	}
	if err := s.move(ctx, tx, v, StepRecord{Step: StepIssue, Remark: v.Named()}); err != nil {
		return err
	}
	return s.Events.Publish(ctx, PlanIssued{v.Tenant, v.Year, v.Version, v.Number, v.Symbol, *v.Dated})
}

// Named is the number as it is written, "05/KH-UBND"; "" while there is none.
func (v Version) Named() string {
	if v.Number == 0 {
		return ""
	}
	return fmt.Sprintf("%02d/%s", v.Number, v.Symbol)
}

// replace takes the version in force out of force.
func (s *Service) replace(ctx context.Context, tx database.Tx, next Version) error {
	old, err := s.store.supersede(ctx, tx, next.Year, s.Clock.Now())
	if err != nil || old == 0 {
		return err
	}
	replaced := next
	replaced.Version, replaced.State = old, Superseded
	return s.step(ctx, tx, replaced, StepReplace, fmt.Sprintf("→ %d", next.Version))
}

// number gives the version its number, symbol and date, and writes them into the
// heading of its text.
func (s *Service) number(ctx context.Context, tx database.Tx, v *Version) error {
	heading, err := s.heading(ctx, v.Tenant)
	if err != nil {
		return err
	}
	first, err := s.firstNumber(ctx, v.Tenant)
	if err != nil {
		return err
	}
	year, month, day := s.Clock.Now().In(i18n.Zone()).Date()
	dated := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	v.Symbol, v.Dated, v.Heading = heading.Symbol, &dated, &heading
	v.Number, err = s.Register.Next(ctx, tx, first, register.Entry{Year: year, Kind: registerKind, Symbol: v.Symbol, Dated: dated,
		Abstract: v.Title, Signatory: string(v.Plan.Signatory.Name), Object: "plan", ObjectID: v.id()})
	if err != nil {
		return err
	}
	v.Plan.Header.Number = planreader.Optional(v.Named())
	v.Plan.Header.Date = planreader.Optional(dated.Format(time.DateOnly))
	v.Revision++ // the heading is text too: a file made of the draft is not this one
	return nil
}

// Expected is the number that Issue would give out now ("02/KH-UBND"), and the
// day that it would write. Another plan may take the number first.
func (s *Service) Expected(ctx context.Context, tenant string) (number string, day time.Time, err error) {
	day = s.Clock.Now().In(i18n.Zone())
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		heading, err := s.heading(ctx, tenant)
		if err != nil {
			return err
		}
		first, err := s.firstNumber(ctx, tenant)
		if err != nil {
			return err
		}
		n, err := s.Register.Expected(ctx, tx, first, day.Year(), registerKind)
		number = fmt.Sprintf("%02d/%s", n, heading.Symbol)
		return err
	})
	return number, day, err
}

// Amend opens a new version with the text of the one in force. That one stays in
// force until the new one is issued.
func (s *Service) Amend(ctx context.Context, tenant string, year int, reason string) (v Version, err error) {
	if reason, err = remarked(reason); err != nil {
		return v, err
	}
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.locked(ctx, tx, year, StepAmend); err != nil {
			return err
		}
		newest, err := s.store.newestVersion(ctx, tx, year)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		v.Version, v.State, v.Since, v.Revision = newest+1, Draft, now, 0
		v.Number, v.Symbol, v.Dated, v.Heading, v.UpdatedAt = 0, "", nil, nil, now
		v.Workflow, v.ReleasedAt = nil, nil
		v.Plan.Header.Number, v.Plan.Header.Date = "", ""
		if err := s.store.insert(ctx, tx, v); err != nil {
			return err
		}
		return s.move(ctx, tx, &v, StepRecord{Step: StepAmend, Remark: reason})
	})
	return v, err
}
