package policy

import "context"

// Matrix is a tenant's policy as a table: for the administrator's screen.
type Matrix struct {
	Roles []Role // that the kind of tenant knows: the columns
	Rows  []MatrixRow
}

// MatrixRow is one action of the tenant's kind; its cells stand in the order of
// the roles.
type MatrixRow struct {
	Action Action
	Cells  []Cell
}

// Cell says whether a role may do an action.
type Cell struct {
	Allowed    bool
	Standard   bool // what the standard policy says
	Overridden bool // the tenant said something of its own, be it the same
}

// Matrix reads the tenant's policy as it is in the database.
func (e *Engine) Matrix(ctx context.Context, tenant string) (m Matrix, err error) {
	place, err := e.place(ctx, tenant)
	if err != nil {
		return m, err
	}
	overrides, err := e.Overrides(ctx, tenant)
	if err != nil {
		return m, err
	}
	d, err := e.catalogue.compile(place.Kind, tenant, overrides)
	if err != nil {
		return m, err
	}
	overridden := map[[2]string]bool{}
	for _, o := range overrides {
		overridden[[2]string{o.Role, o.Action}] = true
	}
	m.Roles = RolesFor(place.Kind)
	for i, a := range e.catalogue.actions {
		if a.existsIn(place.Kind) {
			m.Rows = append(m.Rows, e.row(i, d, e.standard[place.Kind], m.Roles, overridden))
		}
	}
	return m, nil
}

func (e *Engine) row(action int, now, standard *decisions, roles []Role, overridden map[[2]string]bool) MatrixRow {
	row := MatrixRow{Action: e.catalogue.actions[action]}
	for _, r := range roles {
		at := []int{e.catalogue.roleAt[r.ID]}
		row.Cells = append(row.Cells, Cell{
			Allowed:    now.decide(own, action, at),
			Standard:   standard.decide(own, action, at),
			Overridden: overridden[[2]string{r.ID, row.Action.Name}],
		})
	}
	return row
}
