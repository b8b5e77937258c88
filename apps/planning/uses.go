package planning

import (
	"context"
	"fmt"
	"strings"

	"vuon/apps/catalogue"
	"vuon/apps/planning/planreader"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// Uses lists the places in a tenant's plans, open or in force, that name the
// document of a number: the preamble, sections, and assignments. Who may not read
// plans is told of none.
func (s *Service) Uses(ctx context.Context, tenant, number string) (list []catalogue.Use, err error) {
	if !s.Policy.Can(policy.At(ctx, tenant), ActionView) {
		return nil, nil
	}
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		versions, err := s.store.living(ctx, tx)
		for i := range versions {
			list = append(list, usesIn(ctx, versions[i], number)...)
		}
		return err
	})
	return list, err
}

func usesIn(ctx context.Context, v Version, number string) (list []catalogue.Use) {
	places, said := planreader.Places(v.Plan.Sections), map[string]bool{}
	plan := fmt.Sprintf(i18n.Say(ctx, "Kế hoạch năm %d", "Plan of %d"), v.Year)
	for _, m := range mentionsIn(&v.Plan) {
		if !strings.EqualFold(m.number, number) || said[m.at] {
			continue
		}
		said[m.at] = true
		path := PartPreamble
		if m.at != "" {
			path = places[m.at]
		}
		use := catalogue.Use{Kind: "section", Title: plan, Path: v.page(""), Open: !v.State.Final()}
		if path != "" {
			use.Title, use.Path = plan+": "+titleAt(&v.Plan, path).In(i18n.From(ctx)), v.page(fmt.Sprintf("/sections/%s?version=%d", path, v.Version))
		}
		switch {
		case m.at == "":
			use.Kind = "basis"
		case assigns(v.Plan.Tasks, m):
			use.Kind = "assignment"
		}
		list = append(list, use)
	}
	return list
}

// assigns reports whether the document is named in an assignment of the section.
func assigns(tasks []planreader.Task, m mention) bool {
	for _, t := range tasks {
		if t.At == m.at && strings.Contains(t.Text, m.number) {
			return true
		}
	}
	return false
}
