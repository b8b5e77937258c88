package views

import "vuon/platform/web/ui"

// Why is a question about rights with its answer.
type Why struct {
	Base, Person             string
	Actions, Units, Projects []ui.Option
	Asked, Nobody            bool
	Choose                   []Place // several people fit
	Verdict                  *Verdict
	Title, Who               string
	People                   []Place
	More                     int
	Groups                   []WhatGroup
}

// Verdict is whether somebody may do something, and why.
type Verdict struct {
	Allowed            bool
	Person, PersonHref string
	Action, ActionHref string
	Lines              []VerdictLine
	Notes              []string
	Who                string
	People             []Place
	More               int
}

// VerdictLine is what one grant says.
type VerdictLine struct {
	Good bool
	Text string
}

// WhatGroup is what somebody may do in one module.
type WhatGroup struct {
	Name, Title string
	Rows        []WhatRow
}

// WhatRow is one action.
type WhatRow struct {
	Title, Href string
	Allowed     bool
}
