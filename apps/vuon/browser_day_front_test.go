package main

import (
	"testing"
)

// The Front of Tuy Đức answers for itself when it is asked, and writes a
// supervision note that the drafter reads and answers.
func TestBrowserDayFront(t *testing.T) {
	days(t, "tuy-duc", 2089, func(d day) {
		d.drafted()
		d.begin("front")
		d.visit("/letters", "Ghi ý kiến giám sát")
		title := map[bool]string{false: "Giám sát Dự án 4", true: "Giám sát Dự án 6"}[d.phone]
		d.set("#f-title", title, "#f-body", "Hai thôn chưa họp dân lấy ý kiến.", "#f-section", "IV.1")
		d.press(`form[action$="/letters"] button.primary`)
		d.text("Đã gửi ý kiến giám sát.")
		d.check("a note")
		d.begin("labour")
		d.visit("/letters", title)
		d.follow(title)
		d.text("Hai thôn chưa họp dân lấy ý kiến.")
		d.check("a note as its reader sees it")
		d.set("#f-body", "Đã giao xã tổ chức họp trong tuần.")
		d.press(`main form.form button.primary`)
		d.text("Đã giao xã tổ chức họp trong tuần.")
		list, err := d.s.d.apps.supervision.Letters(d.by("front"), d.tenant, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range list {
			if l.Title != title {
				continue
			}
			if l.Kind != "note" || l.ReadAt == nil || l.Section != "IV.1" {
				t.Errorf("the note is %+v", l)
			}
			got, err := d.s.d.apps.supervision.Letter(d.by("front"), d.tenant, l.ID)
			if err != nil || len(got.Answers) != 1 {
				t.Errorf("its answers: %+v, %v", got.Answers, err)
			}
			return
		}
		t.Errorf("%s is not among %d letters", title, len(list))
	})
}
