package views

import "vuon/platform/web/ui"

// Progress is the plan's targets against what the reviews found. Without rows there
// is nothing to show.
type Progress struct {
	Years  [2]string // the year before the plan, and the plan's
	Rows   []ProgressRow
	Rates  ui.Lines // of the targets' populations over the two years
	Any    bool     // there is a figure
	Href   string   // where all of it stands
	Sums   string   // the pictures of the reviews
	Recent bool     // a figure is preliminary
}

// ProgressRow is a target with its figures; "–" where there is none.
type ProgressRow struct {
	Title, Text   string
	Before, After string
	Href          string // the form behind the figures; "" for who may not see it
	Result, Want  string
	Bar           ui.Bar
	Tone          ui.Tone
	Icon, Verdict string
}
