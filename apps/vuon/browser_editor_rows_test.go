package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"vuon/apps/planning"
	"vuon/apps/planning/planreader"
)

// plan is the plan as the server has it.
func (d desks) plan() planreader.Plan {
	d.t.Helper()
	plan, err := d.s.d.apps.planning.Plan(operator(d.t), d.tenant, d.year, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	return plan.Version.Plan
}

// printed is the plan's text as the server has it.
func (d desks) printed() []string {
	d.t.Helper()
	p := d.plan()
	return p.Printed()
}

// choose goes to a part without opening it.
func (d desks) choose(id string) {
	d.t.Helper()
	d.open(d.path() + "?part=" + id)
	d.until(`document.getElementById("editor").dataset.ready === ""`)
	eval[bool](d.window, fmt.Sprintf(`document.querySelector('[data-goto=%q]').click(); true`, id))
	d.until(fmt.Sprintf(`document.querySelector('[data-part=%q].chosen') !== null`, id))
}

// tool uses a tool by its keys and waits for its dialog.
func (d desks) tool(key, dialog string) {
	d.t.Helper()
	d.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierAlt, chromedp.ModifierShift)))
	d.until(fmt.Sprintf(`document.querySelector("#%s[open] input, #%s[open] select") !== null`, dialog, dialog))
}

// fill writes fields of the last row of a dialog as somebody would.
func (d desks) fill(row string, values map[string]string) {
	d.t.Helper()
	raw, err := json.Marshal(values)
	if err != nil {
		d.t.Fatal(err)
	}
	eval[bool](d.window, fmt.Sprintf(`(() => { const row = [...document.querySelectorAll("dialog[open] %s")].at(-1);
		for (const [name, value] of Object.entries(%s)) { const f = row.querySelector("[name=" + name + "]");
			if (f.type === "checkbox") f.checked = value === "on"; else f.value = value;
			f.dispatchEvent(new Event("input", {bubbles: true})); f.dispatchEvent(new Event("change", {bubbles: true})); } return true })()`, row, raw))
}

// Targets, money and assignments are filled in as rows: what will be written is
// shown, what is wrong stands beside its row, and the text says what was filled in.
func TestBrowserEditorRows(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int64
		year          int // of the programme: the catalogue has its projects
	}{{"desk", deskWidth, deskHeight, 2025}, {"phone", phoneWidth, phoneHeight, 2023}} {
		t.Run(size.name, func(t *testing.T) {
			d := openDesk(t, size.width, size.height, "dak-song", size.year)
			d.dark = true
			d.targets(size.name)
			d.money(size.name)
			if size.name == "desk" {
				d.assignments()
			}
		})
	}
}

func (d desks) targets(size string) {
	d.t.Helper()
	before := d.plan()
	d.tool("H", "ed-targets")
	if n := eval[int](d.window, `document.querySelectorAll("dialog[open] [data-figure]").length`); n != len(before.Targets) {
		d.t.Errorf("%d rows of %d targets", n, len(before.Targets))
	}
	eval[bool](d.window, `document.querySelector("dialog[open] [data-figure-add]").click(); true`)
	d.fill("[data-figure]", map[string]string{"indicator": "job_placements", "amount": "1.2x", "at_least": "on"})
	d.until(`[...document.querySelectorAll("dialog[open] [data-figure]")].at(-1).querySelector("[data-figure-error]").textContent.includes("1.200.000")`)
	d.fill("[data-figure]", map[string]string{"amount": "1234"})
	d.until(`document.querySelector("dialog[open] [data-figures-preview] ins")?.textContent.includes("1.234 lao động")`)
	if shown := eval[string](d.window, `[...document.querySelectorAll("dialog[open] [name=amount]")].at(-1).value`); shown != "1.234" {
		d.t.Errorf("the amount stands as %q", shown)
	}
	eval[bool](d.window, `document.querySelector("dialog[open] [data-figures-preview]").scrollIntoView(); true`)
	d.check("targets, " + size)
	d.shot("targets-" + size)
	eval[bool](d.window, `document.documentElement.dataset.theme = "dark"; document.querySelector("dialog[open]").scrollTo(0, 0); true`)
	d.shot("targets-dark-" + size)
	eval[bool](d.window, `delete document.documentElement.dataset.theme; document.querySelector("dialog[open] [type=submit]").click(); true`)
	d.until(`document.querySelector("dialog[open]") === null`)
	after := d.plan()
	if len(after.Targets) != len(before.Targets)+1 || !slices.ContainsFunc(after.Targets, func(t planreader.Target) bool {
		return t.Indicator == "job_placements" && t.Amount == 1234 && t.AtLeast
	}) {
		d.t.Errorf("the plan's targets are %+v", after.Targets)
	}
	d.until(`document.getElementById("ed-doc").textContent.includes("1.234 lao động")`)
}

func (d desks) money(size string) {
	d.t.Helper()
	d.tool("K", "ed-money")
	eval[bool](d.window, `document.querySelectorAll("dialog[open] [data-figure]").forEach((row, i) => i && row.querySelector("[data-figure-drop]").click()); true`)
	d.fill("[data-figure]", map[string]string{"project": "DA1", "source": "central", "capital": "development", "amount": "1200000000"})
	eval[bool](d.window, `document.querySelector("dialog[open] [data-figure-add]").click(); true`)
	d.fill("[data-figure]", map[string]string{"project": "DA1", "source": "central", "capital": "development", "amount": "5"})
	d.until(`[...document.querySelectorAll("dialog[open] [data-figure]")].at(-1).querySelector("[data-figure-error]").textContent.includes("Dòng kinh phí thứ 2")`)
	d.fill("[data-figure]", map[string]string{"source": "province", "capital": "recurrent", "amount": "300000000"})
	d.until(`document.querySelector("dialog[open] [data-figures-preview] td") !== null && document.querySelector("dialog[open] [data-figures-total]").textContent.includes("1.500.000.000 đồng")`)
	d.check("money, " + size)
	eval[bool](d.window, `document.querySelector("dialog[open]").scrollTo(0, 0); true`)
	d.shot("money-" + size)
	eval[bool](d.window, `document.querySelector("dialog[open] [type=submit]").click(); true`)
	d.until(`document.querySelector("dialog[open]") === null && document.getElementById("ed-doc").textContent.includes("1.500.000.000")`)
	plan := d.plan()
	if !slices.ContainsFunc(plan.Funding.Amounts, func(a planreader.Amount) bool {
		return a.Project == "DA1" && a.Source == "province" && a.Amount == 300_000_000
	}) {
		d.t.Error("the plan does not say the money of the province")
	}
}

// assignments: a coordinating office more for a project, read back from its text.
func (d desks) assignments() {
	d.t.Helper()
	plan := d.plan()
	known, err := d.s.d.apps.planning.Assignments(operator(d.t), d.tenant, d.year, "DA2")
	if err != nil || len(known.Rows) == 0 {
		d.t.Fatal(err, known)
	}
	i := slices.IndexFunc(plan.Projects, func(p planreader.Project) bool { return p.Code == "DA2" })
	var at string
	for id, path := range plan.Paths() {
		if i >= 0 && path == plan.Projects[i].At {
			at = id
		}
	}
	d.choose(at)
	d.tool("P", "ed-assign")
	d.until(`document.querySelector("[data-duties-of]").textContent.includes("Dự án 2")`)
	eval[bool](d.window, `document.querySelector("dialog[open] [data-duty-add]").click(); true`)
	d.fill(".ed-duty", map[string]string{"role": "coordinate", "unit": "Hội Cựu chiến binh huyện"})
	d.check("assignments")
	d.shot("assignments")
	eval[bool](d.window, `document.querySelector("dialog[open] [type=submit]").click(); true`)
	d.until(`document.getElementById("ed-doc").textContent.includes("Hội Cựu chiến binh huyện")`)
	now, err := d.s.d.apps.planning.Assignments(operator(d.t), d.tenant, d.year, "DA2")
	if err != nil || len(now.Rows) != len(known.Rows)+1 || !slices.ContainsFunc(now.Rows, func(a planreader.Assignment) bool {
		return a.Role == "coordinate" && a.Unit == "Hội Cựu chiến binh huyện"
	}) {
		d.t.Errorf("%v %+v", err, now.Rows)
	}
}

// What is pasted from a word processor keeps its headings, lists and tables.
func TestBrowserEditorPastesWord(t *testing.T) {
	d := openDesk(t, deskWidth, deskHeight, "dak-song", 2058)
	raw, err := os.ReadFile(filepath.Join(d.s.root, "apps/planning/planedit/testdata/paste/word.html"))
	if err != nil {
		t.Fatal(err)
	}
	html, _ := json.Marshal(string(raw))
	before := d.plan()
	id := d.parts()[1]
	d.write(id, " Trước khi dán.")
	eval[bool](d.window, fmt.Sprintf(`(() => { const data = new DataTransfer(); data.setData("text/html", %s); data.setData("text/plain", "Một\nHai");
		document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); return true })()`, html))
	d.until(fmt.Sprintf(`document.querySelectorAll("[data-kind=section]").length > %d`, len(before.Paths())))
	d.state("saved")
	plan := d.plan()
	part, _ := planning.PartAt(&plan, id)
	var fresh []string
	var walk func(list []planreader.Section)
	walk = func(list []planreader.Section) {
		for _, s := range list {
			if before.Section(s.ID) == nil {
				fresh = append(fresh, s.Paragraphs()...)
			}
			walk(s.Children)
		}
	}
	walk(plan.Sections)
	text := strings.Join(fresh, "\n")
	t.Log(part.Text, "\n---\n", text)
	if !strings.Contains(part.Text, "Trước khi dán.") || !strings.Contains(text, "\t") || !strings.Contains(text, "\n- ") {
		t.Errorf("pasted: %q beside %q", text, part.Text)
	}
	d.check("after pasting")
}

// A section that was removed or moved comes back by a press; one that was removed
// longer ago from the page of the history.
func TestBrowserEditorTakesBack(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int64
		year          int
	}{{"desk", deskWidth, deskHeight, 2059}, {"phone", phoneWidth, phoneHeight, 2060}} {
		t.Run(size.name, func(t *testing.T) {
			d := openDesk(t, size.width, size.height, "dak-song", size.year)
			id := d.parts()[2]
			before := d.printed()
			remove := func() {
				eval[bool](d.window, fmt.Sprintf(`document.querySelector('[data-goto=%q]').click(); document.querySelector("[data-shift=remove]").click(); true`, id))
				d.until(`document.querySelector("#ed-remove[open]") !== null`)
				eval[bool](d.window, `document.querySelector("#ed-remove [type=submit]").click(); true`)
				d.until(fmt.Sprintf(`document.querySelector('[data-part=%[1]q]') === null && document.querySelector('[data-goto=%[1]q]') === null && !document.querySelector("[data-undo]").hidden`, id))
			}
			remove()
			d.check("a section removed")
			d.shot("undo-" + size.name)
			eval[bool](d.window, `document.querySelector("[data-undo]").click(); true`)
			d.until(fmt.Sprintf(`document.querySelector('[data-part=%[1]q]') !== null && document.querySelector('[data-goto=%[1]q]') !== null && document.querySelector("[data-undo]").hidden`, id))
			if after := d.printed(); !slices.Equal(after, before) {
				t.Error("the plan is not as it was")
			}
			remove()
			d.open(strings.TrimSuffix(d.path(), "/edit") + "/history")
			d.do(chromedp.Click(".change:first-of-type summary"))
			d.until(`document.querySelector('form[action$="/reinstate"] button') !== null`)
			d.check("history with a removed section")
			eval[bool](d.window, `document.querySelector('form[action$="/reinstate"] button').click(); true`)
			d.until(fmt.Sprintf(`location.pathname.endsWith("/edit") && document.querySelector('[data-part=%q]') !== null`, id))
			d.text("Đã khôi phục mục đã xóa")
			if after := d.printed(); !slices.Equal(after, before) {
				t.Error("the plan is not as it was after the history gave the section back")
			}
		})
	}
}

// A document that is found by search is cited in the words of the decree, and one
// that was amended with a warning.
func TestBrowserEditorCites(t *testing.T) {
	d := openDesk(t, deskWidth, deskHeight, "dak-song", 2067)
	id := d.parts()[1]
	before := d.kept(id)
	d.write(id, " Theo")
	d.do(chromedp.KeyEvent("C", chromedp.KeyModifiers(chromedp.ModifierAlt, chromedp.ModifierShift)))
	d.until(`document.activeElement.id === "ed-cite-q"`)
	d.do(chromedp.KeyEvent("17/2022 giao duc"))
	d.until(`document.querySelector(".ed-cites .warn")?.textContent.includes("03/2023/TT-BLĐTBXH") && document.querySelector(".ed-cites [data-insert]") !== null`)
	d.check("cites")
	d.shot("cites")
	eval[bool](d.window, `document.querySelector(".ed-cites [data-insert]").click(); true`)
	d.until(fmt.Sprintf(`document.querySelector('[data-part=%q]').textContent.includes("Theo Thông tư số 17/2022/TT-BLĐTBXH")`, id))
	d.state("saved")
	d.until(`document.getElementById("ed-save").dataset.state === "saved"`)
	if got := d.kept(id); !strings.HasPrefix(got, before+" Theo Thông tư số 17/2022/TT-BLĐTBXH ngày 06/9/2022") {
		t.Errorf("the server has %q", got)
	}
}

// The session ends on the server while somebody types: the words wait, and are
// saved once after signing in again in another tab.
func TestBrowserEditorOutlivesItsSession(t *testing.T) {
	d := openDesk(t, deskWidth, deskHeight, "dak-song", 2068)
	id := d.parts()[1]
	before := d.kept(id)
	d.quiet() // the browser itself complains of every request that is refused
	d.s.signOutAll(t, "labour@dak-song")
	d.write(id, " Gõ khi hết phiên.")
	d.state("waiting")
	d.until(`document.querySelector('#ed-alert a[href="/sign-in"]') !== null`)
	d.check("the session has ended")
	d.shot("session-ended")
	if got := d.kept(id); got != before {
		t.Fatalf("without a session the server has %q", got)
	}
	ctx, cancel := chromedp.NewContext(d.ctx) // another tab of the same browser
	t.Cleanup(cancel)
	tab := *d.window
	tab.ctx = ctx
	tab.open("/sign-in")
	tab.do(chromedp.SetValue("#f-username", "labour@dak-song"), chromedp.SetValue("#f-password", demoPassword), chromedp.Click("main form .primary"))
	tab.until(`location.pathname.startsWith("/t/")`)
	eval[bool](d.window, `document.dispatchEvent(new Event("look")); true`) // as when the tab is shown again
	d.state("saved")
	if got := d.kept(id); got != before+" Gõ khi hết phiên." {
		t.Errorf("the server has %q", got)
	}
	d.until(`document.getElementById("ed-alert").hidden`)
}
