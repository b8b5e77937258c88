package ui

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"vuon/platform/i18n"
)

// Bar is one line of Bars.
type Bar struct {
	Label string
	Value float64 // drawn against Max
	Max   float64
	Text  string // the figure in words: "3.911 / 6.420 · 60,9%"
	Tone  Tone
	Href  string
}

// StackPart is one part of a Stack.
type StackPart struct {
	Label string
	Value float64
	Text  string
}

// Line is one series of a LineChart; a NaN is a gap.
type Line struct {
	Label  string
	Values []float64
}

// Lines is a LineChart: X are the labels along the axis, which starts at 0.
type Lines struct {
	Title  string
	X      []string
	Series []Line // up to four
	Unit   string // behind the figures of the axis: "%"
	Places int    // decimal places of the figures
}

// Tile is one unit of a TileMap. Column and Row count from 1 to 8.
type Tile struct {
	Label       string
	Value       string
	Note        string
	Heat        int // 1 (little) to 5 (much); 0 for no figure
	Column, Row int
	Href        string
}

// HeatStep is one colour of a TileMap's legend.
type HeatStep struct {
	Heat  int
	Label string
}

// share is value of max as a length for SVG, between 0 and 100 %.
func share(value, max float64) string {
	if !(max > 0) || !(value > 0) {
		return "0%"
	}
	return fmt.Sprintf("%.2f%%", math.Min(100, 100*value/max))
}

// spans gives each part of a stack its beginning and length in per cent.
func spans(parts []StackPart) [][2]string {
	total, at := 0.0, 0.0
	for _, p := range parts {
		total += math.Max(0, p.Value)
	}
	out := make([][2]string, len(parts))
	for i, p := range parts {
		out[i] = [2]string{share(at, total), share(p.Value, total)}
		at += math.Max(0, p.Value)
	}
	return out
}

func series(i int) string { return "s" + strconv.Itoa(i%4) }

func heat(n int) string { return "h" + strconv.Itoa(min(5, max(0, n))) }

func place(t Tile) string {
	if t.Column < 1 || t.Row < 1 {
		return ""
	}
	return fmt.Sprintf("x%d y%d", min(8, t.Column), min(8, t.Row))
}

// A line chart is as wide as its place and plotHeight high; across it is
// measured in per cent, down in pixels, so that letters never shrink.
const (
	plotTop    = 16
	plotHeight = 184
)

// top is the end of the axis: a round number (1, 2, 2.5, 5 × 10ⁿ times four)
// with some air above the greatest value.
func (l Lines) top() float64 {
	greatest := 0.0
	for _, s := range l.Series {
		for _, v := range s.Values {
			if v > greatest { // never true of a gap (NaN)
				greatest = v
			}
		}
	}
	if greatest <= 0 {
		return 4
	}
	raw := greatest * 1.05 / 4
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10} {
		if m*power >= raw {
			return 4 * m * power
		}
	}
	return 4 * 10 * power
}

// ticks are the five figures of the axis with their height.
func (l Lines) ticks() []point {
	top := l.top()
	places := 0
	for places < 3 && top/4*math.Pow(10, float64(places)) != math.Trunc(top/4*math.Pow(10, float64(places))) {
		places++
	}
	out := make([]point, 5)
	for i := range out {
		v := top * float64(i) / 4
		out[i] = point{Y: l.y(v), Text: Decimal(v, places) + l.Unit}
	}
	return out
}

type point struct {
	X    string
	Y    string
	Text string
	Tip  string
}

func (l Lines) x(i int) string {
	return fmt.Sprintf("%.2f%%", 100*(float64(i)+.5)/float64(len(l.X)))
}

func (l Lines) y(v float64) string {
	return strconv.FormatFloat(plotTop+plotHeight*(1-v/l.top()), 'f', 1, 64)
}

// points are the values of s that exist.
func (l Lines) points(s Line) []point {
	var out []point
	for i, v := range s.Values[:min(len(s.Values), len(l.X))] {
		if !math.IsNaN(v) {
			text := Decimal(v, l.Places)
			out = append(out, point{l.x(i), l.y(v), text, s.Label + ", " + l.X[i] + ": " + text + l.Unit})
		}
	}
	return out
}

// segments join neighbouring values; a gap stays open.
func (l Lines) segments(s Line) [][2]point {
	var out [][2]point
	for i := 1; i < min(len(s.Values), len(l.X)); i++ {
		a, b := s.Values[i-1], s.Values[i]
		if !math.IsNaN(a) && !math.IsNaN(b) {
			out = append(out, [2]point{{X: l.x(i - 1), Y: l.y(a)}, {X: l.x(i), Y: l.y(b)}})
		}
	}
	return out
}

// above moves a label over its point.
func above(y string) string {
	v, _ := strconv.ParseFloat(y, 64)
	return strconv.FormatFloat(v-9, 'f', 1, 64)
}

func chartColumns(ctx context.Context, l Lines) []Column {
	out := []Column{{Title: i18n.Say(ctx, "Chuỗi số liệu", "Series"), Head: true}}
	for _, x := range l.X {
		out = append(out, Column{Title: x, Num: true})
	}
	return out
}

// figure is the value of s at i with its unit, "–" for a gap.
func figure(l Lines, s Line, i int) string {
	if i >= len(s.Values) || math.IsNaN(s.Values[i]) {
		return "–"
	}
	return Decimal(s.Values[i], l.Places) + l.Unit
}
