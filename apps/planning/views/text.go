package views

import (
	"context"
	"strings"
	"time"

	"vuon/apps/planning/planreader"
	"vuon/platform/i18n"
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
