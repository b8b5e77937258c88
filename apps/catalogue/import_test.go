package catalogue_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"vuon/apps/catalogue"
	"vuon/platform/database"
	"vuon/platform/fault"
)

func heading() []any {
	return []any{"Loại văn bản", "Số, ký hiệu", "Cơ quan ban hành", "Ngày ban hành", "Trích yếu", "Tình trạng hiệu lực", "Sửa đổi, bổ sung văn bản"}
}

func list(t testing.TB) []byte {
	return book(t, heading(),
		[]any{"Nghị quyết", "15/NQ-HĐND", "HĐND huyện Krông Nô", "20/12/2024", "Về phân bổ vốn", "", "193/NQ-HĐND"},
		[]any{"Quyết định", "16/QĐ-UBND", "UBND huyện Krông Nô", "30/02/2024", "Giao vốn"},
		[]any{"Nghị quyết", "15/nq-hđnd", "HĐND huyện Krông Nô", "20/12/2024", "Trùng"},
		[]any{"Quyết định", "90/QĐ-TTg", "Thủ tướng Chính phủ", "18/01/2022", "Phê duyệt", "Hết hiệu lực"},
		[]any{"Quyết định", "17/QĐ-UBND", "UBND huyện Krông Nô", "02/01/2025", "Giao chỉ tiêu", "lạ"})
}

// A list is seen before it is taken over, wrong lines with what was expected; taken
// over twice it changes nothing; changed, it says what changes.
func TestAListIsPreviewedAndTakenOver(t *testing.T) {
	s := newSite(t)
	const at = "/t/krong-no/catalogue/documents/import"
	status, preview, body := s.upload(at, "Danh sách.xlsx", list(t))
	if status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, body)
	}
	status, body = s.get(preview)
	for _, want := range []string{"Ngày không đọc được", "Trùng với dòng 2", "Cấp trên đã có", "Chọn: Còn hiệu lực", "Nhập 1 văn bản"} {
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%d: the preview lacks %q", status, want)
		}
	}
	if _, body := s.get("/t/krong-no/catalogue/documents?q=15/NQ"); strings.Contains(body, "Về phân bổ vốn") {
		t.Error("the preview has written")
	}
	if status, _ := s.as("cu-jut", "labour").get(strings.Replace(preview, "krong-no", "cu-jut", 1)); status != http.StatusNotFound {
		t.Errorf("another tenant's list: %d", status)
	}
	if status, location, body := s.post(preview); status != http.StatusSeeOther || location != "/t/krong-no/catalogue/documents" {
		t.Fatalf("%d %s", status, body)
	}
	if len(*s.told) != 1 || len((*s.told)[0].Affected) != 2 {
		t.Errorf("told %+v", *s.told)
	}
	if status, _, _ := s.post(preview); status != http.StatusNotFound {
		t.Errorf("taken over twice: %d", status)
	}
	ctx := s.actor("krong-no", "labour")
	p, err := s.Examine(ctx, "krong-no", "a.xlsx", bytes.NewReader(list(t)))
	if err != nil || p.Count(catalogue.OpSame) != 1 || p.Count(catalogue.OpAdd) != 0 {
		t.Errorf("again: %+v, %v", p, err)
	}
	p, err = s.Examine(ctx, "krong-no", "a.xlsx", bytes.NewReader(book(t, heading(),
		[]any{"Nghị quyết", "15/NQ-HĐND", "HĐND huyện Krông Nô", "20/12/2024", "Về phân bổ vốn năm 2025", "Hết hiệu lực", "193/NQ-HĐND"})))
	if err != nil || p.Count(catalogue.OpChange) != 1 || len(p.Lines[0].Changes) != 2 {
		t.Errorf("changed: %+v, %v", p, err)
	}
	if _, err := s.Import(ctx, "krong-no", p.ID); err != nil {
		t.Fatal(err)
	}
	found, _, err := s.List(ctx, "krong-no", catalogue.Filter{Query: "phan bo von nam 2025", Status: catalogue.Expired, Own: true}, database.Page{})
	if err != nil || len(found) != 1 || found[0].Revision != 2 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestListsNeverTakenOverAreForgotten(t *testing.T) {
	s := newSite(t)
	ctx := s.actor("krong-no", "labour")
	p, err := s.Examine(ctx, "krong-no", "a.xlsx", bytes.NewReader(list(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, wait := range []time.Duration{23 * time.Hour, 2 * time.Hour} {
		s.clk.Advance(wait)
		if err := s.Keep(ctx, "krong-no"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Examined(ctx, "krong-no", p.ID); (err == nil) != (wait == 23*time.Hour) || err != nil && fault.CodeOf(err) != "list_gone" {
			t.Errorf("after %s: %v", wait, err)
		}
	}
}

func TestPagesOfOneDocument(t *testing.T) {
	s := newSite(t)
	const at = "/t/krong-no/catalogue/documents"
	status, page, body := s.post(at+"/new", "type", "Nghị quyết", "number", "15/NQ-HĐND", "issuer", "HĐND huyện Krông Nô", "date", "20/12/2024",
		"title", "Về phân bổ vốn", "status", "in_force", "amends", "193/NQ-HĐND; 1/XX-YY")
	if status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, body)
	}
	wants := func(path string, words ...string) {
		t.Helper()
		status, body := s.get(path)
		for _, w := range words {
			if status != http.StatusOK || !strings.Contains(body, w) {
				t.Errorf("%s: %d, lacks %q", path, status, w)
			}
		}
	}
	wants(page, "Nghị quyết số 15/NQ-HĐND", "Còn hiệu lực", "Sửa đổi, bổ sung", "193/NQ-HĐND", "Chưa có trong danh bạ", "Kế hoạch thử: 15/NQ-HĐND", "Huyện Krông Nô")
	wants(at+"?status=amended&level=local", "193/NQ-HĐND")
	wants(at+"?year=2024&type="+"Nghị+quyết", "15/NQ-HĐND", "Của đơn vị")
	wants(page+"/edit", `value="HĐND huyện Krông Nô"`, `name="revision" value="1"`)
	if status, _, body := s.post(page+"/edit", "type", "", "issuer", "a", "title", "b", "status", "in_force", "revision", "1"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Không được để trống") {
		t.Errorf("%d", status)
	}
	if status, _, _ := s.post(page+"/edit", "type", "Nghị quyết", "issuer", "a", "title", "b", "status", "in_force", "revision", "7"); status != http.StatusConflict {
		t.Errorf("an old form: %d", status)
	}
	if status, _, body := s.upload(page+"/files", "Nghị quyết.pdf", []byte("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")); status != http.StatusSeeOther {
		t.Errorf("%d %s", status, body)
	}
	if status, _, _ := s.upload(page+"/files", "x.exe", []byte("MZ\x90\x00")); status < 400 || status > 499 {
		t.Errorf("a program was taken: %d", status)
	}
	_, body = s.get(page)
	i := strings.Index(body, page+"/files/")
	if i < 0 {
		t.Fatal("the file is not shown")
	}
	file := body[i : i+len(page)+len("/files/")+36]
	if status, body := s.get(file); status != http.StatusOK || !strings.HasPrefix(body, "%PDF") {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := s.as("cu-jut", "labour").get(strings.Replace(file, "krong-no", "cu-jut", 1)); status != http.StatusNotFound {
		t.Errorf("a neighbour reads it: %d", status)
	}
	if status, _, _ := s.post(file + "/remove"); status != http.StatusSeeOther {
		t.Errorf("%d", status)
	}
	if status, _, _ := s.post(page+"/withdraw", "reason", ""); status != http.StatusUnprocessableEntity {
		t.Errorf("withdrawn without a reason: %d", status)
	}
	if status, _, _ := s.post(page+"/withdraw", "reason", "Nhập nhầm"); status != http.StatusSeeOther {
		t.Errorf("%d", status)
	}
	if status, _ := s.get(page); status != http.StatusNotFound {
		t.Errorf("a withdrawn document: %d", status)
	}
	if status, _ := s.get(at + "/at/!!"); status != http.StatusNotFound {
		t.Errorf("no key at all: %d", status)
	}
	if status, body := s.get(at + "/export?q=quay+vong"); status != http.StatusOK || !strings.HasPrefix(body, "PK") {
		t.Errorf("%d", status)
	}
	if status, body := s.get(at + "/template"); status != http.StatusOK || !strings.HasPrefix(body, "PK") {
		t.Errorf("%d", status)
	}
}
