package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"vuon/apps/planning"
	"vuon/platform/database"
	"vuon/platform/tenancy"
)

// The administrator of Gia Nghĩa invites somebody, who joins and works; reads why
// somebody may do something; takes a right from a role and gives it back; changes
// the way of plans and puts it back; and finds all of it in the audit, whose chain
// is whole.
func TestBrowserDayAdministrator(t *testing.T) {
	days(t, "gia-nghia", 2091, func(d day) {
		d.begin("admin")
		d.invited()
		d.begin("admin")
		d.visit("/why?person=labour%40gia-nghia&action=planning.approve", "Chủ tịch UBND")
		d.visit("/why?person=chair%40gia-nghia&action=planning.approve", "Phê duyệt kế hoạch")
		d.rights()
		d.workflow()
		d.visit("/configuration", "Quy trình kế hoạch năm")
		d.visit("/audit", "Nhật ký")
		d.leave(`main a[href*="/t/gia-nghia/audit/"]`, "gia-nghia")
		d.check("an entry of the audit")
		d.visit("/audit", "Nhật ký")
		d.send("/audit/verify", "toàn vẹn")
	})
}

// invited invites a new officer, who makes the account and signs in.
func (d day) invited() {
	d.t.Helper()
	username := fmt.Sprintf("can-bo-%d@gia-nghia", d.year)
	d.visit("/members", "Thành viên")
	d.visit("/members/new", "Vai trò và phạm vi")
	d.set("#f-username", username, "#f-name", "Lê Thị Thử")
	d.press(`input[name=roles][value=agriculture]`)
	d.press(`main form button.primary`)
	d.until(`document.querySelector("#f-link")?.value.includes("/invitation/")`)
	d.check("an invitation")
	link := eval[string](d.window, `new URL(document.querySelector("#f-link").value).pathname`)
	d.call("Network.clearBrowserCookies", nil)
	d.open(link)
	d.text("Lời mời")
	d.check("the invitation as its guest sees it")
	d.set("#f-name", "Lê Thị Thử", "#f-password", "vuon-nam-moi-"+fmt.Sprint(d.year))
	if eval[bool](d.window, `document.querySelector("#f-again") !== null`) {
		d.set("#f-again", "vuon-nam-moi-"+fmt.Sprint(d.year))
	}
	d.press(`main form button.primary`)
	d.text("Tài khoản đã sẵn sàng.")
	d.set("#f-username", username, "#f-password", "vuon-nam-moi-"+fmt.Sprint(d.year))
	d.press("main form .primary")
	d.text("Việc của tôi")
	d.check("the new member's work")
	account, err := d.s.d.identity.AccountNamed(operator(d.t), username)
	if err != nil {
		d.t.Fatal(err)
	}
	member, err := d.s.d.apps.administration.Member(operator(d.t), d.tenant, account.ID)
	if err != nil || len(member.Roles) != 1 || member.Roles[0].Role != "agriculture" {
		d.t.Errorf("the new member: %+v, %v", member, err)
	}
}

// rights takes a right from a role, which holds at once, and gives it back.
func (d day) rights() {
	d.t.Helper()
	approves := func() (may bool) {
		d.t.Helper()
		err := d.s.d.db.InTenant(d.by("vicechair"), d.tenant, func(ctx context.Context, _ database.Tx) error {
			may = d.s.d.policy.Can(ctx, planning.ActionApprove)
			return nil
		})
		if err != nil {
			d.t.Fatal(err)
		}
		return may
	}
	row := `form:has(input[name=role][value=vicechair]) button`
	d.visit("/roles", "Vai trò")
	d.visit("/roles/planning.approve", "Phê duyệt kế hoạch")
	d.press(row + `[value=deny]`)
	d.until(`document.querySelector('` + row + `[value=standard]') !== null`)
	d.check("a right that was taken away")
	if approves() {
		d.t.Error("the vice chair may still approve")
	}
	d.press(row + `[value=standard]`)
	d.until(`document.querySelector('` + row + `[value=standard]') === null`)
	if !approves() {
		d.t.Error("the vice chair may not approve again")
	}
}

// workflow turns appraisal on and goes back to what the file says.
func (d day) workflow() {
	d.t.Helper()
	way := func() (w tenancy.Workflow) {
		d.t.Helper()
		if err := d.s.d.tenants.Setting(operator(d.t), d.tenant, "plan.workflow", &w); err != nil {
			d.t.Fatal(err)
		}
		return w
	}
	before := way()
	d.visit("/configuration/plan.workflow", "Quy trình kế hoạch năm")
	choices := eval[[]string](d.window, `[...document.querySelector("#f-appraise").options].map(o => o.value)`)
	yes := choices[slices.IndexFunc(choices, func(c string) bool { return strings.Contains("yes true on", c) && c != "" })]
	d.set("#f-appraise", yes)
	d.do(chromedp.Click(`form[action$="/plan.workflow"] .primary`))
	d.text("Đã lưu.")
	d.check("changed configuration")
	if !way().Appraise || before.Appraise {
		d.t.Errorf("the workflow was %+v and is %+v", before, way())
	}
	d.visit("/configuration/plan.workflow", "Dùng lại giá trị của tệp")
	d.send("/reset", "Đã dùng lại giá trị của tệp cấu hình.")
	if way().Appraise {
		d.t.Error("the file's value does not hold again")
	}
}
