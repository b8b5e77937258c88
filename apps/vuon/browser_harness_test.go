package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// window is a browser window on the staged demonstration. When its test ends it
// fails for every error on the console, which is also where uncaught exceptions
// and the content security policy complain.
type window struct {
	t     *testing.T
	s     *stage
	ctx   context.Context
	axe   string
	dark  bool // pages are checked in the dark theme too
	phone bool
	loud  bool   // the console complains by intent: the network was taken away
	home  string // another way to the stage than its own address
	meant string // what the browser itself is to complain of: it tells of every page that refuses something
}

// browserFiles finds Chromium and axe-core. Without them the test is left out,
// or fails where VUON_WIDE=1 says that nothing may be.
func browserFiles(t *testing.T, root string) (chromium, axe string) {
	t.Helper()
	for _, path := range []string{os.Getenv("VUON_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"} {
		if _, err := os.Stat(path); err == nil {
			chromium = path
			break
		}
	}
	source, err := os.ReadFile(filepath.Join(root, "platform/web/node_modules/axe-core/axe.min.js"))
	_, unbuilt := os.Stat(filepath.Join(root, "platform/web/dist/manifest.json"))
	if chromium != "" && err == nil && unbuilt == nil {
		return chromium, string(source)
	}
	const why = "needs Chromium (VUON_CHROMIUM) and the front end (in platform/web: npm ci && npm run build)"
	if os.Getenv("VUON_WIDE") == "1" {
		t.Fatal(why)
	}
	t.Skip("left out: " + why)
	return "", ""
}

func openWindow(t *testing.T, width, height int64) *window {
	t.Helper()
	return openBrowser(t, width, height)
}

// openBrowser is openWindow with further flags of the browser's.
func openBrowser(t *testing.T, width, height int64, more ...chromedp.ExecAllocatorOption) *window {
	t.Helper()
	s := staged(t)
	chromium, axe := browserFiles(t, s.root)
	flags := chromedp.DefaultExecAllocatorOptions[:]
	for _, name := range []string{"disable-gpu", "disable-quic", "disable-component-update"} {
		flags = append(flags, chromedp.Flag(name, true))
	}
	flags = append(append(flags, chromedp.ExecPath(chromium), chromedp.NoSandbox), more...)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), flags...) // t.Context ends before the last look
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	w := &window{t: t, s: s, ctx: ctx, axe: axe, phone: width < 640, home: s.url}
	w.watch()
	w.do(chromedp.EmulateViewport(width, height))
	return w
}

// watch collects what the pages complain of until the test ends.
func (w *window) watch() {
	messages := chromedp.Console(w.ctx)
	w.t.Cleanup(func() {
		if w.t.Failed() || w.loud || w.ctx.Err() != nil {
			return
		}
		eval[bool](w, `console.info("the end"); true`)
		for m, err := range messages {
			switch {
			case err != nil:
				w.t.Error(err)
				return
			case m.Text == "the end":
				return
			case w.meant != "" && strings.HasPrefix(m.Text, "Failed to load resource") && strings.Contains(m.Text, w.meant):
			case m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleWarning || m.IsException():
				w.t.Errorf("console: %s (%s)", m.Text, m.URL)
			}
		}
	})
}

func (w *window) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, steps...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *window) open(path string) {
	w.t.Helper()
	w.do(chromedp.Navigate(w.home + path))
}

// call is a command of the browser's protocol.
func (w *window) call(method string, params map[string]any) {
	w.t.Helper()
	w.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error { return t.Call(ctx, method, params, nil) }))
}

// until waits for a JavaScript condition, also across a change of page, which
// ends the waiting in the old one.
func (w *window) until(condition string) {
	w.t.Helper()
	for {
		_, err := chromedp.Run(w.ctx, chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(30*time.Second)))
		switch {
		case err == nil:
			return
		case w.ctx.Err() != nil || !leftPage(err):
			at, _ := chromedp.Run(w.ctx, chromedp.Evaluate[string](`location.pathname + ": " + document.querySelector("main")?.innerText.slice(0, 600)`))
			w.t.Fatalf("%s: %v\n%s", condition, err, at)
		}
	}
}

// leftPage tells that the page went away under a script.
func leftPage(err error) bool {
	return strings.Contains(err.Error(), "navigated") || strings.Contains(err.Error(), "Cannot find context")
}

func eval[T any](w *window, script string) T {
	w.t.Helper()
	v, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// text waits until the page's content holds the words.
func (w *window) text(words string) {
	w.t.Helper()
	w.until(`document.querySelector("main")?.innerText.includes("` + words + `")`)
}

// check holds the page against axe-core and the width of the window.
func (w *window) check(page string) {
	w.t.Helper()
	eval[bool](w, w.axe+";true")
	themes := []string{"light"}
	if w.dark {
		themes = append(themes, "dark")
	}
	for _, theme := range themes {
		eval[bool](w, `document.documentElement.dataset.theme = "`+theme+`"; true`)
		for _, fault := range eval[[]string](w, `axe.run(document).then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).join(", ")))`) {
			w.t.Errorf("%s, %s: %s", page, theme, fault)
		}
	}
	eval[bool](w, `delete document.documentElement.dataset.theme; true`)
	if over := eval[int](w, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		w.t.Errorf("%s is %d pixels too wide: %s", page, over, eval[string](w, `[...document.querySelectorAll("main *")]
			.filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 80)).slice(0, 5).join("; ")`))
	}
}

// as signs in on the screen as somebody else.
func (w *window) as(username string) {
	w.t.Helper()
	w.call("Network.clearBrowserCookies", nil)
	w.open("/sign-in")
	w.do(chromedp.SetValue("#f-username", username), chromedp.SetValue("#f-password", demoPassword), chromedp.Click("main form .primary"))
	w.until(`location.pathname.startsWith("/t/")`)
}

// shot keeps a picture where VUON_SHOTS says.
func (w *window) shot(name string) {
	w.t.Helper()
	folder := os.Getenv("VUON_SHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}
