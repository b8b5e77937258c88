package planning

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/text"
)

// communes is the function of communes' committees.
const communes = "commune"

// Candidate is an office that can be asked; Named ones the plan gives work to.
type Candidate struct {
	Asked
	Named bool `json:"named"`
}

// Candidates lists the tenant's offices as they can be asked about the open
// version, each with the projects in which the plan names it.
func (s *Service) Candidates(ctx context.Context, tenant string, year int) (list []Candidate, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.version(ctx, tx, year, latest, false)
		if err != nil {
			return err
		}
		list, err = s.candidates(ctx, v)
		return err
	})
	return list, err
}

func (s *Service) candidates(ctx context.Context, v Version) ([]Candidate, error) {
	offices, err := s.Tenants.Offices(ctx, v.Tenant)
	if err != nil {
		return nil, err
	}
	list := make([]Candidate, 0, len(offices))
	actor, _ := identity.From(ctx)
	for _, o := range offices {
		if o.UnitCode == "" && policy.SpeaksFor(actor, o.Function, "") {
			continue // nobody asks their own office
		}
		c := Candidate{Asked: Asked{Office: o.ID, Name: o.Name, Function: o.Function, UnitCode: o.UnitCode, Projects: projectsOf(v.Plan, o)}}
		c.Named = len(c.Projects) > 0 || slices.ContainsFunc(v.Plan.Tasks, func(t planreader.Task) bool { return names(o, t.Function, t.Unit) })
		list = append(list, c)
	}
	return list, nil
}

// projectsOf are the codes of the projects whose assignments name the office.
func projectsOf(p planreader.Plan, o tenancy.Office) []string {
	codes := []string{}
	var walk func(list []planreader.Project)
	walk = func(list []planreader.Project) {
		for _, project := range list {
			named := slices.ContainsFunc(project.Assignments, func(a planreader.Assignment) bool { return names(o, a.Function, a.Unit) })
			if named && project.Code != "" && !slices.Contains(codes, project.Code) {
				codes = append(codes, project.Code)
			}
			walk(project.SubProjects)
		}
	}
	walk(p.Projects)
	return codes
}

// names reports whether words of a plan mean the office: its function, where that
// tells offices apart, else its name.
func names(o tenancy.Office, function, unit string) bool {
	if function != "" && function != "other" {
		return function == o.Function
	}
	words := text.Fold(unit)
	return o.ShortName != "" && strings.Contains(words, text.Fold(o.ShortName)) || strings.Contains(words, text.Fold(o.Name))
}

// rolesFor are the standard roles whose holders speak for an office: none where
// nobody of it works here, so that its letter is entered for it.
func rolesFor(function string) []string {
	if function == communes {
		return []string{"commune-chair", "commune-officer"}
	}
	if _, known := policy.RoleNamed(function); known {
		return []string{function}
	}
	return nil
}

// speaks reports whether the actor may answer for an asked office: a commune's
// people for their commune, an office's for their office.
func (s *Service) speaks(ctx context.Context, a Asked) bool {
	actor, _ := identity.From(ctx)
	roles := rolesFor(a.Function)
	return slices.ContainsFunc(actor.Roles, func(g identity.Grant) bool {
		covered := len(g.Scope.Units) == 0 || slices.Contains(g.Scope.Units, a.UnitCode)
		return slices.Contains(roles, g.Role) && covered
	}) && s.Policy.Authorise(ctx, ActionOpine, policy.Resource{Unit: a.UnitCode}) == nil
}

// mine are the asked offices for which the actor may answer.
func (s *Service) mine(ctx context.Context, r Round) (list []Asked) {
	for _, a := range r.Asked {
		if s.speaks(ctx, a) {
			list = append(list, a)
		}
	}
	return list
}

// tally says in a line what a round brought: "12 cơ quan: 7 thống nhất, …".
func tally(r Round) string {
	count := map[Verdict]int{}
	for _, a := range r.Asked {
		count[a.Verdict()]++
	}
	parts := []string{}
	for _, v := range []Verdict{Agree, Propose, Disagree, ""} {
		if count[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[v], strings.ToLower(v.Title().VI)))
		}
	}
	return fmt.Sprintf("Lần %d, hỏi %d cơ quan: %s", r.Round, len(r.Asked), strings.Join(parts, ", "))
}
