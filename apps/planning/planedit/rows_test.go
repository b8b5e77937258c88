package planedit

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
)

func drawTarget(t *rapid.T) planreader.Target {
	g := planreader.Target{Indicator: rapid.SampledFrom([]string{"poor_rate", "near_poor_rate", "disbursement_rate", "job_placements"}).Draw(t, "indicator"),
		Population: "all", Direction: "reach", Unit: "percent", AtLeast: rapid.Bool().Draw(t, "floor")}
	g.Amount = float64(rapid.IntRange(1, 999).Draw(t, "tenths")) / 10
	switch g.Indicator {
	case "job_placements":
		g.Unit, g.Amount = "count", float64(rapid.IntRange(1, 90000).Draw(t, "count"))
	case "poor_rate", "near_poor_rate":
		g.Population = rapid.SampledFrom([]string{"all", "ethnic_minority", "onsite_minority"}).Draw(t, "population")
		if rapid.Bool().Draw(t, "fall") {
			from := g.Amount + 1
			g.From, g.AtLeast = &from, false
		} else {
			g.Direction, g.Unit = "decrease", "percentage_point"
		}
	}
	if g.From == nil && g.Indicator != "job_placements" && rapid.Bool().Draw(t, "range") {
		up := g.Amount + 0.5
		g.UpTo, g.AtLeast = &up, true
	}
	return g
}

// Rows of targets become clauses that are read as the same targets.
func TestTargetsAreReadBack(t *testing.T) {
	cat := known(t)
	plans := map[string]planreader.Plan{}
	for _, d := range districts {
		plans[d] = planOf(t, d)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := plans[rapid.SampledFrom(districts).Draw(t, "district")]
		var rows []TargetRow
		for i, g := range p.Targets {
			rows = append(rows, TargetRow{Target: g, Was: i})
		}
		if changed, err := SetTargets(&p, cat, rows); err != nil || len(changed) > 0 {
			t.Fatalf("as they are: %v %+v", err, changed)
		}
		if len(rows) == 0 {
			return
		}
		at := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
		rows[at].Amount = float64(rapid.IntRange(1, 400).Draw(t, "amount"))
		rows = append(rows, TargetRow{Target: drawTarget(t), Was: -1, Section: statedTargets(&p)[at].section})
		before := encoded(t, &p)
		changed, err := SetTargets(&p, cat, rows)
		if err != nil {
			t.Fatalf("%+v: %v (unchanged %v)", rows[len(rows)-1], err, encoded(t, &p) == before)
		}
		if len(p.Targets) != len(rows) || unmatched(statedTargets(&p), rows) >= 0 {
			t.Fatalf("%d rows became %d targets: %+v", len(rows), len(p.Targets), changed)
		}
	})
}

func TestATargetGetsItsNewAmountInItsOldWords(t *testing.T) {
	cat := known(t)
	p := planOf(t, "krong-no")
	var rows []TargetRow
	for i, g := range p.Targets {
		rows = append(rows, TargetRow{Target: g, Was: i})
	}
	rows[0].Amount = 1.25
	changed, err := SetTargets(&p, cat, rows)
	if err != nil || len(changed) != 1 || !strings.Contains(changed[0].After, "giảm ít nhất 1,25% tỷ lệ hộ nghèo so với năm 2023; trong đó giảm ít nhất 1,5%") {
		t.Errorf("%v %+v", err, changed)
	}
	changed, err = SetTargets(&p, cat, slices.Delete(rows, 1, 2)[:1])
	if err != nil || strings.Contains(changed[0].After, "1,5%") {
		t.Errorf("%v %+v", err, changed)
	}
}

// Rows of money become a table whose amounts are read as the same rows, with totals
// that add up.
func TestMoneyIsReadBack(t *testing.T) {
	cat := known(t)
	base := planOf(t, "krong-no")
	rapid.Check(t, func(t *rapid.T) {
		p := base
		var rows []MoneyRow
		var total int64
		for range rapid.IntRange(0, 12).Draw(t, "rows") {
			r := MoneyRow{rapid.SampledFrom(cat.Projects).Draw(t, "project").Code, rapid.SampledFrom(sources).Draw(t, "source").id,
				rapid.SampledFrom(capitals).Draw(t, "capital").id, int64(rapid.IntRange(1, 2_000_000_000).Draw(t, "amount"))}
			if !slices.ContainsFunc(rows, func(o MoneyRow) bool {
				return o.Project == r.Project && o.Source == r.Source && o.Capital == r.Capital
			}) {
				rows, total = append(rows, r), total+r.Amount
			}
		}
		if _, err := SetMoney(&p, cat, "s27", rows); err != nil {
			t.Fatalf("%+v: %v\n%s", rows, err, strings.Join(MoneyTable(rows, cat), "\n"))
		}
		again := p.Section("s27").Text
		if _, err := SetMoney(&p, cat, "s27", rows); err != nil || p.Section("s27").Text != again {
			t.Fatalf("written again it differs: %v", err)
		}
		var stated, all int64
		for _, a := range p.Funding.Amounts {
			switch {
			case a.Project != "" && a.Source != "":
				stated += a.Amount
			case a.Project == "" && a.Source == "":
				all += a.Amount
			}
		}
		if stated != total || all != total {
			t.Fatalf("rows %d, stated %d, total stated %d", total, stated, all)
		}
	})
}

func TestWrongMoneyIsRefused(t *testing.T) {
	cat := known(t)
	p := planOf(t, "krong-no")
	for _, rows := range [][]MoneyRow{{{"DA2", "central", "development", 0}}, {{"DA2", "moon", "", 5}}, {{"DA99", "central", "", 5}},
		{{"DA2", "central", "", 5}, {"DA2", "central", "", 6}}} {
		if _, err := SetMoney(&p, cat, "s27", rows); fault.CodeOf(err) != "money_row_wrong" {
			t.Errorf("%+v: %v", rows, err)
		}
	}
	if _, err := SetMoney(&p, cat, "s999", nil); fault.CodeOf(err) != "section_gone" {
		t.Error(err)
	}
}
