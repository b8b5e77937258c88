package views

import "vuon/platform/web/ui"

// Link is words that lead somewhere.
type Link struct{ Title, Href string }

// TargetForm is one target of the guidance as it is entered.
type TargetForm struct {
	Indicator, Direction, Population, Unit []ui.Option
	Amount                                 string
	AtLeast                                bool
}

// GuidanceForm is the page on which the province writes the year's guidance.
type GuidanceForm struct {
	Action, PublishAction string
	Title, Body           string
	Submit, Issue         string
	Revision              int
	Targets               []TargetForm
	Template              string
	SentNote              string
	Unsent                bool // changes that the districts do not have yet
	Edit                  bool
	Reached               []Reached
	Years                 []Link
	Err                   error
}

// Reached is what became of the guidance in a district.
type Reached struct {
	Name, Sent, Read, By string
	Version              int
	Tone                 ui.Tone
	State                string
}

// Received is the guidance as a district reads it.
type Received struct {
	Title, Body, Sender, Sent, Submit, Issue string
	Targets                                  []string
	StartHref                                string
	Template                                 bool
	Years                                    []Link
}

// LetterRow is a letter in a list.
type LetterRow struct {
	Title, Href, Kind, Section, Who, When, Due, Read string
	State                                            string
	Tone                                             ui.Tone
	Icon                                             string
	Late                                             bool
}

// Letters is a list of letters.
type Letters struct {
	Rows     []LetterRow
	NoteForm *LetterForm // the Front's
}

// LetterForm is a letter as it is written.
type LetterForm struct {
	Action    string
	Kinds     []ui.Option // none: the kind is fixed
	Districts []ui.Option // none: to one
	Section   string
	Title     string
	Body      string
	Due       string
	Button    string
	Err       error
}

// Said is one word of an exchange.
type Said struct {
	ui.Event
	Outside bool
}

// Letter is the page of one letter.
type Letter struct {
	Kind, Body, Section, SectionHref, Due, Who, When string
	Answers                                          []Said
	ReplyAction                                      string
	Close                                            bool // who wrote it may close it
	Typed                                            string
	Receipts                                         []Reached
	Err                                              error
}

// Cell is a district's promise.
type Cell struct {
	Words, Href string
	Tone        ui.Tone
	Note        string
}

// Line is one target over all districts.
type Line struct {
	Name, Population, Asked string
	Cells                   []Cell
}

// Passage is what one district's plan says on a topic.
type Passage struct {
	District, Href, At, Title string
	Lines                     []PassageLine
	Missing                   bool
}

// PassageLine is a paragraph of a passage; Head is a heading inside of it.
type PassageLine struct {
	Text string
	Head bool
}

// SideBySide is the page that lays the districts' plans beside each other.
type SideBySide struct {
	Base, Path string
	Year       int
	Tabs       []ui.Tab
	Districts  []string
	Lines      []Line
	Topics     []ui.Option
	Topic      string
	Passages   []Passage
	Remind     *LetterForm
}
