package main

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"vuon/apps/households"
	"vuon/apps/households/classify"
)

// The people of a review, by what becomes of them.
const (
	staysPoor  = "Y Bình Minh Họa"
	nearlyPoor = "Nguyễn Thị Minh Họa"
	complains  = "Lê Văn Minh Họa"
	asksForIt  = "Trần Thị Minh Họa"
)

// reviewTour is the yearly review of one commune.
type reviewTour struct {
	tour

	homes map[string]households.Household // by head
}

// A commune's review on the screens alone, in the days that the rules give it: from
// the opening by the district to certificates and a correction, each step by the
// hands that take it, and by no other.
func TestBrowserReviewOfACommune(t *testing.T) {
	w := reviewTour{tour: newTour(t, "dak-mil", 2024)}
	defer w.s.clock.set(time.Time{})
	w.homes = w.known("Bon Rà Soát", map[string]classify.Class{staysPoor: classify.Poor, nearlyPoor: classify.NearPoor, complains: classify.Poor, asksForIt: classify.NotPoor})
	w.today(time.November, 4)
	w.opened()
	w.brought() // how many live in the commune, which its workbook tells
	w.listed()
	w.entered()
	w.met()
	w.today(time.November, 5)
	w.complained()
	w.rechecked()
	w.today(time.November, 11) // three working days after the second posting
	w.recognised()
	w.certified()
	w.counted("before the correction", 2, staysPoor, asksForIt)
	w.corrected()
	w.counted("after the correction", 1, asksForIt)
}

// opened: the district's labour office opens the periodic review.
func (w reviewTour) opened() {
	w.as("labour@" + w.tenant)
	w.visit("/reviews", "Rà soát định kỳ")
	w.look("reviews")
	w.send("/reviews", "Đã mở đợt rà soát")
	w.text(w.unit.Name)
	w.look("the board")
}

// listed: the commune's officer makes the list, takes a request in, gives the village
// to the reviewer and completes the list.
func (w reviewTour) listed() {
	w.local("officer")
	w.visit(w.steps("/list"), "Danh sách chưa có hộ nào")
	w.set("#request-household", w.homes[asksForIt].Code, "#request-reason", "Nhà mất mùa cà phê hai vụ liền.")
	w.send("/requests", "Đã nhận giấy đề nghị.")
	w.send("/list/fill", "Đã đưa thêm 4 hộ vào danh sách.")
	w.look("the list")
	w.visit(w.steps("/villages"), "Chưa phân công")
	account, err := w.s.d.identity.AccountNamed(w.t.Context(), w.named("reviewer"))
	if err != nil {
		w.t.Fatal(err)
	}
	w.press(fmt.Sprintf(`form[action$="/villages"] input[value=%q]`, account.ID))
	w.send("/villages", "Đã phân công.")
	w.look("assignment")
	w.visit(w.steps(""), "Chốt danh sách")
	w.send("/step/list", "Chốt danh sách rà soát: đã ghi.")
	w.look("the steps")
}

// finding is what the reviewer finds at a household.
type finding struct {
	b1    string
	lacks []string
	class string
}

func findings() map[string]finding {
	return map[string]finding{
		staysPoor:  {"120", []string{"1", "4", "10"}, "Hộ nghèo"},
		nearlyPoor: {"120", []string{"1"}, "Hộ cận nghèo"},
		complains:  {"130", []string{"1", "2", "4"}, "Hộ nghèo"},
		asksForIt:  {"110", []string{"4", "5", "7", "8"}, "Hộ nghèo"},
	}
}

// entered: the reviewer fills the forms in on a phone, one by the keys of a keyboard,
// the others by touch.
func (w reviewTour) entered() {
	w.local("reviewer")
	w.size(phoneWidth, phoneHeight)
	w.touches(true)
	w.visit(w.steps("/entries"), "0/4 hộ đã nhập")
	w.check("the reviewer's list")
	w.tap(".entry-lines a")
	for n := range len(w.homes) {
		w.form()
		head := eval[string](w.window, `document.querySelector("h1").textContent.trim()`)
		found, there := findings()[head]
		if !there {
			w.t.Fatalf("the form is of %q", head)
		}
		if n == 0 {
			w.check("a form to be filled in")
			w.keyed(found)
		} else {
			w.touched(found)
		}
		w.until(fmt.Sprintf(`document.querySelector("h1")?.textContent.trim() !== %q`, head))
	}
	w.visit(w.steps("/entries"), "4/4 hộ đã nhập")
	w.touches(false)
	w.size(deskWidth, deskHeight)
}

// form waits until the form answers to its script.
func (w reviewTour) form() {
	w.t.Helper()
	w.until(`document.querySelector("form[data-entry] [data-class]") !== null && document.documentElement.classList.contains("js")`)
}

// keyed fills a form in by the keyboard: the keys of the indicators are the digits.
func (w reviewTour) keyed(found finding) {
	w.t.Helper()
	eval[bool](w.window, `document.querySelector("[name=b1]").focus(); document.querySelector("[name=b1]").select(); true`)
	w.do(chromedp.KeyEvent(found.b1), chromedp.KeyEvent(kb.Enter))
	for _, n := range found.lacks {
		w.do(chromedp.KeyEvent(map[bool]string{true: "0", false: n}[n == "10"]))
	}
	w.judged(found)
	w.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
}

// touched fills a form in by touch.
func (w reviewTour) touched(found finding) {
	w.t.Helper()
	w.tap("#f-b1")
	w.until(`document.activeElement?.name === "b1"`)
	eval[bool](w.window, `document.activeElement.select(); true`)
	w.do(chromedp.KeyEvent(found.b1))
	for n := 1; n <= 12; n++ {
		if name := fmt.Sprint("t", n); eval[bool](w.window, `document.getElementById("f-`+name+`").checked`) != slices.Contains(found.lacks, fmt.Sprint(n)) {
			w.tap(`label:has(> [name="` + name + `"])`)
		}
	}
	w.judged(found)
	w.tap(`.form-actions button[value="next"]`)
}

// judged waits until the form itself says what becomes of the household, and by which decree.
func (w reviewTour) judged(found finding) {
	w.t.Helper()
	w.until(fmt.Sprintf(`document.querySelector("[data-class]").textContent === %q && document.querySelector("[data-b2]").textContent === "%d"`, found.class, 10*len(found.lacks)))
	w.until(`document.querySelector("[data-reasons]").textContent.includes("07/2021/NĐ-CP")`)
}

// met: the officer ends the reviewing, keeps the minutes of the village and hangs the
// results up.
func (w reviewTour) met() {
	w.local("officer")
	w.visit(w.steps(""), "Việc tiếp theo")
	w.send("/step/review", "Kết thúc rà soát, chuyển họp dân: đã ghi.")
	w.visit(w.steps("/villages"), "Chưa họp")
	w.leave(`main a[href*="/meetings/"]`, "Ghi biên bản cuộc họp")
	w.set("#meeting-place", "Nhà văn hóa bon", "#meeting-chair", "Trưởng bon", "#meeting-secretary", "Rà soát viên", "#meeting-present", "41", "#meeting-agreed", "40")
	w.look("a meeting")
	village := eval[string](w.window, `location.pathname`)
	w.send(strings.TrimPrefix(village, "/t/"+w.tenant), "Đã lưu biên bản họp dân.")
	w.text("40/41 (97,56%)")
	w.look("its minutes")
	w.visit(w.steps(""), "Niêm yết công khai")
	w.send("/step/post", "Niêm yết công khai: đã ghi.")
}

// complained: a complaint comes in within the days of the posting, which opens the
// form of its household again.
func (w reviewTour) complained() {
	w.local("officer")
	w.visit(w.steps("/posting"), "Niêm yết lần 1")
	if public := eval[string](w.window, `document.querySelector("main").innerText`); strings.Contains(public, "1979") {
		w.t.Error("the posting tells when somebody was born")
	}
	w.set("#complaint-household", w.homes[complains].Code, "#complaint-complainant", complains, "#complaint-content", "Điểm B1 chưa tính thu nhập từ cà phê.")
	w.send("/complaints", "Đã nhận khiếu nại.")
	w.look("the posting")
	w.send("/step/recheck", "Phúc tra: đã ghi.")
	w.text("Phúc tra")
	w.local("reviewer")
	w.size(phoneWidth, phoneHeight)
	w.touches(true)
	w.visit("/reviews/2024/households/"+w.homes[complains].ID, "Đã lưu lúc")
	w.form()
	w.touched(finding{"200", []string{"1"}, "Không nghèo"})
	w.text("Đã lưu phiếu")
	w.touches(false)
	w.size(deskWidth, deskHeight)
}

// rechecked: the officer settles the complaint and hangs that result up anew.
func (w reviewTour) rechecked() {
	w.local("officer")
	w.visit(w.steps("/posting"), complains)
	w.set(`form[action$="/settle"] textarea`, "Xác minh: điểm B1 là 200, hộ thoát nghèo.")
	w.send("/settle", "Đã ghi kết luận phúc tra.")
	w.send("/posting", "Đã ghi việc niêm yết.")
	w.text("Niêm yết lần 2")
	w.look("posted again")
}

// recognised: somebody with two offices submits and therefore may not decide; the
// district agrees; the commune's chair decides.
func (w reviewTour) recognised() {
	both := w.twoHats()
	w.as(both)
	w.visit(w.steps(""), "Gửi xin ý kiến cấp huyện")
	w.send("/step/submit", "Gửi xin ý kiến cấp huyện: đã ghi.")
	w.as("chair@" + w.tenant)
	w.visit(w.steps(""), "Thống nhất kết quả")
	w.set("#opine-opinion", "Thống nhất kết quả rà soát của xã.")
	w.look("before the district")
	w.send("/step/opine", "Cấp huyện thống nhất: đã ghi.")
	w.as(both)
	w.visit(w.steps(""), "Bạn đã tham gia bước trước nên bước này do người khác thực hiện.")
	w.refused(both, w.steps("/step/recognise"), url.Values{"number": {"45"}, "signatory": {"Kiêm Nhiệm"}, "capacity": {"CHỦ TỊCH"}, "dated": {"11/11/2024"}})
	w.local("commune")
	w.visit(w.steps(""), "Công nhận 2 hộ nghèo, 1 hộ cận nghèo")
	w.set("#recognise-number", "45")
	w.look("before the decision")
	w.send("/step/recognise", "Quyết định công nhận: đã ghi.")
	w.text("45/QĐ-UBND")
	w.look("recognised")
}

// certified: the chair has the certificates printed, all in one file.
func (w reviewTour) certified() {
	w.visit(w.steps("/certificates"), "Chưa cấp giấy chứng nhận nào.")
	w.send("/certificates", "Đã cấp 3 số mới.")
	w.s.settled(w.t, w.tenant)
	w.visit(w.steps("/certificates"), "Tất cả giấy chứng nhận (PDF)")
	w.look("certificates")
	file := eval[string](w.window, `document.querySelector('main a[href$="/certificates/file"]').getAttribute("href")`)
	text := pdfText(w.t, string(w.download(file, "GET")))
	if text == "" {
		return
	}
	for head := range maps.Keys(findings()) {
		if strings.Contains(text, head) == (head == complains) {
			w.t.Errorf("the certificates are those of\n%s", text)
		}
	}
}

// counted: the figure on the screen is that of the command line, and leads to its
// households.
func (w reviewTour) counted(when string, poor int, heads ...string) {
	w.t.Helper()
	w.local("officer")
	w.visit(fmt.Sprintf("/forms/1?year=%d&unit=%s", w.year, w.unit.Code), "TỔNG HỢP")
	w.look("form 1 " + when)
	shown := w.figures()
	if got := shown["3"]; got != float64(poor) || shown["4"] != float64(poor)/4 { // of 400 households
		w.t.Errorf("%s form 1 counts %v poor households, %v %%, want %d", when, got, shown["4"], poor)
	}
	if want := w.rendered(1); !maps.Equal(shown, want) {
		w.t.Errorf("%s the screen shows %v, the command %v", when, shown, want)
	}
	eval[bool](w.window, `[...document.querySelector(".statform-table tbody tr:last-child").querySelectorAll("a")].find(a => a.textContent === "`+fmt.Sprint(poor)+`").dataset.poor = ""; true`)
	w.leave("a[data-poor]", "Chủ hộ")
	w.look("households behind the figure " + when)
	behind := eval[[]string](w.window, `[...document.querySelectorAll("main tbody th")].map(e => e.textContent.trim()).sort()`)
	if slices.Sort(heads); !slices.Equal(behind, heads) {
		w.t.Errorf("%s the households behind the figure are %v, want %v", when, behind, heads)
	}
}

// corrected: what was recognised changes by a decision of its own, by other hands
// than those that propose it.
func (w reviewTour) corrected() {
	w.visit(w.steps("/corrections"), "Chưa có đề nghị điều chỉnh nào.")
	w.set("#correction-household", w.homes[staysPoor].Code, "#correction-b1", "120", "#correction-reason", "Nhập nhầm chỉ số nước sạch và nhà tiêu.")
	w.press(`form[action$="/corrections"] input[name=deprived][value="1"]`)
	w.send("/corrections", "Đã gửi đề nghị điều chỉnh")
	w.local("commune")
	w.visit(w.steps("/corrections"), "Nhập nhầm chỉ số nước sạch và nhà tiêu.")
	w.set("#decide-number", "46", "#decide-reason", "Nhập nhầm chỉ số của phiếu.")
	w.look("a correction")
	w.send("/corrections/decide", "Đã điều chỉnh")
	w.text("46/QĐ-UBND")
}
