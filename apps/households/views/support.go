package views

import "vuon/platform/web/ui"

// Support is what a household may receive and has received.
type Support struct {
	Day      string // whose rules hold
	Chances  []ChanceRow
	Benefits []BenefitRow
	Href     string // of the page where benefits are recorded; "" for who may not
	Hidden   bool   // some reasons are not shown to the reader
}

// ChanceRow is a project of which a household may, or may not, receive something.
type ChanceRow struct {
	Project, Title, Words, Source string
	Eligible                      bool
	Reasons                       []string
	Order                         string // "Ưu tiên 1", "" where it is not eligible
	Priority                      string
	Received                      string // "2 lần, gần nhất 20/05/2024"
}

// BenefitRow is something that a household received.
type BenefitRow struct {
	ID, Day, Project, Kind, Title, Amount, Person, Note string
	Withdrawn                                           bool
	Withdraw                                            string // where the form goes; "" for who may not
}

// SupportPage is the page of a household's benefits with the form.
type SupportPage struct {
	Support
	Form *BenefitForm
	Err  error
	// Wrong is the benefit whose withdrawal was refused.
	Wrong, Reason string
	Errors        ui.Errors
}

// BenefitForm records a benefit.
type BenefitForm struct {
	Action                          string
	Projects, Kinds, People         []ui.Option
	Title, Amount, ReceivedOn, Note string
	Errors                          ui.Errors
}

// EligiblePage lists who may take part in a project and was not reached yet.
type EligiblePage struct {
	Path                               string
	Projects, Communes, Classes, Years []ui.Option
	Ask, Next                          *Ask // for a reason: the covered reasons, the rest of the list with them
	Words, Source                      string
	ToCheck                            bool
	Stats                              []ui.Stat
	Reaches                            []ReachRow
	Rows                               []EligibleRow
	Pager                              ui.Pager
}

// ReachRow is how far a project got in a commune.
type ReachRow struct{ Name, Href, Eligible, Reached, Left string }

// EligibleRow is a household that was not reached yet.
type EligibleRow struct{ Order, Reason, Head, Code, Href, Village, Commune, Class string }
