package planning

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/database"
)

// citationChecks tell which documents the plan cites that are amended, out of force,
// dated otherwise, or not in the registry.
func (s *Service) citationChecks(ctx context.Context, _ database.Tx, v *Version) (list []Check, err error) {
	found, err := s.citationWarnings(ctx, v.Tenant, &v.Plan)
	if err != nil {
		return nil, err
	}
	places := planreader.Places(v.Plan.Sections)
	for _, w := range append(found, v.Plan.Warnings...) {
		switch w.Code {
		case warnCitation, planreader.WarnDatesDiffer, planreader.WarnDateUnlike, planreader.WarnDateInvalid, planreader.WarnBasisUnknown:
			list = append(list, Check{Code: w.Code, Severity: Warns, At: keyOf(&v.Plan, placeOf(places, w)), VI: w.Message, EN: w.MessageEN})
		}
	}
	return list, nil
}

// OldYear is a place of a plan that still names a year before its own.
type OldYear struct {
	At   string `json:"at"`   // id of the section, or the name of another part
	Text string `json:"text"` // the words around
	Year int    `json:"year"`
	Kind string `json:"kind"` // year, or citation: the date of a document
}

var (
	namedYear = regexp.MustCompile(`(?i)năm\s+(20\d\d)|\d{1,2}/\d{1,2}/(20\d\d)|tháng\s+\d{1,2}\s+năm\s+(20\d\d)`)
	period    = regexp.MustCompile(`(?i)(?:giai đoạn|từ)(?:\s+từ)?(?:\s+năm)?\s*$`)
)

// oldYears lists where a plan of a year still names one of the two years before: what
// somebody has to look at who began with the plan of last year.
func oldYears(p *planreader.Plan, year int) (list []OldYear) {
	look := func(at, s string) {
		for _, m := range namedYear.FindAllStringSubmatchIndex(s, -1) {
			kind, found := "citation", ""
			for g := 2; g < len(m); g += 2 {
				if m[g] >= 0 {
					found = s[m[g]:m[g+1]]
				}
			}
			if m[2] >= 0 {
				kind = "year"
				if period.MatchString(s[:m[0]]) {
					continue
				}
			}
			var n int
			if _, err := fmt.Sscan(found, &n); err == nil && n < year && n >= year-2 {
				list = append(list, OldYear{at, around(s, m[0], m[1]), n, kind})
			}
		}
	}
	for _, part := range []string{PartTitle, PartPreamble, PartOpening} {
		if found, _ := PartAt(p, part); found.Text != "" {
			look(part, found.Text)
		}
	}
	var walk func(sections []planreader.Section)
	walk = func(sections []planreader.Section) {
		for _, s := range sections {
			look(s.ID, s.Title+" "+s.Text)
			walk(s.Children)
		}
	}
	walk(p.Sections)
	closing, _ := PartAt(p, PartClosing)
	look(PartClosing, closing.Text)
	return list
}

// around is a stretch of s with some words on both sides.
func around(s string, from, to int) string {
	words := func(part string, n int, last bool) string {
		fields := strings.Fields(part)
		if len(fields) <= n {
			return strings.Join(fields, " ")
		}
		if last {
			return "…" + strings.Join(fields[len(fields)-n:], " ")
		}
		return strings.Join(fields[:n], " ") + "…"
	}
	return strings.TrimSpace(words(s[:from], 8, true) + " " + s[from:to] + " " + words(s[to:], 5, false))
}

// yearChecks tell of old years in a plan that was begun with that of another year.
func (s *Service) yearChecks(ctx context.Context, tx database.Tx, v *Version) (list []Check, err error) {
	steps, err := s.store.steps(ctx, tx, v.Year)
	if err != nil || !slices.ContainsFunc(steps, func(r StepRecord) bool { return r.Step == StepStart }) {
		return nil, err
	}
	for _, o := range oldYears(&v.Plan, v.Year) {
		if o.Kind == "citation" {
			list = append(list, warning("old_citation", o.At, "Còn dẫn văn bản năm %d: “%s”.", "Still cites a document of %d: %q.", o.Year, o.Text))
		} else {
			list = append(list, warning("old_year", o.At, "Còn ghi năm %d: “%s”.", "Still names %d: %q.", o.Year, o.Text))
		}
	}
	return list, nil
}
