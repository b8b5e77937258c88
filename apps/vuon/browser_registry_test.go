package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
	"vuon/platform/audit"
	"vuon/platform/database"
)

// listed is a household of a workbook with who lives in it, the head first.
type listed struct {
	workbook.Household

	people []workbook.Member
}

func person(name string, born int, female bool, relation string) workbook.Member {
	return workbook.Member{Name: name, Birth: time.Date(born, time.May, 2, 0, 0, 0, 0, time.UTC), Female: female, Ethnic: "Kinh", Relation: relation, Insured: true}
}

// book writes a workbook of households of one commune, which names their villages in
// the sheet of the population: other tests may have told of some already.
func (w tour) book(name string, list ...listed) string {
	w.t.Helper()
	var houses []workbook.Household
	var people []workbook.Member
	for i, l := range list {
		l.Row, l.Commune = i+2, w.unit.Code
		l.Head = l.people[0].Name
		for _, m := range l.people {
			m.Row, m.Household = len(people)+2, l.Code
			people = append(people, m)
		}
		houses = append(houses, l.Household)
	}
	counts := [8]int64{400, 1600, 380, 20, 5, 1500, 100, 30}
	living := []workbook.Population{}
	for _, l := range list {
		if !slices.ContainsFunc(living, func(p workbook.Population) bool { return p.Village == l.Village }) {
			living = append(living, workbook.Population{Row: len(living) + 2, Commune: w.unit.Code, Village: l.Village, Counts: counts})
		}
	}
	if len(living) == 0 {
		living = append(living, workbook.Population{Row: 2, Commune: w.unit.Code, Counts: counts})
	}
	var out bytes.Buffer
	err := workbook.Write(&out, workbook.Book{Households: without(houses), Members: without(people), Population: without(living)})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.file(name, out.Bytes())
}

// without are the elements, none with an error.
func without[T any](list []T) func(func(T, error) bool) {
	return func(yield func(T, error) bool) {
		for _, one := range list {
			if !yield(one, nil) {
				return
			}
		}
	}
}

func house(code, village string, opening classify.Class, b1 int, lacks classify.Set, people ...workbook.Member) listed {
	return listed{workbook.Household{Code: code, Village: village, Opening: opening, B1: b1, Deprived: lacks, Causes: classify.SetOf(1)}, people}
}

// upload sends a workbook in on the screen.
func (w tour) upload(file string) {
	w.t.Helper()
	w.visit("/households/import", "Gửi tệp sổ hộ")
	w.do(chromedp.SetValue("#f-year", fmt.Sprint(w.year)), chromedp.SetUploadFiles("#f-file", []string{file}))
	eval[bool](w.window, `window.before = true`)
	w.press("form[data-upload] button[type=submit]")
	w.until(`window.before !== true && /import\/.+/.test(location.pathname)`)
}

// held keeps the imports of the district waiting while something is looked at.
func (w tour) held(look func()) {
	w.t.Helper()
	err := w.s.d.db.InTenant(operator(w.t), w.tenant, func(ctx context.Context, tx database.Tx) error {
		if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "households.import "+w.tenant); err != nil {
			return err
		}
		look()
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// An officer sends a workbook with faults in, sees how far it is and what it would
// change, takes the faults home in the workbook's own rows, sends the corrected one,
// takes it over; the same once more changes nothing.
func TestBrowserImportOfHouseholds(t *testing.T) {
	w := newTour(t, "tuy-duc", 2024)
	const village = "Bon Nhập Tệp"
	good := house("TD-1", village, classify.Poor, 100, classify.SetOf(1, 2, 4), person("Trần Thị Nhập Tệp", 1980, true, "head"), person("Trần Văn Con", 2010, false, "child"))
	faulty := house("TD-2", village, classify.NearPoor, 5000, classify.SetOf(1), person("Lê Văn Nhập Tệp", 1975, false, "head"), person("Lê Thị Vợ", 2050, true, "spouse"))
	right := house("TD-2", village, classify.NearPoor, 120, classify.SetOf(1), person("Lê Văn Nhập Tệp", 1975, false, "head"), person("Lê Thị Vợ", 1977, true, "spouse"))
	w.local("officer")
	w.visit("/households/import", "Gửi tệp sổ hộ")
	w.look("import")
	w.held(func() {
		w.upload(w.book("so-ho.xlsx", good, faulty))
		w.text("Đang xử lý")
		w.look("an import under way")
	})
	w.text("Tải tệp có cột Lỗi")
	w.text("5000")
	w.look("a preview with faults")
	faults := eval[string](w.window, `document.querySelector('main a[href$="/faults"]').getAttribute("href")`)
	w.told(w.download(faults, http.MethodGet), workbook.SheetHouseholds, "TD-2", "B1")
	w.told(w.download(faults, http.MethodGet), workbook.SheetMembers, "Lê Thị Vợ", "2050")

	corrected := w.book("so-ho-da-sua.xlsx", good, right)
	w.upload(corrected)
	w.text("Nhập vào sổ hộ")
	if n := w.tile("Hộ mới"); n != "2" {
		t.Errorf("the preview tells of %s new households", n)
	}
	w.look("a preview")
	w.press(`form[action$="/apply"] button[type=submit]`)
	w.text("Đã nhập vào sổ hộ và đợt rà soát.")
	w.visit("/households?q=nhap+tep", "Trần Thị Nhập Tệp")
	w.text("Lê Văn Nhập Tệp")

	w.upload(corrected)
	w.text("Tệp giống hệt sổ hộ: không có gì để nhập.")
	if n := w.tile("Hộ giữ nguyên"); n != "2" {
		t.Errorf("the same workbook again leaves %s households as they are", n)
	}
	w.look("nothing to take over")
}

// tile is the figure of a tile with this label.
func (w tour) tile(label string) string {
	w.t.Helper()
	return eval[string](w.window, fmt.Sprintf(`[...document.querySelectorAll("main .tiles > *")].find(e => e.textContent.includes(%q))?.textContent.replace(%q, "").trim() ?? ""`, label, label))
}

// told fails unless the row that holds a value says in the column "Lỗi" what is wrong.
func (w tour) told(file []byte, sheet, value, fault string) {
	w.t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		w.t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(sheet)
	if err != nil || len(rows) == 0 {
		w.t.Fatalf("%s: %v, %v", sheet, rows, err)
	}
	column := slices.Index(rows[0], "Lỗi")
	for _, row := range rows[1:] {
		said := ""
		if column >= 0 && column < len(row) {
			said = row[column]
		}
		if slices.Contains(row, value) != (said != "") || said != "" && !strings.Contains(said, fault) {
			w.t.Errorf("%s: the row %v says %q", sheet, row, said)
		}
	}
}

// brought imports a workbook by the command line.
func (w tour) brought(list ...listed) {
	w.t.Helper()
	if code, _, messages := w.s.vuon(w.t, "households", "import", "--tenant", w.tenant, "--year", fmt.Sprint(w.year), w.book("so-ho.xlsx", list...)); code != exitDone {
		w.t.Fatal(messages)
	}
}

// home opens the page of the household with a head whom the registry finds by words
// without diacritics.
func (w tour) home(words, head string) (path string) {
	w.t.Helper()
	w.visit("/households?q="+url.QueryEscape(words), head)
	w.leave(`main tbody th a[href*="/households/"]`, "Lịch sử")
	return strings.TrimPrefix(eval[string](w.window, `location.pathname`), "/t/"+w.tenant)
}

// An officer finds a household without diacritics, reveals what is masked for a
// reason, splits a son off, joins what was entered twice, and sees the year before as
// it was. Who reads sums alone meets no household.
func TestBrowserRegistry(t *testing.T) {
	w := newTour(t, "cu-jut", 2024)
	const village, citizen = "Buôn Sổ Hộ", "067080000123"
	mother := person("H'Lan Bkrông Sổ Hộ", 1962, true, "head")
	mother.Citizen = citizen
	w.brought(house("CJ-1", village, classify.Poor, 100, classify.SetOf(1, 2, 4), mother, person("Y Thái Bkrông", 1990, false, "child")),
		house("CJ-2", village, classify.NearPoor, 120, classify.SetOf(1), person("Nông Văn Trùng", 1971, false, "head")),
		house("CJ-3", village, classify.NearPoor, 130, classify.SetOf(1), person("Nông Văn Trùng", 1971, false, "head")))
	w.local("officer")
	w.visit("/households", mother.Name)
	w.look("the registry")
	home := w.home("h'lan bkrong so ho", mother.Name)
	w.look("a household")
	w.masks(citizen, true)
	w.set("#f-reason", "Đối chiếu căn cước khi cấp thẻ BHYT")
	w.send("/reveal", "Lý do đã được ghi nhật ký.")
	w.masks(citizen, false)
	w.look("a household, revealed")
	w.visit(home, mother.Name)
	w.masks(citizen, true)
	entries, _, err := w.s.d.audit.List(operator(t), w.tenant, audit.Filter{Action: "households.reveal"}, database.Page{Limit: 10})
	if err != nil || len(entries) == 0 || entries[0].Actor != w.named("officer") || entries[0].Reason != "Đối chiếu căn cước khi cấp thẻ BHYT" {
		t.Errorf("the audit of the reveal: %+v, %v", entries, err)
	}
	w.split(home)
	w.joined(village)
	w.sums(home)
}

// masks tells whether the page hides the citizen number.
func (w tour) masks(citizen string, masked bool) {
	w.t.Helper()
	if shown := eval[bool](w.window, fmt.Sprintf(`document.documentElement.outerHTML.includes(%q)`, citizen)); shown == masked {
		w.t.Errorf("the citizen number is on the page: %v", shown)
	}
}

// split lets a son have a household of his own; a day before that the two are one.
func (w tour) split(home string) {
	w.t.Helper()
	const son = "Y Thái Bkrông"
	w.visit(home+"/split", "Ai tách ra")
	w.look("a split")
	eval[bool](w.window, fmt.Sprintf(`[...document.querySelectorAll("form label")].find(e => e.textContent.includes(%q) && e.querySelector("[name=person]")).querySelector("input").click(); true`, son))
	w.send("/split", "Đã tách thành hộ")
	w.text(son)
	w.look("the new household")
	const inside = `[...document.querySelectorAll("main tbody th")].some(e => e.textContent.includes("` + son + `"))`
	w.visit(home, "Người đã ra khỏi hộ")
	if eval[bool](w.window, inside) {
		w.t.Error("who was split off is in the old household still")
	}
	w.set("#f-on", "15/01/2025")
	eval[bool](w.window, `document.querySelector("#f-on").form.requestSubmit(); true`)
	w.text("Hộ như ngày 15/01/2025.")
	if !eval[bool](w.window, inside) {
		w.t.Error("the household as it was does not have who was split off later")
	}
	w.look("a household as it was")
}

// joined finds two households with one head and makes them one.
func (w tour) joined(village string) {
	w.t.Helper()
	w.visit("/households/duplicates", "Nông Văn Trùng")
	w.text(village)
	w.look("duplicates")
	w.leave(".registry-pair-acts a.btn", "Nhập vào hộ CJ-")
	w.look("a merge")
	w.send("/merge", "Đã nhập vào hộ CJ-")
	w.text("Nông Văn Trùng")
	w.look("the merged household")
	w.visit("/households/duplicates", "Không thấy ai có thể trùng")
}

// sums: the Front and the province read forms and pictures of all, from which no way
// leads to a household; an officer of another commune sees none of this one.
func (w tour) sums(home string) {
	w.t.Helper()
	year := fmt.Sprint("?year=", w.year)
	w.as("front@" + w.tenant)
	w.visit("/forms"+year, "Mười lăm biểu rà soát")
	w.look("the forms as the Front reads them")
	for _, page := range []string{"/forms/1" + year, "/pictures" + year} {
		w.visit(page, w.unit.Name)
		if ways := eval[[]string](w.window, `[...document.querySelectorAll("a[href*='/households'], a[href*='/behind']")].map(a => a.href)`); len(ways) > 0 {
			w.t.Errorf("from %s the Front is led to %v", page, ways)
		}
		w.look(page)
	}
	for _, page := range []string{"/households", home, "/forms/14" + year} {
		w.denied("front@"+w.tenant, page, http.StatusForbidden, http.StatusNotFound)
		w.denied("department@dak-nong", page, http.StatusForbidden, http.StatusNotFound)
	}
	province := tour{day: day{w.window, "dak-nong", w.year}}
	province.as("department@dak-nong")
	province.visit("/forms/1"+year, "Huyện Cư Jút")
	for _, district := range []string{"Huyện Krông Nô", "Huyện Đắk Mil", "Huyện Tuy Đức", "Thành phố Gia Nghĩa"} {
		province.text(district)
	}
	province.look("form 1 of the province")
	province.visit("/pictures", "Huyện Cư Jút")
	stranger := "officer-" + w.next.Code + "@" + w.tenant
	w.denied(stranger, home, http.StatusForbidden, http.StatusNotFound)
	if list := w.s.signedIn(w.t, stranger).get(w.t, "/t/"+w.tenant+"/households"); list.status != http.StatusOK || strings.Contains(list.body, "Sổ Hộ") {
		w.t.Errorf("an officer of %s sees households of %s: %d", w.next.Name, w.unit.Name, list.status)
	}
}

// What a household is explains itself on the screen: rule, figure and article. So do
// its chances; what it received takes it off the list of those who wait.
func TestBrowserChancesOfAHousehold(t *testing.T) {
	w := newTour(t, "dak-glong", 2024)
	const poor, near = "Giàng A Cơ Hội", "Sùng Thị Cơ Hội"
	w.brought(house("DG-1", "Bon Cơ Hội", classify.Poor, 100, classify.SetOf(1, 2, 4), person(poor, 1984, false, "head")),
		house("DG-2", "Bon Cơ Hội", classify.NearPoor, 120, classify.SetOf(1), person(near, 1990, true, "head")))
	w.local("officer")
	home := w.home("giang a co hoi", poor)
	for _, said := range []string{"Điểm B1 là 100, không quá 140 (khu vực nông thôn)", "B2 là 30, từ 30 trở lên: hộ nghèo", "Điều 3, 07/2021/NĐ-CP", "Có thể tham gia", "Đủ điều kiện"} {
		w.text(said)
	}
	w.look("a household's class and chances")
	w.visit("/eligibility", "Hộ chưa được hỗ trợ, theo thứ tự ưu tiên")
	w.text(poor)
	w.text(near)
	w.look("who waits")
	project := eval[string](w.window, `document.querySelector("[name=project]").value`)
	w.visit(home+"/benefits", "Ghi hỗ trợ đã nhận")
	w.set("#f-title", "02 con bò sinh sản", "#f-project", project, "#f-received_on", "20/05/2025", "#f-amount", "30.000.000")
	eval[bool](w.window, `document.querySelector("#f-kind").selectedIndex = 1; true`)
	w.look("a benefit")
	w.send("/benefits", "Đã ghi khoản hỗ trợ.")
	w.visit(home, "02 con bò sinh sản")
	w.text("30.000.000")
	w.look("what it has received")
	w.visit("/eligibility?project="+url.QueryEscape(project), near)
	if eval[bool](w.window, fmt.Sprintf(`document.querySelector("main").innerText.includes(%q)`, poor)) {
		t.Error("who received something waits still")
	}
}
