package planning

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/text"
)

// MaxRemark is how long a remark may be, in characters.
const MaxRemark = 4000

// Submit puts the draft before the chair.
func (s *Service) Submit(ctx context.Context, tenant string, year int) (Version, error) {
	return s.advance(ctx, tenant, year, StepSubmit, "", complete)
}

// Return sends the plan back to whoever drafts it; the remark says why.
func (s *Service) Return(ctx context.Context, tenant string, year int, remark string) (Version, error) {
	remark, err := remarked(remark)
	if err != nil {
		return Version{}, err
	}
	if remark == "" {
		return Version{}, faultRemark()
	}
	return s.advance(ctx, tenant, year, StepReturn, remark, nil)
}

// remarked is a remark as it is kept: composed, trimmed, of bounded length.
func remarked(s string) (string, error) {
	s = strings.TrimSpace(text.NFC(s))
	if utf8.RuneCountInString(s) > MaxRemark {
		return s, faultLongRemark()
	}
	return s, nil
}

// Approve approves the submitted plan. Nobody approves what they drafted.
func (s *Service) Approve(ctx context.Context, tenant string, year int) (Version, error) {
	return s.advance(ctx, tenant, year, StepApprove, "", nil)
}

// advance takes the open version one step further, in one transaction: lock,
// authorise with who did what before, check, save, record.
func (s *Service) advance(ctx context.Context, tenant string, year int, step Step, remark string, check func(*Version) error) (v Version, err error) {
	r := rules()[step]
	err = s.in(ctx, tenant, r.action, func(ctx context.Context, tx database.Tx) error {
		v, err = s.locked(ctx, tx, year, step)
		if err != nil {
			return err
		}
		if check != nil {
			if err := check(&v); err != nil {
				return err
			}
		}
		return s.move(ctx, tx, &v, step, remark)
	})
	return v, err
}

// locked reads the version that a step is about, locked, once the actor's own
// earlier hands on it do not forbid the step.
func (s *Service) locked(ctx context.Context, tx database.Tx, year int, step Step) (Version, error) {
	v, err := s.store.version(ctx, tx, year, latest, true)
	if err != nil {
		return v, err
	}
	did, err := s.did(ctx, tx, v)
	if err != nil {
		return v, err
	}
	r := rules()[step]
	if err := s.Policy.Authorise(ctx, r.action, policy.Resource{Did: did}); err != nil {
		return v, err
	}
	if !r.allows(v.State) {
		return v, faultState(v.State, step)
	}
	return v, nil
}

// did tells what the actor has done on a version, and who approved it: what
// incompatible hands are judged by.
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
	for _, taken := range steps {
		if taken.Version == v.Version && taken.Step == StepApprove {
			did[ActionApprove] = taken.Account
		}
	}
	return did, err
}

// move changes the state and leaves the step in timeline and audit.
func (s *Service) move(ctx context.Context, tx database.Tx, v *Version, step Step, remark string) error {
	before := v.State
	v.State, v.Since = rules()[step].to, s.Clock.Now()
	if err := s.store.update(ctx, tx, *v); err != nil {
		return err
	}
	if err := s.step(ctx, tx, *v, step, remark); err != nil {
		return err
	}
	after := map[string]any{"state": v.State}
	if v.Number > 0 {
		after["number"] = v.Number
	}
	return s.Audit.Record(ctx, tx, audit.Entry{Action: rules()[step].action, Object: "plan", ObjectID: v.id(),
		Before: map[string]any{"state": before}, After: after, Reason: remark})
}

// step appends to the timeline.
func (s *Service) step(ctx context.Context, tx database.Tx, v Version, step Step, remark string) error {
	account, name := who(ctx)
	return s.store.addStep(ctx, tx, v.Year, StepRecord{Version: v.Version, Step: step, State: v.State, Remark: remark,
		At: s.Clock.Now(), Account: account, Actor: name})
}

// complete asks for what a plan cannot be submitted without.
func complete(v *Version) error {
	f := faultIncomplete("xem các mục được đánh dấu.", "see what is marked.")
	p := &v.Plan
	for _, part := range []struct {
		path, vi, en string
		missing      bool
	}{
		{PartTitle, "Thiếu trích yếu của kế hoạch.", "The plan's abstract is missing.", p.Header.Title == ""},
		{PartPreamble, "Thiếu căn cứ ban hành.", "The legal bases are missing.", len(p.Preamble) == 0},
		{"sections", "Kế hoạch chưa có nội dung.", "The plan has no content.", len(p.Sections) == 0},
		{PartRecipients, "Thiếu nơi nhận.", "The recipients are missing.", len(p.Recipients) == 0},
		{PartSignatory, "Thiếu chức vụ, họ tên người ký.", "Capacity and name of the signatory are missing.",
			p.Signatory.Name == "" || len(p.Signatory.Capacity) == 0},
	} {
		if part.missing {
			f = f.At(part.path, part.vi, part.en)
		}
	}
	if len(f.Fields) == 0 {
		return nil
	}
	return f
}
