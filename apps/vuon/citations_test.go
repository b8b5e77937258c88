package main

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"vuon/apps/catalogue"
	"vuon/platform/database"
	"vuon/platform/jobs"
)

// The province enters a decision that amends one of its own which districts cite:
// the plan warns on its page and its part, whoever can mend it is told once, and
// the document's page names the plan.
func TestPlansHearOfWhatBecameOfTheirBases(t *testing.T) {
	s := staged(t)
	ctx := asOperator(t.Context())
	const cited, at = "05/2023/QĐ-UBND", "/api/tenants/dak-nong/catalogue/legal-documents"
	before := s.told(t, "labour@krong-no", cited)
	var made catalogue.Dossier
	s.api(t, "supervisor@dak-nong", http.MethodPost, at, catalogue.Draft{Type: "Quyết định", Number: "77/2024/QĐ-UBND", Issuer: "Ủy ban nhân dân tỉnh Đắk Nông",
		Date: "01/10/2024", Title: "Sửa đổi, bổ sung Quyết định số " + cited, Status: "in_force", Amends: cited}).decode(t, &made)
	t.Cleanup(func() {
		a := s.api(t, "supervisor@dak-nong", http.MethodPost, at+"/"+catalogue.Key(made.ID)+"/withdraw", map[string]string{"reason": "Hết kiểm thử"})
		if a.status >= 300 {
			t.Errorf("%d %s", a.status, a.body)
		}
	})
	list, _, err := s.d.jobs.List(ctx, "dak-nong", jobs.Filter{Kind: "catalogue.spread"}, database.Page{Limit: 1})
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	if job, err := s.d.jobs.Wait(ctx, "dak-nong", list[0].ID); err != nil || job.State != jobs.Done {
		t.Fatalf("%s %v, %v", job.State, job.Error, err)
	}
	for range 2 { // housekeeping tells nobody again
		if told := s.told(t, "labour@krong-no", cited); told != before+1 {
			t.Errorf("told %d times", told-before)
		}
		if err := s.d.apps.planning.Keep(ctx, "krong-no"); err != nil {
			t.Fatal(err)
		}
	}
	labour := s.signedIn(t, "labour@krong-no")
	warns := func(page string) {
		t.Helper()
		if a := labour.get(t, page); a.status != http.StatusOK || !strings.Contains(a.body, "đã được sửa đổi, bổ sung bởi 77/2024/QĐ-UBND") {
			t.Errorf("%s: %d does not warn", page, a.status)
		}
	}
	warns("/t/krong-no/plans/2024/warnings")
	found := labour.get(t, "/t/krong-no/catalogue/documents/at/"+catalogue.Key(cited+"@2023-01-31@dak-nong"))
	part := regexp.MustCompile(`/t/krong-no/plans/2024/sections/[^"]+`).FindString(found.body)
	if found.status != http.StatusOK || !strings.Contains(found.body, "77/2024/QĐ-UBND") || part == "" {
		t.Fatalf("%d: the document's page does not lead to what amends it and to the plan that cites it", found.status)
	}
	warns(html.UnescapeString(part))
	if a := labour.post(t, "/t/krong-no/catalogue/documents/at/"+catalogue.Key(made.ID)+"/withdraw", url.Values{"reason": {"x"}}); a.status != http.StatusForbidden {
		t.Errorf("a district withdraws the province's document: %d", a.status)
	}
}

// told counts the notices of citations that an account has about a document.
func (s *stage) told(t *testing.T, username, number string) (n int) {
	t.Helper()
	ctx := asOperator(t.Context())
	account, err := s.d.identity.AccountNamed(ctx, username)
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := s.d.notify.List(ctx, "krong-no", account.ID, false, database.Page{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	for _, notice := range list {
		if notice.Kind == "planning.citation" && strings.Contains(notice.Title.VI, number) {
			n++
		}
	}
	return n
}
