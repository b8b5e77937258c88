package planning

import (
	"fmt"
	"regexp"
	"slices"

	"vuon/apps/planning/planreader"
	"vuon/apps/planning/views"
	"vuon/platform/i18n"
	"vuon/platform/web"
)

// besideView shows what was gathered around a part.
func besideView(r *web.Request, a Around) views.Beside {
	b := views.Beside{Base: deskPath(r, a.Version.Year), ID: a.Part.Path, Label: a.Label, Warnings: a.Warnings,
		Edit:    a.Version.State.Editable() && r.Can(ActionDraft) && !r.Tenant().Closed,
		Comment: r.Can(ActionComment) && !r.Tenant().Closed}
	key := keyOf(&a.Version.Plan, a.Part.Path)
	b.Money = slices.Contains(a.Version.Plan.FundingSections(), key)
	b.Targets = slices.ContainsFunc(a.Version.Plan.LocateTargets(), func(at planreader.Stated) bool { return at.Section == key })
	if p := a.Project; p != nil {
		b.Project = &views.BesideProject{Code: p.Code, Title: p.Label() + ": " + p.Title, Objective: p.Objective, Scope: p.Scope, Lead: p.Lead, Source: p.Source}
		for _, c := range p.Capital {
			b.Project.Capital = append(b.Project.Capital, c.Title())
		}
	}
	if l := a.Last; l != nil {
		b.Last = &views.BesideLast{Year: l.Year, Head: heading(l.Part), Text: l.Part.Text, Href: fmt.Sprintf("%s/%d/sections/%s", base(r), l.Year, l.Part.Path)}
	}
	b.Threads = threads(a.Comments, a.Part.Path)
	for i, row := range changeRows(a.Changes) {
		c := a.Changes[i]
		b.Changes = append(b.Changes, views.EditorChange{ChangeRow: row, Restore: b.Edit && restorable(c), Tag: a.Part.Tag})
	}
	if a.More != "" {
		b.Older = fmt.Sprintf("%s/%d/history?part=%s", base(r), a.Version.Year, a.Part.Path)
	}
	return b
}

// threads puts answers below what they answer; open threads stand first.
func threads(list []Comment, path string) []views.Thread {
	var out []views.Thread
	at := map[int64]int{}
	for _, c := range list {
		row := views.CommentRow{ID: c.ID, Who: c.Actor, When: i18n.DateTime(c.At), Text: c.Text}
		if i, there := at[c.Parent]; there {
			out[i].Remarks = append(out[i].Remarks, row)
			continue
		}
		t := views.Thread{Remarks: []views.CommentRow{row}}
		if c.Part != path {
			t.Gone = c.Heading
		}
		if c.ResolvedAt != nil {
			t.Resolved = c.ResolvedBy + " · " + i18n.DateTime(*c.ResolvedAt)
		}
		at[c.ID] = len(out)
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, b views.Thread) int { return len(a.Resolved) - len(b.Resolved) })
	return out
}

// movedText is how the history begins the text of a section that was moved.
var movedText = regexp.MustCompile(`^\[[^\]\n]*\]\n`)

// restorable tells that a change was one of a part's text alone, so that its text
// can be written into the part again.
func restorable(c Change) bool {
	return c.Section != "" && c.Section != numberingKey && c.Before != "" && c.After != "" &&
		!movedText.MatchString(c.Before) && !movedText.MatchString(c.After)
}

// warnedPlaces are the places of parts with warnings.
func warnedPlaces(v Version) map[string]bool {
	warned, places := map[string]bool{}, planreader.Places(v.Plan.Sections)
	for _, w := range v.Plan.Warnings {
		warned[placeOf(places, w)] = true
	}
	return warned
}
