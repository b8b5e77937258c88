package views

import "vuon/platform/web/ui"

// Pictures is the page of charts.
type Pictures struct {
	Base     string // address of the page
	Years    []ui.Option
	Communes []ui.Option // empty: one commune is all there is
	State    ui.Notice   // preliminary; without words there is nothing to say
	Stats    []ui.Stat
	Rates    ui.Lines
	History  []PictureYear
	Charts   []PictureChart
	Form     FormLink // behind the figures of the years
}

// PictureYear is a year in figures: "–" where there is none.
type PictureYear struct {
	Year, Href                                       string
	Population, Poor, PoorRate, Near, NearRate, Left string
	Preliminary                                      bool
}

// FormLink leads to the form that has the same figures.
type FormLink struct{ Label, Href string }

// PictureChart compares poor and near-poor households, a bar each, with the figures
// that the bars are drawn from.
type PictureChart struct {
	ID, Title, Note string
	Head            string // of the column of names
	Share           string // of the columns of rates: "% số hộ nghèo"
	Rows            []PictureRow
	Forms           []FormLink
}

// PictureRow is a name with its two figures.
type PictureRow struct {
	Name, Href string
	Missing    bool // nothing was reported
	Poor, Near PictureFigure
}

// PictureFigure is a number of households and what share that is.
type PictureFigure struct {
	Count, Href string
	Share       string
	Bar         ui.Bar
}

// NoPictures is the page while there is nothing to draw, or, in a province, the
// choice of a district.
type NoPictures struct {
	Districts []FormLink
}
