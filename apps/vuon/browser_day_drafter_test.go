package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"vuon/apps/planning"
)

// The drafter of Cư Jút begins next year's plan with this one's, writes, cites and
// pastes in the editor, looks at what is to be mended, asks offices and submits.
func TestBrowserDayDrafter(t *testing.T) {
	days(t, "cu-jut", 2085, func(d day) {
		d.year += d.year - 2085 // 2085 and 2087: what begins with them is 2086 and 2088
		d.drafted()
		d.begin("labour")
		from := d.year
		d.year++
		d.visit("/plans", "Soạn kế hoạch mới")
		d.visit("/plans/start", "Bắt đầu soạn")
		d.set("#f-year", fmt.Sprint(d.year))
		d.press(fmt.Sprintf(`input[name=from][value="year:%d"]`, from))
		d.press(`form[action$="/plans/start"] button.primary`)
		d.text("Đã tạo dự thảo.")
		d.check("what is to be revised")
		d.inState(planning.Draft)
		d.writes()
		d.visit(d.plan("/checks"), "trình")
		d.visit(d.plan(fmt.Sprintf("/compare?from=%d", from)), "So sánh")
		d.asksAndSubmits()
	})
}

// writes types into a section, cites a document and pastes from a word processor.
func (d day) writes() {
	d.t.Helper()
	desk := desks(d)
	desk.come()
	d.check("the editor")
	id := desk.parts()[1]
	before := desk.kept(id)
	desk.write(id, " Theo ")
	desk.state("saved")
	if d.phone {
		d.do(chromedp.Click(`[data-pane-tab=beside]`))
	}
	d.until(fmt.Sprintf(`document.querySelector("#beside").dataset.of === %q && document.querySelector("#ed-cite-q") !== null`, id))
	d.do(chromedp.Click("#ed-cite-q"), chromedp.KeyEvent("90/QĐ-TTg"))
	d.until(`document.querySelector(".ed-cites")?.textContent.includes("90/QĐ-TTg")`)
	d.check("citing")
	eval[bool](d.window, `[...document.querySelectorAll(".ed-cites li")].find(e => e.textContent.includes("90/QĐ-TTg")).querySelector("[data-insert]").click(); true`)
	d.until(fmt.Sprintf(`document.querySelector('[data-part=%q]').textContent.includes("90/QĐ-TTg")`, id))
	desk.state("saved")
	if got := desk.kept(id); !strings.HasPrefix(got, before+" Theo ") || !strings.Contains(got, "90/QĐ-TTg") {
		d.t.Errorf("the section reads %q", got)
	}
	d.pastes(desk, desk.parts()[2])
}

// pastes lets the clipboard of a word processor into a section: its table stays one.
func (d day) pastes(desk desks, id string) {
	d.t.Helper()
	if d.phone {
		d.do(chromedp.Click(`[data-pane-tab=paper]`))
	}
	desk.write(id, " ")
	eval[bool](d.window, `(() => { const data = new DataTransfer();
		data.setData("text/html", "<p class=MsoNormal>Chỉ tiêu dán vào<o:p></o:p></p><table><tr><td>Đào tạo nghề</td><td>120</td></tr><tr><td>Việc làm</td><td>80</td></tr></table>");
		data.setData("text/plain", "Chỉ tiêu dán vào\nĐào tạo nghề\t120\nViệc làm\t80");
		document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); return true })()`)
	d.until(fmt.Sprintf(`document.querySelector('[data-part=%q]').textContent.includes("Việc làm")`, id))
	d.do(chromedp.KeyEvent("s", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	d.until(`document.getElementById("ed-save").dataset.state === "saved"`)
	if got := desk.kept(id); !strings.Contains(got, "Đào tạo nghề\t120\nViệc làm\t80") {
		d.t.Errorf("what was pasted is %q", got)
	}
}

// asksAndSubmits asks two offices, ends the consultation and submits the plan, or
// learns what is missing.
func (d day) asksAndSubmits() {
	d.t.Helper()
	d.visit(d.plan("/consultation"), "Gửi lấy ý kiến")
	eval[bool](d.window, `document.querySelectorAll("input[name=offices]").forEach(e => { e.checked = ["agriculture", "finance"].includes(e.value) }); true`)
	d.unfold("#f-question")
	d.set("#f-question", "Xem phân công và kinh phí.")
	d.press(`form:has(#f-question) button.primary`)
	d.text("Đang lấy ý kiến")
	d.check("offices that were asked")
	d.inState(planning.Consulting)
	rounds := d.stands().Rounds
	if got := len(rounds[len(rounds)-1].Asked); got != 2 {
		d.t.Errorf("%d offices were asked", got)
	}
	for _, office := range []string{"agriculture", "finance"} {
		if _, err := d.s.d.apps.planning.Opine(d.by(office), d.tenant, d.year, planning.Saying{Office: office, Verdict: planning.Agree}); err != nil {
			d.t.Fatal(err)
		}
	}
	d.visit(d.plan("/consultation"), "Thống nhất")
	d.send("/conclude", "Đã kết thúc")
	d.visit(d.plan(""), "Trình lãnh đạo")
	d.send("/submit", "Đã trình kế hoạch.")
	if v := d.inState(planning.Submitted); !strings.Contains(string(v.Plan.Header.Title), fmt.Sprint(d.year)) {
		d.t.Errorf("the submitted plan is called %q", v.Plan.Header.Title)
	}
}
