package households

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/platform/audit"
	"vuon/platform/database"
)

const aReason = "Lập danh sách xét hỗ trợ nhà ở"

// A list that itself tells what is masked is given for a reason only, on pages and
// by the API, and each part of it that is read stands in the audit with the reason.
func TestAListThatTellsWhatIsMaskedNeedsAReason(t *testing.T) {
	w := newWorld(t)
	w.neighbours()
	visit := w.site()
	officer, agriculture := visit("commune-officer", namDa), visit("agriculture", namDa)
	figure := fmt.Sprintf("year=2024&unit=%s&measure=%d", namDa, forms.Minority(classify.Poor))
	for page, post := range map[string]string{
		"/t/krong-no/households?group=minority": "/t/krong-no/households/list?group=minority",
		"/t/krong-no/households?lack=3":         "/t/krong-no/households/list?lack=3",
		"/t/krong-no/forms/9/behind?" + figure:  "/t/krong-no/forms/9/behind?" + figure,
	} {
		if body := officer.shows(page, "Ghi lý do để xem", `name="reason"`); strings.Contains(body, "Hộ minority") || strings.Contains(body, "hộ phù hợp") {
			t.Errorf("%s tells without a reason", page)
		}
		before := len(w.reasons(aReason))
		for reason, want := range map[string]int{"": 422, "vì cần": 422, aReason: 200} {
			status, _, body := officer.post(post, "reason", reason)
			if status != want || (want != 200) != strings.Contains(body, "ít nhất 10 ký tự") {
				t.Errorf("%s for %q: %d, want %d", post, reason, status, want)
			}
		}
		if n := len(w.reasons(aReason)) - before; n != 1 {
			t.Errorf("%s leaves %d entries", post, n)
		}
		if status, _ := agriculture.get(page); status != http.StatusForbidden {
			t.Errorf("%s for who may not reveal: %d", page, status)
		}
		if status, _, _ := agriculture.post(post, "reason", aReason); status != http.StatusForbidden {
			t.Errorf("%s for who may not reveal: %d", post, status)
		}
	}
	if _, _, body := officer.post("/t/krong-no/households/list?group=minority", "reason", aReason); !strings.Contains(body, "Hộ minority") || strings.Contains(body, "Hộ merit") {
		t.Error("the list is not that of the minority")
	}
}

func TestTheAPIRevealsListsForAReason(t *testing.T) {
	w := newWorld(t)
	w.neighbours()
	officer, agriculture := w.site()("commune-officer", namDa), w.site()("agriculture", namDa)
	const api = "/api/tenants/krong-no/"
	figure := fmt.Sprintf("year=2024&measure=%d", forms.Minority(classify.Poor))
	for get, post := range map[string]string{api + "households?group=minority": api + "households/reveal?group=minority", api + "households?cause=7": api + "households/reveal?cause=7",
		api + "counted-households?" + figure: api + "counted-households/reveal?" + figure} {
		if status, body := officer.get(get); status != 422 || !strings.Contains(body, "reason_missing") {
			t.Errorf("%s: %d %.200s", get, status, body)
		}
		for _, c := range []struct {
			by     site
			reason string
			status int
		}{{officer, aReason, 200}, {officer, "vì cần", 422}, {agriculture, aReason, 403}} {
			status, _, body := c.by.send(http.MethodPost, post, "application/json", fmt.Sprintf(`{"reason":%q}`, c.reason))
			if status != c.status {
				t.Errorf("%s for %q: %d %.200s", post, c.reason, status, body)
			}
		}
	}
	const covered = api + "eligibility%s?project=DA2"
	officer.shows(fmt.Sprintf(covered, ""), `"reason":"Lý do được che"`)
	status, _, body := officer.send(http.MethodPost, fmt.Sprintf(covered, "/reveal"), "application/json", fmt.Sprintf(`{"reason":%q}`, aReason))
	if status != 200 || !strings.Contains(body, "Hộ nghèo dân tộc thiểu số") {
		t.Errorf("the covered reasons: %d %.300s", status, body)
	}
	if n := len(w.reasons(aReason)); n != 4 {
		t.Errorf("%d entries", n)
	}
}

// Every part that is read on from a cursor asks for the reason, and is audited.
func TestThePartsOfAListThatTellsAreAudited(t *testing.T) {
	w := newWorld(t)
	h := w.neighbours()["minority"]
	f := Filter{Class: classify.Poor, Deprived: 3}
	further := database.Page{After: database.Cursor("", h.Village, "", h.ID)}
	_, _, err := w.Households(w.as("labour"), krongNo, f, further)
	w.want(err, "reason_missing")
	_, err = w.CountHouseholds(w.as("labour"), krongNo, f)
	w.want(err, "reason_missing")
	f.Reason = aReason
	_, err = w.CountHouseholds(w.as("labour"), krongNo, f)
	w.must(err)
	for _, page := range []database.Page{{}, further} {
		_, _, err = w.Households(w.as("labour"), krongNo, f, page)
		w.must(err)
	}
	if n := len(w.reasons(aReason)); n != 2 {
		t.Errorf("%d entries", n)
	}
}

// reasons are the entries of what was revealed for a reason.
func (w *world) reasons(reason string) (list []string) {
	w.t.Helper()
	rows, _, err := w.Audit.List(w.as("labour"), krongNo, audit.Filter{Action: ActionReveal}, database.Page{Limit: 500})
	w.must(err)
	for _, row := range rows {
		if row.Reason == reason {
			list = append(list, row.Object)
		}
	}
	return list
}
