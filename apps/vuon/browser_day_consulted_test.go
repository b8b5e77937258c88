package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"vuon/apps/planning"
)

// Offices of Đắk R'Lấp answer what they are asked about: agriculture agrees and
// proposes another wording, a commune disagrees and says why. The drafter takes
// the one up, which writes it, and declines the other with a word.
func TestBrowserDayConsultedOffice(t *testing.T) {
	const unit = "24745"
	days(t, "dak-rlap", 2087, func(d day) {
		commune := d.asked(unit)
		d.begin("agriculture")
		d.leave(`main a[href*="`+d.plan("")+`"]`, "")
		d.visit(d.plan("/consultation"), "Thống nhất với dự thảo")
		d.do(chromedp.SetValue("#section-agriculture", d.firstText()), chromedp.Click(`form:has(#section-agriculture) button`))
		d.until(`document.querySelector("#proposed-agriculture") !== null`)
		d.check("a proposal")
		before := eval[string](d.window, `document.querySelector("#proposed-agriculture").value`)
		d.set("#proposed-agriculture", before+"\nƯu tiên hộ đồng bào dân tộc tại chỗ.", "#reason-propose-agriculture", "Theo hướng dẫn của Sở.")
		d.press("#propose-agriculture button.primary")
		d.text("Ưu tiên hộ đồng bào dân tộc tại chỗ.")
		d.check("after the proposal")

		d.begin("commune-" + unit)
		d.visit(d.plan("/consultation"), "Không thống nhất")
		d.unfold("#reason-disagree-" + commune)
		d.set("#reason-disagree-"+commune, "Xã không có vốn đối ứng.")
		d.press(`form:has(#reason-disagree-` + commune + `) button`)
		d.text("Xã không có vốn đối ứng.")
		d.check("after the disagreement")

		d.begin("labour")
		d.visit(d.plan("/consultation"), "Chưa có ý kiến") // silence is shown
		opinions := d.opinions()
		if len(opinions) != 2 || opinions[0].Verdict != planning.Propose || opinions[1].Verdict != planning.Disagree || opinions[1].Office != commune {
			t.Fatalf("the server has %+v", opinions)
		}
		d.press(`form[action$="/opinions/1"] button[value=taken]`)
		d.until(`document.querySelector('form[action$="/opinions/1"]') === null`)
		d.set("#word-2", "Vốn đối ứng do huyện bố trí.")
		d.press(`form[action$="/opinions/2"] button[value=declined]`)
		d.send("/conclude", "Đã kết thúc")
		d.inState(planning.Draft)
		part, _ := planning.PartAt(new(d.stands().Version.Plan), opinions[0].Section)
		if part.Text != before+"\nƯu tiên hộ đồng bào dân tộc tại chỗ." {
			t.Errorf("what was taken up reads %q", part.Text)
		}
		if got := d.opinions()[1]; got.Outcome != planning.Declined || got.Word != "Vốn đối ứng do huyện bố trí." {
			t.Errorf("what was declined: %+v", got)
		}
		d.begin("commune-" + unit)
		d.visit(d.plan("/consultation"), "Vốn đối ứng do huyện bố trí.")
	})
}

// asked asks the agriculture and health offices and a commune about the plan.
func (d day) asked(unit string) (commune string) {
	d.t.Helper()
	p := d.s.d.apps.planning
	d.drafted()
	candidates, err := p.Candidates(d.by("labour"), d.tenant, d.year)
	if err != nil {
		d.t.Fatal(err)
	}
	at := slices.IndexFunc(candidates, func(c planning.Candidate) bool { return c.UnitCode == unit })
	if at < 0 {
		d.t.Fatalf("unit %s is none of those to ask", unit)
	}
	commune = candidates[at].Office
	if _, err := p.Consult(d.by("labour"), d.tenant, d.year, planning.Asking{Offices: []string{"agriculture", "health", commune}}); err != nil {
		d.t.Fatal(err)
	}
	return commune
}

// firstText is the first section to choose that has words of its own.
func (d day) firstText() string {
	d.t.Helper()
	plan := d.stands().Version.Plan
	for _, id := range eval[[]string](d.window, `[...document.querySelector("#section-agriculture").options].map(o => o.value)`) {
		if part, there := planning.PartAt(&plan, id); there && part.Title != "" && part.Text != "" && !strings.Contains(part.Text, "\t") {
			return id
		}
	}
	d.t.Fatal("there is no section to propose for")
	return ""
}

// opinions are those of the last round, in the order of their numbers.
func (d day) opinions() (list []planning.Opinion) {
	d.t.Helper()
	rounds := d.stands().Rounds
	for _, o := range rounds[len(rounds)-1].Asked {
		list = append(list, o.Opinions...)
	}
	slices.SortFunc(list, func(a, b planning.Opinion) int { return a.Seq - b.Seq })
	return list
}
