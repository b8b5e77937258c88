package main

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"vuon/apps/planning"
	"vuon/platform/fault"
	"vuon/platform/identity"
)

// seedText is a district's plan of 2024 turned into that of another year.
func (s *stage) seedText(t testing.TB, district string, year int) []byte {
	t.Helper()
	raw, err := os.ReadFile(s.root + "/tenants/dak-nong/" + district + "/plan-2024.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"năm ", "NĂM "} {
		raw = bytes.ReplaceAll(raw, []byte(word+"2024"), fmt.Appendf(nil, "%s%d", word, year))
	}
	return raw
}

// upload sends a plan's file to the API.
func (s *stage) upload(t testing.TB, who, tenant string, year int, name string, content []byte, query string) answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	req, _ := http.NewRequest(http.MethodPost, fmt.Sprintf("%s/api/tenants/%s/plans?year=%d%s", s.url, tenant, year, query), &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Authorization", "Bearer "+s.token(t, who))
	return do(t, http.DefaultClient, req)
}

type standing struct {
	State    string
	Version  int
	Number   int
	Symbol   string
	Revision int
	Code     string
	Detail   string
	Header   struct{ Number, Date *string }
	Released string `json:"released_at"`
}

// step takes a plan one step on and expects where it then stands, or the code of
// the refusal.
func (s *stage) step(t testing.TB, who, tenant string, year int, step, remark, want string) standing {
	t.Helper()
	var body any
	if slices.Contains([]string{"return", "amend", "appraise", "unfit", "close"}, step) {
		body = map[string]string{"remark": remark}
	}
	if back, ok := strings.CutPrefix(step, "take-back "); ok {
		step, body = "take-back", map[string]string{"step": back, "remark": remark}
	}
	return s.post(t, who, tenant, year, step, body, want)
}

// post sends something to a plan's API and expects the state, or the code of the
// refusal.
func (s *stage) post(t testing.TB, who, tenant string, year int, path string, body any, want string) standing {
	t.Helper()
	a := s.api(t, who+"@"+tenant, http.MethodPost, fmt.Sprintf("/api/tenants/%s/plans/%d/%s", tenant, year, path), body)
	var at standing
	a.decode(t, &at)
	if want == "" && a.status >= http.StatusBadRequest || at.State != want && at.Code != want {
		t.Fatalf("%s by %s: %d %.300s; want %s", path, who, a.status, a.body, want)
	}
	return at
}

// Tuy Đức has its plans appraised.
func TestTheLifeOfAPlan(t *testing.T) {
	s := staged(t)
	const tenant, year = "tuy-duc", 2025
	if a := s.upload(t, "labour@"+tenant, tenant, year, "ke-hoach.txt", s.seedText(t, tenant, year), ""); a.status != http.StatusCreated {
		t.Fatalf("import: %d %s", a.status, a.body)
	}
	s.step(t, "chair", tenant, year, "approve", "", "wrong_state")
	s.step(t, "clerk", tenant, year, "submit", "", "forbidden")
	s.step(t, "labour", tenant, year, "take-back import", "Nhầm tệp.", "nothing_to_take_back")
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	s.step(t, "chair", tenant, year, "approve", "", "wrong_state") // not appraised
	s.step(t, "labour", tenant, year, "appraise", "Đạt.", "forbidden")
	s.step(t, "finance", tenant, year, "appraise", " ", "remark_missing")
	s.step(t, "finance", tenant, year, "return", "Thiếu nguồn vốn đối ứng.", "forbidden")
	s.step(t, "finance", tenant, year, "unfit", "Thiếu nguồn vốn đối ứng.", "returned")
	s.step(t, "finance", tenant, year, "take-back return", "Đã có văn bản bổ sung.", "submitted")
	s.step(t, "finance", tenant, year, "unfit", "Thiếu nguồn vốn đối ứng.", "returned")
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	s.step(t, "finance", tenant, year, "appraise", "Đủ điều kiện trình ký.", "appraised")
	s.step(t, "chair", tenant, year, "return", "  ", "remark_missing")
	s.post(t, "chair", tenant, year, "return", map[string]any{"remark": "Sửa.", "to": map[string]string{"role": "finance"}}, "party_unknown")
	s.step(t, "chair", tenant, year, "return", "Bổ sung chỉ tiêu.", "returned")
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	s.step(t, "finance", tenant, year, "appraise", "Đã bổ sung.", "appraised")
	denied := s.step(t, "labour", tenant, year, "approve", "", "forbidden")
	if !strings.Contains(denied.Detail, "Chủ tịch") {
		t.Errorf("the denial does not say who could: %q", denied.Detail)
	}
	s.step(t, "vicechair", tenant, year, "approve", "", "approved")
	s.step(t, "chair", tenant, year, "approve", "", "wrong_state")
	issued := s.step(t, "clerk", tenant, year, "issue", "", "issued")
	if issued.Number == 0 || issued.Header.Number == nil || *issued.Header.Number != fmt.Sprintf("%02d/KH-UBND", issued.Number) {
		t.Errorf("the issued plan has number %d, heading %v", issued.Number, issued.Header.Number)
	}
	if a := s.upload(t, "labour@"+tenant, tenant, year, "x.txt", s.seedText(t, tenant, year), ""); a.status != http.StatusConflict || !strings.Contains(a.body, "plan_issued") {
		t.Errorf("an import over an issued plan: %d %s", a.status, a.body)
	}
	if a := s.api(t, "labour@"+tenant, http.MethodPut, fmt.Sprintf("/api/tenants/%s/plans/%d/sections/1-1", tenant, year),
		map[string]string{"tag": "x", "text": "x"}); a.status != http.StatusConflict {
		t.Errorf("an edit of an issued plan: %d %s", a.status, a.body)
	}
	s.takenBack(t, tenant, year, issued)
}

// takenBack goes on with an issued plan: the issue is taken back and done again,
// an amendment replaces it, that is taken back too, and all ends with release.
func (s *stage) takenBack(t *testing.T, tenant string, year int, issued standing) {
	s.step(t, "labour", tenant, year, "take-back issue", "Sai số.", "forbidden")
	s.step(t, "clerk", tenant, year, "take-back issue", " ", "remark_missing")
	s.step(t, "clerk", tenant, year, "take-back approve", "Sai số.", "not_the_last_step")
	back := s.step(t, "clerk", tenant, year, "take-back issue", "Ghi sai trích yếu.", "approved")
	if back.Number != 0 || back.Header.Number != nil {
		t.Errorf("after it was taken back the plan has number %d, heading %v", back.Number, back.Header.Number)
	}
	again := s.step(t, "clerk", tenant, year, "issue", "", "issued")
	if again.Number != issued.Number+1 {
		t.Errorf("issued again it has number %d after %d, which was voided", again.Number, issued.Number)
	}
	amended := s.step(t, "labour", tenant, year, "amend", "Bổ sung vốn.", "draft")
	if amended.Version != 2 || amended.Number != 0 || amended.Header.Number != nil {
		t.Errorf("the amendment begins as %+v", amended)
	}
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	s.step(t, "finance", tenant, year, "appraise", "Đạt.", "appraised")
	s.step(t, "vicechair", tenant, year, "approve", "", "approved")
	second := s.step(t, "clerk", tenant, year, "issue", "", "issued")
	if second.Number != again.Number+1 || s.versionAt(t, tenant, year, 1).State != "superseded" {
		t.Errorf("the second version has number %d after %d, the first is %s", second.Number, again.Number, s.versionAt(t, tenant, year, 1).State)
	}
	s.step(t, "chair", tenant, year, "take-back issue", "Chưa có ý kiến của Thường trực.", "approved") // the clerk's, by the chief
	if old := s.versionAt(t, tenant, year, 1); old.State != "issued" || old.Number != again.Number {
		t.Errorf("the first version is now %+v; want it in force again", old)
	}
	s.step(t, "clerk", tenant, year, "issue", "", "issued")
	released := s.step(t, "clerk", tenant, year, "release", "", "issued")
	if released.Released == "" {
		t.Error("the released plan does not say since when")
	}
	s.step(t, "clerk", tenant, year, "release", "", "wrong_state")
	s.step(t, "chair", tenant, year, "take-back release", "Nhầm.", "plan_released")
	if voided := s.voided(t, tenant, issued.Number, second.Number); voided != 2 {
		t.Errorf("%d numbers are voided in the register, want those of both issues that were taken back", voided)
	}
	s.step(t, "labour", tenant, year, "close", " ", "remark_missing")
	s.step(t, "labour", tenant, year, "amend", "Thử.", "draft")
	s.step(t, "labour", tenant, year, "close", "Hết năm.", "amendment_open")
	s.step(t, "labour", tenant, year, "take-back amend", "Mở nhầm.", "withdrawn")
	s.step(t, "labour", tenant, year, "close", "Đã quyết toán.", "closed")
	s.step(t, "labour", tenant, year, "amend", "Thêm vốn.", "wrong_state")
	s.step(t, "chair", tenant, year, "take-back close", "Mở lại.", "plan_released")
}

func (s *stage) versionAt(t *testing.T, tenant string, year, version int) (at standing) {
	t.Helper()
	s.api(t, "labour@"+tenant, http.MethodGet, fmt.Sprintf("/api/tenants/%s/plans/%d?version=%d", tenant, year, version), nil).decode(t, &at)
	return at
}

// voided counts which of the numbers the register holds as voided, with a reason.
func (s *stage) voided(t *testing.T, tenant string, numbers ...int) (n int) {
	t.Helper()
	entries, err := s.d.register.List(identity.With(t.Context(), identity.Operator()), tenant, s.d.clock.Now().Year())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Kind == "KH" && slices.Contains(numbers, e.Number) && e.Void != nil && e.Void.Reason != "" {
			n++
		}
	}
	return n
}

// Who drafted does not approve, and who approved does not issue, even when the
// tenant gave the role both.
func TestIncompatibleHands(t *testing.T) {
	s := staged(t)
	const tenant, year = "gia-nghia", 2026
	ctx := identity.With(t.Context(), identity.Operator())
	for _, action := range []string{planning.ActionApprove, planning.ActionIssue} {
		if err := s.d.policy.Override(ctx, tenant, "labour", action, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.d.policy.Override(ctx, tenant, "vicechair", planning.ActionIssue, true); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.d.policy.ResetAll(ctx, tenant) })
	if a := s.upload(t, "labour@"+tenant, tenant, year, "kh.txt", s.seedText(t, tenant, year), ""); a.status != http.StatusCreated {
		t.Fatalf("import: %d %s", a.status, a.body)
	}
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	s.step(t, "labour", tenant, year, "approve", "", "incompatible_hands")
	s.step(t, "vicechair", tenant, year, "approve", "", "approved")
	s.step(t, "vicechair", tenant, year, "issue", "", "incompatible_hands")
	s.step(t, "labour", tenant, year, "issue", "", "issued")
}

// Fifty plans are issued at once: fifty numbers in a row, none twice.
func TestFiftyIssuedAtOnce(t *testing.T) {
	s := staged(t)
	const tenant, plans = "dak-mil", 50
	text := s.seedText(t, tenant, 2050)
	ctx := identity.With(t.Context(), identity.Operator())
	for i := range plans {
		year := 2030 + i
		up := planning.Upload{Name: "kh.txt", Body: bytes.NewReader(bytes.ReplaceAll(text, []byte("năm 2050"), []byte(fmt.Sprintf("năm %d", year))))}
		up.Size = int64(up.Body.(*bytes.Reader).Len())
		for _, step := range []func() error{
			func() error { _, err := s.d.apps.planning.Import(ctx, tenant, year, up); return err },
			func() error { _, err := s.d.apps.planning.Submit(ctx, tenant, year); return err },
			func() error { _, err := s.d.apps.planning.Approve(ctx, tenant, year); return err },
		} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	numbers := map[int]int{}
	for i := range plans {
		all.Go(func() {
			v, err := s.d.apps.planning.Issue(ctx, tenant, 2030+i)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			numbers[v.Number]++
		})
	}
	all.Wait()
	first := plans * 1000
	for n := range numbers {
		first = min(first, n)
	}
	for n := first; n < first+plans; n++ {
		if numbers[n] != 1 {
			t.Errorf("number %d was given out %d times", n, numbers[n])
		}
	}
}

// Two clerks issue the same plan at the same moment: one number, one refusal.
func TestASecondIssueIsRefused(t *testing.T) {
	s := staged(t)
	const tenant, year = "dak-song", 2026
	s.upload(t, "labour@"+tenant, tenant, year, "kh.txt", s.seedText(t, tenant, year), "")
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	s.step(t, "chair", tenant, year, "approve", "", "approved")
	ctx := identity.With(context.Background(), identity.Operator())
	codes := make(chan string, 4)
	for range cap(codes) {
		go func() {
			_, err := s.d.apps.planning.Issue(ctx, tenant, year)
			codes <- fault.CodeOf(err)
		}()
	}
	got := map[string]int{}
	for range cap(codes) {
		got[<-codes]++
	}
	if got[""] != 1 || got["wrong_state"] != cap(codes)-1 {
		t.Errorf("four clerks at once: %v", got)
	}
}

func TestAStaleEditIsShownNotOverwritten(t *testing.T) {
	s := staged(t)
	const base = "/api/tenants/dak-rlap/plans/2024/sections/2-1"
	var part planning.Part
	s.api(t, "labour@dak-rlap", http.MethodGet, base, nil).decode(t, &part)
	save := func(text string) answer {
		return s.api(t, "labour@dak-rlap", http.MethodPut, base, map[string]string{"tag": part.Tag, "title": part.Title, "text": text})
	}
	if a := save(part.Text + "\nNgười thứ nhất."); a.status != http.StatusOK {
		t.Fatalf("first save: %d %s", a.status, a.body)
	}
	if a := save(part.Text + "\nNgười thứ hai."); a.status != http.StatusConflict || !strings.Contains(a.body, "stale_edit") {
		t.Errorf("second save: %d %s", a.status, a.body)
	}
	v := s.signedIn(t, "labour@dak-rlap")
	page := v.post(t, "/t/dak-rlap/plans/2024/sections/2-1", map[string][]string{"tag": {part.Tag}, "title": {part.Title}, "text": {part.Text + "\nNgười thứ hai."}})
	if page.status != http.StatusConflict || !strings.Contains(page.body, "Người thứ hai.") || !strings.Contains(page.body, "Người thứ nhất.") {
		t.Errorf("the page after a stale save (%d) must keep what was typed and show the other's", page.status)
	}
}
