package policy

import (
	"fmt"
	"slices"
	"strings"

	"vuon/platform/i18n"
)

// Action is something that a module lets people do.
type Action struct {
	Name   string    // module.verb: "planning.approve"
	Title  i18n.Text // "Phê duyệt kế hoạch"
	Roles  []string  // the standard roles that hold it
	Scoped bool      // limited by the units and projects of the grant
	Across bool      // made for supervision: from above it reaches the tenants below
}

// Incompatible names two actions that one person may not do on the same object.
type Incompatible struct {
	Name   string
	First  string // an action
	Second string // an action
	Title  i18n.Text
}

// split gives Casbin's object and action.
func (a Action) split() (object, verb string) {
	object, verb, _ = strings.Cut(a.Name, ".")
	return object, verb
}

// existsIn reports whether any standard role of this kind of tenant holds the
// action: a tenant shares out what is done in it, and cannot take more.
func (a Action) existsIn(kind string) bool {
	return slices.ContainsFunc(a.Roles, func(id string) bool {
		role, known := RoleNamed(id)
		return known && role.HeldIn(kind)
	})
}

// catalogue is all that was declared, with the position of each role and action.
type catalogue struct {
	actions      []Action
	incompatible []Incompatible
	roles        []Role
	actionAt     map[string]int
	roleAt       map[string]int
}

func newCatalogue(actions []Action, incompatible []Incompatible) (*catalogue, error) {
	c := &catalogue{actions: actions, incompatible: incompatible, roles: Roles(), actionAt: map[string]int{}, roleAt: map[string]int{}}
	for i, r := range c.roles {
		c.roleAt[r.ID] = i
	}
	for i, a := range actions {
		if object, verb := a.split(); object == "" || verb == "" {
			return nil, fmt.Errorf("policy: action %q is not of the form module.verb", a.Name)
		}
		if _, twice := c.actionAt[a.Name]; twice {
			return nil, fmt.Errorf("policy: action %q is declared twice", a.Name)
		}
		for _, r := range a.Roles {
			if _, known := c.roleAt[r]; !known {
				return nil, fmt.Errorf("policy: action %q is given to the unknown role %q", a.Name, r)
			}
		}
		c.actionAt[a.Name] = i
	}
	for _, x := range incompatible {
		for _, name := range []string{x.First, x.Second} {
			if _, known := c.actionAt[name]; !known {
				return nil, fmt.Errorf("policy: incompatible hands %q name the unknown action %q", x.Name, name)
			}
		}
	}
	return c, nil
}
