// Package views shows tasks: it is given everything that it shows.
package views

import (
	"vuon/apps/library/views"
	"vuon/platform/web/ui"
)

// Row is a task of a list, a board or a calendar.
type Row struct {
	ID, Title, Href, Project, Owner string
	Due                             string
	State                           State
	Late                            bool
	DaysLate, Progress, Parts       int
}

// State is a state in words with its tone and icon.
type State struct {
	Title string
	Tone  ui.Tone
	Icon  string
}

// Head is what all pages of tasks share: tabs, the year, the filter.
type Head struct {
	Base      string // /t/krong-no/tasks
	Year      int
	Years     []ui.Option
	Tabs      []ui.Tab
	Query     string
	Projects  []ui.Option
	Owners    []ui.Option
	States    []ui.Option
	Mine      bool
	Late      bool
	Hidden    [][2]string // fields that the filter keeps
	Path      string      // of this page: where the filter goes
	Stats     []ui.Stat
	GiveHref  string // "" when the actor may not give tasks
	Amendment *Link  // what the plan's last amendment changed
}

// Link is words that lead somewhere.
type Link struct{ Title, Href string }

// List is the list of tasks.
type List struct {
	Head
	Rows  []Row
	Pager ui.Pager
	// DueAction is where the marked rows get a day; "" when the actor may not.
	DueAction string
	Err       error
}

// Column is one state of the board.
type Column struct {
	State State
	Rows  []Row
	More  int    // rows that the board does not show
	Href  string // the list of them
}

// Board is the tasks by state.
type Board struct {
	Head
	Columns []Column
}

// Day is one day of the calendar.
type Day struct {
	Number  int
	Label   string // "Thứ Hai 05/02/2024"
	Outside bool   // of another month
	Today   bool
	Rows    []Row
	Href    string // the list of them
}

// first are as many of the day's tasks as its cell has room for.
func (d Day) first() []Row { return d.Rows[:min(len(d.Rows), 4)] }

// Calendar is a month of days on which tasks are due.
type Calendar struct {
	Head
	Title          string
	Before, After  string
	Weeks          [][]Day
	Undated, Later int
}

// Cell is what one role of a project says: the offices.
type Cell struct{ Units []string }

// WhoRow is a project with its offices by role.
type WhoRow struct {
	Code, Title string
	Sub         bool
	Cells       []Cell
	Done, Total int // its tasks
}

// Who is who does what, on one sheet.
type Who struct {
	Head
	Issuer, Title, Symbol string
	Roles                 []string
	Rows                  []WhoRow
	Charges               []Charge
	Empty                 bool
}

// Charge is what an office is charged with outside one project.
type Charge struct{ Unit, Text string }

// Form is a form of a task, with what was wrong with it.
type Form struct {
	Action      string
	Title       string
	Deliverable string
	Due         string
	Owner       []ui.Option
	Revision    int
	Remark      string
	Err         error
}

// Event is one entry of a task's history.
type Event struct {
	ui.Event
	Changes [][3]string // field, before, after
}

// Task is the page of one task.
type Task struct {
	Base, Self  string
	Row         Row
	Text, At    string
	PlanHref    string
	Deliverable string
	Facts       [][2]string
	Parent      *Link
	Parts       []Row
	Events      []Event
	Files       views.AttachmentList
	Revision    int

	CanWork, CanReport, CanConfirm, CanCoordinate, CanReopen, CanSay, CanSplit bool
	Waits                                                                      string // who confirms, when it waits
	People                                                                     []ui.Option
	Edit, Split                                                                Form
	Remark                                                                     string // typed, when it was refused
	Err                                                                        error
}

// Changes is what a version of the plan changed in the tasks.
type Changes struct {
	Title    string
	Given    []Row
	Changed  []Changed
	Dropped  []Row
	Restored []Row
}

// Changed is a task with the fields that changed.
type Changed struct {
	Row    Row
	Fields [][3]string
}
