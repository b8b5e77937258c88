package policy

import (
	"slices"

	"vuon/platform/identity"
)

// officeOf is the function of the office (tenancy.Office.Function) whose hands a
// standard role is; a role that is no office's is not in it.
func officeOf() map[string]string {
	return map[string]string{"labour": "labour", "agriculture": "agriculture", "finance": "finance", "front": "front",
		"commune-chair": "commune", "commune-officer": "commune", "commune-accountant": "commune"}
}

// Office is the function of the office whose hands the role is, or "".
func (r Role) Office() string { return officeOf()[r.ID] }

// RolesOf are the standard roles that are the hands of an office of this function.
func RolesOf(function string) (roles []string) {
	for _, r := range Roles() {
		if function != "" && r.Office() == function {
			roles = append(roles, r.ID)
		}
	}
	return roles
}

// SpeaksFor reports whether the actor's grants make it a hand of the office with
// this function, in the commune with this code when unit is not "". It says whose
// matter something is; whether the actor may act is for Authorise.
func SpeaksFor(actor identity.Actor, function, unit string) bool {
	return slices.ContainsFunc(actor.Roles, func(g identity.Grant) bool {
		return function != "" && officeOf()[g.Role] == function && (unit == "" || slices.Contains(g.Scope.Units, unit))
	})
}
