package views

import (
	"github.com/a-h/templ"

	"vuon/platform/web/ui"
)

// Class is a class of households in words with its tone.
type Class struct {
	Title string
	Tone  ui.Tone
}

// Row is a household of the list.
type Row struct {
	Code, Head, Href  string
	Unit, Village     string
	Persons           string
	Class             Class
	B1, B2            string
	Lacks             []string // short names of the deprivations that are shown
	More              string   // "+2"
	Reviewed          string
	State             string // "" while it is here
	HeadBirth         string
	Merit, NoLabour   bool
	EthnicMasked      bool
	MergedInto, Ended string
}

// Count is how many households are of a class, and where the list of them is.
type Count struct {
	Title, N, Href string
	Current        bool
}

// Registry is the list of households.
type Registry struct {
	Base, Path                   string
	Query                        string
	Units, Villages, Classes     []ui.Option
	Years, Lacks, Causes, Groups []ui.Option
	States                       []ui.Option
	Hidden                       [][2]string
	More                         bool // the further filters are in use
	Total                        string
	Counts                       []Count
	Rows                         []Row
	Pager                        ui.Pager
	AsOf                         string // the day of which the list is, "" now
	Round                        string // the review whose number is opened, in words
	PlainHref                    string // the list without the number's filter
	Filtered                     bool
	Ask, Next                    *Ask // for a reason: the list, the rest of it
	NewHref                      string
	Err                          error
}

// Ask is the form that asks why a list that tells what is masked is needed.
type Ask struct {
	Action, Reason string
	Err            error
}

// Action is a button or an entry of a menu of a page.
type Action struct{ Label, Icon, Href string }

// Actions are the buttons of a page: the first is the important one, the others
// stand in a menu.
type Actions struct {
	Primary *Action
	Plain   []Action
	Menu    []Action
}

// Person is a member as the page shows it: masked, unless it was revealed.
type Person struct {
	ID, Name, Relation, Birth, Sex string
	Ethnic, Citizen                string
	Marks                          []string // health insurance, school …
	Edit, Correct, End             string   // addresses, "" when the actor may not
	Head                           bool
}

// Reason is one step of the explanation of a class.
type Reason struct {
	Text, Source string
	Met          bool
}

// Happening is one entry of a household's history.
type Happening struct {
	Day, Title, Note, Icon string
	Tone                   ui.Tone
}

// Gone is somebody who was taken out of a household, and may be brought back.
type Gone struct{ Name, Note, Restore string }

// Household is the page of one household.
type Household struct {
	Base, Self            string
	Facts                 [][2]string
	People                []Person
	Class                 Class
	Decision              string // who made it so, and when
	Reasons               []Reason
	B1, B2                string
	Lacks, Causes         []string
	Hidden                bool // some are not shown because they are sensitive
	History               []Happening
	Gone                  []Gone
	On                    string // as it was on this day, "" now
	OnErr                 error
	AuditHref             string
	CanReveal             bool
	Revealed              bool
	Reason                string
	Revision              string
	Err                   error
	State                 string // what became of it, "" while it is here
	IntoHref, IntoTitle   string
	ReturnHref, ReturnDay string
	Blocks                []templ.Component // of other parts: what it may receive …
}

// Input is one question of a Form.
type Input struct {
	Kind    string // text, date, number, select, radios, checkbox, checkboxes, area, note
	Field   ui.Field
	Options []ui.Option
}

// Section is a titled part of a Form.
type Section struct {
	ID, Title, Note string
	Inputs          []Input
}

// Form is a form of the registry.
type Form struct {
	Action, Back string
	Submit, Icon string
	Danger       bool
	Hidden       [][2]string
	Err          error
	Now          []string // what is in the registry, when somebody else was faster
	Intro        string
	Sections     []Section
	Contents     bool // a list of the sections stands beside a long form
}

// VillageRow is a village of the list.
type VillageRow struct {
	ID, Name, Kind, Since, Households string
	Difficult                         bool
	EditHref                          string
	HouseholdsHref                    string
}

// Villages are the villages of a commune.
type Villages struct {
	Path    string
	Units   []ui.Option
	Rows    []VillageRow
	Unit    string
	CanEdit bool
	Add     Form
}

// Twin is one of two who are alike.
type Twin struct {
	Name, Relation, Born, Sex, Village string
	Household, Href                    string
	Numbered                           bool
	Person                             string
}

// Pair are two who are likely one person.
type Pair struct {
	A, B      Twin
	Heads     bool
	MergeAB   string // address of the form that merges A's household into B's
	MergeBA   string
	JoinPath  string
	ApartPath string
}

// Duplicates are the pairs of a commune.
type Duplicates struct {
	Path  string
	Units []ui.Option
	Pairs []Pair
	Unit  string
	Today string
	Err   error
}

// Find searches a household.
type Find struct {
	Path, Query string
	Found       []Action
	Err         error
}
