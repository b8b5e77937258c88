package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"vuon/apps/planning"
)

// desks is the editor of one plan in a browser window.
type desks struct {
	*window
	tenant string
	year   int
}

// openDesk imports the district's plan for a year of the test's own and opens it.
func openDesk(t *testing.T, width, height int64, tenant string, year int) desks {
	t.Helper()
	w := openWindow(t, width, height)
	text := w.s.seedText(t, tenant, year)
	_, err := w.s.d.apps.planning.Import(operator(t), tenant, year, planning.Upload{Name: "ke-hoach.txt", Size: int64(len(text)), Body: strings.NewReader(string(text))})
	if err != nil {
		t.Fatal(err)
	}
	d := desks{w, tenant, year}
	d.as("labour@" + tenant)
	d.come()
	return d
}

func (d desks) path() string { return fmt.Sprintf("/t/%s/plans/%d/edit", d.tenant, d.year) }

// come opens the page and waits until its script is there.
func (d desks) come() {
	d.t.Helper()
	d.open(d.path())
	d.until(`document.querySelectorAll(".ed-part").length > 20 && document.getElementById("editor").dataset.ready === ""`)
}

// beside opens the same plan in a second window of the same person.
func (d desks) another(t *testing.T, user string) desks {
	t.Helper()
	w := openWindow(t, deskWidth, deskHeight)
	other := desks{w, d.tenant, d.year}
	other.as(user)
	other.come()
	return other
}

// parts are the ids of the sections with text and title, in order.
func (d desks) parts() []string {
	d.t.Helper()
	plan, err := d.s.d.apps.planning.Plan(operator(d.t), d.tenant, d.year, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	var ids []string
	for _, id := range eval[[]string](d.window, `[...document.querySelectorAll("[data-kind=section]")].map(e => e.dataset.part)`) {
		if part, _ := planning.PartAt(&plan.Version.Plan, id); part.Title != "" && part.Text != "" && !strings.Contains(part.Text, "\t") {
			ids = append(ids, id)
		}
	}
	return ids
}

// kept is the text of a part on the server.
func (d desks) kept(id string) string {
	d.t.Helper()
	plan, err := d.s.d.apps.planning.Plan(operator(d.t), d.tenant, d.year, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	part, _ := planning.PartAt(&plan.Version.Plan, id)
	return part.Text
}

// write opens a part and types at its end.
func (d desks) write(id, words string) {
	d.t.Helper()
	eval[bool](d.window, fmt.Sprintf(`document.querySelector('[data-part=%q] .ed-open').click(); true`, id))
	d.until(fmt.Sprintf(`document.activeElement.closest('[data-part=%q] .ed-body') !== null`, id))
	d.do(chromedp.KeyEvent(words))
}

func (d desks) state(state string) {
	d.t.Helper()
	d.until(fmt.Sprintf(`document.getElementById("ed-save").dataset.state === %q`, state))
}

// What is typed is saved by itself, undone, and restored from the history; tables
// are written with the keyboard; the page is sound at both sizes.
func TestBrowserEditorSavesByItself(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int64
		year          int
	}{{"desk", deskWidth, deskHeight, 2051}, {"phone", phoneWidth, phoneHeight, 2052}} {
		t.Run(size.name, func(t *testing.T) {
			d := openDesk(t, size.width, size.height, "dak-song", size.year)
			d.dark = true
			d.check("editor")
			id := d.parts()[1]
			before := d.kept(id)
			d.write(id, " Câu gõ thêm.")
			d.state("saved")
			if got := d.kept(id); got != before+" Câu gõ thêm." {
				t.Errorf("the server has %q", got)
			}
			d.check("editor while writing")
			d.shot("editor-" + size.name)
			d.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
			d.until(fmt.Sprintf(`!document.querySelector('[data-part=%q]').textContent.includes("gõ thêm")`, id))
			d.state("saved")
			if got := d.kept(id); got != before {
				t.Errorf("after undoing the server has %q", got)
			}
			d.do(chromedp.KeyEvent("T", chromedp.KeyModifiers(chromedp.ModifierAlt, chromedp.ModifierShift)))
			d.until(`document.querySelector(".ed-part.open .ed-grid") !== null`)
			eval[bool](d.window, `document.querySelectorAll(".ed-part.open .ed-grid td")[3].focus(); true`)
			d.do(chromedp.KeyEvent("Đào tạo nghề"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("người"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("120"), chromedp.KeyEvent(kb.Escape))
			d.state("saved")
			if got := d.kept(id); !strings.HasSuffix(got, "Đào tạo nghề\tngười\t120\n\t\t") {
				t.Errorf("the table is %q", got)
			}
			d.until(fmt.Sprintf(`document.querySelector('[data-part=%q] .ed-print table') !== null`, id))
			d.check("editor with a table")
		})
	}
}

// The network goes while somebody types and the page is killed: the words are on
// the server once when the page is opened again with a network.
func TestBrowserEditorKeepsWhatIsTypedOffline(t *testing.T) {
	d := openDesk(t, deskWidth, deskHeight, "dak-song", 2053)
	id := d.parts()[2]
	before := d.kept(id)
	network := func(off bool) {
		d.call("Network.emulateNetworkConditions", map[string]any{"offline": off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
	}
	d.quiet() // the browser itself complains of every request that finds no network
	network(true)
	d.write(id, " Gõ khi mất mạng.")
	d.state("waiting")
	d.until(`document.getElementById("ed-alert").textContent.includes("Mất kết nối")`)
	if got := d.kept(id); got != before {
		t.Fatalf("without a network the server has %q", got)
	}
	d.crash()
	d.come()
	d.state("saved")
	if got := d.kept(id); got != before+" Gõ khi mất mạng." {
		t.Errorf("the server has %q", got)
	}
	d.come()
	d.until(fmt.Sprintf(`document.querySelector('[data-part=%q]').textContent.split("Gõ khi mất mạng.").length === 2`, id))
	if left := eval[int](d.window, `Object.keys(localStorage).filter(k => k.startsWith("editor:")).length`); left != 0 {
		t.Errorf("%d drafts are left", left)
	}
}

// Two people write at once: each sees where the other is and what they changed;
// in one part both see both versions, and nothing is lost.
func TestBrowserEditorTwoAtOnce(t *testing.T) {
	a := openDesk(t, deskWidth, deskHeight, "dak-song", 2054)
	b := a.another(t, "labour@dak-song")
	ids := a.parts()
	mine, same := ids[1], ids[3]
	before := a.kept(same)

	a.write(mine, " Phần của người thứ nhất.")
	a.state("saved")
	b.until(fmt.Sprintf(`document.querySelector('[data-part=%q]').textContent.includes("Phần của người thứ nhất.")`, mine))
	b.until(fmt.Sprintf(`document.querySelector('[data-who=%q] .ed-chip') !== null && document.querySelector('[data-part=%q] .ed-margin .ed-chip') !== null`, mine, mine))

	eval[bool](b.window, fmt.Sprintf(`document.querySelector('[data-part=%q] .ed-open').click(); true`, same))
	b.until(`document.querySelector(".ed-part.open") !== null`)
	a.write(same, " Câu của người thứ nhất.")
	b.do(chromedp.KeyEvent(" Câu của người thứ hai."))
	a.until(`["saved", "conflict"].includes(document.getElementById("ed-save").dataset.state)`)
	b.until(`["saved", "conflict"].includes(document.getElementById("ed-save").dataset.state)`)
	second := b
	if eval[bool](a.window, `document.querySelector(".ed-conflict") !== null`) {
		second = a
	}
	second.until(`document.querySelector(".ed-conflict .ed-side ins") !== null`)
	second.check("two versions side by side")
	second.shot("editor-conflict")
	first := a.kept(same)
	if !strings.HasPrefix(first, before) || strings.Contains(first, "thứ nhất") == strings.Contains(first, "thứ hai") {
		t.Errorf("before the choice the server has %q", first)
	}
	eval[bool](second.window, `document.querySelector("[data-choose=merge]").click(); true`)
	second.until(`document.querySelector("[data-choose=save]") !== null`)
	eval[bool](second.window, `document.querySelector("[data-choose=save]").click(); true`)
	second.state("saved")
	if got := a.kept(same); !strings.Contains(got, "Câu của người thứ nhất.") || !strings.Contains(got, "Câu của người thứ hai.") {
		t.Errorf("the merged text is %q", got)
	}
}

// A comment names somebody, is answered and resolved beside its part; who may not
// write reads and comments; without script the page is a document with links.
func TestBrowserEditorCommentsAndReaders(t *testing.T) {
	d := openDesk(t, deskWidth, deskHeight, "dak-song", 2055)
	id := d.parts()[2]
	d.as("finance@dak-song")
	d.open(d.path() + "?part=" + id)
	d.until(`document.querySelector("#ed-say") !== null`)
	if eval[bool](d.window, `document.querySelector("[data-edit], .ed-edit, [data-tool=section]") !== null`) {
		t.Error("who may not write is offered to")
	}
	d.do(chromedp.SetValue("#ed-say", "Cần nêu rõ nguồn vốn."), chromedp.Click("#beside .ed-say button[type=submit]"))
	d.until(`document.querySelector(".ed-thread")?.textContent.includes("Cần nêu rõ nguồn vốn.")`)
	d.check("a reader's editor")
	d.as("labour@dak-song")
	d.come()
	d.until(fmt.Sprintf(`document.querySelector('[data-talk=%q]').textContent.trim().startsWith("1")`, id))
	d.open(d.path() + "?part=" + id)
	d.until(`document.querySelector(".ed-thread form button") !== null`)
	d.do(chromedp.Click(".ed-answer form button[type=submit]"))
	d.until(`document.querySelector(".ed-thread.done") !== null`)

	d.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": true})
	d.open(d.path())
	d.do(chromedp.WaitReady(fmt.Sprintf(`#part-%s .ed-open[href$="/sections/%s"]`, id, id)), chromedp.WaitReady(".ed-doc .doc-letterhead"))
}

// crash kills the page, which gets no chance to say anything, and goes on in
// another tab of the same browser.
func (w *window) crash() {
	w.t.Helper()
	ctx, cancel := chromedp.NewContext(w.ctx)
	w.t.Cleanup(cancel)
	go func(ctx context.Context) { // never answered
		_ = chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error { return t.Call(ctx, "Page.crash", nil, nil) }))
	}(w.ctx)
	w.ctx = ctx
}

// quiet ends the watch over the console: what follows complains by intent.
func (w *window) quiet() { w.loud = true }
