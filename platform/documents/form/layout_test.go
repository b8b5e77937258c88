package form

import (
	"testing"

	"pgregory.net/rapid"
)

func columns(t *rapid.T, deep int) (list []Column) {
	for range rapid.IntRange(1, 4).Draw(t, "columns") {
		c := Column{Names: rapid.Bool().Draw(t, "names")}
		if deep > 0 && rapid.Bool().Draw(t, "group") {
			c.Under = columns(t, deep-1)
		}
		list = append(list, c)
	}
	return list
}

// TestHeadingsCoverTheGridOnce: no heading lies on another and none leaves a hole.
func TestHeadingsCoverTheGridOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Form{Columns: columns(t, 3)}
		rows, n := f.headings(), len(f.Leaves())
		seen := map[[2]int]int{}
		for _, row := range rows {
			for _, h := range row {
				for r := range h.rows {
					for c := range h.cols {
						seen[[2]int{h.row + r, h.col + c}]++
					}
				}
			}
		}
		for r := range rows {
			for c := range n {
				if seen[[2]int{r, c}] != 1 {
					t.Fatalf("row %d column %d is covered %d times", r, c, seen[[2]int{r, c}])
				}
			}
		}
		if len(seen) != n*len(rows) {
			t.Fatalf("%d places of %d", len(seen), n*len(rows))
		}
	})
}

// TestRowsCoverTheGridOnce: whatever cells reach over, each place has one cell.
func TestRowsCoverTheGridOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Form{Columns: columns(t, 1)}
		n := len(f.Leaves())
		l, seen := f.layer(), map[[2]int]int{}
		rows := rapid.IntRange(1, 8).Draw(t, "rows")
		for r := range rows {
			var row Row
			for range rapid.IntRange(0, n+1).Draw(t, "cells") {
				row.Cells = append(row.Cells, Cell{Down: rapid.IntRange(-1, 4).Draw(t, "down"), Across: rapid.IntRange(-1, 4).Draw(t, "across")})
			}
			for _, s := range l.row(row) {
				for i := range s.down {
					for j := range s.across {
						seen[[2]int{r + i, s.col + j}]++
					}
				}
			}
		}
		for r := range rows {
			for c := range n {
				if seen[[2]int{r, c}] != 1 {
					t.Fatalf("row %d column %d is covered %d times", r, c, seen[[2]int{r, c}])
				}
			}
		}
	})
}

func TestFiguresAsTheyAreWritten(t *testing.T) {
	for want, c := range map[string]Cell{"0": Count(0), "999": Count(999), "1.000": Count(1000), "-1.234.567": Count(-1234567), "5,18": Hundredths(518), "-0,05": Hundredths(-5),
		"100,00": Percent(7, 7), "33,33": Percent(1, 3), "66,67": Percent(2, 3), "0,01": Percent(1, 20_000), "": Percent(3, 0), "x": Mark(), "a b": Say(" a\u200b  b\n")} {
		if got := c.Text(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
