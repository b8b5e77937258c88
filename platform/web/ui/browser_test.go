package ui_test

import (
	"context"
	"iter"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browser is a tab of a headless Chromium on the demo site.
type browser struct {
	t       *testing.T
	ctx     context.Context
	home    string
	axe     string
	console iter.Seq2[chromedp.ConsoleMessage, error]
}

func openBrowser(t *testing.T, d *demo) *browser {
	t.Helper()
	chromium, axe := browserFiles(t)
	server := httptest.NewServer(d.handler())
	t.Cleanup(server.Close)
	flags := chromedp.DefaultExecAllocatorOptions[:]
	for _, name := range []string{"disable-gpu", "disable-quic", "disable-component-update"} {
		flags = append(flags, chromedp.Flag(name, true))
	}
	flags = append(flags, chromedp.ExecPath(chromium), chromedp.NoSandbox)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), flags...) // t.Context ends before quiet
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx, home: server.URL, axe: axe, console: chromedp.Console(ctx)}
	t.Cleanup(b.quiet)
	return b
}

// quiet fails the test for each warning and error on the console, which is also
// where the content security policy complains.
func (b *browser) quiet() {
	if b.t.Failed() || b.ctx.Err() != nil {
		return
	}
	eval[bool](b, `console.info("the end"); true`)
	for m, err := range b.console {
		switch {
		case err != nil:
			b.t.Error(err)
			return
		case m.Text == "the end":
			return
		case strings.Contains(m.Text, "status of 422"): // the refusal that the test provoked
		case m.Type == "error" || m.Type == "warning" || m.IsException():
			b.t.Errorf("console: %s (%s)", m.Text, m.URL)
		}
	}
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.home + path))
}

// until waits for a JavaScript condition, also across a change of page, which
// ends the waiting in the old one.
func (b *browser) until(condition string) {
	b.t.Helper()
	for {
		_, err := chromedp.Run(b.ctx, chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(20*time.Second)))
		switch {
		case err == nil:
			return
		case b.ctx.Err() != nil || !leftPage(err):
			b.t.Fatalf("%s: %v", condition, err)
		}
	}
}

// leftPage tells that the page went away under a script.
func leftPage(err error) bool {
	return strings.Contains(err.Error(), "navigated") || strings.Contains(err.Error(), "Cannot find context")
}

func eval[T any](b *browser, script string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// faults are the axe-core violations of the page, one a line.
func (b *browser) faults() []string {
	b.t.Helper()
	eval[bool](b, b.axe+";true")
	return eval[[]string](b, `axe.run(document, {preload: false}).then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).join(", ")))`)
}

func TestGalleryIsAccessible(t *testing.T) {
	b := openBrowser(t, newDemo(t))
	for _, width := range []int64{1440, 390} {
		b.do(chromedp.EmulateViewport(width, 900))
		for _, theme := range []string{"light", "dark"} {
			b.open("/gallery")
			eval[bool](b, `document.documentElement.dataset.theme = "`+theme+`"; true`)
			for _, fault := range b.faults() {
				t.Errorf("%d %s: %s", width, theme, fault)
			}
			if over := eval[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("%d %s: the page is %d pixels too wide", width, theme, over)
			}
		}
	}
}

func TestFilterReplacesTheListWhileTyping(t *testing.T) {
	b := openBrowser(t, newDemo(t))
	b.open("/list")
	b.do(chromedp.Click("#f-q"), chromedp.SendKeys("#f-q", "mâm"))
	b.until(`document.getElementById("found").textContent === "tìm: mâm"`)
	if got := eval[string](b, `document.activeElement.id + " " + decodeURIComponent(location.search)`); got != "f-q ?q=mâm" {
		t.Errorf("focus and address: %s", got)
	}
	b.do(chromedp.Click(`a[rel="next"]`))
	b.until(`document.getElementById("found").textContent === "tìm: trang-2"`)
	b.do(chromedp.NavigateBack())
	b.until(`document.getElementById("found")?.textContent === "tìm: mâm"`)
}

func TestJobAsksUntilItIsDone(t *testing.T) {
	d := newDemo(t)
	b := openBrowser(t, d)
	b.open("/job")
	b.until(`document.getElementById("job-7").dataset.done !== undefined`)
	b.until(`document.getElementById("toasts").textContent.includes("Dựng văn bản: Đã xong")`)
	if n := d.polls.Load(); n != 3 {
		t.Errorf("asked %d times, want 3", n)
	}
}

func TestTypedTextIsKeptUntilItIsSaved(t *testing.T) {
	b := openBrowser(t, newDemo(t))
	kept := `Object.keys(sessionStorage).filter(k => k.startsWith("draft:")).length`
	b.open("/form")
	b.do(chromedp.SendKeys("#f-text", "điều sai"))
	b.until(kept + ` === 1`)
	eval[bool](b, `document.querySelectorAll("[data-dirty]").forEach(f => delete f.dataset.dirty); true`)
	b.open("/form")
	b.until(`document.getElementById("f-text").value === "điều sai"`)

	b.do(chromedp.Click("#edit button"))
	b.until(`document.activeElement.id === "errors"`)
	if n := eval[int](b, kept); n != 1 {
		t.Errorf("after a refusal %d drafts are kept, want 1", n)
	}
	b.do(chromedp.SetValue("#f-text", "điều đúng"), chromedp.Click("#edit button"))
	b.until(kept + ` === 0 && !document.getElementById("errors")`)

	b.do(chromedp.SendKeys("#f-text", "bí mật"))
	b.until(kept + ` === 1`)
	eval[bool](b, `document.querySelectorAll("[data-dirty]").forEach(f => delete f.dataset.dirty); document.querySelector("[data-forget]").requestSubmit(); true`)
	b.until(`location.pathname === "/sign-in" && ` + kept + ` === 0`)
}

func TestDraftDoesNotOverwriteANewerVersion(t *testing.T) {
	b := openBrowser(t, newDemo(t))
	b.open("/form?version=1")
	b.do(chromedp.SendKeys("#f-text", "của tôi"))
	b.until(`Object.keys(sessionStorage).some(k => k.startsWith("draft:"))`)
	eval[bool](b, `document.querySelectorAll("[data-dirty]").forEach(f => delete f.dataset.dirty); true`)
	b.open("/form?version=2")
	b.until(`document.querySelector("#edit .alert")?.textContent.includes("của tôi")`)
	if got := eval[string](b, `document.getElementById("f-text").value`); got != "" {
		t.Errorf("the field holds %q", got)
	}
}

func TestUploadGoesOnToItsPage(t *testing.T) {
	d := newDemo(t)
	b := openBrowser(t, d)
	file := filepath.Join(t.TempDir(), "ke-hoach.txt")
	if err := os.WriteFile(file, []byte(strings.Repeat("kế hoạch ", 50_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	b.open("/form")
	b.do(chromedp.SetUploadFiles("#f-file", []string{file}), chromedp.Click("#send button"))
	b.until(`location.pathname === "/list"`)
	if want := int64(len("kế hoạch ") * 50_000); d.bytes.Load() != want {
		t.Errorf("%d bytes arrived, want %d", d.bytes.Load(), want)
	}
}

func TestKeysOpenWhatTheySay(t *testing.T) {
	b := openBrowser(t, newDemo(t))
	b.open("/list")
	b.do(chromedp.KeyEvent("?"))
	b.until(`document.getElementById("shortcuts").open`)
	b.do(chromedp.KeyEvent("\x1b"))
	b.until(`!document.getElementById("shortcuts").open`)
	b.do(chromedp.KeyEvent("/"))
	b.until(`document.activeElement.id === "f-q"`)
	eval[bool](b, `document.querySelector('.seg [value="dark"]').click(); true`)
	b.until(`document.documentElement.dataset.theme === "dark" && document.cookie.includes("theme=dark")`)
}
