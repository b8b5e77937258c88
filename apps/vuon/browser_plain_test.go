package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Without JavaScript one can sign in, import and submit.
func TestBrowserWorksWithoutJavaScript(t *testing.T) {
	w := openWindow(t, phoneWidth, phoneHeight)
	w.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": true})
	walk := planWalk{window: w, tenant: "cu-jut", year: 2043}
	w.open("/sign-in")
	w.do(chromedp.SetValue("#f-username", "labour@cu-jut"), chromedp.SetValue("#f-password", demoPassword), chromedp.Click("main form .primary"),
		chromedp.WaitReady(`a[href="/t/cu-jut/plans"]`))
	w.open("/t/cu-jut/plans/import")
	walk.chooseFile()
	w.do(chromedp.Click("main form .primary"), chromedp.WaitReady(".warnings .alert"))
	w.open(walk.path("#outline")) // the link that unfolds the outline on a phone
	w.do(chromedp.WaitVisible(".plan-outline .outline"), chromedp.Click(`form[action$="/submit"] button`), chromedp.WaitReady(".page-title .badge.info"))
	state, err := chromedp.Run(w.ctx, chromedp.Text(".page-title .badge"))
	if err != nil || strings.TrimSpace(state) != "Đã trình" {
		t.Errorf("the plan is %q, %v", state, err)
	}
}

// The first page is light enough for a commune's network: fewer than 100 kB
// compressed in at most six requests; a plan with all of its text after it, too.
func TestBrowserFirstPageIsLight(t *testing.T) {
	w := openWindow(t, deskWidth, deskHeight)
	const cost = `(() => { const sent = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].filter(e => e.transferSize > 0);
		return [sent.length, sent.reduce((sum, e) => sum + e.transferSize, 0)]; })()`
	measure := func(page string) {
		t.Helper()
		w.until(`document.readyState === "complete" && document.fonts.status === "loaded"`)
		got := eval[[]int](w, cost)
		t.Logf("%s: %d requests, %d bytes", page, got[0], got[1])
		if got[0] > 6 || got[1] >= 100_000 || got[1] == 0 {
			t.Errorf("%s takes %d requests and %d bytes; at most 6 and 100,000", page, got[0], got[1])
		}
	}
	w.open("/sign-in")
	measure("sign-in")
	w.as("labour@krong-no")
	w.open("/t/krong-no/plans/2024")
	measure("a plan")
}

// The pages of a plan are whole in both languages, and the navigation marks where
// one is.
func TestBrowserScreensInBothLanguages(t *testing.T) {
	w := openWindow(t, deskWidth, deskHeight)
	for _, lang := range []string{"vi", "en"} {
		w.as("labour@krong-no")
		eval[bool](w, fmt.Sprintf(`document.cookie = "lang=%s; path=/"; true`, lang))
		for _, page := range []string{"", "/2024", "/2024/structure", "/2024/warnings", "/2024/history", "/2024/sections/4-1", "/import"} {
			w.open("/t/krong-no/plans" + page)
			if got := eval[string](w, `document.documentElement.lang`); got != lang {
				t.Errorf("%s is in %q, want %q", page, got, lang)
			}
			if got := eval[string](w, `document.querySelector(".side [aria-current]")?.getAttribute("href") ?? ""`); got != "/t/krong-no/plans" {
				t.Errorf("%s marks %q in the navigation", page, got)
			}
			w.check(page + " in " + lang)
			if lang == "en" {
				w.onlyEnglish(page)
			}
		}
	}
}

// onlyEnglish finds what the product itself says in Vietnamese on an English
// page: everything with Vietnamese letters that does not stand among the words
// of the plan (lang="vi") or in the names of units and people.
func (w *window) onlyEnglish(page string) {
	w.t.Helper()
	for _, words := range eval[[]string](w, `[...document.querySelectorAll("main label, main button, main summary, main th[scope=col], main h2, main .hint, main .badge, main dt, main .tabs a, .side-link")]
		.filter(e => !e.closest("[lang=vi]") && !e.querySelector("[lang=vi]")).map(e => e.innerText.trim()).filter(t => /[àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ]/i.test(t))`) {
		w.t.Errorf("%s says %q in English", page, words)
	}
}

// The pictures of the README, where VUON_SHOTS names a folder for them.
func TestBrowserPictures(t *testing.T) {
	w := openWindow(t, deskWidth, deskHeight)
	w.as("labour@krong-no")
	w.open("/t/krong-no/plans/2024")
	w.until(`document.querySelectorAll("#documents a[href*='/documents/']").length === 2 && document.fonts.status === "loaded"`)
	w.shot("plan")
	w.open("/t/krong-no/plans/2024/structure")
	w.until(`document.querySelectorAll(".duties .units").length > 10`)
	w.shot("structure")
	w.as("supervisor@dak-nong")
	w.open("/t/dak-nong/overview?year=2024")
	w.until(`document.querySelectorAll(".tilemap .tile").length === 8`)
	w.shot("overview")
	w.do(chromedp.EmulateViewport(phoneWidth, phoneHeight))
	w.until(`innerWidth === 390`)
	w.shot("overview-phone")
}
