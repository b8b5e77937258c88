package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A reviewer goes through a village by the keyboard, sees the class while typing,
// and both versions when somebody else was first; the pages are sound at both sizes.
func TestBrowserEntryForm(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int64
	}{{"desk", deskWidth, deskHeight}, {"phone", phoneWidth, phoneHeight}} {
		t.Run(size.name, func(t *testing.T) {
			w := openWindow(t, size.width, size.height)
			w.dark = true
			h := w.s.hamlet(t, "dak-song", 2022, 3)
			w.as(h.reviewer())
			w.open(fmt.Sprintf("/t/%s/reviews/%s/%s/entries?village=%s", h.tenant, h.round, h.commune, h.id))
			w.text("0/3 hộ đã nhập")
			w.check("the list of forms")
			w.shot("entries-" + size.name)
			eval[bool](w, `document.querySelector(".entry-lines a").click(); true`)
			w.until(`document.querySelector("form[data-entry] [data-class]") !== null && document.documentElement.classList.contains("js")`)
			w.check("a form")
			eval[bool](w, `document.querySelector("[name=b1]").focus(); true`)
			w.do(chromedp.KeyEvent("120"), chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent("1"), chromedp.KeyEvent("4"), chromedp.KeyEvent("-"))
			w.until(`document.querySelector("[data-class]").textContent === "Hộ nghèo" && document.querySelector("[data-b2]").textContent === "30"`)
			w.until(`document.querySelector("[data-reasons]").textContent.includes("07/2021/NĐ-CP")`)
			w.check("a form that is filled in")
			w.shot("entry-" + size.name)
			w.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
			w.until(fmt.Sprintf(`location.pathname.endsWith("/households/%s")`, h.households[1].ID))
			w.text("Đã lưu phiếu")
			if times, points := h.saved(t); times[h.households[0].ID] != 1 || points[h.households[0].ID] != 120 {
				t.Errorf("the server has %v, %v", times, points)
			}
		})
	}
}

// Without script the form takes members, says what is wrong, shows both versions
// and saves what was chosen.
func TestBrowserEntryWithoutJavaScript(t *testing.T) {
	w := openWindow(t, phoneWidth, phoneHeight)
	h := w.s.hamlet(t, "dak-song", 2022, 1)
	w.as(h.reviewer())
	w.meant = "422"
	w.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": true})
	path := fmt.Sprintf("/t/%s/reviews/%s/households/%s", h.tenant, h.round, h.households[0].ID)
	w.open(path)
	press := func(then string) chromedp.Action[chromedp.Void] {
		return chromedp.Focus(`.form-actions button[value="` + then + `"], .card button[value="` + then + `"]`)
	}
	w.do(chromedp.SetValue("#f-b1", "12a"), press("member"), chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(".entry-member:nth-of-type(2)"))
	w.do(press("stay"), chromedp.KeyEvent(kb.Enter), chromedp.WaitReady("[data-errors] a[href='#f-b1']"))
}
