package households

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
)

// Who may see households gets links behind the figures, the Front sees the same
// figures without; a commune's officer sees his commune.
func TestFormPages(t *testing.T) {
	w := newWorld(t)
	poor, _ := inClass(w.reviewed(40), classify.Poor)
	visit := w.site()
	labour, front, officer := visit("labour"), visit("front"), visit("commune-officer", namDa)
	labour.shows("/t/krong-no/forms", "Số liệu sơ bộ", "11 xã chưa có kết quả", "Danh sách chi tiết hộ nghèo", "/forms/13/file/pdf?year=2024")
	link := fmt.Sprintf(`href="/t/krong-no/forms/1/behind?measure=%d&amp;unit=24697&amp;year=2024">%d</a>`, forms.Households(classify.Poor), poor)
	labour.shows("/t/krong-no/forms/1", "HUYỆN KRÔNG NÔ", "kết quả sơ bộ", "chưa báo cáo", link)
	if body := front.shows("/t/krong-no/forms/1", "HUYỆN KRÔNG NÔ"); strings.Contains(body, "/behind") {
		t.Error("the Front is led to households")
	}
	if body := front.shows("/t/krong-no/forms", "Biểu số"); strings.Contains(body, "Danh sách chi tiết") {
		t.Error("the Front is offered lists of persons")
	}
	body := officer.shows("/t/krong-no/forms/2", "XÃ NAM ĐÀ", "Thôn 1", "Nhân khẩu")
	if strings.Contains(body, "Thị trấn Đắk Mâm") {
		t.Error("an officer is offered another commune")
	}
	officer.shows(fmt.Sprintf("/t/krong-no/forms/1/behind?year=2024&unit=24697&measure=%d", forms.Households(classify.Poor)),
		"Kết quả về hộ › Hộ nghèo › Số hộ", fmt.Sprintf("%d dòng", poor), "Nguyễn Văn A")
	for path, status := range map[string]int{"/t/krong-no/forms/16": 404, "/t/krong-no/forms/x": 404, "/t/krong-no/forms/1?year=2019": 404,
		"/t/krong-no/forms/1?unit=99999": 404, "/t/krong-no/forms/1/file/exe": 404, "/t/krong-no/forms/14/file/pdf": 404,
		"/t/krong-no/forms/1/behind?year=2024&measure=x": 404, "/t/krong-no/forms/1/file/xlsx": 200, "/t/krong-no/forms/1/file/pdf?unit=24697": 200} {
		if got, _ := labour.get(path); got != status {
			t.Errorf("%s: %d, want %d", path, got, status)
		}
	}
	if got, _ := officer.get("/t/krong-no/forms/1?unit=24688"); got != http.StatusForbidden {
		t.Errorf("another commune: %d", got)
	}
	if got, _ := front.get("/t/krong-no/forms/1/behind?year=2024&measure=1"); got != http.StatusForbidden {
		t.Errorf("the Front behind a figure: %d", got)
	}
}

// The list on the screen masks ethnicity; the official one asks for a reason.
func TestListPages(t *testing.T) {
	w := newWorld(t)
	w.reviewed(20)
	visit := w.site()
	labour, agriculture := visit("labour"), visit("agriculture")
	labour.shows("/t/krong-no/forms/15", "Chọn một xã", "Lấy danh sách chính thức")
	labour.shows("/t/krong-no/forms/15?unit=24697", "XÃ NAM ĐÀ", masked, "Nguyễn Văn A")
	if body := agriculture.shows("/t/krong-no/forms/15?unit=24697", masked); strings.Contains(body, "Lấy danh sách chính thức") {
		t.Error("who may not reveal is offered the list")
	}
	const take = "/t/krong-no/forms/15/list?year=2024&unit=24697"
	if status, _, body := labour.post(take, "format", "pdf", "reason", " "); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Hãy ghi lý do") {
		t.Errorf("without a reason: %d", status)
	}
	if status, _, body := labour.post(take, "format", "pdf", "reason", "gửi huyện"); status != http.StatusOK || !strings.HasPrefix(body, "%PDF") {
		t.Errorf("with a reason: %d", status)
	}
	if status, _, _ := agriculture.post(take, "format", "pdf", "reason", "gửi huyện"); status != http.StatusForbidden {
		t.Errorf("who may not reveal: %d", status)
	}
	if n := w.audited(ActionReveal, "form"); n != 1 {
		t.Errorf("%d entries of what was revealed", n)
	}
}

// The API gives the numbers that the command line writes.
func TestFormAPI(t *testing.T) {
	w := newWorld(t)
	w.reviewed(30)
	labour := w.site()("labour")
	table, err := w.Form(w.as("labour"), krongNo, FormOf{5, 2024, namDa})
	w.must(err)
	packed, err := json.Marshal(table)
	w.must(err)
	status, body := labour.get("/api/tenants/krong-no/forms/5?year=2024&unit=24697")
	type form struct {
		Rows []struct {
			Number string
			Unit   forms.UnitName
			Values map[string]*float64
		}
	}
	var said, wrote form
	w.must(json.Unmarshal(packed, &wrote))
	if err := json.Unmarshal([]byte(body), &said); err != nil || status != http.StatusOK {
		t.Fatalf("%d, %v", status, err)
	}
	if a, b := fmt.Sprint(said.Rows[0].Unit, *said.Rows[0].Values["1"]), fmt.Sprint(wrote.Rows[0].Unit, *wrote.Rows[0].Values["1"]); a != b || len(said.Rows) != len(wrote.Rows) {
		t.Errorf("%s, %s", a, b)
	}
	for i, row := range wrote.Rows {
		for key, v := range row.Values {
			if got := said.Rows[i].Values[key]; (got == nil) != (v == nil) || v != nil && *got != *v {
				t.Errorf("row %d, column %s: %v, %v", i, key, got, v)
			}
		}
	}
	if status, body := labour.get("/api/tenants/krong-no/counted-households?year=2024&measure=1&limit=2"); status != http.StatusOK || strings.Count(body, `"head"`) != 2 {
		t.Errorf("%d %s", status, body)
	}
	for path, status := range map[string]int{"14?year=2024": 422, "1": 422, "1?year=2020": 404} {
		if got, _ := labour.get("/api/tenants/krong-no/forms/" + path); got != status {
			t.Errorf("%s: %d, want %d", path, got, status)
		}
	}
}
