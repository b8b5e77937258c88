package library

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"vuon/apps/catalogue"
	"vuon/platform/database"
)

// given are the folders that the programme gives on the tenant's day: a year's
// projects for the years around it, and each commune's own. They are there
// without rows.
func (s *Service) given(ctx context.Context, tenant string) (list []Folder, err error) {
	day, err := s.Tenants.Day(ctx, tenant)
	if err != nil {
		return nil, err
	}
	for year := day.Year() + 1; year >= day.Year()-1; year-- {
		more, err := s.givenOf(ctx, tenant, year)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	units, err := s.Tenants.Units(ctx, tenant, time.Time{})
	if err != nil || len(units) == 0 {
		return list, err
	}
	top := placed(tenant, "units", "", "Các xã, thị trấn")
	list = append(list, top)
	for _, u := range units {
		f := placed(tenant, "unit/"+u.Code, top.ID, u.Name)
		f.Unit = u.Code
		list = append(list, f)
	}
	return list, nil
}

// givenOf are the folders of one year: its own, and one of each project of the
// tenant's in the catalogue on the year's first day. A year without projects is
// outside of the programme.
func (s *Service) givenOf(ctx context.Context, tenant string, year int) ([]Folder, error) {
	top := placed(tenant, fmt.Sprintf("year/%d", year), "", fmt.Sprintf("Năm %d", year))
	projects, err := s.Catalogue.Projects(ctx, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		return nil, err
	}
	var mine []string
	if err := s.Tenants.Setting(ctx, tenant, "plan.projects", &mine); err != nil {
		return nil, err
	}
	projects = slices.DeleteFunc(projects, func(p catalogue.Project) bool {
		return len(mine) > 0 && !slices.Contains(mine, p.Code) && !slices.ContainsFunc(mine, func(code string) bool { return parentOf(projects, code) == p.Code })
	})
	if len(projects) == 0 {
		return nil, nil
	}
	list := []Folder{top}
	for _, p := range projects {
		parent := top.ID
		if p.Parent != "" && slices.ContainsFunc(projects, func(q catalogue.Project) bool { return q.Code == p.Parent }) {
			parent = placeID(tenant, fmt.Sprintf("project/%d/%s", year, p.Parent))
		}
		f := placed(tenant, fmt.Sprintf("project/%d/%s", year, p.Code), parent, p.Label()+": "+p.Title)
		f.Project = p.Code
		list = append(list, f)
	}
	return list, nil
}

func parentOf(projects []catalogue.Project, code string) string {
	for _, p := range projects {
		if p.Code == code {
			return p.Parent
		}
	}
	return ""
}

func placed(tenant, place, parent, name string) Folder {
	return Folder{ID: placeID(tenant, place), Parent: parent, Place: place, Name: name}
}

// folder finds a folder by its id, with those above it, the top first. One that
// has no row is among the given. Fault folder_unknown.
func (s *Service) folder(ctx context.Context, tx database.Tx, id string) (f Folder, above []Folder, err error) {
	given, err := s.given(ctx, database.Tenant(ctx))
	if err != nil {
		return f, nil, err
	}
	find := func(id string) (Folder, error) {
		if f, err := s.store.folder(ctx, tx, id); err == nil || !isNoFolder(err) {
			return f, err
		}
		for _, g := range given {
			if g.ID == id {
				return g, nil
			}
		}
		return Folder{}, faultNoFolder()
	}
	if f, err = find(id); err != nil {
		return f, nil, err
	}
	for up := f; up.Parent != ""; {
		if up, err = find(up.Parent); err != nil {
			return f, nil, err
		}
		if above = append(above, up); len(above) > maxDepth+1 {
			return f, nil, fmt.Errorf("the folders above %s go round", id)
		}
	}
	slices.Reverse(above)
	return f, above, nil
}

// rooted sees to it that a given folder and those above it have rows.
func (s *Service) rooted(ctx context.Context, tx database.Tx, f Folder, above []Folder) error {
	if !f.Given() {
		return nil
	}
	for _, g := range append(slices.Clone(above), f) {
		if err := s.store.ensure(ctx, tx, s.stamped(ctx, g)); err != nil {
			return err
		}
	}
	return nil
}

// merged are the rows and the given of one level that have no row, by what they
// stand for, then by name.
func merged(rows, given []Folder, parent string) []Folder {
	list := slices.Clone(rows)
	for _, g := range given {
		if g.Parent == parent && !slices.ContainsFunc(rows, func(f Folder) bool { return f.ID == g.ID }) {
			list = append(list, g)
		}
	}
	order := func(f Folder) int { return slices.IndexFunc(given, func(g Folder) bool { return g.ID == f.ID }) }
	slices.SortStableFunc(list, func(a, b Folder) int {
		i, j := order(a), order(b)
		switch {
		case i >= 0 && j >= 0:
			return cmp.Compare(i, j)
		case i >= 0 || j >= 0:
			return cmp.Compare(j, i) // what is given first
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return list
}
