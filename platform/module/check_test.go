package module

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"vuon/platform/jobs"
	"vuon/platform/policy"
	"vuon/platform/web"
)

// planning is a module without fault, made anew for each test.
func planning() Module {
	return Module{
		Name:         "planning",
		Actions:      []policy.Action{{Name: "planning.read", Roles: []string{"labour"}}, {Name: "planning.approve", Roles: []string{"chair"}}},
		Incompatible: []policy.Incompatible{{Name: "draft-approve", First: "planning.read", Second: "planning.approve"}},
		Routes:       []web.Route{{Method: "GET", Path: "/t/:tenant/plans", Action: "planning.read"}},
		API: []web.APIRoute{web.Operation("GET", "/api/tenants/{tenant}/plans", "planning.read", "Plans",
			func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })},
		Jobs:         []jobs.Kind{{Name: "planning.render"}},
		Migrations:   fstest.MapFS{"0001_plans.sql": {Data: []byte("-- +goose Up\nCREATE TABLE planning_plans (\n);\ncreate table if not exists planning_kinds ();\n")}},
		GlobalTables: []string{"planning_kinds"},
		Nav:          []web.NavItem{{Path: "/plans", Action: "planning.read"}},
	}
}

func TestCheckTakesWhatFits(t *testing.T) {
	if err := Check([]Module{planning(), {Name: "budget"}}); err != nil {
		t.Fatal(err)
	}
}

func TestCheckNamesWhatDoesNot(t *testing.T) {
	for want, spoil := range map[string]func(*Module){
		`action "planning.read" is declared by planning and again by planning`: func(m *Module) { m.Actions = append(m.Actions, m.Actions[0]) },
		`action "budget.x" of module planning must be named planning.…`:        func(m *Module) { m.Actions[0].Name = "budget.x" },
		`held by "boss", which is no standard role`:                            func(m *Module) { m.Actions[0].Roles = []string{"boss"} },
		`action "planning.read" is held by no role`:                            func(m *Module) { m.Actions[0].Roles = nil },
		`route "GET /t/:/plans" is declared by planning and again`: func(m *Module) {
			m.Routes = append(m.Routes, web.Route{Method: "GET", Path: "/t/:other/plans", Access: web.SignedIn})
		},
		`route GET /t/:tenant/plans needs action "planning.print", which no module declares`: func(m *Module) { m.Routes[0].Action = "planning.print" },
		`operation "GET /api/tenants/:/plans" is declared by planning and again`:             func(m *Module) { m.API = append(m.API, m.API[0]) },
		`operation GET /api/tenants/{tenant}/plans needs action "planning.print"`:            func(m *Module) { m.API[0].Action = "planning.print" },
		`job "planning.render" is declared by planning and again`:                            func(m *Module) { m.Jobs = append(m.Jobs, m.Jobs[0]) },
		`job "render" of module planning must be named planning.…`:                           func(m *Module) { m.Jobs[0].Name = "render" },
		`incompatible hands draft-approve needs action "planning.sign"`:                      func(m *Module) { m.Incompatible[0].Second = "planning.sign" },
		`navigation /plans needs action "planning.print"`:                                    func(m *Module) { m.Nav[0].Action = "planning.print" },
		`planning makes the table plans, which must be named planning_…`: func(m *Module) {
			m.Migrations = fstest.MapFS{"0001.sql": {Data: []byte("CREATE TABLE plans ();CREATE TABLE x")}}
			m.GlobalTables = nil
		},
		`planning calls the table planning_nowhere global`: func(m *Module) { m.GlobalTables = []string{"planning_nowhere"} },
	} {
		m := planning()
		spoil(&m)
		if err := Check([]Module{m}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestCheckRefusesTwoModulesOfOneName(t *testing.T) {
	if err := Check([]Module{{Name: "planning"}, {Name: "planning"}}); err == nil {
		t.Error("two modules of one name were taken")
	}
}
