package views

import (
	"github.com/a-h/templ"

	lib "vuon/apps/library/views"
	"vuon/platform/web/ui"
)

// ReviewForm is a form of a few fields that takes a step.
type ReviewForm struct {
	Title  string // "" when it stands alone
	Text   string // what the step does
	Action string
	Hidden [][2]string
	Fields []ReviewField
	Button ui.Btn
	Upload bool // sends a file
	Err    error
	More   bool // stands folded up until it is wanted
}

// ReviewField is one field of a ReviewForm: text, area, date, number, select, ticks
// or file.
type ReviewField struct {
	ui.Field
	Kind    string
	Rows    int
	Options []ui.Option
}

// ReviewLink leads to a page or a file.
type ReviewLink struct{ Icon, Title, Note, Href string }

// ReviewTable is a list with its columns; cells are plain words.
type ReviewTable struct {
	Caption string
	Columns []ui.Column
	Rows    []ReviewRow
	Plain   bool
}

// ReviewRow is a row of a ReviewTable; a cell with a link, a badge or buttons says
// so at its place.
type ReviewRow struct{ Cells []ReviewCell }

// ReviewCell is one cell.
type ReviewCell struct {
	Text  string
	Href  string
	Tone  ui.Tone
	Badge bool
	Meter *ui.Bar
	Form  *ReviewForm // a button that posts
}

// ReviewsPage is the page of all reviews.
type ReviewsPage struct {
	Table ReviewTable
	Forms []ReviewForm
	Err   error
}

// BoardPage is the page of one review: how the communes stand.
type BoardPage struct {
	Notice *ui.Notice
	Stats  []ui.Stat
	Table  ReviewTable
}

// ReviewTask is a step of a commune's review in its list of tasks.
type ReviewTask struct {
	Icon, Title, Href, Note string
	Tone                    ui.Tone
	State                   string
}

// UnitPage is the page of a commune's review.
type UnitPage struct {
	Err    error
	Stats  []ui.Stat
	Tasks  []ReviewTask
	Next   string       // the title of what is next
	Who    string       // who does it, and until when
	Notice *ui.Notice   // why the actor does not do it
	Forms  []ReviewForm // with which it is done
	Links  []ReviewLink
	Events []ui.Event
}

// ReviewListing is a page of tables and forms: the list, the villages, the posting,
// the corrections, the certificates.
type ReviewListing struct {
	Err    error
	Notice *ui.Notice
	Parts  []ReviewPart
	Side   []ReviewForm
	Links  []ReviewLink
}

// ReviewPart is a card of a ReviewListing.
type ReviewPart struct {
	Title string
	Table *ReviewTable
	Empty string // what is said instead of an empty table
	Facts [][2]string
	Text  string
	Forms []ReviewForm
	Files *lib.AttachmentList
	Pager *ui.Pager
	Side  templ.Component
}
