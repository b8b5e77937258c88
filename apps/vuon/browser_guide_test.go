package main

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"vuon/apps/planning"
	"vuon/platform/identity"
	vtext "vuon/platform/text"
)

var update = flag.Bool("update", false, "take the pictures of the guides anew")

const (
	pictureWidth, pictureHeight = 1280, 800
	largestPicture              = 90_000 // bytes: the guides are part of the binary
	guideTenant, guideYear      = "gia-nghia", 2025
)

// picture is one of the guides: a page as somebody sees it.
type picture struct {
	name, account, path string
	act                 func(w *window) // what is done on the page first; may be nil
}

// click follows the first link or button with these words.
func click(selector, words string) func(*window) {
	return func(w *window) {
		w.t.Helper()
		find := fmt.Sprintf(`[...document.querySelectorAll(%q)].find(e => e.textContent.includes(%q))`, selector, words)
		w.until(find + ` !== undefined`)
		before := eval[string](w, `location.pathname`)
		eval[bool](w, find+`.click(); true`)
		w.until(fmt.Sprintf(`location.pathname !== %q && document.readyState === "complete"`, before))
	}
}

func script(js string) func(*window) {
	return func(w *window) { w.t.Helper(); eval[bool](w, js+"; true") }
}

// pictures are those of the guides, in their order.
func pictures(commune string) []picture {
	return []picture{
		{"sign-in", "", "/sign-in", nil},
		{"work", "labour@krong-no", "/t/krong-no", nil},
		{"start", "labour@" + guideTenant, "/t/" + guideTenant + "/plans/start", nil},
		{"editor", "labour@" + guideTenant, desk(), writeOnDesk},
		{"checks", "labour@" + guideTenant, fmt.Sprintf("/t/%s/plans/%d/checks", guideTenant, guideYear), nil},
		{"compare", "labour@" + guideTenant, fmt.Sprintf("/t/%s/plans/%d/compare", guideTenant, guideYear), nil},
		{"consultation", "labour@dak-rlap", "/t/dak-rlap/plans/2024/consultation", script(`[...document.querySelectorAll("main button")].find(b => b.textContent.includes("Tiếp thu, ghi")).scrollIntoView({block: "end"})`)},
		{"opinion", commune + "@dak-rlap", "/t/dak-rlap/plans/2024/consultation", script(`[...document.querySelectorAll("main button")].find(b => b.textContent.includes("Thống nhất với dự thảo")).scrollIntoView({block: "center"})`)},
		{"approve", "chair@dak-glong", "/t/dak-glong/plans/2024", script(`(s => (s.click(), scrollTo(0, 150)))([...document.querySelectorAll("main summary")].find(s => s.textContent.includes("Trả lại")))`)},
		{"signing", "vicechair@cu-jut", "/t/cu-jut/plans/2024/signing", nil},
		{"issue", "clerk@cu-jut", "/t/cu-jut/plans/2024", nil},
		{"inbox", "agriculture@krong-no", "/t/krong-no/inbox?show=all", click(`main a[href*="/inbox/"]`, "Triển khai thực hiện")},
		{"outgoing", "clerk@krong-no", "/t/krong-no/records?year=2024", func(w *window) {
			click(`main a[href*="/records/outgoing/"]`, "Kết quả kiểm tra")(w)
			script(`document.querySelector("main table").scrollIntoView({block: "end"})`)(w)
		}},
		{"verify", "", "/check", nil},
		{"tasks", "labour@krong-no", "/t/krong-no/tasks/board?year=2024", nil},
		{"task", "officer-24697@krong-no", "/t/krong-no/tasks?mine=yes&year=2024", click(`main a[href*="/tasks/"]`, "Dự án 2:")},
		{"who", "labour@krong-no", "/t/krong-no/tasks/who?year=2024", nil},
		{"legal", "labour@krong-no", "/t/krong-no/catalogue/documents", nil},
		{"library", "labour@" + guideTenant, "/t/" + guideTenant + "/library", fillFolder},
		{"members", "admin@krong-no", "/t/krong-no/members", nil},
		{"why", "admin@krong-no", "/t/krong-no/why?person=clerk@krong-no&action=planning.approve", nil},
		{"workflow", "admin@krong-no", "/t/krong-no/configuration/plan.workflow", nil},
		{"audit", "admin@krong-no", "/t/krong-no/audit", nil},
		{"overview", "supervisor@dak-nong", "/t/dak-nong/overview?year=2024", nil},
		{"guidance", "supervisor@dak-nong", "/t/dak-nong/guidance/2025", script(`document.querySelector("#f-title").value = "Hướng dẫn xây dựng kế hoạch giảm nghèo bền vững năm 2025";
			document.querySelector("main textarea").value = "Bám sát chỉ tiêu tỉnh giao; nêu rõ cơ quan chủ trì từng dự án."; scrollTo(0, 230)`)},
		{"beside", "supervisor@dak-nong", "/t/dak-nong/beside?year=2024", nil},
		{"letter", "supervisor@dak-nong", "/t/dak-nong/overview/dak-glong/letters/new?year=2024", script(`document.querySelector("#f-title").value = "Nêu rõ cơ quan chủ trì Dự án 5";
			document.querySelector("main textarea").value = "Đề nghị ghi rõ cơ quan chủ trì và số nhà hỗ trợ của từng xã."`)},
	}
}

func desk() string { return fmt.Sprintf("/t/%s/plans/%d/edit", guideTenant, guideYear) }

// writeOnDesk opens a part and types a sentence, which is saved.
func writeOnDesk(w *window) {
	w.t.Helper()
	w.until(`document.getElementById("editor").dataset.ready === ""`)
	eval[bool](w, `document.querySelectorAll("[data-kind=section] .ed-open")[1].click(); true`)
	w.until(`document.activeElement.closest(".ed-body") !== null`)
	w.do(chromedp.KeyEvent(" Báo cáo kết quả trước ngày 20 tháng 11."))
	w.until(`document.getElementById("ed-save").dataset.state === "saved"`)
}

// fillFolder opens the folder of a project and puts two files into it.
func fillFolder(w *window) {
	w.t.Helper()
	click("main a", "Năm 2024")(w)
	click("main a", "Dự án 2")(w)
	var names []string
	for name, text := range map[string]string{"bien-ban-hop-dan.txt": "Biên bản họp dân bình xét hộ tham gia mô hình.", "danh-sach-ho-tham-gia.csv": "thôn,hộ\nNam Đà,12\n"} {
		path := filepath.Join(w.t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			w.t.Fatal(err)
		}
		names = append(names, path)
	}
	w.do(chromedp.SetUploadFiles(`main form input[type=file]`, names))
	w.until(`["bien-ban-hop-dan.txt", "danh-sach-ho-tham-gia.csv"].every(n => [...document.querySelectorAll("main table a")].some(a => a.textContent.includes(n)))`)
}

// Each picture of the guides is of a page that opens without complaint and on
// which the words of its caption stand; with -update the pictures are taken.
func TestBrowserGuides(t *testing.T) {
	w := openWindow(t, pictureWidth, pictureHeight)
	captions := pictureCaptions(t)
	labour := guidePlan(t, w.s)
	units, err := w.s.d.tenants.Units(operator(t), "dak-rlap", demoDay(1, 15))
	if err != nil {
		t.Fatal(err)
	}
	account := ""
	for _, p := range pictures("officer-" + units[0].Code) {
		if p.account != account {
			w.call("Network.clearBrowserCookies", nil)
			if account = p.account; account != "" {
				w.as(account)
			}
		}
		w.open(p.path)
		if p.act != nil {
			p.act(w)
		}
		captions.hold(w, p.name)
	}
	t.Run("households", func(t *testing.T) { householdPictures(t, captions) })
	t.Run("conflict", func(t *testing.T) { captions.hold(conflictWindow(t, labour), "conflict") })
	for name := range captions {
		t.Errorf("the guides show %s.png, which is a picture of nothing", name)
	}
}

// conflictWindow shows a part that somebody else has saved while the network was
// away from whoever types.
func conflictWindow(t *testing.T, labour context.Context) *window {
	t.Helper()
	w := openWindow(t, pictureWidth, pictureHeight)
	w.quiet() // the browser complains of requests that find no network
	w.as("labour@" + guideTenant)
	w.open(desk())
	network := func(off bool) {
		w.call("Network.emulateNetworkConditions", map[string]any{"offline": off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
	}
	w.until(`document.getElementById("editor").dataset.ready === ""`)
	id := eval[string](w, `(e => (e.click(), e.closest("[data-part]").dataset.part))(document.querySelectorAll("[data-kind=section] .ed-open")[1])`)
	w.until(`document.activeElement.closest(".ed-body") !== null`)
	network(true)
	w.do(chromedp.KeyEvent(" Hoàn thành trước ngày 30 tháng 6."))
	plans := w.s.d.apps.planning
	plan, err := plans.Plan(labour, guideTenant, guideYear, 0)
	if err != nil {
		t.Fatal(err)
	}
	part, _ := planning.PartAt(&plan.Version.Plan, id)
	if _, err := plans.Edit(labour, guideTenant, guideYear, id, part.Tag, part.Title, part.Text+" Hoàn thành trong quý II."); err != nil {
		t.Fatal(err)
	}
	network(false)
	eval[bool](w, `dispatchEvent(new Event("online")); true`)
	w.until(`document.querySelector(".ed-conflict .ed-side ins") !== null`)
	eval[bool](w, `document.querySelector(".ed-conflict").scrollIntoView({block: "center"}); true`)
	return w
}

// guidePlan is next year's plan of a district, begun from this year's.
func guidePlan(t *testing.T, s *stage) context.Context {
	t.Helper()
	labour, err := s.d.as(identity.With(t.Context(), identity.Operator()), "labour@"+guideTenant)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.d.apps.planning.Start(labour, guideTenant, guideYear, planning.Origin{Year: demoYear}); err != nil {
		if _, there := s.d.apps.planning.Plan(labour, guideTenant, guideYear, 0); there != nil {
			t.Fatal(err)
		}
	}
	return labour
}

// pictureCaptions are the captions of the guides' pictures by their names.
type captionsByName map[string]string

func pictureCaptions(t *testing.T) captionsByName {
	t.Helper()
	captions := captionsByName{}
	for name, text := range guides(t) {
		for _, m := range regexp.MustCompile(`(?m)^!\[[^\]]+\]\(images/([a-z-]+)\.png\)\n(.*)$`).FindAllStringSubmatch(text, -1) {
			if !strings.HasPrefix(m[2], "*") || len(labels(m[2])) == 0 && m[1] != "conflict" {
				t.Errorf("%s.md: the caption of %s names nothing on the page", name, m[1])
			}
			captions[m[1]] = m[2]
		}
	}
	return captions
}

// hold checks the open page against the caption of its picture, and the picture's
// file; with -update the file is written.
func (c captionsByName) hold(w *window, name string) {
	w.t.Helper()
	caption, there := c[name]
	if !there {
		w.t.Errorf("no guide shows %s.png", name)
		return
	}
	delete(c, name)
	eval[bool](w, `document.fonts.ready.then(() => true)`)
	page := vtext.NFC(eval[string](w, `document.body.textContent.replace(/\s+/g, " ") + [...document.querySelectorAll("[aria-label], [title], [placeholder]")]
		.map(e => [e.ariaLabel, e.title, e.placeholder].join(" ")).join(" ")`))
	for _, label := range labels(caption) {
		if !strings.Contains(page, label) {
			w.t.Errorf("%s.png: «%s» of its caption is not on %s", name, label, eval[string](w, `location.pathname`))
		}
	}
	file := filepath.Join(w.s.root, "docs/guide/images", name+".png")
	if *update {
		taken, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
		if err == nil {
			err = os.WriteFile(file, compact(w.t, taken), 0o644)
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	if size, err := os.Stat(file); err != nil || size.Size() > largestPicture {
		w.t.Errorf("%s: %v, at most %d bytes", file, err, largestPicture)
	}
}

// compact writes a picture with 256 colours: those that are most of it, no two of
// them alike.
func compact(t *testing.T, raw []byte) []byte {
	t.Helper()
	full, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	count, b := map[color.RGBA]int{}, full.Bounds()
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(full.At(x, y)).(color.RGBA) }
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	small := image.NewPaletted(b, coloursOf(count))
	index := map[color.RGBA]uint8{}
	for c := range count {
		index[c] = uint8(small.Palette.Index(c)) //nolint:gosec // at most 256 colours
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			small.SetColorIndex(x, y, index[at(x, y)])
		}
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, small); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// coloursOf chooses at most 256 colours, the most frequent first, that differ.
func coloursOf(count map[color.RGBA]int) (chosen color.Palette) {
	colours := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)))
	})
	apart := func(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
	for _, c := range colours {
		alike := slices.ContainsFunc(chosen, func(o color.Color) bool {
			p := o.(color.RGBA)
			return apart(c.R, p.R)+apart(c.G, p.G)+apart(c.B, p.B) < 20
		})
		if len(chosen) < 256 && !alike {
			chosen = append(chosen, c)
		}
	}
	return chosen
}
