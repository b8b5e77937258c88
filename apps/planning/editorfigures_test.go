package planning

import (
	"slices"
	"testing"

	"vuon/apps/planning/planedit"
)

// Rows of targets and money know the section that they belong to, wherever their
// author stands in the plan.
func TestFiguresFindTheirSection(t *testing.T) {
	p := planOf(t, "krong-no")
	p.Identify()
	ctx := by(t, "labour")
	rows := targetRows(&p)
	if len(rows) == 0 {
		t.Fatal("the seed has no targets")
	}
	last := rows[len(rows)-1].Section
	if got := targetsPlace(ctx, &p, rows, PartPreamble); got.ID != last || got.Label == "" {
		t.Errorf("away from all targets: %+v, want %s", got, last)
	}
	if got := targetsPlace(ctx, &p, rows, rows[0].Section); got.ID != rows[0].Section {
		t.Errorf("in a section with targets: %+v", got)
	}
	if got := targetsPlace(ctx, &p, nil, p.Sections[1].ID); got.ID != p.Sections[1].ID {
		t.Errorf("in a plan without targets: %+v", got)
	}
	about := p.FundingSections()
	if len(about) == 0 || !slices.Contains(about, p.Sections[4].ID) {
		t.Fatalf("sections about money: %v", about)
	}
	if got := moneyPlace(ctx, &p, PartTitle); !slices.Contains(about, got.ID) {
		t.Errorf("away from the money: %+v", got)
	}
	if got := moneyPlace(ctx, &p, p.Sections[4].ID); got.ID != p.Sections[4].ID {
		t.Errorf("in the section on money: %+v", got)
	}
	if _, err := planedit.SetMoney(&p, known(t), about[0], []planedit.MoneyRow{{Project: "DA1", Source: "central", Capital: "development", Amount: 5}}); err != nil {
		t.Errorf("the section that is offered takes no money: %v", err)
	}
}

func TestOnlyChangedLinesAreShown(t *testing.T) {
	a, b := changedLines("một\nhai\nba\nbốn", "một\nhai rưỡi\nba\nbốn")
	if !slices.Equal(a, []string{"hai"}) || !slices.Equal(b, []string{"hai rưỡi"}) {
		t.Errorf("%q %q", a, b)
	}
	if a, b = changedLines("một", "một\nhai"); len(a) != 0 || !slices.Equal(b, []string{"hai"}) {
		t.Errorf("%q %q", a, b)
	}
}
