package planning

import (
	"context"

	"vuon/apps/planning/planreader"
	"vuon/platform/database"
)

// guidanceChecks hold the plan's targets against those that the province's
// guidance for the year asks. They never block: the district answers for its plan.
func (s *Service) guidanceChecks(ctx context.Context, tx database.Tx, v *Version) ([]Check, error) {
	g, err := s.store.guidance(ctx, tx, v.Year)
	if err != nil || g == nil {
		return nil, err
	}
	return againstGuidance(&v.Plan, g.Targets), nil
}

func againstGuidance(p *planreader.Plan, asked []planreader.Target) (list []Check) {
	for _, want := range asked {
		at, have, low := "", false, true
		for _, stated := range p.LocateTargets() {
			for _, t := range stated.Targets {
				if sameTarget(t, want) {
					at, have = stated.Section, true
					low = low && (t.Direction != want.Direction || t.Amount < want.Amount)
				}
			}
		}
		switch {
		case !have:
			list = append(list, warning("guidance_target_missing", "", "Kế hoạch chưa có chỉ tiêu mà tỉnh hướng dẫn: %s.",
				"The plan lacks a target that the province's guidance asks: %s.", want.Text))
		case low:
			list = append(list, warning("guidance_target_low", at, "Chỉ tiêu thấp hơn mức tỉnh hướng dẫn: %s.",
				"The target is below what the province's guidance asks: %s.", want.Text))
		}
	}
	return list
}

// sameTarget reports whether two targets promise the same thing, whatever the amount.
func sameTarget(a, b planreader.Target) bool {
	return a.Indicator == b.Indicator && a.Population == b.Population && a.Unit == b.Unit
}
