package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"vuon/apps/planning"
)

// day is what somebody does in a district within a day, about the plan of a year
// that no other test touches. Every page that is visited is held against axe-core.
type day struct {
	*window
	tenant string
	year   int
}

// days runs a day at both sizes, each with a year of its own.
func days(t *testing.T, tenant string, year int, live func(day)) {
	t.Helper()
	t.Run("desk", func(t *testing.T) { live(day{openWindow(t, deskWidth, deskHeight), tenant, year}) })
	t.Run("phone", func(t *testing.T) { live(day{openWindow(t, phoneWidth, phoneHeight), tenant, year + 1}) })
}

// begin signs in and looks at the work that waits.
func (d day) begin(role string) {
	d.t.Helper()
	d.as(role + "@" + d.tenant)
	d.text("Việc của tôi")
	d.check(role + "'s work")
}

// visit opens a page of the tenant, waits for its words and checks it.
func (d day) visit(path, words string) {
	d.t.Helper()
	d.open("/t/" + d.tenant + path)
	d.text(words)
	d.check(path)
}

// plan is the address of the day's plan, below the tenant's.
func (d day) plan(below string) string { return fmt.Sprintf("/plans/%d%s", d.year, below) }

// set writes into fields, as pairs of selector and value, opening what folds them away.
func (d day) set(pairs ...string) {
	d.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		d.unfold(pairs[i])
		d.do(chromedp.SetValue(pairs[i], pairs[i+1]))
	}
}

// send clicks the button of the form that goes to an address with this end,
// opening what folds it away first, and waits for the page that answers with the
// words.
func (d day) send(end, words string) {
	d.t.Helper()
	form := fmt.Sprintf(`form[action$=%q]`, end)
	d.mark(form)
	d.press(form + " button[type=submit]")
	d.answered()
	d.text(words)
	d.check("after " + end)
}

// mark tells the form that is about to be sent from those of the answer.
func (d day) mark(form string) {
	d.t.Helper()
	d.unfold(form)
	eval[bool](d.window, fmt.Sprintf(`document.querySelector(%q).dataset.sent = ""; true`, form))
}

// answered waits until the answer has come in place of the marked form.
func (d day) answered() {
	d.t.Helper()
	d.until(`document.querySelector("main") !== null && document.querySelector("form[data-sent]") === null`)
}

// press clicks what may be folded away.
func (d day) press(selector string) {
	d.t.Helper()
	d.unfold(selector)
	d.do(chromedp.Click(selector))
}

// leave goes where a link leads.
func (d day) leave(link, words string) {
	d.t.Helper()
	eval[bool](d.window, `window.before = true`)
	d.press(link)
	d.until(`window.before !== true`)
	d.text(words)
}

// follow goes where a link of the page with these words leads.
func (d day) follow(words string) {
	d.t.Helper()
	d.text(words)
	eval[bool](d.window, fmt.Sprintf(`window.before = true; [...document.querySelectorAll("main a")].find(e => (e.closest("tr") ?? e).textContent.includes(%q)).click(); true`, words))
	d.until(`window.before !== true`)
}

func (d day) unfold(selector string) {
	d.t.Helper()
	d.until(fmt.Sprintf(`document.querySelector(%q) !== null`, selector))
	eval[bool](d.window, fmt.Sprintf(`(() => { for (let e = document.querySelector(%q); e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true; return true })()`, selector))
}

// file writes a file to upload.
func (d day) file(name string, content []byte) string {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// download reads what a form or link answers with, as the browser gets it.
func (d day) download(path, method string) []byte {
	d.t.Helper()
	text := eval[string](d.window, fmt.Sprintf(`fetch(%q, {method: %q}).then(r => r.ok ? r.blob() : Promise.reject(r.status)).then(b => new Promise(done => {
		const reader = new FileReader(); reader.onload = () => done(reader.result.split(",")[1] ?? ""); reader.readAsDataURL(b) }))`, path, method))
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

// by is the context in which somebody of the district acts on the server.
func (d day) by(role string) context.Context {
	d.t.Helper()
	ctx, err := d.s.d.as(d.t.Context(), role+"@"+d.tenant)
	if err != nil {
		d.t.Fatal(err)
	}
	return ctx
}

// drafted imports the day's plan.
func (d day) drafted() {
	d.t.Helper()
	d.s.drafted(d.t, d.tenant, d.year)
}

// taken takes steps on the plan, as pairs of role and step.
func (d day) taken(pairs ...string) {
	d.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if a := d.s.api(d.t, pairs[i]+"@"+d.tenant, http.MethodPost, fmt.Sprintf("/api/tenants/%s/plans/%d/%s", d.tenant, d.year, pairs[i+1]),
			map[string]string{"remark": "Đủ điều kiện."}); a.status >= http.StatusBadRequest {
			d.t.Fatalf("%s by %s: %d %.300s", pairs[i+1], pairs[i], a.status, a.body)
		}
	}
}

// stands is the plan as the server has it.
func (d day) stands() planning.Dossier {
	d.t.Helper()
	got, err := d.s.d.apps.planning.Plan(operator(d.t), d.tenant, d.year, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	return got
}

// inState fails unless the plan stands there on the server.
func (d day) inState(want planning.State) planning.Version {
	d.t.Helper()
	v := d.stands().Version
	if v.State != want {
		d.t.Fatalf("the plan is %s, want %s", v.State, want)
	}
	return v
}
