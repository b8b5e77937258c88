package planning

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"vuon/apps/catalogue"
	"vuon/apps/planning/planreader"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/text"
)

// Around is what stands beside a part while it is written.
type Around struct {
	Part     Part
	Label    string
	Place    string
	Version  Version
	Project  *catalogue.Project // that the part is about; nil for others
	Last     *Former            // the same part of the year before; nil when there is none
	Warnings []i18n.Text        // what somebody should look at in it
	Comments []Comment          // on it; on parts that are gone, with the title's
	Changes  []Change           // the newest
	More     string             // cursor of older changes
}

// Former is a part of an earlier year's plan.
type Former struct {
	Year int
	Part Part
}

// changesBeside is how many changes stand beside a part before "older".
const changesBeside = 8

// Around gathers what stands beside a part.
func (s *Service) Around(ctx context.Context, tenant string, year int, path string) (a Around, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if a.Version, err = s.store.version(ctx, tx, year, latest, false); err != nil {
			return err
		}
		list := pieces(&a.Version.Plan)
		p, there := pieceOf(list, path)
		if !there {
			return faultNoSection()
		}
		a.Part, a.Place, a.Label = p.Part, p.place, p.label(i18n.From(ctx))
		if a.Comments, err = s.store.comments(ctx, tx, year, ""); err != nil {
			return err
		}
		a.Comments = beside(a.Comments, list, p.Path)
		if a.Changes, a.More, err = s.store.changesPage(ctx, tx, year, historyKeys(&a.Version.Plan, p.Path), database.Page{Limit: changesBeside}); err != nil {
			return err
		}
		if a.Last, err = s.former(ctx, tx, year-1, p, list); err != nil {
			return err
		}
		return s.know(ctx, tx, &a, p)
	})
	return a, err
}

// know adds what the catalogue and the checks before submission say of the part.
func (s *Service) know(ctx context.Context, tx database.Tx, a *Around, p piece) error {
	if p.section != nil {
		code := projectAt(a.Version.Plan.Projects, numberPathOf(&a.Version.Plan, p.place))
		if code != "" {
			project, err := s.Catalogue.Project(ctx, code, firstOf(a.Version.Year))
			switch {
			case err == nil:
				a.Project = &project
			case fault.From(err).Kind != fault.NotFound:
				return err
			}
		}
	}
	checks, err := s.checked(ctx, tx, &a.Version)
	for _, c := range checks {
		if c.At == p.Path || c.At == "" && p.Path == PartTitle {
			a.Warnings = append(a.Warnings, c.Text())
		}
	}
	return err
}

// former finds the same part in the plan of another year, nil where there is none.
func (s *Service) former(ctx context.Context, tx database.Tx, year int, p piece, now []piece) (*Former, error) {
	v, err := s.store.version(ctx, tx, year, inForce, false)
	if err != nil && fault.From(err).Kind == fault.NotFound {
		v, err = s.store.version(ctx, tx, year, latest, false)
	}
	if err != nil {
		if fault.From(err).Kind == fault.NotFound {
			return nil, nil
		}
		return nil, err
	}
	then := pieces(&v.Plan)
	i := counterpart(p, now, then)
	if i < 0 {
		return nil, nil
	}
	return &Former{year, then[i].Part}, nil
}

// counterpart finds the part that says the same in another plan: by name, else by
// the titles on its way down, else by its own title where only one has it.
func counterpart(p piece, now, then []piece) int {
	if p.section == nil {
		return slices.IndexFunc(then, func(q piece) bool { return q.Path == p.Path })
	}
	way := trail(now, p)
	for _, alike := range []func(piece) bool{
		func(q piece) bool { return q.place == p.place && trail(then, q) == way },
		func(q piece) bool { return p.Title != "" && q.section != nil && trail(then, q) == way },
	} {
		if i := slices.IndexFunc(then, alike); i >= 0 {
			return i
		}
	}
	own, found := wordsOnly(p.Title), -1
	for i, q := range then {
		if q.section == nil || own == "" || wordsOnly(q.Title) != own {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// trail is the titles from the top down to a part.
func trail(list []piece, p piece) string {
	var titles []string
	for place := p.place; place != ""; {
		if q, ok := pieceOf(list, place); ok {
			titles = append(titles, wordsOnly(q.Title))
		}
		i := strings.LastIndexByte(place, '-')
		place = place[:max(i, 0)]
	}
	return strings.Join(titles, "|")
}

// wordsOnly is a title without figures and signs, since years change.
func wordsOnly(title string) string {
	return strings.Join(strings.FieldsFunc(text.Fold(title), func(r rune) bool { return !unicode.IsLetter(r) }), " ")
}

// projectAt is the code of the project that the section with this number path, or
// one above it, is about.
func projectAt(projects []planreader.Project, at string) (code string) {
	longest := -1
	var walk func([]planreader.Project)
	walk = func(list []planreader.Project) {
		for _, p := range list {
			if p.Code != "" && p.At != "" && (at == p.At || strings.HasPrefix(at, p.At+".")) && len(p.At) >= longest {
				longest, code = len(p.At), p.Code
			}
			walk(p.SubProjects)
		}
	}
	walk(projects)
	return code
}

// numberPathOf is the number path of the section at a place.
func numberPathOf(p *planreader.Plan, place string) string {
	for at, where := range planreader.Places(p.Sections) {
		if where == place {
			return at
		}
	}
	return ""
}

// beside picks the comments on a part, and with the title those on parts that are
// gone, so that nothing that was said is lost from sight.
func beside(all []Comment, list []piece, path string) (out []Comment) {
	for _, c := range all {
		_, there := pieceOf(list, c.Part)
		if c.Part == path || path == PartTitle && !there {
			out = append(out, c)
		}
	}
	return out
}
