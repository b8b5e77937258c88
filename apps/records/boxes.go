package records

import (
	"context"
	"strings"

	"vuon/platform/identity"
	"vuon/platform/notify"
)

// boxesOf are the boxes that an actor opens in its own tenant: those of its
// office, of the leader that it is, of its communes, and its own.
func boxesOf(actor identity.Actor) []string {
	boxes := []string{"account:" + actor.Account}
	for _, g := range actor.Roles {
		switch g.Role {
		case "labour", "agriculture", "finance", "front":
			boxes = append(boxes, "office:"+g.Role)
		case "commune-chair", "commune-officer", "commune-accountant":
			for _, unit := range g.Scope.Units {
				boxes = append(boxes, "unit:"+unit)
			}
		default:
			boxes = append(boxes, "role:"+g.Role)
		}
	}
	return boxes
}

// myBoxes are those of the context's actor in the running tenant; none where it
// is only a guest from above.
func myBoxes(ctx context.Context, tenant string) []string {
	actor, _ := identity.From(ctx)
	if actor.Tenant != tenant || actor.Account == "" {
		return []string{}
	}
	return boxesOf(actor)
}

// audience is who is told that something lies in a box.
func audience(box string) notify.To {
	kind, id, _ := strings.Cut(box, ":")
	switch kind {
	case "office", "role":
		return notify.To{Roles: []string{id}}
	case "unit":
		return notify.To{Roles: []string{"commune-chair", "commune-officer"}, Units: []string{id}}
	case "account":
		return notify.To{Accounts: []string{id}}
	}
	return notify.To{}
}

// registrars are told what comes in from outside.
func registrars() notify.To { return notify.To{Roles: []string{"clerk", "province-department"}} }
