package views

// Rules is what the page of rules shows.
type Rules struct {
	Day, Year   string
	Standards   []StandardRow
	Scores      []ScoreTable
	Eligibility []EligibilityRow
	Holidays    []HolidayRow
}

// StandardRow is the poverty standard of an area.
type StandardRow struct{ Area, Income, Deprivations, B1, B2, Source string }

// ScoreTable is a table of phiếu B1.
type ScoreTable struct {
	Title, Region, Area, Source, Warning string
	Items                                []ScoreItem
}

// ScoreItem is an item of a table with its answers.
type ScoreItem struct {
	Title   string
	Answers []string
}

// EligibilityRow says who may take part in a project.
type EligibilityRow struct {
	Project, Title, Words, Source string
	AnyOf, Priority               []string
	ToCheck, Own, PoorOnly        bool
}

// HolidayRow is a holiday, or with Working days worked instead.
type HolidayRow struct {
	Title, From, To string
	Working         bool
}
