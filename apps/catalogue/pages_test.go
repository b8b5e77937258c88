package catalogue_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"vuon/apps/catalogue"
)

func TestPages(t *testing.T) {
	s := newSite(t)
	for path, wants := range map[string][]string{
		"/t/krong-no/catalogue/projects": {"Dự án của Chương trình", "Tiểu dự án 1: Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp", "Thực hiện",
			"Danh mục áp dụng đến ngày 31/12/2025"},
		"/t/krong-no/catalogue/rules": {"Chuẩn nghèo đa chiều", "1.500.000", "DA3.1", "trong vòng 36 tháng kể từ thời điểm thoát nghèo", "Cần đối chiếu bản gốc",
			"Bảng minh họa, phải thay bằng Phụ lục của Thông tư 07/2021/TT-BLĐTBXH.", "Ngày nghỉ lễ, tết năm "},
		"/t/krong-no/catalogue/documents":                {"Văn bản pháp lý", "04/2022/TT-BNNPTNT", "11/07/2022", "193/NQ-HĐND", "Cần đối chiếu bản gốc"},
		"/t/krong-no/catalogue/documents?q=quay+vong":    {"05/2023/QĐ-UBND"},
		"/t/krong-no/catalogue/documents?q=khong+co+gi+": {"Không tìm thấy văn bản"},
	} {
		status, body := s.get(path)
		if status != http.StatusOK {
			t.Fatalf("%s: %d", path, status)
		}
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not show %q", path, want)
			}
		}
	}
	if _, body := s.get("/t/krong-no/catalogue/documents?q=quay+vong"); strings.Contains(body, "90/QĐ-TTg") {
		t.Error("the search does not narrow the list")
	}
	if status, _ := s.get("/t/cu-jut/catalogue/projects"); status != http.StatusNotFound {
		t.Errorf("another tenant's page: %d", status)
	}
	if status, _ := s.get("/t/krong-no/catalogue/documents?after=x"); status != http.StatusBadRequest {
		t.Errorf("a cursor of nobody: %d", status)
	}
}

func TestAPI(t *testing.T) {
	s := newSite(t)
	var projects struct {
		Items []catalogue.Project `json:"items"`
	}
	status, body := s.get("/api/tenants/krong-no/catalogue/projects?at=2024-01-01")
	if err := json.Unmarshal([]byte(body), &projects); err != nil || status != http.StatusOK || len(projects.Items) != 18 || projects.Items[3].Code != "DA2" {
		t.Errorf("%d %v %s", status, err, body)
	}
	seen, next := 0, ""
	for {
		var documents struct {
			Items []catalogue.Document `json:"items"`
			Next  string               `json:"next"`
		}
		status, body := s.get("/api/tenants/krong-no/catalogue/legal-documents?limit=10&after=" + next)
		if err := json.Unmarshal([]byte(body), &documents); err != nil || status != http.StatusOK {
			t.Fatalf("%d %v %s", status, err, body)
		}
		seen += len(documents.Items)
		if next = documents.Next; next == "" {
			break
		}
	}
	if seen != 34 {
		t.Errorf("%d documents were listed", seen)
	}
	for path, want := range map[string]string{
		"score-tables?at=2024-12-14": `"illustrative":true`,
		"eligibility?at=2024-12-14":  `"project":"DA4.3"`,
		"person-kinds?at=2023-01-01": `"below_months":729`,
		"holidays":                   `"title":"Quốc khánh 2024"`,
	} {
		if status, body := s.get("/api/tenants/krong-no/catalogue/" + path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %.300s", path, status, body)
		}
	}
	for path, want := range map[string]int{
		"/api/tenants/cu-jut/catalogue/eligibility":                http.StatusNotFound,
		"/api/tenants/cu-jut/catalogue/projects":                   http.StatusNotFound,
		"/api/tenants/krong-no/catalogue/projects?at=yesterday":    http.StatusUnprocessableEntity,
		"/api/tenants/krong-no/catalogue/legal-documents?limit=-1": http.StatusUnprocessableEntity,
		"/api/tenants/krong-no/catalogue/legal-documents?q=%00":    http.StatusBadRequest,
		"/api/tenants/krong-no%00/catalogue/legal-documents":       http.StatusNotFound,
	} {
		if status, body := s.get(path); status != want {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}
