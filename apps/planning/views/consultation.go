package views

import (
	"cmp"
	"context"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// Consultation is the page on which offices are asked about a draft and answer.
type Consultation struct {
	Plan
	Action  string // "/t/krong-no/plans/2024/consultation"
	Closed  bool   // the version is not in consultation
	Ask     *AskForm
	Rounds  []Round // newest first
	Parts   []ui.Option
	Propose *Proposing
	Refused RefusedForm
}

// AskForm is what a round begins with.
type AskForm struct {
	Offices, Communes []ui.Option
	Due, Question     string
	Again, Required   bool
}

// Round is a round of asking.
type Round struct {
	Title, Question, Due, Opened, Closed, Cancelled string
	Open, Late, Decide                              bool
	Undecided                                       int
	Counts                                          []Count
	Offices                                         []OfficeView
}

// Count is how many offices said something.
type Count struct {
	Title string
	Badge State
	N     int
}

// OfficeView is an asked office.
type OfficeView struct {
	ID, Name, Projects, Receipts string
	Verdict                      State
	Mine                         bool // the reader may answer for it
	Enter                        bool // the reader may enter its letter
	Opinions                     []OpinionView
}

// OpinionView is one thing that an office said.
type OpinionView struct {
	Seq                                     int
	Verdict, Outcome                        State
	Section, Href, Reason, Before, Proposed string
	By, Source, Word, DecidedBy             string
	Late, Withdraw, Decide                  bool
}

// Proposing is the part that an office rewrites.
type Proposing struct{ Office, Section, Title, Text string }

// RefusedForm is what was typed into a form that was refused.
type RefusedForm struct {
	Seq                                                   int
	Office, Verdict, Reason, Proposed, Source, Word, Text string
	Theirs, Tag                                           string // the part as somebody changed it since
}

// takeLabel says what taking an opinion up does.
func takeLabel(ctx context.Context, o OpinionView) string {
	if o.Proposed != "" {
		return i18n.Say(ctx, "Tiếp thu, ghi vào dự thảo", "Take up and write it")
	}
	return i18n.Say(ctx, "Tiếp thu", "Take up")
}

func or(a, b string) string { return cmp.Or(a, b) }
