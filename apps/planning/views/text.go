package views

import (
	"context"
	"strings"
	"time"

	"vuon/apps/planning/planreader"
	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// lines are the paragraphs of a text.
func lines(s string) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func joinLines(list []string) string { return strings.Join(list, "\n") }

// day writes an ISO date as officers do.
func day(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return t.Format("02/01/2006")
}

// sourceOf names an amount by what the plan says of it.
func sourceOf(ctx context.Context, a planreader.Amount) string {
	var parts []string
	for _, id := range []string{string(a.Project), string(a.Capital), string(a.Source)} {
		if id != "" {
			parts = append(parts, word(ctx, id))
		}
	}
	if len(parts) == 0 {
		return i18n.Say(ctx, "Tổng kinh phí", "Total")
	}
	return strings.Join(parts, " · ")
}

// named is a part as links to it say.
func named(n ui.OutlineNode) string {
	if n.Number == "" {
		return n.Title
	}
	return strings.TrimSuffix(n.Number, ".") + ". " + n.Title
}

// contactOn is what a contact answers questions on.
func contactOn(ctx context.Context, c planreader.Contact) string {
	if c.Project == "" {
		return i18n.Say(ctx, "Việc khác", "Other matters")
	}
	return string(c.Project)
}

// unbroken keeps the number of a document on one line.
func unbroken(s string) string { return strings.ReplaceAll(s, "-", "\u2011") }

// withTitle is a part's wording whole, to be compared.
func withTitle(has bool, title, text string) string {
	if !has {
		return text
	}
	return title + "\n" + text
}

// rows is how high the field of a text begins.
func rows(s string) int { return min(max(6, len(s)/90+strings.Count(s, "\n")+2), 24) }
