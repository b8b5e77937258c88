package supervision_test

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"vuon/apps/catalogue"
	"vuon/apps/households"
	"vuon/apps/planning"
	"vuon/apps/supervision"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/notify"
	"vuon/platform/platformtest"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
)

// world is Đắk Nông as it is shipped, on 5 March 2024, beside a province of one
// district.
type world struct {
	*supervision.Service
	db     *database.DB
	log    *audit.Log
	people *identity.Service
}

func newWorld(t testing.TB) *world {
	t.Helper()
	clk := clock.NewManual(time.Date(2024, 3, 5, 9, 0, 0, 0, i18n.Zone()))
	schema := planning.New(planning.Deps{}).Module().Migrations
	db := platformtest.Database(t, tenancy.Source(), identity.Source(), audit.Source(), policy.Source(), jobs.Source(), notify.Source(),
		database.Source{Module: "catalogue", FS: catalogue.New(catalogue.Deps{}).Module().Migrations},
		database.Source{Module: "households", FS: households.New(households.Deps{}).Module().Migrations},
		database.Source{Module: "planning", FS: schema},
		database.Source{Module: "supervision", FS: supervision.New(supervision.Deps{}).Module().Migrations})
	tenants := tenancy.New(db, clk)
	if _, err := tenants.Apply(t.Context(), os.DirFS("../../tenants")); err != nil {
		t.Fatal(err)
	}
	log := audit.New(db, clk)
	places := func(ctx context.Context, id string) (policy.Place, error) {
		tenant, err := tenants.Tenant(ctx, id)
		return policy.Place{Kind: tenant.Kind, Parent: tenant.Parent}, err
	}
	engine, err := policy.New(db, places, log, slices.Concat(planning.Actions(), households.Actions(), supervision.Actions()), planning.Incompatible())
	if err != nil {
		t.Fatal(err)
	}
	people := identity.New(db, clk, func(context.Context, database.Tx, identity.Change) error { return nil }, identity.Options{})
	queue, err := jobs.New(db, jobs.Options{RedisURL: redis(t), Poll: 20 * time.Millisecond, Idle: 10 * time.Millisecond}, clock.System{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = queue.Close() })
	notices := notify.New(notify.Options{DB: db, Clock: clk, Jobs: queue, Identity: people, TenantName: func(context.Context, string) (string, error) { return "", nil }})
	shelf := catalogue.New(catalogue.Deps{DB: db, Clock: clk, Policy: engine, Audit: log})
	if _, err := shelf.Apply(t.Context(), os.DirFS("../../tenants")); err != nil {
		t.Fatal(err)
	}
	plans := planning.New(planning.Deps{DB: db, Clock: clk, Policy: engine, Audit: log, Tenants: tenants, Catalogue: shelf, Notify: notices})
	registry := households.New(households.Deps{DB: db, Clock: clk, Policy: engine, Audit: log, Tenants: tenants, Catalogue: shelf})
	w := &world{supervision.New(supervision.Deps{DB: db, Clock: clk, Policy: engine, Audit: log, Tenants: tenants, Households: registry, Planning: plans, Notify: notices, Jobs: queue}), db, log, people}
	if err := queue.Register(append(w.Kinds(), notices.Kinds()...)...); err != nil {
		t.Fatal(err)
	}
	w.exec(t, "", `INSERT INTO tenancy_tenants (id, kind, parent_id, name, unit_id, code)
		SELECT * FROM (VALUES ('lam-dong', 'province', NULL, 'Tỉnh Lâm Đồng'), ('da-lat', 'district', 'lam-dong', 'Thành phố Đà Lạt')) v (id, kind, parent, name),
		(SELECT unit_id, code FROM tenancy_tenants WHERE id = 'dak-nong') u`)
	return w
}

// exec runs a statement in a tenant, or in none.
func (w *world) exec(t testing.TB, tenant, statement string, args ...any) {
	t.Helper()
	run := func(ctx context.Context, tx database.Tx) error {
		_, err := tx.ExecContext(ctx, statement, args...)
		return err
	}
	err := w.db.Global(t.Context(), run)
	if tenant != "" {
		err = w.db.InTenant(t.Context(), tenant, run)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// plan puts a plan into a tenant.
func (w *world) plan(t *testing.T, tenant string, year int, state planning.State) {
	t.Helper()
	var number, dated, heading any
	if state == planning.Issued {
		number, dated, heading = 5, "2024-02-05", "{}"
	}
	w.exec(t, tenant, `INSERT INTO planning_versions (tenant_id, year, version, state, state_since, title, content, revision, source_name,
		source_key, number, symbol, dated, heading, created_at, updated_at, updated_by)
		VALUES (?0, ?1, 1, ?2, ?3, ?4, '{"warnings": []}', 1, '', '', ?5, 'KH-UBND', ?6, ?7, ?3, ?3, '')`,
		tenant, year, state, time.Date(2024, 2, 5, 2, 0, 0, 0, time.UTC), "Kế hoạch của "+tenant, number, dated, heading)
}

// as is a context in which somebody with this role acts in a tenant.
func as(t testing.TB, tenant, role string) context.Context {
	return identity.With(t.Context(), identity.Actor{Account: "0", Username: role + "@" + tenant, Tenant: tenant,
		Roles: []identity.Grant{{Role: role}}})
}

// read lists who read what of a tenant, by the tenant's own audit.
func (w *world) read(t testing.TB, tenant string) string {
	t.Helper()
	rows, _, err := w.log.List(t.Context(), tenant, audit.Filter{}, database.Page{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, r := range rows {
		lines = append(lines, r.Actor+" "+r.Action+" "+r.ObjectID)
	}
	return strings.Join(lines, ", ")
}

func want(t *testing.T, err error, code string) {
	t.Helper()
	if got := fault.CodeOf(err); got != code {
		t.Errorf("got %q (%v), want %q", got, err, code)
	}
}

func TestOverviewTellsWhereEachDistrictStands(t *testing.T) {
	w := newWorld(t)
	for tenant, state := range map[string]planning.State{"krong-no": planning.Issued, "cu-jut": planning.Submitted, "dak-mil": planning.Draft} {
		w.plan(t, tenant, 2024, state)
	}
	list, err := w.Overview(as(t, "dak-nong", "province-supervisor"), "dak-nong", 2024)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	at := map[string]supervision.District{}
	for _, d := range list {
		order = append(order, d.Tenant)
		at[d.Tenant] = d
	}
	if got := strings.Join(order, " "); got != "gia-nghia dak-glong cu-jut dak-mil krong-no dak-song dak-rlap tuy-duc" {
		t.Errorf("the districts stand in the order %s", got)
	}
	if d := at["krong-no"]; d.State != planning.Issued || d.Late || d.Due != nil || d.Number != "05/KH-UBND" || d.InForce != 1 {
		t.Errorf("issued: %+v", d)
	}
	// To be issued by 28 February: the 29th was the first day too late, the 5th is the sixth.
	if d := at["cu-jut"]; d.State != planning.Submitted || !d.Late || d.Days != 6 || i18n.Date(*d.Due) != "28/02/2024" {
		t.Errorf("submitted: %+v", d)
	}
	if d := at["dak-mil"]; d.State != planning.Draft || !d.Late || d.Days != 34 || i18n.Date(*d.Due) != "31/01/2024" {
		t.Errorf("draft: %+v", d)
	}
	if d := at["dak-glong"]; d.State != "" || d.Since != nil || !d.Late || i18n.Date(*d.Due) != "20/01/2024" {
		t.Errorf("no plan: %+v", d)
	}
}

func TestEachReadingStandsInTheDistrictsOwnAudit(t *testing.T) {
	w := newWorld(t)
	w.plan(t, "krong-no", 2024, planning.Issued)
	supervisor := as(t, "dak-nong", "province-supervisor")
	if _, err := w.Overview(supervisor, "dak-nong", 2024); err != nil {
		t.Fatal(err)
	}
	if v, err := w.Plan(supervisor, "dak-nong", "krong-no", 2024); err != nil || v.Title != "Kế hoạch của krong-no" {
		t.Errorf("%+v, %v", v, err)
	}
	const overview = "province-supervisor@dak-nong supervision.view 2024"
	for tenant, lines := range map[string]string{
		"krong-no": "province-supervisor@dak-nong supervision.read_plan 2024, " + overview,
		"tuy-duc":  overview, "da-lat": "", "dak-nong": "",
	} {
		if got := w.read(t, tenant); got != lines {
			t.Errorf("audit of %s: %q, want %q", tenant, got, lines)
		}
		if report, err := w.log.Verify(t.Context(), tenant); err != nil || report.Broken != nil {
			t.Errorf("chain of %s: %+v, %v", tenant, report.Broken, err)
		}
	}
}

func TestAnotherProvinceSeesNothing(t *testing.T) {
	w := newWorld(t)
	w.plan(t, "krong-no", 2031, planning.Issued)
	stranger := as(t, "lam-dong", "province-supervisor")
	list, err := w.Overview(stranger, "lam-dong", 2031)
	if err != nil || len(list) != 1 || list[0].Tenant != "da-lat" || list[0].State != "" {
		t.Errorf("its own districts: %+v, %v", list, err)
	}
	if year, err := w.Year(stranger, "lam-dong"); err != nil || year != 2024 {
		t.Errorf("the newest year of its plans is %d, %v", year, err)
	}
	if year, err := w.Year(as(t, "dak-nong", "province-department"), "dak-nong"); err != nil || year != 2031 {
		t.Errorf("the newest year of Đắk Nông's plans is %d, %v", year, err)
	}
	_, err = w.Overview(stranger, "dak-nong", 2031)
	want(t, err, "tenant_unknown")
	for _, province := range []string{"lam-dong", "dak-nong"} {
		_, err = w.Plan(stranger, province, "krong-no", 2031)
		want(t, err, "tenant_unknown")
	}
	if got := w.read(t, "krong-no"); got != "" {
		t.Errorf("nothing was read, and the audit says %q", got)
	}
}

func TestADistrictSupervisesNobody(t *testing.T) {
	w := newWorld(t)
	w.plan(t, "krong-no", 2024, planning.Issued)
	for _, role := range []string{"admin", "chair", "labour", "front"} {
		district := as(t, "krong-no", role)
		_, err := w.Overview(district, "krong-no", 2024)
		want(t, err, "forbidden")
		_, err = w.Overview(district, "dak-nong", 2024)
		want(t, err, "tenant_unknown")
		_, err = w.Plan(district, "dak-nong", "krong-no", 2024)
		want(t, err, "forbidden")
		_, err = w.Plan(district, "dak-nong", "cu-jut", 2024)
		want(t, err, "tenant_unknown")
	}
}

// The district level ended on 30 June 2025: what was closed keeps its plans, and
// is not late with those that it will never make.
func TestAClosedDistrictIsNotLate(t *testing.T) {
	w := newWorld(t)
	w.plan(t, "krong-no", 2024, planning.Draft)
	w.exec(t, "", "UPDATE tenancy_tenants SET closed_from = '2024-01-01' WHERE id IN ('krong-no', 'cu-jut')")
	list, err := w.Overview(as(t, "dak-nong", "province-supervisor"), "dak-nong", 2024)
	if err != nil || len(list) != 7 {
		t.Fatalf("%d districts, %v", len(list), err)
	}
	for _, d := range list {
		if d.Tenant == "cu-jut" || d.Tenant == "krong-no" && (d.Late || d.Due != nil || d.State != planning.Draft) {
			t.Errorf("%+v", d)
		}
	}
}
