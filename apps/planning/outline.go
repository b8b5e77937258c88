package planning

import (
	"context"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// outline is the tree of the plan's parts beside the document.
func outline(ctx context.Context, v Version, href, current, query string) []ui.OutlineNode {
	warned, places := map[string]bool{}, planreader.Places(v.Plan.Sections)
	for _, w := range v.Plan.Warnings {
		warned[keyOf(&v.Plan, placeOf(places, w))] = true
	}
	current = keyOf(&v.Plan, current)
	node := func(path, number, title string) ui.OutlineNode {
		n := ui.OutlineNode{Number: number, Title: title, Href: href + "/sections/" + path + query, Current: path == current}
		if warned[path] {
			n.Tone, n.Mark = ui.Warn, i18n.Say(ctx, "có cảnh báo", "has a warning")
		}
		return n
	}
	part := func(path string) ui.OutlineNode { return node(path, "", partTitle(path).In(i18n.From(ctx))) }
	var walk func(list []planreader.Section) []ui.OutlineNode
	walk = func(list []planreader.Section) (out []ui.OutlineNode) {
		for _, s := range list {
			title := s.Title
			if title == "" {
				title = shorten(s.Text)
			}
			n := node(s.ID, s.Number, title)
			n.Children = walk(s.Children)
			out = append(out, n)
		}
		return out
	}
	nodes := append([]ui.OutlineNode{part(PartTitle), part(PartPreamble), part(PartOpening)}, walk(v.Plan.Sections)...)
	return append(nodes, part(PartClosing), part(PartRecipients), part(PartSignatory))
}

// neighbours are the parts before and after the current one, in printed order.
func neighbours(nodes []ui.OutlineNode) (before, after *ui.OutlineNode) {
	var flat []ui.OutlineNode
	var walk func(list []ui.OutlineNode)
	walk = func(list []ui.OutlineNode) {
		for _, n := range list {
			flat = append(flat, n)
			walk(n.Children)
		}
	}
	walk(nodes)
	for i := range flat {
		if !flat[i].Current {
			continue
		}
		if i > 0 {
			before = &flat[i-1]
		}
		if i+1 < len(flat) {
			after = &flat[i+1]
		}
	}
	return before, after
}

// shorten is the beginning of a text, for sections that have no title.
func shorten(s string) string {
	words := strings.Fields(s)
	if len(words) <= 8 {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:8], " ") + "…"
}

func join(head, sep, tail string) string {
	if head == "" {
		return tail
	}
	return head + sep + tail
}

// placeOf is the part that a warning is about.
func placeOf(places map[string]string, w planreader.Warning) string {
	switch {
	case w.At != "":
		return places[w.At]
	case w.Code == planreader.WarnHeadingMissing:
		return PartTitle
	}
	return PartPreamble
}

func partTitle(path string) i18n.Text {
	return map[string]i18n.Text{
		PartTitle:      i18n.T("Trích yếu", "Abstract"),
		PartPreamble:   i18n.T("Căn cứ", "Legal bases"),
		PartOpening:    i18n.T("Mở đầu", "Opening"),
		PartClosing:    i18n.T("Kết thúc", "Closing"),
		PartRecipients: i18n.T("Nơi nhận", "Recipients"),
		PartSignatory:  i18n.T("Người ký", "Signatory"),
	}[path]
}
