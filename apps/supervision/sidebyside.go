package supervision

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"vuon/apps/planning"
	"vuon/apps/planning/planreader"
	"vuon/platform/database"
	"vuon/platform/policy"
	"vuon/platform/text"
)

// Side is one district's plan beside the others'.
type Side struct {
	Tenant, Name string
	Version      planning.Version // zero when there is none
}

// There reports whether the district has a plan.
func (s Side) There() bool { return s.Version.Version > 0 }

// Sides reads the plans of all districts for a year, in the order of the
// districts. Each district's audit says that it was read.
func (s *Service) Sides(ctx context.Context, province string, year int) (list []Side, err error) {
	if err := s.Policy.Authorise(policy.At(ctx, province), ActionView); err != nil {
		return nil, err
	}
	districts, err := s.Tenants.Children(ctx, province)
	if err != nil {
		return nil, err
	}
	var at map[string]planning.Version
	err = s.DB.AcrossTenants(ctx, province, func(ctx context.Context, tx database.Tx) error {
		at, err = s.Planning.ReadAllAcross(ctx, tx, year)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, d := range districts {
		v, there := at[d.ID]
		if !there && d.Closed {
			continue
		}
		if there {
			if err := s.left(ctx, d.ID, ActionReadPlan, year); err != nil {
				return nil, err
			}
		}
		list = append(list, Side{Tenant: d.ID, Name: d.Name, Version: v})
	}
	return list, nil
}

// TargetLine is one thing that plans promise, with what each district promises
// and what the guidance asks.
type TargetLine struct {
	Key    string
	Sample planreader.Target            // the words of the line
	Asked  *planreader.Target           // by the guidance
	By     map[string]planreader.Target // by district
}

// Targets puts the targets of all districts beside those that the guidance asks:
// lines that most districts have go first. A target of no known indicator can be
// compared with nothing, and is left out.
func Targets(sides []Side, asked []planreader.Target) []TargetLine {
	lines := map[string]*TargetLine{}
	line := func(t planreader.Target) *TargetLine {
		key := targetKey(t)
		if lines[key] == nil {
			lines[key] = &TargetLine{Key: key, Sample: t, By: map[string]planreader.Target{}}
		}
		return lines[key]
	}
	for _, t := range asked {
		line(t).Asked = new(t)
	}
	for _, side := range sides {
		for _, t := range side.Version.Plan.Targets {
			if t.Indicator == "other" {
				continue
			}
			l := line(t)
			if _, twice := l.By[side.Tenant]; !twice {
				l.By[side.Tenant] = t
			}
		}
	}
	var out []TargetLine
	for _, l := range lines {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b TargetLine) int {
		if (a.Asked == nil) != (b.Asked == nil) {
			return map[bool]int{true: 1, false: -1}[a.Asked == nil]
		}
		return cmp.Or(len(b.By)-len(a.By), strings.Compare(a.Key, b.Key))
	})
	return out
}

// targetKey says what a target is about: the same key is the same promise.
func targetKey(t planreader.Target) string { return t.Indicator + "|" + t.Population + "|" + t.Unit }

// Meets reports whether a promise reaches what the guidance asks.
func Meets(promised, asked planreader.Target) bool {
	return promised.Direction == asked.Direction && promised.Amount >= asked.Amount
}

// Topic is a section that can be laid side by side: a project, or a title that
// several plans have.
type Topic struct{ ID, Title string }

// Topics are the projects, and the titles of first rank, that the plans have.
func Topics(sides []Side) (list []Topic) {
	seen := map[string]int{}
	add := func(id, title string) {
		if seen[id]++; seen[id] == 1 {
			list = append(list, Topic{id, title})
		}
	}
	for _, side := range sides {
		for _, s := range side.Version.Plan.Sections {
			if s.Title != "" {
				add("s:"+text.Fold(s.Title), strings.TrimSpace(s.Mark+" "+s.Title))
			}
		}
	}
	for _, side := range sides {
		walkProjects(side.Version.Plan.Projects, func(p planreader.Project) {
			if p.Code != "" {
				add("p:"+p.Code, p.Code+" · "+p.Title)
			}
		})
	}
	return list
}

func walkProjects(list []planreader.Project, fn func(planreader.Project)) {
	for _, p := range list {
		fn(p)
		walkProjects(p.SubProjects, fn)
	}
}

// Passage is what a district's plan says on a topic: its section, whole.
type Passage struct {
	Side    Side
	At      string // number path: "IV.1"
	Section *planreader.Section
}

// Passages lays a topic's sections side by side; a plan without it has none.
func Passages(sides []Side, topic string) (list []Passage) {
	kind, name, _ := strings.Cut(topic, ":")
	for _, side := range sides {
		p := Passage{Side: side}
		if kind == "p" {
			walkProjects(side.Version.Plan.Projects, func(x planreader.Project) {
				if x.Code == name && p.At == "" {
					p.At = x.At
				}
			})
		}
		p.At, p.Section = find(side.Version.Plan.Sections, "", func(at string, s planreader.Section) bool {
			return kind == "p" && p.At != "" && at == p.At || kind == "s" && text.Fold(s.Title) == name
		})
		list = append(list, p)
	}
	return list
}

// find is the first section that is meant, in printed order, with its number path.
func find(list []planreader.Section, above string, is func(at string, s planreader.Section) bool) (string, *planreader.Section) {
	for i, s := range list {
		at := s.Number
		if above != "" {
			at = above + "." + s.Number
		}
		if is(at, s) {
			return at, &list[i]
		}
		if at, found := find(s.Children, at, is); found != nil {
			return at, found
		}
	}
	return "", nil
}
