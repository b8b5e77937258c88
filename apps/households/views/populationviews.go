package views

import "vuon/platform/web/ui"

// PopulationPage is the page of a commune's population: a row of eight figures for
// the commune, and one for each village.
type PopulationPage struct {
	Action, Back string
	Err          error
	Notice       *ui.Notice  // why it is read only
	Columns      []ui.Column // of the figures
	Rows         []PopulationRow
	May          bool // the actor may enter it
}

// PopulationRow is the commune, or a village.
type PopulationRow struct {
	Name, Hint string
	Cells      []PopulationCell
}

// PopulationCell is a figure: Text as it is saved, Value as it stands in the field.
type PopulationCell struct{ Name, Label, Text, Value, Error string }
