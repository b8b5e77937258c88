package library

import (
	"context"
	"slices"

	"vuon/platform/identity"
	"vuon/platform/policy"
)

// eyes are the parts of the library of which a person sees what is internal; all
// else is seen by whoever may see the library.
type eyes []identity.Scope

func (s *Service) eyes(ctx context.Context) (eyes, error) {
	scopes, err := s.Policy.Scopes(ctx, ActionInternal)
	return eyes(scopes), err
}

// see reports whether something internal of that commune and project is seen.
func (e eyes) see(internal bool, unit, project string) bool {
	if !internal {
		return true
	}
	return slices.ContainsFunc(e, func(s identity.Scope) bool { return covers(s.Units, unit) && covers(s.Projects, project) })
}

func covers(scope []string, code string) bool { return len(scope) == 0 || slices.Contains(scope, code) }

// all reports whether everything is seen.
func (e eyes) all() bool { return slices.ContainsFunc(e, identity.Scope.Whole) }

// mayWrite asks whether the actor may add to the folder and change what is in it.
func (s *Service) mayWrite(ctx context.Context, f Folder) error {
	return s.Policy.Authorise(ctx, ActionWrite, policy.Resource{Unit: f.Unit, Project: f.Project})
}
