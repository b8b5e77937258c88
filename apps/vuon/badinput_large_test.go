package main

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"vuon/apps/planning"
	"vuon/platform/documents"
)

// largePlan is the real plan with 90 more sections of so many paragraphs.
func (s *stage) largePlan(t testing.TB, year, paragraphs int) []byte {
	t.Helper()
	var more strings.Builder
	for n := 3; n < 93; n++ {
		fmt.Fprintf(&more, "%d. Nội dung bổ sung số %d\n", n, n)
		for line := range paragraphs {
			fmt.Fprintf(&more, "Đoạn %d: các phòng, ban, ngành của huyện phối hợp với Ủy ban nhân dân các xã, thị trấn tổ chức thực hiện và báo cáo.\n", line)
		}
	}
	text := s.seedText(t, "krong-no", year)
	at := bytes.Index(text, []byte("\nII. "))
	if at < 0 {
		t.Fatal("the plan has no second part")
	}
	return []byte(string(text[:at+1]) + more.String() + string(text[at+1:]))
}

// A plan of 500 pages is read, opened, edited, printed and compared in bounded
// memory, and its pages stay small enough to be sent; a larger one is refused.
func TestBadSizeOfAPlan(t *testing.T) {
	s := staged(t)
	const tenant, year = "gia-nghia", 2098
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	text := s.largePlan(t, year, 115)
	if a := s.upload(t, "labour@"+tenant, tenant, year, "kh.txt", text, ""); a.status != http.StatusCreated {
		t.Fatalf("import of %d bytes: %d %.300s", len(text), a.status, a.body)
	}
	refusedAs(t, "a plan of a thousand pages", s.upload(t, "labour@"+tenant, tenant, year+1, "kh.txt", s.largePlan(t, year+1, 230), ""), http.StatusRequestEntityTooLarge, "plan_text_too_long")
	v := s.signedIn(t, "labour@"+tenant)
	base := fmt.Sprintf("/t/%s/plans/%d", tenant, year)
	page := v.get(t, base+"/edit")
	if page.status != http.StatusOK || len(page.body) > 2<<20 || strings.Count(page.body, `data-part="`) < 90 {
		t.Errorf("the editor: %d, %d bytes, %d parts", page.status, len(page.body), strings.Count(page.body, `data-part="`))
	}
	for _, path := range []string{"", "/checks", "/warnings", "/structure", "/history", "/compare?from=2024"} {
		if a := v.get(t, base+path); a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	d, err := s.d.apps.planning.Plan(operator(t), tenant, year, 0)
	if err != nil {
		t.Fatal(err)
	}
	part, _ := planning.PartAt(&d.Version.Plan, "1-92")
	if _, err := s.d.apps.planning.Edit(operator(t), tenant, year, "1-92", part.Tag, part.Title, part.Text+"\nĐoạn cuối."); err != nil {
		t.Errorf("an edit of the last section: %v", err)
	}
	doc, err := s.d.apps.planning.Document(operator(t), d.Version)
	if err != nil {
		t.Fatal(err)
	}
	var pdf, docx bytes.Buffer
	if err := documents.PDF(&pdf, doc); err != nil {
		t.Error(err)
	}
	if err := documents.DOCX(&docx, doc); err != nil {
		t.Error(err)
	}
	if pages := len(regexp.MustCompile(`/Type\s*/Page[^s]`).FindAll(pdf.Bytes(), -1)); pages < 500 {
		t.Errorf("only %d pages were printed", pages)
	}
	runtime.ReadMemStats(&after)
	if grown := int64(after.Sys) - int64(before.Sys); grown > 1<<30 {
		t.Errorf("the process took %d MiB more", grown>>20)
	}
}
