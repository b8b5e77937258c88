package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"vuon/apps/planning"
	"vuon/platform/audit"
	"vuon/platform/database"
)

// Imports of one year at the same moment: whoever comes while another's is being
// read is told so, and every import that was taken left all its traces.
func TestBadTimingOfImports(t *testing.T) {
	s := staged(t)
	const tenant, year, senders = "dak-glong", 2098, 8
	s.token(t, "labour@"+tenant)
	text := s.seedText(t, tenant, year)
	got := make(chan answer, senders)
	var all sync.WaitGroup
	for i := range senders {
		all.Go(func() { got <- s.upload(t, "labour@"+tenant, tenant, year, fmt.Sprintf("kh-%d.txt", i), text, "") })
	}
	all.Wait()
	close(got)
	taken := 0
	for a := range got {
		if a.status == http.StatusCreated {
			taken++
			continue
		}
		refusedAs(t, "the slower one", a, 409, "plan_exists")
	}
	d, err := s.d.apps.planning.Plan(operator(t), tenant, year, 0)
	if err != nil {
		t.Fatal(err)
	}
	history, err := s.d.apps.planning.History(operator(t), tenant, year, "")
	if err != nil {
		t.Fatal(err)
	}
	objects, err := s.objects(t, tenant, fmt.Sprintf("plans/%d/", year))
	if err != nil {
		t.Fatal(err)
	}
	entries, _, err := s.d.audit.List(operator(t), tenant, audit.Filter{ObjectID: fmt.Sprintf("%d/1", year)}, database.Page{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	if taken == 0 || taken == senders {
		t.Errorf("%d of %d imports at once were taken", taken, senders)
	}
	if d.Version.Revision != taken || len(history) != taken || len(d.Steps) != taken || len(objects) != taken || len(entries) != taken {
		t.Errorf("%d taken; revision %d, %d changes, %d steps, %d files, %d audit entries", taken, d.Version.Revision, len(history), len(d.Steps), len(objects), len(entries))
	}
	s.verified(t, tenant)
}

// An import that is refused for the plan's state leaves no file behind.
func TestBadMomentOfAnImport(t *testing.T) {
	s := staged(t)
	const tenant, year = "dak-glong", 2099
	s.drafted(t, tenant, year)
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	refuse := func(code string) {
		t.Helper()
		before := s.books(t, tenant)
		text := &file{name: "kh.txt", content: append(s.seedText(t, tenant, year), '\n')}
		s.inBoth(t, code, func() ask { return uploadAsk(t, "labour@"+tenant, tenant, fmt.Sprintf("?year=%d", year), text) }, 409, code)
		page := s.signedIn(t, "labour@"+tenant).uploadPage(t, tenant, map[string]string{"year": fmt.Sprint(year)}, text)
		if page.status != 409 || !strings.Contains(page.body, `value="2099"`) {
			t.Errorf("page: %d", page.status)
		}
		s.unchanged(t, tenant, before)
	}
	refuse("wrong_state")
	s.step(t, "chair", tenant, year, "approve", "", "approved")
	refuse("wrong_state")
	s.step(t, "clerk", tenant, year, "issue", "", "issued")
	s.settled(t, tenant)
	refuse("plan_issued")
}

// One key for two different calls: told apart by address, query and body.
func TestBadUseOfIdempotencyKeys(t *testing.T) {
	s := staged(t)
	const tenant, one, two = "gia-nghia", 2081, 2082
	s.drafted(t, tenant, one)
	s.drafted(t, tenant, two)
	post := func(path, key, body string) answer {
		return s.ask(t, ask{"labour@" + tenant, "POST", "/api/tenants/" + tenant + path, map[string]string{"Idempotency-Key": key, "Content-Type": jsonType}, strings.NewReader(body)})
	}
	first := post(fmt.Sprintf("/plans/%d/submit", one), "k-1", "")
	again := post(fmt.Sprintf("/plans/%d/submit", one), "k-1", "")
	if first.status != 200 || again.status != 200 || first.body != again.body || again.header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("a repeated call: %d, then %d, the same answer: %v", first.status, again.status, first.body == again.body)
	}
	before := s.books(t, tenant)
	refusedAs(t, "the key of another plan's call", post(fmt.Sprintf("/plans/%d/submit", two), "k-1", ""), 422, "idempotency_key_reused")
	refusedAs(t, "the key with another body", post(fmt.Sprintf("/plans/%d/return", two), "k-1", `{"remark":"x"}`), 403, "forbidden")
	refusedAs(t, "a key without end", post(fmt.Sprintf("/plans/%d/submit", two), strings.Repeat("k", 201), ""), 422, "bad_idempotency_key")
	s.unchanged(t, tenant, before)
	upload := func(year int, text []byte) answer {
		q := uploadAsk(t, "labour@"+tenant, tenant, fmt.Sprintf("?year=%d", year), &file{name: "kh.txt", content: text})
		q.header["Idempotency-Key"] = "k-2"
		return s.ask(t, q)
	}
	open := bytes.ReplaceAll(s.seedText(t, tenant, 2083), []byte("2083"), []byte("tới")) // a file that names no year
	if a := upload(2083, open); a.status != 201 {
		t.Fatalf("an import with a key: %d %.200s", a.status, a.body)
	}
	refusedAs(t, "the same file for another year", upload(2084, open), 422, "idempotency_key_reused")
	if a := upload(2083, open); a.status != 201 || a.header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("the same import again: %d", a.status)
	}
	s.verified(t, tenant)
}

// A document that was made of the draft is not the issued one: the number stands
// in what is given out after the issue, and an unchanged amendment has its own.
func TestBadTimingOfDocuments(t *testing.T) {
	s := staged(t)
	const tenant, year = "gia-nghia", 2085
	s.drafted(t, tenant, year)
	base := fmt.Sprintf("/api/tenants/%s/plans/%d", tenant, year)
	render := func() {
		t.Helper()
		for _, format := range []string{"pdf", "docx"} {
			if a := s.api(t, "labour@"+tenant, "POST", base+"/documents", map[string]string{"format": format}); a.status != 202 {
				t.Fatalf("asking for %s: %d %s", format, a.status, a.body)
			}
		}
	}
	issue := func() standing {
		t.Helper()
		s.step(t, "labour", tenant, year, "submit", "", "submitted")
		s.step(t, "chair", tenant, year, "approve", "", "approved")
		render()
		at := s.step(t, "clerk", tenant, year, "issue", "", "issued")
		s.settled(t, tenant)
		return at
	}
	check := func(at standing) {
		t.Helper()
		for _, format := range []string{"docx", "pdf"} {
			a := s.api(t, "labour@"+tenant, "GET", base+"/documents/"+format, nil)
			if a.status != 200 || !strings.Contains(a.header.Get("Content-Disposition"), fmt.Sprintf("KH-%02d", at.Number)) {
				t.Fatalf("%s: %d %s", format, a.status, a.header.Get("Content-Disposition"))
			}
			if format == "docx" && !strings.Contains(wordText(t, a.body), fmt.Sprintf("Số: %02d/", at.Number)) {
				t.Error("the issued document does not bear its number")
			}
		}
		var files struct{ Items []planning.File }
		s.api(t, "labour@"+tenant, "GET", base+"/documents", nil).decode(t, &files)
		locked := 0
		for _, f := range files.Items {
			if f.Version == at.Version && f.LockedUntil != nil {
				locked++
			}
		}
		if locked != 2 {
			t.Errorf("%d locked documents of version %d: %+v", locked, at.Version, files.Items)
		}
	}
	render()
	s.settled(t, tenant)
	check(issue())
	s.step(t, "labour", tenant, year, "amend", "Không đổi gì.", "draft")
	render()
	s.settled(t, tenant)
	if a := s.api(t, "labour@"+tenant, "GET", base+"/documents/pdf", nil); a.status != 200 || !strings.Contains(a.header.Get("Content-Disposition"), "du-thao") {
		t.Errorf("the amendment's own document: %d %s", a.status, a.header.Get("Content-Disposition"))
	}
	check(issue())
	s.verified(t, tenant)
}

// Fifty wishes for one document at once: fifty answers, one file.
func TestBadHasteForDocuments(t *testing.T) {
	s := staged(t)
	const tenant, year, wishes = "gia-nghia", 2086, 50
	s.drafted(t, tenant, year)
	s.token(t, "clerk@"+tenant)
	got := make(chan answer, wishes)
	var all sync.WaitGroup
	for range wishes {
		all.Go(func() {
			got <- s.api(t, "clerk@"+tenant, "POST", fmt.Sprintf("/api/tenants/%s/plans/%d/documents", tenant, year), map[string]string{"format": "pdf"})
		})
	}
	all.Wait()
	close(got)
	made := map[string]bool{}
	for a := range got {
		var out struct{ Job string }
		if err := json.Unmarshal([]byte(a.body), &out); err != nil || a.status != 202 || out.Job == "" {
			t.Errorf("%d %.200s", a.status, a.body)
		}
		made[out.Job] = true
	}
	if len(made) > 10 {
		t.Errorf("%d jobs make the same file", len(made))
	}
	s.settled(t, tenant)
	objects, err := s.objects(t, tenant, fmt.Sprintf("plans/%d/v1/", year))
	if err != nil || len(objects) != 1 {
		t.Errorf("%d files (%v)", len(objects), err)
	}
	s.verified(t, tenant)
}
