package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"vuon/apps/planning"
	"vuon/apps/supervision"
	"vuon/platform/audit"
	"vuon/platform/database"
)

// The province's supervisor guides a year, looks at all districts and lays them
// side by side, asks one for an amendment and reminds another with receipts. What
// was read stands in the district's audit, and its plan is as it was.
func TestBrowserDaySupervisor(t *testing.T) {
	days(t, "gia-nghia", 2093, func(d day) {
		d.drafted()
		before := d.stands().Version
		d.as("supervisor@dak-nong")
		d.check("the supervisor's work")
		home := day{d.window, "dak-nong", d.year}
		home.guided()
		home.visit(fmt.Sprintf("/overview?year=%d", d.year), "Thành phố Gia Nghĩa")
		home.visit(fmt.Sprintf("/beside?year=%d", d.year), "Chỉ tiêu")
		home.visit(fmt.Sprintf("/beside?year=%d&show=section", d.year), "Thành phố Gia Nghĩa")
		home.visit(fmt.Sprintf("/overview/gia-nghia?year=%d", d.year), "KẾ HOẠCH")
		home.leave(`main a[href*="/letters/new"]`, "Gửi tới huyện")
		home.check("a letter")
		home.press(`input[name=kind][value=request]`)
		home.set("#f-title", "Đề nghị sửa chỉ tiêu", "#f-body", "Chỉ tiêu thấp hơn hướng dẫn của tỉnh.", "#f-section", "III")
		home.press(`main form.form button.primary`)
		home.text("Đã gửi tới Thành phố Gia Nghĩa.")
		home.check("a sent letter")
		d.reminded(home)
		d.replied()
		if after := d.stands().Version; after.Revision != before.Revision || after.State != planning.Draft {
			t.Errorf("the district's plan was at revision %d and is at %d, %s", before.Revision, after.Revision, after.State)
		}
		entries, _, err := d.s.d.audit.List(operator(t), d.tenant, audit.Filter{}, database.Page{Limit: 500})
		if err != nil || !slices.ContainsFunc(entries, func(e audit.Row) bool {
			return e.Actor == "supervisor@dak-nong" && strings.HasSuffix(e.ObjectID, fmt.Sprint(d.year))
		}) {
			t.Errorf("what the supervisor read is not in the district's audit: %v", err)
		}
	})
}

// guided writes the year's guidance and sends it to the districts.
func (d day) guided() {
	d.t.Helper()
	d.visit(fmt.Sprintf("/guidance/%d", d.year), "Nội dung hướng dẫn")
	d.set("#f-body", "Các huyện rà soát lại đối tượng trước khi trình.", "#f-submit", fmt.Sprintf("25/01/%d", d.year), "#amount0", "1,5")
	d.press(`form[action$="` + fmt.Sprint(d.year) + `"] button.primary`)
	d.text("Đã lưu hướng dẫn.")
	d.check("saved guidance")
	d.send("/publish", "Đang gửi hướng dẫn tới các huyện.")
	d.s.settled(d.t, d.tenant)
	for _, district := range []string{"gia-nghia", "dak-mil"} {
		if g, err := d.s.d.apps.planning.ReadGuidance(operator(d.t), district, d.year); err != nil || g == nil || !strings.Contains(g.Body, "rà soát lại đối tượng") {
			d.t.Errorf("the guidance in %s: %+v, %v", district, g, err)
		}
	}
}

// reminded sends reminders and finds on the letter's page whom they reached.
func (d day) reminded(home day) {
	d.t.Helper()
	home.visit(fmt.Sprintf("/remind?year=%d", d.year), "Nhắc các huyện")
	eval[bool](d.window, `document.querySelectorAll("input[name=district]").forEach(e => { e.checked = e.value === "gia-nghia" }); true`)
	home.set("#f-body", "Đề nghị trình kế hoạch đúng hạn.")
	home.press(`main form.form button.primary`)
	home.text("Đã nhắc 1 huyện.")
	home.check("what was sent")
	home.leave(`main a[href*="/letters/"]`, "Đã báo cho")
	home.check("receipts")
}

// replied lets the district read both letters and answer the request.
func (d day) replied() {
	d.t.Helper()
	letters, err := d.s.d.apps.supervision.Letters(operator(d.t), d.tenant, d.year)
	if err != nil || len(letters) != 2 {
		d.t.Fatalf("the district has %d letters, %v", len(letters), err)
	}
	at := slices.IndexFunc(letters, func(l supervision.Letter) bool { return l.Title == "Đề nghị sửa chỉ tiêu" })
	d.begin("labour")
	d.visit("/letters/"+letters[at].ID, "Chỉ tiêu thấp hơn hướng dẫn của tỉnh.")
	d.set("#f-body", "Huyện sẽ sửa trước khi trình.")
	d.press(`main form.form button.primary`)
	d.text("Đã gửi trả lời.")
	d.visit(fmt.Sprintf("/plans/guidance/%d", d.year), "Các huyện rà soát lại đối tượng")
	if a := d.s.api(d.t, "labour@"+d.tenant, http.MethodGet, fmt.Sprintf("/api/tenants/%s/plans/%d", d.tenant, d.year), nil); a.status != http.StatusOK {
		d.t.Errorf("the plan: %d", a.status)
	}
}
