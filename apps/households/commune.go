package households

import (
	"context"
	"maps"
	"time"

	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// Commune is how far a commune is with a review.
type Commune struct {
	Round          string            `bun:"round,pk" json:"round"`
	Unit           string            `bun:"unit,pk" json:"unit"` // key
	Stage          Stage             `bun:"state" json:"stage"`
	ListsOn        declared.Date     `bun:"lists_on,type:date" json:"lists_on,omitempty"`
	ReviewedOn     declared.Date     `bun:"reviewed_on,type:date" json:"reviewed_on,omitempty"`
	MetOn          declared.Date     `bun:"met_on,type:date" json:"met_on,omitempty"`
	PostedOn       declared.Date     `bun:"posted_on,type:date" json:"posted_on,omitempty"`
	PostedUntil    declared.Date     `bun:"posted_until,type:date" json:"posted_until,omitempty"`
	RecheckedOn    declared.Date     `bun:"rechecked_on,type:date" json:"rechecked_on,omitempty"` // on which the re-check began
	SubmittedOn    declared.Date     `bun:"submitted_on,type:date" json:"submitted_on,omitempty"`
	OpinedOn       declared.Date     `bun:"opined_on,type:date" json:"opined_on,omitempty"`
	DecisionNumber string            `bun:"decision_number" json:"decision_number,omitempty"`
	DecisionOn     declared.Date     `bun:"decision_on,type:date" json:"decision_on,omitempty"`
	Signatory      string            `bun:"signatory" json:"signatory,omitempty"`
	Opinion        string            `bun:"opinion" json:"opinion,omitempty"`
	Did            map[string]string `bun:"did,type:jsonb" json:"-"` // action → account
	Revision       int               `bun:"revision" json:"revision"`
	UpdatedAt      time.Time         `bun:"updated_at" json:"updated_at"`
}

// StepRecord is a step that was taken.
type StepRecord struct {
	Seq     int           `bun:"seq,pk" json:"seq"`
	Step    ReviewStep    `bun:"step" json:"step"`
	Stage   Stage         `bun:"state" json:"stage"` // after it
	Dated   declared.Date `bun:"dated,type:date" json:"dated,omitempty"`
	Remark  string        `bun:"remark" json:"remark,omitempty"`
	Account string        `bun:"account" json:"-"`
	Actor   string        `bun:"actor" json:"actor"`
	At      time.Time     `bun:"at" json:"at"`
}

// review is a commune's review while somebody works on it.
type review struct {
	Round   Round
	Unit    tenancy.Unit
	Commune Commune
	Terms   Terms
}

// id names the commune's review in the audit: "2024/24697".
func (w review) id() string { return w.Round.ID + "/" + w.Unit.Code }

// page is an address below the commune's review.
func (w review) page(tenant, below string) string {
	return "/t/" + tenant + "/reviews/" + w.Round.ID + "/" + w.Unit.Code + below
}

// readReview reads a commune's review; lock keeps others from changing it.
func (s *Service) readReview(ctx context.Context, tx database.Tx, round, code string, lock bool) (w review, err error) {
	tenant := database.Tenant(ctx)
	if w.Round, err = s.store.round(ctx, tx, round); err != nil {
		return w, err
	}
	if w.Unit, err = s.unit(ctx, tenant, code, w.Round.AsOf); err != nil {
		return w, err
	}
	if w.Commune, err = s.store.commune(ctx, tx, round, w.Unit.ID, lock); err != nil {
		return w, err
	}
	w.Terms, err = s.terms(ctx, tenant)
	return w, err
}

// viewing reads a commune's review for whoever may see the households there.
func (s *Service) viewing(ctx context.Context, tenant, round, code string, fn func(ctx context.Context, tx database.Tx, w review) error) error {
	return s.reads(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		w, err := s.readReview(ctx, tx, round, code, false)
		if err != nil {
			return err
		}
		if err := s.allowed(ctx, ActionView, w.Unit.ID); err != nil {
			return err
		}
		return fn(ctx, tx, w)
	})
}

// working runs fn on a commune's review, locked, for whoever holds the action
// there and whose earlier hands on it do not forbid it, while it is at one of the
// stages (none: at any). What fn changes of the commune is saved.
func (s *Service) working(ctx context.Context, tenant, round, code, action string, stages []Stage, fn func(ctx context.Context, tx database.Tx, w *review) error) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		w, err := s.readReview(ctx, tx, round, code, true)
		if err != nil {
			return s.orNotYours(ctx, action, err)
		}
		did, err := s.did(ctx, tx, w)
		if err != nil {
			return err
		}
		if err := s.Policy.Authorise(ctx, action, policy.Resource{Unit: w.Unit.Code, Did: did}); err != nil {
			return err
		}
		if err := s.Tenants.Writable(ctx, tenant); err != nil {
			return err
		}
		if m := (move{from: stages}); len(stages) > 0 && !m.allows(w.Commune.Stage) {
			return faultStage(w)
		}
		return fn(ctx, tx, &w)
	})
}

// orNotYours asks for the right to do the action at all before it says what is not
// there.
func (s *Service) orNotYours(ctx context.Context, action string, err error) error {
	if denied := s.Policy.Authorise(ctx, action); denied != nil && !s.Policy.Can(ctx, action) {
		return denied
	}
	return err
}

// did tells what was done on a commune's review, and by whom: what incompatible
// hands are judged by. Many enter; whether the actor is among them is asked.
func (s *Service) did(ctx context.Context, tx database.Tx, w review) (map[string]string, error) {
	did := maps.Clone(w.Commune.Did)
	if did == nil {
		did = map[string]string{}
	}
	actor, _ := identity.From(ctx)
	if actor.Account == "" {
		return did, nil
	}
	entered, err := s.store.hasEntered(ctx, tx, w.Round.ID, w.Unit.ID, actor.Account)
	if entered {
		did[ActionEnter] = actor.Account
	}
	return did, err
}

// stepping takes a step: authorise, check that it can be taken now, let fn do what
// belongs to it, save, and leave it in history and audit.
func (s *Service) stepping(ctx context.Context, tenant, round, code string, taken StepRecord, fn func(ctx context.Context, tx database.Tx, w *review) (after map[string]any, err error)) error {
	known := life(Round{Kind: Periodic, District: true})[taken.Step]
	return s.working(ctx, tenant, round, code, known.action, nil, func(ctx context.Context, tx database.Tx, w *review) error {
		m, on := life(w.Round)[taken.Step]
		if !on {
			return faultNoSuchStep(*w, taken.Step)
		}
		if !m.allows(w.Commune.Stage) {
			return faultStep(*w, taken.Step)
		}
		after, err := fn(ctx, tx, w)
		if err != nil {
			return err
		}
		return s.move(ctx, tx, w, m, taken, after)
	})
}

// move saves where a step has led.
func (s *Service) move(ctx context.Context, tx database.Tx, w *review, m move, taken StepRecord, after map[string]any) error {
	before := w.Commune.Stage
	taken.Account, taken.Actor = who(ctx)
	if w.Commune.Did == nil {
		w.Commune.Did = map[string]string{}
	}
	w.Commune.Did[m.action] = taken.Account
	w.Commune.Stage, taken.Stage, taken.At = m.to, m.to, s.now()
	if taken.Dated == "" {
		taken.Dated = s.today()
	}
	if err := s.saveCommune(ctx, tx, w); err != nil {
		return err
	}
	if err := s.store.addStep(ctx, tx, w.Round.ID, w.Unit.ID, taken); err != nil {
		return err
	}
	entry := map[string]any{"stage": m.to, "step": taken.Step}
	maps.Copy(entry, after)
	if err := s.record(ctx, tx, m.action, "review", w.id(), map[string]any{"stage": before}, entry, taken.Remark); err != nil {
		return err
	}
	return s.tellNext(ctx, tx, *w, taken)
}

// saveCommune writes the commune's row, which is locked.
func (s *Service) saveCommune(ctx context.Context, tx database.Tx, w *review) error {
	w.Commune.Revision++
	w.Commune.UpdatedAt = s.now()
	return s.store.updateCommune(ctx, tx, w.Commune)
}
