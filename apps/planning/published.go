package planning

import (
	"context"
	"strings"

	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/events"
	"vuon/platform/i18n"
)

// publish makes a file of an issued version known by its hash, to whoever has it.
func (s *Service) publish(ctx context.Context, tx database.Tx, v Version, sha256 string, form register.Form) error {
	if !v.State.Final() || v.Number == 0 || v.Heading == nil {
		return nil
	}
	p := register.Published{SHA256: sha256, Object: "plan", ObjectID: v.id(), Issuer: strings.Join(strings.Fields(v.Heading.Issuer), " "),
		Kind: registerKind, Number: v.Number, Symbol: v.Symbol, Dated: *v.Dated, Abstract: v.Title, Form: form}
	if v.State == Superseded {
		p.State = register.Superseded
	}
	return s.Register.Publish(ctx, tx, p)
}

// subscriptions keep what is known of files in step with the plan, and plans with
// the registry of documents.
func (s *Service) subscriptions() []events.Subscription {
	return []events.Subscription{events.On(s.standIssued), events.On(s.standTakenBack), events.On(s.whenDocumentChanged)}
}

// standIssued: the version takes the place of those before it.
func (s *Service) standIssued(ctx context.Context, e PlanIssued) error {
	return s.DB.InTenant(ctx, e.Tenant, func(ctx context.Context, tx database.Tx) error {
		successor := Version{Number: e.Number, Symbol: e.Symbol}.Named() + ", " + i18n.Date(e.Dated)
		for n := 1; n < e.Version; n++ {
			if err := s.Register.Stands(ctx, tx, "plan", Version{Year: e.Year, Version: n}.id(), register.Superseded, successor); err != nil {
				return err
			}
		}
		return nil
	})
}

// standTakenBack: the version is not issued any more, the one before holds again.
func (s *Service) standTakenBack(ctx context.Context, e PlanTakenBack) error {
	if e.Step != StepIssue {
		return nil
	}
	return s.DB.InTenant(ctx, e.Tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Register.Stands(ctx, tx, "plan", Version{Year: e.Year, Version: e.Version}.id(), register.TakenBack, ""); err != nil {
			return err
		}
		if e.Restored == 0 {
			return nil
		}
		return s.Register.Stands(ctx, tx, "plan", Version{Year: e.Year, Version: e.Restored}.id(), register.InForce, "")
	})
}
