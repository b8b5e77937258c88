package planning

import (
	"testing"

	"vuon/apps/planning/planreader"
	"vuon/platform/web/ui"
)

func TestNeighboursFollowThePrintedOrder(t *testing.T) {
	v := Version{Plan: planreader.Plan{Sections: []planreader.Section{
		{Number: "I", Title: "Một", Children: []planreader.Section{{Number: "1", Title: "Một một"}}},
		{Number: "II", Title: "Hai"},
	}}}
	v.Plan.Identify()
	title := func(n *ui.OutlineNode) string {
		if n == nil {
			return ""
		}
		return n.Title
	}
	for current, want := range map[string][2]string{
		PartTitle: {"", "Căn cứ"}, "1": {"Mở đầu", "Một một"}, "1-1": {"Một", "Hai"}, "2": {"Một một", "Kết thúc"}, PartSignatory: {"Nơi nhận", ""},
	} {
		before, after := neighbours(outline(t.Context(), v, "/plan", current, ""))
		if got := [2]string{title(before), title(after)}; got != want {
			t.Errorf("around %s stand %q, want %q", current, got, want)
		}
	}
}
