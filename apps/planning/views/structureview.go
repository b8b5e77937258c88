package views

import (
	"context"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// ChecksView is what was found before submission.
type ChecksView struct {
	Plan
	Blocking, Warning []CheckRow
	Part              bool // shown as a part of another page
}

// CheckRow is one finding.
type CheckRow struct {
	Text i18n.Text
	Name string // of the part, in the words of the plan
	Href string
}

// CompareView is a comparison of two versions.
type CompareView struct {
	Plan
	Action     string
	From, To   []ui.Option
	Old, New   i18n.Text
	HTML       string // the document with its marks; "" when there is nothing to compare with
	Changes    []ComparedRow
	Renumbered int
	Err        error
}

// ComparedRow is one change in the list beside the document.
type ComparedRow struct {
	Href, Icon, Title string
	Kind              i18n.Text
	Note              string // places, words
}

// StartView is the page on which a plan is begun with another.
type StartView struct {
	Action, Import string
	Year           string
	Years          []ui.Option
	Templates      []ui.Option
	Guidance       string
	From           string
	Err            error
}

// TemplatesView are the patterns of the tenant.
type TemplatesView struct {
	Rows  []TemplateRow
	Keep  string      // where a plan is kept as one
	Plans []ui.Option // that may be kept
	Name  string
}

// TemplateRow is one pattern.
type TemplateRow struct{ Name, Note, Drop string }

// Options are what a plan may begin with, in one list.
func (m StartView) Options(ctx context.Context) []ui.Option {
	var out []ui.Option
	if m.Guidance != "" {
		out = append(out, ui.Option{Value: "guidance", Label: i18n.Say(ctx, "Hướng dẫn của tỉnh: ", "The province's guidance: ") + m.Guidance})
	}
	out = append(append(out, m.Years...), m.Templates...)
	for i := range out {
		out[i].Selected = out[i].Value == m.From || m.From == "" && i == 0
	}
	return out
}
