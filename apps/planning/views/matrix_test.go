package views

import (
	"slices"
	"testing"

	"vuon/apps/planning/planreader"
)

// Who does what is a line a project, sub-projects behind their project, and only
// the roles that somebody has, in their usual order.
func TestDutiesByProjectAndRole(t *testing.T) {
	does := func(role, unit string) planreader.Assignment { return planreader.Assignment{Role: role, Unit: unit} }
	rows, roles := duties([]planreader.Project{
		{Code: "DA3", SubProjects: []planreader.Project{
			{Code: "DA3.1", Assignments: []planreader.Assignment{does("advise", "phòng Y tế"), does("lead", "đơn vị có liên quan"),
				does("lead", "Đơn vị có liên quan"), does("lead", "UBND các xã")}},
		}},
		{Code: "DA2", Assignments: []planreader.Assignment{does("lead", "UBND các xã")}},
	})
	if want := []string{"lead", "advise"}; !slices.Equal(roles, want) {
		t.Errorf("the roles are %v, want %v", roles, want)
	}
	var codes []string
	for _, row := range rows {
		codes = append(codes, row.Code)
	}
	if want := []string{"DA3", "DA3.1", "DA2"}; !slices.Equal(codes, want) {
		t.Fatalf("the projects are %v, want %v", codes, want)
	}
	if got, want := rows[1].by["lead"], []string{"Đơn vị có liên quan", "UBND các xã"}; !slices.Equal(got, want) || !rows[1].sub || rows[0].sub {
		t.Errorf("DA3.1 is led by %v (below another: %v), want %v", got, rows[1].sub, want)
	}
}
