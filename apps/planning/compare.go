package planning

import (
	"bytes"
	"context"
	"fmt"
	"strconv"

	"vuon/apps/planning/plancompare"
	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/fault"
	"vuon/platform/i18n"
)

// ComparedVersions are two versions and how the text went from one to the other.
type ComparedVersions struct {
	Old, New Version
	plancompare.Comparison
}

// CompareVersions compares two versions: from is the number of a version of the plan of the
// year, or another year, whose plan in force (else the latest) is meant; "" is the
// version before, else the plan of the last year that has one. To 0 is the latest
// version. Where there is none of these the fault is plan_not_found for "", else
// unknown_version.
func (s *Service) CompareVersions(ctx context.Context, tenant string, year int, from string, to int) (c ComparedVersions, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if c.New, err = s.store.version(ctx, tx, year, which(to), false); err != nil {
			return err
		}
		c.Old, err = s.other(ctx, tx, c.New, from)
		return err
	})
	if err != nil {
		return c, err
	}
	c.Comparison = plancompare.Compare(&c.Old.Plan, &c.New.Plan, c.Old.Year == c.New.Year)
	return c, nil
}

// other reads the version that v is compared with.
func (s *Service) other(ctx context.Context, tx database.Tx, v Version, from string) (Version, error) {
	if from == "" {
		if v.Version > 1 {
			return s.store.version(ctx, tx, v.Year, which(v.Version-1), false)
		}
		before, err := s.yearBefore(ctx, tx, v.Year)
		if err != nil {
			return Version{}, err
		}
		return s.ofYear(ctx, tx, before)
	}
	unknown := fault.New(fault.NotFound, "unknown_version", "Không có bản này để so sánh. Chọn một bản, hoặc một năm khác.",
		"There is no such version to compare with. Choose a version or another year.")
	n, err := strconv.Atoi(from)
	if err != nil || n < 1 || strconv.Itoa(n) != from {
		return Version{}, unknown
	}
	read := func() (Version, error) { return s.store.version(ctx, tx, v.Year, which(n), false) }
	if n >= 2000 {
		read = func() (Version, error) { return s.ofYear(ctx, tx, n) }
	}
	old, err := read()
	if fault.CodeOf(err) == "plan_not_found" {
		err = unknown
	}
	return old, err
}

// yearBefore is the last year before this one of which there is a plan; without any
// the year before.
func (s *Service) yearBefore(ctx context.Context, tx database.Tx, year int) (int, error) {
	plans, err := s.store.summaries(ctx, tx, 0)
	for _, p := range plans { // newest first
		if p.Year < year {
			return p.Year, nil
		}
	}
	return year - 1, err
}

// ofYear reads the plan in force of a year, else the latest.
func (s *Service) ofYear(ctx context.Context, tx database.Tx, year int) (Version, error) {
	v, err := s.store.version(ctx, tx, year, inForce, false)
	if fault.CodeOf(err) == "plan_not_found" {
		return s.store.version(ctx, tx, year, latest, false)
	}
	return v, err
}

// comparedHTML lays the comparison out as the official document with marks.
func (s *Service) comparedHTML(ctx context.Context, c ComparedVersions) (string, error) {
	marked := c.New
	marked.Plan = c.Plan
	doc, err := s.Document(ctx, marked)
	if err != nil {
		return "", err
	}
	return markedUp(ctx, doc)
}

// markedUp renders a document whose text holds the marks of a comparison.
func markedUp(ctx context.Context, doc documents.Document) (string, error) {
	var page bytes.Buffer
	if err := documents.Article(&page, doc); err != nil {
		return "", err
	}
	return plancompare.Markup(page.String(), plancompare.Words{Added: i18n.Say(ctx, "thêm:", "added:"),
		Removed: i18n.Say(ctx, "bỏ:", "removed:"), Moved: i18n.Say(ctx, "chuyển từ", "moved from")}), nil
}

// name tells which version of which year it is: "Bản 2, năm 2024".
func (v Version) name() i18n.Text {
	return i18n.T(fmt.Sprintf("Năm %d, bản %d", v.Year, v.Version), fmt.Sprintf("%d, version %d", v.Year, v.Version))
}
