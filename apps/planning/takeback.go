package planning

import (
	"context"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/policy"
)

// TakeBack undoes the last step on the plan of a year, with a reason: by whoever
// took it, or by their chief (planning.take_back). The step is named, so that one
// which somebody else took meanwhile is not undone in its stead. A number that
// was given out stays in the register as voided; the version that had been
// replaced is in force again. What was released or closed is not taken back.
func (s *Service) TakeBack(ctx context.Context, tenant string, year int, step Step, reason string) (v Version, err error) {
	if reason, err = remarkNeeded(reason, faultNoReason()); err != nil {
		return v, err
	}
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.store.hold(ctx, tx, year); err != nil {
			return err
		}
		if v, err = s.store.version(ctx, tx, year, latest, true); err != nil {
			return err
		}
		taken, err := s.store.steps(ctx, tx, year)
		if err != nil {
			return err
		}
		last, before, err := undoable(v, standing(taken, v.Version), step)
		if err != nil {
			return err
		}
		if err := s.mayUndo(ctx, v, last); err != nil {
			return err
		}
		return s.undo(ctx, tx, &v, last, before, reason)
	})
	return v, err
}

// undoable is the last step, when it is the one asked for and may still be taken
// back, and the state in which it leaves the version.
func undoable(v Version, steps []StepRecord, asked Step) (last StepRecord, before State, err error) {
	if len(steps) > 0 {
		last = steps[len(steps)-1]
	}
	switch {
	case last.Step != asked:
		return last, "", faultNotLast(asked, last)
	case v.ReleasedAt != nil || v.State == Closed:
		return last, "", faultReleased()
	case last.Step == StepAmend:
		return last, Withdrawn, nil
	case last.Step == StepImport || last.Step == StepStart || len(steps) < 2:
		return last, "", faultFirstStep()
	}
	before = steps[len(steps)-2].State
	if v.State.Editable() && !before.Editable() && v.UpdatedAt.After(last.At) {
		return last, "", faultWrittenSince()
	}
	return last, before, nil
}

// mayUndo lets whoever took the step undo it as long as they may take it, and
// others only with the right for that.
func (s *Service) mayUndo(ctx context.Context, v Version, last StepRecord) error {
	action := ActionTakeBack
	if actor, _ := identity.From(ctx); last.Account != "" && actor.Account == last.Account {
		way, err := s.workflow(ctx, v)
		if err != nil {
			return err
		}
		r, on := life(way)[last.Step]
		switch {
		case on && s.Policy.Can(ctx, r.action):
			action = r.action
		case last.Step == StepReturn && s.Policy.Can(ctx, ActionAppraise): // found unfit
			action = ActionAppraise
		}
	}
	return s.Policy.Authorise(ctx, action, policy.Resource{})
}

// undo brings the version back to where it was, with what hangs on the step.
func (s *Service) undo(ctx context.Context, tx database.Tx, v *Version, last StepRecord, before State, reason string) error {
	e := PlanTakenBack{Tenant: v.Tenant, Year: v.Year, Version: v.Version, Step: last.Step, State: before, Reason: reason}
	was := v.State
	v.State, v.Since = before, s.Clock.Now()
	if v.Number > 0 && before != Numbered {
		if err := s.Register.Void(ctx, tx, v.Dated.Year(), registerKind, v.Number, reason); err != nil {
			return err
		}
		e.Number = v.Number
		v.Number, v.Symbol, v.Dated, v.Heading = 0, "", nil, nil
		v.Plan.Header.Number, v.Plan.Header.Date = "", ""
	}
	if e.Number > 0 || last.Step == StepIssue {
		v.Revision++ // no file that was made of it stands for it any more
	}
	if err := s.store.update(ctx, tx, *v); err != nil {
		return err
	}
	var err error
	if last.Step == StepIssue {
		if e.Restored, err = s.restore(ctx, tx, *v); err != nil {
			return err
		}
	}
	if err := s.reopen(ctx, tx, *v, last.Step, reason); err != nil {
		return err
	}
	if err := s.record(ctx, tx, *v, StepRecord{Step: StepTakeBack, Remark: reason, Undoes: last.Seq}); err != nil {
		return err
	}
	err = s.Audit.Record(ctx, tx, audit.Entry{Action: ActionTakeBack, Object: "plan", ObjectID: v.id(), Reason: reason,
		Before: map[string]any{"state": was, "step": last.Step}, After: map[string]any{"state": before, "voided": e.Number, "restored": e.Restored}})
	if err != nil {
		return err
	}
	if err := s.Events.Publish(ctx, e); err != nil {
		return err
	}
	way, err := s.workflow(ctx, *v)
	v.Workflow = &way
	if err != nil {
		return err
	}
	return s.announce(ctx, tx, *v, StepRecord{Step: StepTakeBack, Remark: last.Step.Title().VI + ": " + reason})
}

// restore puts the version that this one had replaced into force again.
func (s *Service) restore(ctx context.Context, tx database.Tx, next Version) (version int, err error) {
	if version, err = s.store.restore(ctx, tx, next.Year, next.Version, s.Clock.Now()); err != nil || version == 0 {
		return version, err
	}
	steps, err := s.store.steps(ctx, tx, next.Year)
	if err != nil {
		return version, err
	}
	old := next
	old.Version, old.State = version, Issued
	back := StepRecord{Step: StepRestore}
	for _, step := range standing(steps, version) {
		if step.Step == StepReplace {
			back.Undoes = step.Seq
		}
	}
	return version, s.record(ctx, tx, old, back)
}
