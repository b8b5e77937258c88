// Package views draws the pages of the registers, of inboxes and of the public
// page. It is given everything that it shows.
package views

import (
	"strconv"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// State is a state as a badge.
type State struct {
	Title i18n.Text
	Tone  ui.Tone
	Icon  string
}

// Book is a year of the register of outgoing documents.
type Book struct {
	Base   string
	Tabs   []ui.Tab
	Query  string
	Year   int
	Years  []ui.Option
	Kind   string
	Kinds  []ui.Option
	Rows   []BookRow
	Drafts []BookRow
	Pager  ui.Pager
	New    string // address of the form, "" for who may not
}

// BookRow is a line of it.
type BookRow struct {
	Href                               string // "" where the document is not kept here yet
	Number, Dated, Abstract, Signatory string
	Kind, Reached, By                  string
	State                              State
}

// Fact is one line of what is known of a document.
type Fact struct {
	Name, Value, Href string
	Lines             []string
}

// FileRow is a file of a document.
type FileRow struct{ Name, Note, Href string }

// DraftForm is the form of an outgoing document.
type DraftForm struct {
	Action, Back      string
	Kind              string
	Kinds             []ui.Option
	Symbol, Abstract  string
	Signatory, Copies string
	Recipients        string
	Editing           bool
	Err               error
}

// Outgoing is an outgoing document.
type Outgoing struct {
	Base     string
	Facts    []Fact
	Files    []FileRow
	Lines    []LineRow
	Slips    []ui.Event
	Planned  bool // not out yet: the recipients are those that it would have
	Received int
	Outside  int // recipients outside that it was not sent to yet
	Do       OutgoingDo
	Expected string // the number that it would get
	Today    string
	Hows     []ui.Option
	Err      error
	Refused  string // the form that was refused
	Typed    string
	Ended    *ui.Notice
}

// OutgoingDo is what the reader may do with it.
type OutgoingDo struct {
	Edit, Attach, Number, Send, Withdraw, Tick bool
	Draft                                      bool // withdrawing gives up a draft
}

// LineRow is a recipient.
type LineRow struct {
	Seq     int
	Name    string
	Line    string // of Nơi nhận, where it says something else
	Inside  bool
	State   State
	Note    string
	Tick    bool // the reader may tick it off as sent
	Ticked  bool
	Meaning string // address of the page that says what the line means
}

// Arrivals is the register of incoming documents.
type Arrivals struct {
	Base   string
	Tabs   []ui.Tab
	Query  string
	Year   int
	Years  []ui.Option
	State  string
	States []ui.Option
	Rows   []ArrivalRow
	Pager  ui.Pager
	New    string
}

// ArrivalRow is a line of it.
type ArrivalRow struct {
	Href, Number, Arrived, Sender, Symbol, Abstract, Deadline string
	Late                                                      bool
	State                                                     State
}

// ArrivalForm is the form of an incoming document.
type ArrivalForm struct {
	Action, Back                                       string
	Arrived, Sender, Number, Dated, Abstract, Deadline string
	Err                                                error
}

// Arrival is an incoming document.
type Arrival struct {
	Base    string
	Facts   []Fact
	Files   []FileRow
	Slips   []ui.Event
	Do      ArrivalDo
	Hand    Hand
	Answers []ui.Option
	Result  string
	Err     error
	Refused string
	Ended   *ui.Notice
}

// ArrivalDo is what the reader may do with it.
type ArrivalDo struct{ Enter, HandOn, Finish bool }

// Hand is the form by which a document is handed on.
type Hand struct {
	Action  string
	Boxes   []ui.Option
	People  []ui.Option
	Remark  string
	Due     string
	Err     error
	Open    bool
	Primary bool
}

// Inbox is what lies in the reader's boxes.
type Inbox struct {
	Base  string
	Query string
	Show  string
	Shows []ui.Option
	Rows  []LetterRow
}

// LetterRow is a document in it.
type LetterRow struct {
	Href, Title, Sender, Number, When, Box, Remark, Due string
	Late                                                bool
	State                                               State
}

// Letter is a document in an inbox.
type Letter struct {
	Base    string
	Facts   []Fact
	Files   []FileRow
	Remark  *ui.Event
	Do      LetterDo
	Hand    Hand
	Answers []ui.Option
	Result  string
	Err     error
	Refused string
	Ended   *ui.Notice
}

// LetterDo is what the reader may do with it.
type LetterDo struct{ Receive, PassOn, Answer bool }

// Meanings are what lines of Nơi nhận were said to mean.
type Meanings struct {
	Base     string
	Tabs     []ui.Tab
	Rows     []MeaningRow
	Line     string
	Outgoing string
	Choices  []ui.Option
	Err      error
	May      bool
}

// MeaningRow is one line.
type MeaningRow struct{ Line, Means, By, Edit, Forget string }

// PublicList are the plans that everybody may read.
type PublicList struct {
	Tenant string
	Rows   []PublicRow
}

// PublicRow is one of them.
type PublicRow struct {
	Href, Title, Number, Dated, PDF string
	Year                            int
	Superseded                      bool
}

// PublicPlan is one of them, to be read.
type PublicPlan struct {
	PublicRow
	Back  string
	Newer string // address of the one in force, where it is shown
}

func number(n int) string { return strconv.Itoa(n) }

func handKind(h Hand) ui.Kind {
	if h.Primary {
		return ui.Primary
	}
	return ui.Plain
}
