package main

import (
	"testing"

	"vuon/apps/planning"
)

// The finance office of Tuy Đức finds a plan unfit and says why; when it comes back
// the office finds it fit, and the leaders see what it wrote.
func TestBrowserDayFinance(t *testing.T) {
	days(t, "tuy-duc", 2085, func(d day) {
		d.drafted()
		d.taken("labour", "submit")
		d.begin("finance")
		d.leave(`main a[href$="`+d.plan("")+`"]`, "Thẩm định đạt, chuyển ký duyệt")
		d.check("plan to appraise")
		d.unfold("#remark-unfit")
		d.set("#remark-unfit", "Thiếu nguồn vốn đối ứng của huyện.")
		d.send("/unfit", "Thiếu nguồn vốn đối ứng của huyện.")
		d.inState(planning.Returned)
		d.taken("labour", "submit")
		d.visit(d.plan(""), "Thẩm định đạt, chuyển ký duyệt")
		d.unfold("#remark-appraise")
		d.set("#remark-appraise", "Nguồn vốn đã đủ, số liệu khớp.")
		d.send("/appraise", "Nguồn vốn đã đủ, số liệu khớp.")
		d.inState(planning.Appraised)
		d.begin("chair")
		d.visit(d.plan(""), "Nguồn vốn đã đủ, số liệu khớp.")
	})
}
