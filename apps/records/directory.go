package records

import (
	"context"
	"fmt"
	"slices"

	"vuon/platform/database"
)

// directory reads what the running tenant knows of possible recipients.
func (s *Service) directory(ctx context.Context, tx database.Tx) (d Directory, err error) {
	tenant := database.Tenant(ctx)
	if d.Self, err = s.Tenants.Tenant(ctx, tenant); err != nil {
		return d, err
	}
	if d.Offices, err = s.Tenants.Offices(ctx, tenant); err != nil {
		return d, err
	}
	functions, err := s.Catalogue.Functions(ctx)
	if err != nil {
		return d, err
	}
	d.Words = map[string][]string{}
	for _, f := range functions {
		d.Words[f.ID] = f.Words
	}
	said, err := s.store.meanings(ctx, tx)
	if err != nil {
		return d, err
	}
	d.Meanings = map[string][]Target{}
	for _, m := range said {
		d.Meanings[keyOf(m.Line)] = m.Targets
	}
	return s.neighbours(ctx, d)
}

// neighbours adds the tenants around: the parent, and those beside or below.
func (s *Service) neighbours(ctx context.Context, d Directory) (Directory, error) {
	all, err := s.Tenants.All(ctx)
	if err != nil {
		return d, err
	}
	for _, t := range all {
		switch {
		case t.ID == d.Self.Parent:
			d.Parent = t
		case t.ID != d.Self.ID && (t.Parent == d.Self.ID || t.Parent == d.Self.Parent && t.Parent != ""):
			d.Others = append(d.Others, t)
		}
	}
	return d, nil
}

// Choices are all whom a line may be said to mean: the tenant's own boxes, then
// the other tenants.
func (d Directory) Choices() (list []Target) {
	list = []Target{{"role:chair", "Chủ tịch UBND"}, {"role:vicechair", "Phó Chủ tịch UBND"}, {"role:clerk", "Văn thư"}}
	if d.Self.Kind == "province" {
		list = []Target{{"role:province-department", "Sở Lao động - Thương binh và Xã hội"}}
	}
	list = append(list, d.Boxes()...)
	if d.Parent.ID != "" {
		list = append(list, Target{tenantPrefix + d.Parent.ID, "UBND " + lowerFirst(d.Parent.Name)})
	}
	return append(list, d.tenants()...)
}

// Boxes are the offices and communes of the tenant that have an inbox here.
func (d Directory) Boxes() (list []Target) {
	seen := map[string]bool{}
	for _, o := range d.Offices {
		if t := target(o); t.Box() && !seen[t.Address] && d.Self.Kind != "province" {
			list, seen[t.Address] = append(list, t), true
		}
	}
	return list
}

// chosen are the targets of addresses that a form sent; a foreign one is refused.
func chosen(choices []Target, addresses []string) ([]Target, error) {
	var list []Target
	for _, a := range addresses {
		i := slices.IndexFunc(choices, func(t Target) bool { return t.Address == a })
		if i < 0 {
			return nil, invalid("to", "bad_recipient", fmt.Sprintf("Không có nơi nhận «%s» trên hệ thống. Hãy chọn trong danh sách.", a),
				fmt.Sprintf("There is no recipient %q here. Choose from the list.", a))
		}
		list = append(list, choices[i])
	}
	return list, nil
}

// Meanings reads what lines were said to mean, and whom they may mean.
func (s *Service) Meanings(ctx context.Context, tenant string) (list []Meaning, d Directory, err error) {
	err = s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if list, err = s.store.meanings(ctx, tx); err != nil {
			return err
		}
		d, err = s.directory(ctx, tx)
		return err
	})
	return list, d, err
}

// Mean keeps what a line of Nơi nhận means in the tenant; no addresses mean
// somebody outside of the deployment. Where the line stands on a document that is
// out already, those who have not got it yet get it now. Faults: bad_line,
// bad_recipient.
func (s *Service) Mean(ctx context.Context, tenant, line string, addresses []string, outgoing string) error {
	line = Plain(line)
	if keyOf(line) == "" || len([]rune(line)) > 300 {
		return invalid("line", "bad_line", "Nhập nguyên văn dòng nơi nhận, tối đa 300 ký tự.", "Enter the line of recipients as it stands, at most 300 characters.")
	}
	return s.changing(ctx, tenant, ActionRegister, func(ctx context.Context, tx database.Tx) error {
		d, err := s.directory(ctx, tx)
		if err != nil {
			return err
		}
		targets, err := chosen(d.Choices(), addresses)
		if err != nil {
			return err
		}
		if len(targets) == 0 {
			targets = []Target{{Name: line}}
		}
		m := Meaning{Line: line, Targets: targets, ChangedAt: s.Clock.Now(), ChangedBy: who(ctx)}
		if err := s.store.saveMeaning(ctx, tx, m); err != nil {
			return err
		}
		if err := s.record(ctx, tx, "mean", "recipient", line, "", targets); err != nil {
			return err
		}
		return s.sendMore(ctx, tx, outgoing, line, targets)
	})
}

// Forget goes back to what the names themselves say of a line.
func (s *Service) Forget(ctx context.Context, tenant, line string) error {
	return s.changing(ctx, tenant, ActionRegister, func(ctx context.Context, tx database.Tx) error {
		if err := s.store.forgetMeaning(ctx, tx, line); err != nil {
			return err
		}
		return s.record(ctx, tx, "forget", "recipient", Plain(line), "", nil)
	})
}
