package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const (
	deskWidth, deskHeight   = 1440, 900
	phoneWidth, phoneHeight = 390, 844
)

// A plan goes from its file to the issued document on the screen, by the hands
// of five people, and the province reads it.
func TestBrowserPlanFromFileToDocument(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int64
		year          int
	}{{"desk", deskWidth, deskHeight, 2041}, {"phone", phoneWidth, phoneHeight, 2042}} {
		t.Run(size.name, func(t *testing.T) {
			w := openWindow(t, size.width, size.height)
			w.dark = !w.phone
			walk := planWalk{window: w, tenant: "cu-jut", year: size.year}
			walk.imported()
			walk.edited()
			walk.returned()
			walk.approved()
			number := walk.issued()
			walk.supervised(number)
			walk.audited()
		})
	}
}

// planWalk is the way of one plan through the screens.
type planWalk struct {
	*window
	tenant string
	year   int
}

func (w planWalk) path(below string) string {
	return fmt.Sprintf("/t/%s/plans/%d%s", w.tenant, w.year, below)
}

// file is the district's plan turned into one of the walk's year.
func (w planWalk) file() string {
	w.t.Helper()
	name := filepath.Join(w.t.TempDir(), "ke-hoach.txt")
	if err := os.WriteFile(name, w.s.seedText(w.t, w.tenant, w.year), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return name
}

func (w planWalk) chooseFile() {
	w.t.Helper()
	w.do(chromedp.SetValue("#f-year", fmt.Sprint(w.year)), chromedp.SetUploadFiles("#f-file", []string{w.file()}))
}

func (w planWalk) imported() {
	w.open("/sign-in")
	w.check("sign-in")
	w.as("labour@" + w.tenant)
	w.check("my work")
	w.open("/t/" + w.tenant + "/plans")
	w.check("plans")
	w.do(chromedp.Click(`main a[href$="/plans/import"]`))
	w.until(`location.pathname.endsWith("/import")`)
	w.check("import")

	w.chooseFile()
	w.do(chromedp.Click(`[name="try"]`))
	w.text("Chưa lưu gì")
	w.check("trial reading")
	if there := eval[bool](w.window, fmt.Sprintf(`fetch(%q).then(r => r.text()).then(t => t.includes("/plans/%d"))`, "/t/"+w.tenant+"/plans", w.year)); there {
		w.t.Error("the trial reading has made a plan")
	}

	w.chooseFile()
	w.do(chromedp.Click(`main form .primary`))
	w.until(fmt.Sprintf(`location.pathname === %q`, w.path("/warnings")))
	if n := eval[int](w.window, `document.querySelectorAll(".warnings .alert").length`); n == 0 {
		w.t.Error("the import shows no warnings")
	}
	w.check("warnings")
	w.open(w.path("/structure"))
	w.text("Ai làm gì")
	w.check("structure")
}

func (w planWalk) edited() {
	w.open(w.path("/sections/2-1"))
	w.check("section")
	before := eval[string](w.window, `document.querySelector("#f-text").value`)
	w.do(chromedp.SetValue("#f-text", before+"\nĐiều bổ sung khi soạn trên màn hình."), chromedp.Click(".plan-editor .primary"))
	w.text("Đã lưu mục này.")
	if got := eval[string](w.window, `document.querySelector("#f-text").value`); got != before+"\nĐiều bổ sung khi soạn trên màn hình." {
		w.t.Errorf("the section holds %q", got)
	}
	w.open(w.path("/history"))
	w.do(chromedp.Click(".change summary"))
	w.until(`document.querySelector(".change[open] ins")?.textContent.includes("bổ sung khi soạn")`)
	w.check("history")
	w.submit()
}

func (w planWalk) submit() {
	w.t.Helper()
	w.open(w.path(""))
	w.text("KẾ HOẠCH")
	w.check("draft")
	w.do(chromedp.Click(`form[action$="/submit"] button`))
	w.text("Đã trình kế hoạch.")
}

// returned: the chair sends the plan back, its drafter finds it among the work
// with the remark, and submits it again.
func (w planWalk) returned() {
	w.as("chair@" + w.tenant)
	w.do(chromedp.Click(fmt.Sprintf(`main a[href=%q]`, w.path(""))))
	w.until(`document.querySelector('form[action$="/approve"]') !== null`)
	w.do(chromedp.Click(`summary:has(+ form[action$="/return"])`), chromedp.SetValue("#remark-return", "Bổ sung thời hạn báo cáo."))
	w.check("return")
	w.do(chromedp.Click(`form[action$="/return"] button`))
	w.text("Đã trả lại kế hoạch kèm lý do.")

	w.as("labour@" + w.tenant)
	w.text("Sửa kế hoạch bị trả lại")
	w.do(chromedp.Click(fmt.Sprintf(`main a[href=%q]`, w.path(""))))
	w.text("Bổ sung thời hạn báo cáo.")
	w.check("returned plan")
	w.submit()
	w.text("Chủ tịch UBND huyện") // who can go on
}

func (w planWalk) approved() {
	w.as("vicechair@" + w.tenant)
	w.open(w.path(""))
	w.do(chromedp.Click(`form[action$="/approve"] button`))
	w.text("Đã phê duyệt kế hoạch.")
}

// issued: the clerk sees the number that is next, issues, and the documents come
// up on the same page.
func (w planWalk) issued() (number string) {
	w.as("clerk@" + w.tenant)
	w.open(w.path(""))
	w.until(`document.querySelector(".expected") !== null`)
	number = eval[string](w.window, `document.querySelector(".expected").textContent.trim()`)
	w.check("issue")
	w.do(chromedp.Click(`form[action$="/issue"] button`))
	w.text("Đã cấp số, ban hành.")
	if got := eval[string](w.window, `document.querySelector(".doc-letterhead").textContent`); !strings.Contains(got, number) {
		w.t.Errorf("the heading is %q, without the expected number %s", got, number)
	}
	w.until(`document.querySelectorAll("#documents a[href*='/documents/']").length === 2`)
	w.check("issued plan")
	head := eval[string](w.window, `fetch(document.querySelector("#documents a[href*='/documents/pdf']").href)
		.then(r => r.arrayBuffer()).then(b => new TextDecoder("latin1").decode(b.slice(0, 5)))`)
	if head != "%PDF-" {
		w.t.Errorf("the PDF begins with %q", head)
	}
	w.open("/t/" + w.tenant + "/jobs")
	w.text("Lập văn bản kế hoạch")
	w.until(`document.querySelectorAll("main [data-poll]:not([data-done])").length === 0`)
	w.check("jobs")
	return number
}

func (w planWalk) supervised(number string) {
	w.as("supervisor@dak-nong")
	w.open(fmt.Sprintf("/t/dak-nong/overview?year=%d", w.year))
	w.text(number)
	w.check("overview")
	w.do(chromedp.Click(`a.stat[href$="show=issued"]`))
	w.until(`document.querySelectorAll(".overview tbody tr").length === 1`)
	w.do(chromedp.Click(".overview tbody a"))
	w.until(`document.querySelector(".doc")?.textContent.includes("` + number + `")`)
	w.check("a district's plan")
}

// audited: what was done, and that the province looked, stands in the audit.
func (w planWalk) audited() {
	w.as("admin@" + w.tenant)
	w.open("/t/" + w.tenant + "/audit")
	w.text("Cấp số, ban hành kế hoạch")
	w.text("Đọc kế hoạch của huyện")
	w.check("audit")
	w.open("/t/" + w.tenant + "/documents")
	w.check("documents")
}
