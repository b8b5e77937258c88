package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"vuon/apps/households"
	"vuon/apps/households/classify"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
)

// tour is a story that is lived once, in one window: what is new to it is looked at
// in both sizes.
type tour struct {
	day

	unit, next tenancy.Unit // the commune of the story, and one of others
}

// newTour opens a window on a district as it was at the end of a year.
func newTour(t *testing.T, tenant string, year int) tour {
	t.Helper()
	w := tour{day: day{openWindow(t, deskWidth, deskHeight), tenant, year}}
	units, err := w.s.d.tenants.Units(operator(t), tenant, time.Date(year, time.December, 14, 0, 0, 0, 0, i18n.Zone()))
	if err != nil || len(units) < 2 {
		t.Fatalf("the communes of %s: %v, %v", tenant, units, err)
	}
	w.unit, w.next = units[0], units[1]
	return w
}

// today sets the clock of the whole stage, until the test ends.
func (w tour) today(month time.Month, day int) {
	w.s.clock.set(time.Date(w.year, month, day, 9, 0, 0, 0, i18n.Zone()))
}

// size makes the window one of the two.
func (w tour) size(width, height int64) {
	w.t.Helper()
	w.do(chromedp.EmulateViewport(width, height))
	w.until(fmt.Sprintf("innerWidth === %d", width))
}

// look holds a page against axe-core at both sizes.
func (w tour) look(page string) {
	w.t.Helper()
	w.check(page)
	w.size(phoneWidth, phoneHeight)
	w.check(page + " on a phone")
	w.shot(filepath.Base(w.t.Name()) + " " + filepath.Base(page) + " phone")
	w.size(deskWidth, deskHeight)
	w.shot(filepath.Base(w.t.Name()) + " " + filepath.Base(page))
}

// visit opens a page of the tenant and waits for its words.
func (w tour) visit(at, words string) {
	w.t.Helper()
	w.open("/t/" + w.tenant + at)
	w.text(words)
}

// send is day's, without a look at the page that answers.
func (w tour) send(end, words string) {
	w.t.Helper()
	form := fmt.Sprintf(`form[action$=%q]`, end)
	w.mark(form)
	w.press(form + " button[type=submit]")
	w.answered()
	w.text(words)
}

// local signs in as somebody of the commune.
func (w tour) local(role string) {
	w.t.Helper()
	w.as(w.named(role))
}

func (w tour) named(role string) string { return role + "-" + w.unit.Code + "@" + w.tenant }

// tap touches the middle of what is there, as a finger does.
func (w tour) tap(selector string) {
	w.t.Helper()
	w.until(fmt.Sprintf(`document.querySelector(%q) !== null`, selector))
	at := eval[[]float64](w.window, fmt.Sprintf(`(e => { e.scrollIntoView({block: "center", behavior: "instant"}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })(document.querySelector(%q))`, selector))
	w.call("Input.dispatchTouchEvent", map[string]any{"type": "touchStart", "touchPoints": []map[string]any{{"x": at[0], "y": at[1]}}})
	w.call("Input.dispatchTouchEvent", map[string]any{"type": "touchEnd", "touchPoints": []map[string]any{}})
}

// touches gives the window a touch screen, or takes it away.
func (w tour) touches(on bool) {
	w.t.Helper()
	w.call("Emulation.setTouchEmulationEnabled", map[string]any{"enabled": on})
}

// denied fails unless the page is refused with one of the statuses.
func (w tour) denied(username, path string, status ...int) {
	w.t.Helper()
	a := w.s.signedIn(w.t, username).get(w.t, "/t/"+w.tenant+path)
	for _, want := range status {
		if a.status == want {
			return
		}
	}
	w.t.Errorf("%s sees %d at %s, want %v", username, a.status, path, status)
}

// steps is the address of the commune's review.
func (w tour) steps(below string) string {
	return fmt.Sprintf("/reviews/%d/%s%s", w.year, w.unit.Code, below)
}

// known puts households of one village into the registry, each by its head and class.
func (w tour) known(village string, classes map[string]classify.Class) map[string]households.Household {
	w.t.Helper()
	ctx, app, made := operator(w.t), w.s.d.apps.households, map[string]households.Household{}
	v, err := app.AddVillage(ctx, w.tenant, w.unit.Code, households.VillageData{Name: village, Kind: households.Buon}, "2020-01-01")
	if err != nil {
		w.t.Fatal(err)
	}
	for head, class := range classes {
		made[head], err = app.NewHousehold(ctx, w.tenant, households.NewHousehold{Unit: w.unit.Code, Village: v.ID, Class: class, Step: households.Step{Day: "2021-03-01"},
			Head: households.Details{Name: head, Birth: "1979-04-05", Ethnic: "12", Relation: households.RelationHead, Insured: true}})
		if err != nil {
			w.t.Fatal(err)
		}
	}
	return made
}

// twoHats makes somebody who is both officer and chair of the commune.
func (w tour) twoHats() (username string) {
	w.t.Helper()
	username = w.named("kiem-nhiem")
	scope := identity.Scope{Units: []string{w.unit.Code}}
	a := demoAccount(username, "Kiêm Nhiệm · "+w.unit.Name, w.tenant, "commune-officer", scope)
	a.Memberships = append(a.Memberships, identity.Membership{Tenant: w.tenant, Grant: identity.Grant{Role: "commune-chair", Scope: scope}})
	var err error
	if a.PasswordHash, err = w.s.d.identity.Hash(w.t.Context(), demoPassword); err == nil {
		_, err = w.s.d.identity.EnsureAccounts(operator(w.t), []identity.NewAccount{a})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return username
}

// refused fails unless somebody who sends the form all the same is forbidden it.
func (w tour) refused(username, path string, form url.Values) {
	w.t.Helper()
	if a := w.s.signedIn(w.t, username).post(w.t, "/t/"+w.tenant+path, form); a.status != http.StatusForbidden {
		w.t.Errorf("%s may send %s: %d", username, path, a.status)
	}
}

// figures are those of the last row of a form on the screen, by the number of the
// column; an empty cell is none.
func (w tour) figures() map[string]float64 {
	w.t.Helper()
	return eval[map[string]float64](w.window, `(() => {
		const signs = [...document.querySelectorAll(".statform-signs td")].map(e => e.textContent.trim().split("=")[0]), figures = {};
		let at = 0;
		for (const cell of [...document.querySelectorAll(".statform-table tbody tr")].pop().cells) {
			const figure = cell.textContent.trim().replaceAll(".", "").replace(",", ".");
			if (figure !== "" && /^\d+$/.test(signs[at])) figures[signs[at]] = +figure;
			at += cell.colSpan;
		}
		return figures;
	})()`)
}

// rendered are the same figures as the command line gives them.
func (w tour) rendered(form int) map[string]float64 {
	w.t.Helper()
	out := filepath.Join(w.t.TempDir(), "bieu.json")
	if code, _, messages := w.s.vuon(w.t, "forms", "render", "--tenant", w.tenant, "--unit", w.unit.Code, "--year", fmt.Sprint(w.year), "--form", fmt.Sprint(form), "--format", "json", "--out", out); code != exitDone {
		w.t.Fatal(messages)
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		w.t.Fatal(err)
	}
	var read struct {
		Rows []struct{ Values map[string]*float64 }
	}
	if err := json.Unmarshal(raw, &read); err != nil {
		w.t.Fatal(err)
	}
	figures := map[string]float64{}
	for key, value := range read.Rows[len(read.Rows)-1].Values {
		if value != nil {
			figures[key] = *value
		}
	}
	return figures
}
