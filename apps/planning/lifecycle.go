package planning

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/text"
)

// MaxRemark is how long a remark may be, in characters.
const MaxRemark = 4000

// Submit puts the draft before whoever appraises it, else before the chair. Where
// the tenant requires it, offices have been consulted before.
func (s *Service) Submit(ctx context.Context, tenant string, year int) (Version, error) {
	return s.advance(ctx, tenant, year, StepSubmit, "", func(ctx context.Context, tx database.Tx, v *Version) error {
		if err := s.ready(ctx, tx, v); err != nil {
			return err
		}
		return s.consulted(ctx, tx, *v)
	})
}

// consulted refuses a plan about which nobody was asked, where that is required.
func (s *Service) consulted(ctx context.Context, tx database.Tx, v Version) error {
	if v.Workflow.Consult != tenancy.ConsultRequired {
		return nil
	}
	steps, err := s.store.steps(ctx, tx, v.Year)
	if err != nil {
		return err
	}
	for _, step := range standing(steps, v.Version) {
		if step.Step == StepConclude {
			return nil
		}
	}
	return faultNotConsulted()
}

// Approve approves the submitted plan. Nobody approves what they drafted.
func (s *Service) Approve(ctx context.Context, tenant string, year int) (Version, error) {
	return s.advance(ctx, tenant, year, StepApprove, "", nil)
}

// Appraise gives the opinion of whoever appraises plans; one that is not fit is
// returned instead.
func (s *Service) Appraise(ctx context.Context, tenant string, year int, opinion string) (Version, error) {
	opinion, err := remarkNeeded(opinion, faultNoOpinionText())
	if err != nil {
		return Version{}, err
	}
	return s.advance(ctx, tenant, year, StepAppraise, opinion, nil)
}

// remarkNeeded is a remark without which a step cannot be taken.
func remarkNeeded(remark string, missing error) (string, error) {
	remark, err := remarked(remark)
	if err == nil && remark == "" {
		err = missing
	}
	return remark, err
}

// remarked is a remark as it is kept: composed, trimmed, of bounded length.
func remarked(s string) (string, error) {
	s = strings.TrimSpace(text.NFC(s))
	if utf8.RuneCountInString(s) > MaxRemark {
		return s, faultLongRemark()
	}
	return s, nil
}

// checking is what a step asks of the version before it is taken.
type checking func(ctx context.Context, tx database.Tx, v *Version) error

// advance takes the open version one step further, in one transaction: lock,
// authorise with who did what before, check, save, record.
func (s *Service) advance(ctx context.Context, tenant string, year int, step Step, remark string, check checking) (v Version, err error) {
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.locked(ctx, tx, year, step); err != nil {
			return err
		}
		if check != nil {
			if err := check(ctx, tx, &v); err != nil {
				return err
			}
		}
		return s.move(ctx, tx, &v, StepRecord{Step: step, Remark: remark})
	})
	return v, err
}

// steps is the transaction of a step. Which right it needs depends on the
// version, so locked asks for that.
func (s *Service) steps(ctx context.Context, tenant string, fn database.Fn) error {
	return s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if err := s.Tenants.Writable(ctx, tenant); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

// locked reads the version that a step is about, locked, once the actor's own
// earlier hands on it do not forbid the step. Its workflow is filled in.
func (s *Service) locked(ctx context.Context, tx database.Tx, year int, step Step) (Version, error) {
	return s.lockedAs(ctx, tx, year, step, latest, "")
}

// lockedAs is locked for the latest version or that in force, with another right
// than the step's own ("" is its own).
func (s *Service) lockedAs(ctx context.Context, tx database.Tx, year int, step Step, w which, action string) (v Version, err error) {
	if err := s.store.hold(ctx, tx, year); err != nil {
		return v, err
	}
	if v, err = s.store.version(ctx, tx, year, w, true); err != nil {
		return v, err
	}
	way, err := s.workflow(ctx, v)
	if err != nil {
		return v, err
	}
	did, err := s.did(ctx, tx, v)
	if err != nil {
		return v, err
	}
	r, on := life(way)[step]
	if !on {
		return v, faultNotOnTheWay(step)
	}
	if err := s.Policy.Authorise(ctx, cmp.Or(action, r.action), policy.Resource{Did: did}); err != nil {
		return v, err
	}
	if !r.allows(v.State) {
		return v, s.outrun(ctx, tx, v, step)
	}
	v.Workflow = &way
	return v, nil
}

// outrun says that a version is no longer where the step could be taken, and who
// brought it where it is.
func (s *Service) outrun(ctx context.Context, tx database.Tx, v Version, step Step) error {
	steps, err := s.store.steps(ctx, tx, v.Year)
	if err != nil {
		return err
	}
	var last StepRecord
	for _, taken := range steps {
		if taken.Version == v.Version {
			last = taken
		}
	}
	return faultState(v.State, step, last)
}

// did tells what the actor has done on a version, and who approved it: what
// incompatible hands are judged by. What was taken back was not done.
func (s *Service) did(ctx context.Context, tx database.Tx, v Version) (map[string]string, error) {
	did := map[string]string{}
	actor, _ := identity.From(ctx)
	drafters, err := s.store.drafters(ctx, tx, v.Year, v.Version)
	if err != nil {
		return nil, err
	}
	if actor.Account != "" && slices.Contains(drafters, actor.Account) {
		did[ActionDraft] = actor.Account
	}
	steps, err := s.store.steps(ctx, tx, v.Year)
	for _, taken := range standing(steps, v.Version) {
		if taken.Step == StepApprove {
			did[ActionApprove] = taken.Account
		}
	}
	return did, err
}

// move changes the state and leaves the step in timeline and audit. From its
// first step on a version keeps the way that it is on.
func (s *Service) move(ctx context.Context, tx database.Tx, v *Version, taken StepRecord) error {
	way, err := s.workflow(ctx, *v)
	if err != nil {
		return err
	}
	r, before := life(way)[taken.Step], v.State
	v.State, v.Since, v.Workflow = r.to, s.Clock.Now(), &way
	save := s.store.update
	if before == Issued {
		save = s.store.settle
	}
	if taken.Step == StepAmend {
		v.Workflow = nil // it goes on as the tenant's plans go then
		save = s.store.update
	}
	if err := save(ctx, tx, *v); err != nil {
		return err
	}
	if err := s.record(ctx, tx, *v, taken); err != nil {
		return err
	}
	after := map[string]any{"state": v.State}
	if v.Number > 0 {
		after["number"] = v.Number
	}
	err = s.Audit.Record(ctx, tx, audit.Entry{Action: r.action, Object: "plan", ObjectID: v.id(),
		Before: map[string]any{"state": before}, After: after, Reason: taken.Remark})
	if err != nil {
		return err
	}
	told := *v
	told.Workflow = &way
	return s.announce(ctx, tx, told, taken)
}

// step appends to the timeline.
func (s *Service) step(ctx context.Context, tx database.Tx, v Version, step Step, remark string) error {
	return s.record(ctx, tx, v, StepRecord{Step: step, Remark: remark})
}

// record appends to the timeline what was done with a version, by whom and when.
func (s *Service) record(ctx context.Context, tx database.Tx, v Version, taken StepRecord) error {
	taken.Account, taken.Actor = who(ctx)
	taken.Version, taken.State, taken.At = v.Version, v.State, s.Clock.Now()
	return s.store.addStep(ctx, tx, v.Year, taken)
}
