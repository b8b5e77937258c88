package web

import (
	"strconv"
	"testing"

	"vuon/platform/database"
	"vuon/platform/fault"
)

func TestAShortListIsGivenInParts(t *testing.T) {
	var got []int
	page, parts := database.Page{Limit: 2}, 0
	for {
		out, err := PartOf([]int{5, 4, 3, 2, 1}, page, strconv.Itoa)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, out.Body.Items...)
		if parts++; out.Body.Next == "" {
			break
		}
		page.After = out.Body.Next
	}
	if parts != 3 || len(got) != 5 || got[0] != 5 || got[4] != 1 {
		t.Errorf("%v in %d parts", got, parts)
	}
	if out, err := PartOf([]int{}, database.Page{}, strconv.Itoa); err != nil || out.Body.Items == nil || out.Body.Next != "" {
		t.Errorf("an empty list: %+v, %v", out, err)
	}
	for _, after := range []string{database.Cursor("9"), database.Cursor("1", "2"), "?"} {
		if _, err := PartOf([]int{1, 2}, database.Page{After: after}, strconv.Itoa); fault.CodeOf(err) != "bad_cursor" {
			t.Errorf("after %q: %v", after, err)
		}
	}
}
