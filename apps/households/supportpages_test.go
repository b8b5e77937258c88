package households

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func (s site) shows(path string, wants ...string) string {
	s.t.Helper()
	status, body := s.get(path)
	if status != http.StatusOK {
		s.t.Fatalf("%s: %d %.300s", path, status, body)
	}
	for _, want := range wants {
		if !strings.Contains(body, want) {
			s.t.Errorf("%s does not show %q", path, want)
		}
	}
	return body
}

func TestEligibilityPage(t *testing.T) {
	w := newWorld(t)
	w.neighbours()
	visit := w.site()
	const page = "/t/krong-no/eligibility"
	officer := visit("commune-officer", namDa)
	body := officer.shows(page, "Hộ minority", "Hộ merit", "Ưu tiên 2", "người có công với cách mạng", "Lý do được che", "Xã Nam Đà", "Quy định về đối tượng")
	for _, hidden := range []string{"Hộ child", "Hộ over", "Hộ well", "Hộ nghèo dân tộc thiểu số", "Thị trấn Đắk Mâm"} {
		if strings.Contains(body, hidden) {
			t.Errorf("the page shows %q", hidden)
		}
	}
	if body := officer.shows(page+"?project=DA2&reveal=yes", "Lý do được che", "Hiện lý do về dân tộc"); strings.Contains(body, "Hộ nghèo dân tộc thiểu số") {
		t.Error("an address alone reveals")
	}
	for reason, want := range map[string]struct {
		status int
		shows  string
	}{"": {422, "ít nhất 10 ký tự"}, "x": {422, "ít nhất 10 ký tự"}, "Xét hỗ trợ nhà ở đợt 2": {200, "Hộ nghèo dân tộc thiểu số"}} {
		status, _, body := officer.post(page+"/reveal?project=DA2", "reason", reason)
		if status != want.status || !strings.Contains(body, want.shows) || (status != 200) == strings.Contains(body, "Hộ nghèo dân tộc thiểu số") {
			t.Errorf("%q: %d", reason, status)
		}
	}
	if n := w.audited(ActionReveal, "eligibility"); n != 1 {
		t.Errorf("%d entries of what was revealed", n)
	}
	if status, _, _ := visit("agriculture").post(page+"/reveal?project=DA2", "reason", "Xét hỗ trợ nhà ở đợt 2"); status != http.StatusForbidden {
		t.Errorf("who may not reveal: %d", status)
	}
	other := visit("commune-officer", dakMam).shows(page, "Không còn hộ nào chưa được hỗ trợ")
	if strings.Contains(other, "Hộ minority") {
		t.Error("another commune's officer sees the household")
	}
	agriculture := visit("agriculture", dakMam, namDa)
	if body := agriculture.shows(page+"?reveal=yes", "Lý do được che", "Thị trấn Đắk Mâm"); strings.Contains(body, "Hiện lý do về dân tộc") {
		t.Error("who may not reveal is offered to")
	}
	for path, status := range map[string]int{page + "?project=DA9": 404, page + "?project=DA6.2": 404, page + "?unit=99999": 404, page + "?after=x": 400, page + "/file": 404} {
		if got, _ := agriculture.get(path); got != status {
			t.Errorf("%s: %d, want %d", path, got, status)
		}
	}
	if status, _ := visit("front").get(page); status != http.StatusForbidden {
		t.Errorf("the Front: %d", status)
	}
}

func TestEligibleFile(t *testing.T) {
	w := newWorld(t)
	w.neighbours()
	status, body := w.site()("labour").get("/t/krong-no/eligibility/file?project=DA2&reveal=yes")
	if status != http.StatusOK {
		t.Fatal(status, body)
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(body)))
	w.must(err)
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetList()[0])
	w.must(err)
	var text strings.Builder
	for _, r := range rows {
		text.WriteString(strings.Join(r, "|") + "\n")
	}
	for _, want := range []string{"DANH SÁCH HỘ ĐỦ ĐIỀU KIỆN CHƯA ĐƯỢC HỖ TRỢ", "1|1|T00|Hộ minority|Xã Nam Đà|Thôn 1|Hộ nghèo|Lý do được che", "5|6|T04|Hộ escaped"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the file lacks %q:\n%s", want, text.String())
		}
	}
	if n := w.audited(ActionEligibility, "eligibility"); n != 1 {
		t.Errorf("%d entries of the file", n)
	}
}

func TestSupportPage(t *testing.T) {
	w := newWorld(t)
	h := w.neighbours()["minority"]
	visit := w.site()
	officer, page := visit("commune-officer", namDa), "/t/krong-no/households/"+h.ID
	officer.shows(page, "Có thể tham gia", "Chưa ghi khoản hỗ trợ nào", "Lý do được che", "Ghi hỗ trợ đã nhận")
	status, _, body := officer.post(page+"/benefits", "title", "02 con bò", "project", "DA2", "kind", "3", "received_on", "31/11/2024", "amount", "hai mươi")
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "Viết ngày/tháng/năm") || !strings.Contains(body, "Viết số tiền") || !strings.Contains(body, `value="02 con bò"`) {
		t.Errorf("a wrong form: %d", status)
	}
	status, location, _ := officer.post(page+"/benefits", "title", "02 con bò", "project", "DA2", "kind", "3", "received_on", "20/5/2024", "amount", "20 triệu")
	if status != http.StatusSeeOther || location != page+"/benefits" {
		t.Fatalf("%d to %s", status, location)
	}
	body = officer.shows(page+"/benefits", "02 con bò", "20.000.000", "Sản xuất, sinh kế", "1 khoản, gần nhất 20/05/2024", "Bỏ khoản này vì ghi nhầm")
	_, rest, _ := strings.Cut(body, `action="`+page+"/benefits/")
	withdraw, _, _ := strings.Cut(rest, `"`)
	if status, _, _ := officer.post(page+"/benefits/"+withdraw, "reason", "nhầm"); status != http.StatusUnprocessableEntity {
		t.Errorf("withdrawn without a reason: %d", status)
	}
	if status, _, _ := officer.post(page+"/benefits/"+withdraw, "reason", "Ghi nhầm cho hộ khác"); status != http.StatusSeeOther {
		t.Errorf("not withdrawn: %d", status)
	}
	officer.shows(page+"/benefits", "Đã bỏ", "<s>02 con bò</s>")
	chair := visit("chair")
	if body := chair.shows(page+"/benefits", "Có thể tham gia"); strings.Contains(body, "Bỏ khoản") || strings.Contains(body, `name="received_on"`) {
		t.Error("the chair is offered to record benefits")
	}
	if status, _, _ := chair.post(page+"/benefits", "title", "x"); status != http.StatusForbidden {
		t.Errorf("the chair records: %d", status)
	}
	if status, _ := visit("commune-officer", dakMam).get(page + "/benefits"); status != http.StatusNotFound {
		t.Errorf("another commune: %d", status)
	}
}

func TestSupportAPI(t *testing.T) {
	w := newWorld(t)
	h := w.neighbours()["minority"]
	officer := w.site()("commune-officer", namDa)
	const base = "/api/tenants/krong-no"
	officer.shows(base+"/eligibility?project=DA2", `"head":"Hộ minority"`, `"order":1`, `"reason":"Lý do được che"`)
	officer.shows(base+"/households/"+h.ID+"/chances", `"project":"DA3.1"`, `"general":true`)
	status, _, body := officer.send(http.MethodPost, base+"/households/"+h.ID+"/benefits", "application/json",
		`{"project":"DA2","kind":3,"title":"Cây giống","amount":5000000,"received_on":"2024-05-20"}`)
	var made Benefit
	if err := json.Unmarshal([]byte(body), &made); err != nil || status/100 != 2 || made.ID == "" || *made.Amount != 5_000_000 {
		t.Fatalf("%d %s", status, body)
	}
	officer.shows(base+"/households/"+h.ID+"/benefits", `"title":"Cây giống"`, `"withdrawn":false`)
	if status, _, body := officer.send(http.MethodPost, base+"/households/"+h.ID+"/benefits/"+made.ID+"/withdraw", "application/json", `{"reason":"Ghi nhầm cho hộ khác"}`); status/100 != 2 {
		t.Errorf("%d %s", status, body)
	}
	officer.shows(base+"/households/"+h.ID+"/benefits", `"withdrawn":true`)
	for path, want := range map[string]int{"/eligibility": 422, "/eligibility?project=DA9": 404, "/eligibility?project=DA2&class=rich": 422, "/households/x/chances": 404} {
		if status, body := officer.get(base + path); status != want {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}
