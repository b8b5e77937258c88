package main

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vuon/apps/households"
	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/policy"
	"vuon/platform/web"
)

// canary stands in the plan of one district and must reach nobody of another.
const canary = "CHIM-HOANG-YEN-4711"

// canaryHead is the head of a household of that district, called like nobody else.
const canaryHead = "Chim Hoàng Yến Dò Đường"

// accountOf is a demonstration account of each standard role, none in dak-rlap.
func accountOf(role string) string {
	switch role {
	case "operator":
		return "operator"
	case "province-supervisor":
		return "supervisor@dak-nong"
	case "province-department":
		return "department@dak-nong"
	case "commune-chair":
		return "commune-24697@krong-no"
	case "commune-officer":
		return "officer-24697@krong-no"
	case "commune-accountant":
		return "accountant-24697@krong-no"
	case "reviewer":
		return "reviewer-24697@krong-no"
	}
	return role + "@krong-no"
}

// concrete fills a route's parameters with what exists in the other tenant.
func concrete(path, tenant string) string {
	return strings.NewReplacer(":tenant", tenant, ":year", "2024", ":path", "1-1", ":format", "pdf", ":district", "cu-jut",
		":id", "018f3a5e-0000-7000-8000-000000000000", ":account", "018f3a5e-0000-7000-8000-000000000000",
		":key", "plan.deadlines", ":role", "labour", ":action", "planning.view", ":code", "24745", ":seq", "1", ":step", "start", ":file", "018f3a5e-0000-7000-8000-000000000000", ":n", "0",
		":form", "1", ":kind", "list", ":round", "2024", ":unit", "24745", ":run", "018f3a5e-0000-7000-8000-000000000000", ":household", "018f3a5e-0000-7000-8000-000000000000",
		":person", "018f3a5e-0000-7000-8000-000000000000", ":village", "018f3a5e-0000-7000-8000-000000000000", ":benefit", "018f3a5e-0000-7000-8000-000000000000").Replace(path)
}

func plantCanary(t *testing.T, s *stage) {
	t.Helper()
	base := "/api/tenants/dak-rlap/plans/2024/sections/1-1"
	var part struct{ Tag, Title, Text string }
	s.api(t, "labour@dak-rlap", http.MethodGet, base, nil).decode(t, &part)
	if strings.Contains(part.Text, canary) {
		return
	}
	a := s.api(t, "labour@dak-rlap", http.MethodPut, base, map[string]string{"tag": part.Tag, "title": part.Title, "text": part.Text + "\n" + canary})
	if a.status != http.StatusOK || !strings.Contains(a.body, canary) {
		t.Fatalf("the canary was not planted: %d %s", a.status, a.body)
	}
}

// plantHousehold enters a household whose head is called like nobody else.
func plantHousehold(t *testing.T, s *stage) {
	t.Helper()
	ctx, err := s.d.as(t.Context(), "officer-24745@dak-rlap")
	if err != nil {
		t.Fatal(err)
	}
	there, err := s.d.apps.households.CountHouseholds(ctx, "dak-rlap", households.Filter{Query: canaryHead})
	if err != nil || len(there) > 0 {
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	villages, err := s.d.apps.households.Villages(ctx, "dak-rlap", []string{"67-666-24745"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(villages) == 0 {
		v, err := s.d.apps.households.AddVillage(ctx, "dak-rlap", "24745", households.VillageData{Name: "Thôn 1", Kind: "thon"}, "2004-01-01")
		if err != nil {
			t.Fatal(err)
		}
		villages = append(villages, v)
	}
	_, err = s.d.apps.households.NewHousehold(ctx, "dak-rlap", households.NewHousehold{Unit: "24745", Village: villages[0].ID, Class: classify.Poor,
		Head: households.Details{Name: canaryHead, Birth: "1980-01-01", YearAlone: true, Ethnic: "01"}, Step: households.Step{Day: "2024-06-01"}})
	if err != nil {
		t.Fatal(err)
	}
}

// fromAbove are the actions through which a province reaches the tenants below it.
func fromAbove() map[string]bool {
	across := map[string]bool{}
	for _, m := range newApps(parts{}).modules() {
		for _, a := range m.Actions {
			across[a.Name] = across[a.Name] || a.Across
		}
	}
	return across
}

// Every route of the live table × every standard role × another tenant: 403 or
// 404, and nothing of that tenant in the answer; who supervises or operates it may
// see its name, and a province reads the sums of its districts.
func TestNoRouteReachesAnotherTenant(t *testing.T) {
	s := staged(t)
	plantCanary(t, s)
	plantHousehold(t, s)
	asked, across := 0, fromAbove()
	for _, role := range policy.Roles() {
		who := accountOf(role.ID)
		browser := s.signedIn(t, who)
		for _, route := range s.server.Routes() {
			if !route.Tenant {
				continue
			}
			asked++
			path := concrete(route.Path, "dak-rlap")
			if strings.Contains(path, ":") {
				t.Fatalf("the test does not know what to put into %s", route.Path)
			}
			var a answer
			switch {
			case route.API:
				a = s.api(t, who, route.Method, path, bodyFor(route))
			case route.Method == http.MethodGet:
				a = browser.get(t, path)
			default:
				a = browser.send(t, route.Method, path, url.Values{"text": {"x"}, "tag": {"x"}, "remark": {"x"}})
			}
			body := html.UnescapeString(a.body)
			supervised := strings.HasPrefix(role.ID, "province-") && across[route.Action] && route.Method == http.MethodGet
			if a.status != http.StatusForbidden && a.status != http.StatusNotFound && (!supervised || a.status >= 500) {
				t.Errorf("%s: %s %s answers %d", who, route.Method, path, a.status)
			}
			if strings.Contains(body, canary) || strings.Contains(body, canaryHead) || !supervised && a.status != http.StatusForbidden && strings.Contains(body, "Đắk R'Lấp") {
				t.Errorf("%s: %s %s shows what belongs to another tenant", who, route.Method, path)
			}
		}
	}
	if asked < 500 {
		t.Errorf("only %d questions were asked", asked)
	}
}

func bodyFor(route web.RouteInfo) any {
	if route.Method == http.MethodGet || route.Method == http.MethodDelete {
		return nil
	}
	return "{}"
}

// A tenant that does not exist and one that is somebody else's cannot be told apart.
func TestForeignAndUnknownTenantsLookAlike(t *testing.T) {
	s := staged(t)
	for _, path := range []string{"/api/tenants/%/plans", "/api/tenants/%/plans/2024"} {
		foreign := s.api(t, "labour@krong-no", http.MethodGet, strings.Replace(path, "%", "dak-rlap", 1), nil)
		unknown := s.api(t, "labour@krong-no", http.MethodGet, strings.Replace(path, "%", "khong-co", 1), nil)
		var a, b map[string]any
		foreign.decode(t, &a)
		unknown.decode(t, &b)
		if foreign.status != 404 || unknown.status != 404 || a["code"] != b["code"] || a["detail"] != b["detail"] {
			t.Errorf("%s: foreign %d %v, unknown %d %v", path, foreign.status, a["code"], unknown.status, b["code"])
		}
	}
}

// Without a tenant the application's role sees no row of any tenant table, and a
// tenant sees only its own.
func TestRowsWithoutATenant(t *testing.T) {
	s := staged(t)
	tables, err := database.TenantTables(t.Context(), s.owner())
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) < 10 {
		t.Fatalf("only %d tenant tables: %v", len(tables), tables)
	}
	filled := 0
	for _, table := range tables {
		err := s.d.db.Global(t.Context(), func(ctx context.Context, tx database.Tx) error {
			var n int
			err := tx.NewSelect().Table(table).ColumnExpr("count(*)").Scan(ctx, &n)
			if n > 0 {
				t.Errorf("without a tenant %d rows of %s are seen", n, table)
			}
			return err
		})
		if err != nil && !strings.Contains(err.Error(), "permission denied") {
			t.Error(err)
		}
		err = s.d.db.InTenant(t.Context(), "krong-no", func(ctx context.Context, tx database.Tx) error {
			var own, foreign int
			err := tx.NewSelect().Table(table).ColumnExpr("count(*) FILTER (WHERE tenant_id = 'krong-no'), count(*) FILTER (WHERE tenant_id <> 'krong-no')").Scan(ctx, &own, &foreign)
			if foreign > 0 {
				t.Errorf("krong-no sees %d rows of others in %s", foreign, table)
			}
			filled += min(own, 1)
			return err
		})
		if err != nil && !strings.Contains(err.Error(), "permission denied") {
			t.Error(err)
		}
	}
	if filled < 6 {
		t.Errorf("only %d tables hold rows of krong-no: the test proves little", filled)
	}
}

// The catalogue of the real schema has none of the known leaks.
func TestSchemaHasNoLeak(t *testing.T) {
	s := staged(t)
	found, err := database.Lint(t.Context(), s.owner(), globalTables())
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range found {
		t.Error(finding)
	}
}
