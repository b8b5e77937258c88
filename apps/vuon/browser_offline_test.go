package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"vuon/apps/households"
	"vuon/apps/households/classify"
	"vuon/platform/database"
)

const unlockCode = "Buôn-Choáh-24"

// road is the way from a device to the server: open, cut, or such that what is
// sent arrives and no answer comes back.
type road struct {
	*httptest.Server
	cut, deaf atomic.Bool
	lost      atomic.Int64 // answers
}

func roadTo(t *testing.T, address string) *road {
	t.Helper()
	to, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	r := &road{}
	drop := func(w http.ResponseWriter) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(to); p.Out.Host = p.In.Host }}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		switch {
		case r.cut.Load():
			drop(w)
		case r.deaf.Load() && strings.HasSuffix(req.URL.Path, "/offline/send"):
			proxy.ServeHTTP(httptest.NewRecorder(), req)
			r.lost.Add(1)
			drop(w)
		default:
			proxy.ServeHTTP(w, req)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

// hamlet is a village with households on the list of a review.
type hamlet struct {
	s                            *stage
	tenant, commune, village, id string
	round                        string
	households                   []households.Household
}

// settle makes a village of a commune with n households, which a review of the
// year is to visit, and gives it to the commune's reviewer.
func (s *stage) hamlet(t *testing.T, tenant string, year, n int) hamlet {
	t.Helper()
	ctx, app := operator(t), s.d.apps.households
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var round households.Round
	must(s.d.db.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) (err error) {
		round, err = app.EnsureRound(ctx, tx, tenant, year)
		return err
	}))
	units, err := s.d.tenants.Units(ctx, tenant, round.AsOf.Time())
	must(err)
	h := hamlet{s: s, tenant: tenant, commune: units[0].Code, round: round.ID, village: "Buôn Xa " + t.Name()}
	v, err := app.AddVillage(ctx, tenant, h.commune, households.VillageData{Name: h.village, Kind: households.Buon}, "2020-01-01")
	must(err)
	h.id = v.ID
	for i := range n {
		made, err := app.NewHousehold(ctx, tenant, households.NewHousehold{Unit: h.commune, Village: v.ID, Class: classify.Poor, Step: households.Step{Day: "2021-03-01"},
			Head: households.Details{Name: fmt.Sprintf("Y Thử Nghiệm Êban %s", strings.Repeat("I", i%5+1)), Birth: "1979-04-05", Ethnic: "12", Relation: households.RelationHead, Insured: true}})
		must(err)
		must(app.AddToList(ctx, tenant, h.round, h.commune, made.ID))
		h.households = append(h.households, made)
	}
	people, err := app.Reviewers(ctx, tenant, h.commune)
	must(err)
	for _, p := range people {
		if strings.HasPrefix(p.Username, "reviewer-") {
			must(app.Assign(ctx, tenant, h.round, h.commune, v.ID, []string{p.ID}))
			return h
		}
	}
	t.Fatal("the commune has no reviewer")
	return h
}

func (h hamlet) reviewer() string { return "reviewer-" + h.commune + "@" + h.tenant }

func (h hamlet) offline() string { return "/t/" + h.tenant + "/offline" }

// saved is how often each household's form was saved, and its points.
func (h hamlet) saved(t *testing.T) (times map[string]int, points map[string]int) {
	t.Helper()
	times, points = map[string]int{}, map[string]int{}
	err := h.s.d.db.InTenant(operator(t), h.tenant, func(ctx context.Context, tx database.Tx) error {
		var rows []struct {
			Household string
			Times, B1 int
		}
		err := tx.NewRaw(`SELECT r.household, r.b1, (SELECT count(*) FROM households_entries e WHERE e.tenant_id = r.tenant_id AND e.round = r.round AND e.household = r.household) AS times
			FROM households_results r WHERE r.tenant_id = ? AND r.round = ? AND r.village = ? AND r.entered`, h.tenant, h.round, h.id).Scan(ctx, &rows)
		for _, row := range rows {
			times[row.Household], points[row.Household] = row.Times, row.B1
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return times, points
}

// device is a phone with the offline application.
type device struct {
	*window
	h    hamlet
	road *road
}

// onDevice opens a browser whose profile lies in a folder, on a road of its own.
func onDevice(t *testing.T, h hamlet, r *road, profile string) device {
	t.Helper()
	w := openBrowser(t, phoneWidth, phoneHeight, chromedp.UserDataDir(profile))
	w.home = r.URL
	return device{w, h, r}
}

func (d device) screen(name string) {
	d.t.Helper()
	d.until(fmt.Sprintf(`document.getElementById("offline")?.dataset.now === %q`, name))
}

func (d device) press(selector string) {
	d.t.Helper()
	d.until(fmt.Sprintf(`document.querySelector(%q) !== null`, selector))
	eval[bool](d.window, fmt.Sprintf(`document.querySelector(%q).click(); true`, selector))
}

func (d device) submit(form string, fields map[string]string) {
	d.t.Helper()
	for name, value := range fields {
		eval[bool](d.window, fmt.Sprintf(`document.querySelector('[data-form=%q] [name=%q]').value = %q; true`, form, name, value))
	}
	d.press(fmt.Sprintf("[data-form=%s] [type=submit]", form))
}

// prepare signs in, sets the code and takes the village along.
func (d device) prepare() {
	d.t.Helper()
	d.as(d.h.reviewer())
	d.open(d.h.offline())
	d.screen("make")
	d.submit("make", map[string]string{"code": unlockCode, "again": unlockCode})
	d.screen("take")
	d.until(`document.querySelectorAll("[data-places] input").length > 0`)
	eval[bool](d.window, fmt.Sprintf(`for (const l of document.querySelectorAll("[data-places] label")) l.querySelector("input").checked = l.textContent.includes(%q); true`, d.h.village))
	d.submit("take", nil)
	d.screen("list")
	d.until(fmt.Sprintf(`document.querySelectorAll("[data-list] > li").length === %d`, len(d.h.households)))
	d.until(`document.getElementById("offline").dataset.ready === "" && navigator.serviceWorker.controller !== null`)
}

// come opens the application again and unlocks it.
func (d device) come() {
	d.t.Helper()
	d.open(d.h.offline())
	d.screen("unlock")
	d.submit("unlock", map[string]string{"code": unlockCode})
	d.screen("list")
}

// network cuts the road, and tells the browser so where it can be told.
func (d device) network(on bool) {
	d.road.cut.Store(!on)
	d.call("Network.emulateNetworkConditions", map[string]any{"offline": !on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
}

// key types on the keyboard.
func (d device) key(keys string, mods ...chromedp.KeyOption) {
	d.t.Helper()
	d.do(chromedp.KeyEvent(keys, mods...))
}

// fillIn enters n households by the keyboard, one after the other.
func (d device) fillIn(n int) {
	d.t.Helper()
	defer func(at time.Time) { d.t.Logf("%d forms in %v", n, time.Since(at).Round(time.Millisecond)) }(time.Now())
	d.press(`[data-list] > li[data-state="todo"] button`)
	for i := range n {
		d.screen("form")
		d.until(`document.activeElement?.name === "b1" && document.activeElement.value === ""`)
		head := eval[string](d.window, `document.querySelector("[data-form-where]").textContent`)
		d.key("12")
		d.key(fmt.Sprint(i % 10))
		d.key(kb.Enter)
		d.key("4")
		d.key("0")
		d.until(`document.querySelector("[name=t4]").checked && document.querySelector("[name=t10]").checked && document.querySelector("[data-b2]").textContent === "20"`)
		d.key(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl))
		d.until(fmt.Sprintf(`document.getElementById("offline").dataset.now === "list" || document.querySelector("[data-form-where]").textContent !== %q`, head))
	}
	if eval[string](d.window, `document.getElementById("offline").dataset.now`) == "form" {
		d.press(`[data-screen="form"] [data-do="list"]`)
	}
	d.screen("list")
}

func (d device) states(state string, n int) {
	d.t.Helper()
	d.until(fmt.Sprintf(`document.querySelectorAll('[data-list] > li[data-state=%q]').length === %d`, state, n))
}

// A reviewer takes a village along, loses the network, enters 30 households while
// the page is killed and then the whole browser, gets the network back with a
// session that is over, then one on which every answer is lost: all 30 are on the
// server, once each.
func TestBrowserOfflineThirtyHouseholds(t *testing.T) {
	s := staged(t)
	h := s.hamlet(t, "dak-song", 2022, 30)
	r, profile := roadTo(t, s.url), t.TempDir()
	d := onDevice(t, h, r, profile)
	d.prepare()
	d.check("the list on a phone")
	d.shot("offline-list")
	d.loud = true
	d.network(false)
	d.fillIn(12)
	d.states("waiting", 12)

	d.die()
	d.network(false)
	d.come()
	d.states("waiting", 12)
	d.fillIn(10)
	if times, _ := h.saved(t); len(times) != 0 {
		t.Fatalf("without a network %d forms are on the server", len(times))
	}

	d.kill()
	d = onDevice(t, h, r, profile)
	d.loud = true
	d.come()
	d.states("waiting", 22)
	d.fillIn(8)
	d.states("waiting", 30)

	d.network(true)
	d.press(`[data-do="send"]`)
	d.until(`!document.querySelector("[data-sign-in]").hidden`)
	d.as(h.reviewer())
	r.deaf.Store(true)
	d.come()
	d.until(`document.querySelector("[data-status]").textContent.includes("Không có mạng")`)
	if r.lost.Load() == 0 {
		t.Error("no answer was lost")
	}
	d.states("waiting", 30)
	r.deaf.Store(false)
	d.press(`[data-do="send"]`)
	d.states("saved", 30)
	times, points := h.saved(t)
	for i, made := range h.households {
		if times[made.ID] != 1 || points[made.ID] < 120 || points[made.ID] > 129 {
			t.Errorf("household %d was saved %d times with %d points", i, times[made.ID], points[made.ID])
		}
	}
}

// Somebody else saves a household while it is filled in on the device: both
// versions are shown field by field, and what a person chooses is saved.
func TestBrowserOfflineConflict(t *testing.T) {
	s := staged(t)
	h := s.hamlet(t, "dak-song", 2022, 2)
	d := onDevice(t, h, roadTo(t, s.url), t.TempDir())
	d.prepare()
	d.loud = true
	d.network(false)
	d.fillIn(2)
	ctx, app := operator(t), s.d.apps.households
	e, err := app.Entry(ctx, h.tenant, h.round, h.households[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	e.Sheet["b1"], e.Sheet["t7"] = "99", "1"
	if _, err = app.SaveEntry(ctx, h.tenant, households.EntryChange{Round: h.round, Household: e.Household.ID, Revision: e.Revision,
		Client: "3f0c5a52-0b8f-4a57-8f6e-0d1f0f0e9a01", Sheet: e.Sheet}); err != nil {
		t.Fatal(err)
	}
	d.network(true)
	d.press(`[data-do="send"]`)
	d.states("conflict", 1)
	d.states("saved", 1)
	d.press(`[data-list] > li[data-state="conflict"] button`)
	d.until(`document.querySelectorAll(".entry-two tbody tr").length === 4`) // B1, T4, T7, T10
	d.check("two versions on a phone")
	d.shot("offline-conflict")
	for _, pick := range []struct{ label, side string }{{"B1", "mine"}, {"T4", "mine"}, {"T7", "theirs"}, {"T10", "theirs"}} {
		eval[bool](d.window, fmt.Sprintf(`[...document.querySelectorAll(".entry-two tbody tr")].find(tr => tr.cells[0].textContent.includes(%q)).querySelector("input[value=%s]").click(); true`, pick.label, pick.side))
	}
	d.press(".entry-conflict [type=submit]")
	d.screen("list")
	d.states("saved", 2)
	if e, err = app.Entry(ctx, h.tenant, h.round, h.households[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := e.Sheet; got["b1"] != "120" || got["t4"] == "" || got["t7"] == "" || got["t10"] != "" {
		t.Errorf("after the choice the server has %v", got)
	}
}

// What lies on the device tells no name to who has not the code, in the database,
// the caches, or anywhere in the browser's files; signing out leaves nothing, and
// asks first while something is not sent.
func TestBrowserOfflineLeavesNothingBehind(t *testing.T) {
	s := staged(t)
	h := s.hamlet(t, "dak-song", 2022, 3)
	profile := t.TempDir()
	d := onDevice(t, h, roadTo(t, s.url), profile)
	d.prepare()
	d.loud = true
	d.network(false)
	d.fillIn(1)
	d.readable(profile)

	d.press(`[data-do="lock"]`)
	d.screen("unlock")
	d.submit("unlock", map[string]string{"code": "Buôn-Choáh-25"})
	d.until(`!document.querySelector("[data-form=unlock] [data-wrong]").hidden`)
	if eval[string](d.window, `document.querySelector("[data-list]").textContent`) != "" {
		t.Error("a wrong code shows the list")
	}

	d.network(true)
	d.open("/t/" + h.tenant)
	d.press("form[data-forget] button")
	d.screen("leave")
	d.check("what is not sent, on a phone")
	d.shot("offline-leave")
	if n := eval[string](d.window, `document.querySelector("[data-unsent]").textContent`); n != "1" {
		t.Errorf("%s forms are told to be not sent, want 1", n)
	}
	eval[bool](d.window, `document.querySelector("[data-leave] [name=sure]").click(); true`)
	d.press("[data-leave] [type=submit]")
	d.until(`location.pathname === "/sign-in"`)
	left := eval[[]string](d.window, `(async () => [...(await indexedDB.databases()).map(d => d.name), ...await caches.keys(),
		...(await navigator.serviceWorker.getRegistrations()).map(r => r.scope), ...Object.keys(localStorage)])()`)
	if len(left) != 0 {
		t.Errorf("signing out left %v", left)
	}
	d.open(h.offline())
	d.until(`location.pathname === "/sign-in"`)
}

// readable fails for each place on the device where a head's name can be read.
func (d device) readable(profile string) {
	d.t.Helper()
	names := []string{d.h.households[0].Head, "Thử Nghiệm", d.h.households[0].Code, d.h.village}
	dump := eval[string](d.window, `(async () => {
		const text = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
		for (const { name } of await indexedDB.databases()) {
			const db = await new Promise(r => { const q = indexedDB.open(name); q.onsuccess = () => r(q.result); });
			for (const store of db.objectStoreNames) {
				const rows = await new Promise(r => { const q = db.transaction(store).objectStore(store).getAll(); q.onsuccess = () => r(q.result); });
				for (const row of rows) text.push(JSON.stringify(row), new TextDecoder().decode(row.body ?? new ArrayBuffer()), new TextDecoder().decode(row.check?.body ?? new ArrayBuffer()));
			}
			db.close();
		}
		for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) text.push(request.url, await (await caches.match(request)).text());
		return text.join("\n");
	})()`)
	if !strings.Contains(dump, "waiting") {
		d.t.Error("the database was not read")
	}
	for _, name := range names {
		if strings.Contains(dump, name) {
			d.t.Errorf("the device's storage tells %q", name)
		}
	}
	err := filepath.WalkDir(profile, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return nil //nolint:nilerr // a living browser takes files away
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return nil //nolint:nilerr // the same
		}
		for _, name := range names {
			if bytes.Contains(content, []byte(name)) || bytes.Contains(content, wide(name)) {
				d.t.Errorf("%s tells %q", strings.TrimPrefix(path, profile), name)
			}
		}
		return nil
	})
	if err != nil {
		d.t.Error(err)
	}
}

// wide is a text as browsers write it where it has more than Latin letters.
func wide(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// die crashes the page and waits until it is gone: a tab of the same site that is
// opened before would go down with it.
func (d device) die() {
	d.t.Helper()
	page := d.ctx
	d.crash()
	for {
		ctx, cancel := context.WithTimeout(page, time.Second)
		_, err := chromedp.Run(ctx, chromedp.Evaluate[int]("1"))
		cancel()
		if err != nil {
			return
		}
	}
}

// kill ends the whole browser as a dead battery does.
func (w *window) kill() {
	w.t.Helper()
	process := chromedp.FromContext(w.ctx).Browser.Process()
	if process == nil {
		w.t.Fatal("the browser has no process")
	}
	if err := process.Kill(); err != nil {
		w.t.Fatal(err)
	}
	<-chromedp.FromContext(w.ctx).Browser.LostConnection
}
