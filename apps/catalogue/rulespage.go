package catalogue

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"vuon/apps/catalogue/views"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// Title is the class in words.
func (c PovertyClass) Title() i18n.Text {
	switch c {
	case ClassPoor:
		return i18n.T("Hộ nghèo", "Poor")
	case ClassNearPoor:
		return i18n.T("Hộ cận nghèo", "Near-poor")
	case ClassEscaped:
		return i18n.T("Hộ mới thoát nghèo", "Newly escaped")
	}
	return i18n.T("Hộ không nghèo", "Not poor")
}

// Title is the area in words.
func (a Area) Title() i18n.Text {
	if a == Urban {
		return i18n.T("Thành thị", "Urban")
	}
	return i18n.T("Nông thôn", "Rural")
}

// rulesPage shows with what households are reviewed and chosen: the poverty
// standards, the tables of B1, who may take part in what, the year's holidays.
func (s *Service) rulesPage(r *web.Request) error {
	ctx, tenant := r.Context(), r.Tenant().ID
	day, err := s.Day(ctx)
	if err != nil {
		return err
	}
	v := views.Rules{Day: i18n.Date(day), Year: strconv.Itoa(s.Clock.Now().In(i18n.Zone()).Year())}
	for _, fill := range []func(context.Context, string, time.Time, i18n.Lang, *views.Rules) error{s.fillStandards, s.fillScores, s.fillEligibility, s.fillHolidays} {
		if err := fill(ctx, tenant, day, r.Lang(), &v); err != nil {
			return err
		}
	}
	page := ui.Page{Help: "officer#rules", Title: i18n.T("Quy tắc rà soát, hỗ trợ", "Rules of review and support"), Active: "/t/" + tenant + "/catalogue/rules", Wide: true,
		Subtitle: i18n.T("Áp dụng ngày "+v.Day, "In force on "+v.Day)}
	return r.Page(page, views.RulesPage(v))
}

func (s *Service) fillStandards(ctx context.Context, _ string, day time.Time, lang i18n.Lang, v *views.Rules) error {
	list, err := s.Standards(ctx, day)
	for _, x := range list {
		row := views.StandardRow{Area: x.Area.Title().In(lang), Income: x.Income.String(), Source: x.Article + ", " + x.Source, Deprivations: strconv.Itoa(x.MinDeprivations)}
		if x.B1Max != nil && x.B2Poor != nil {
			row.B1, row.B2 = strconv.Itoa(*x.B1Max), strconv.Itoa(*x.B2Poor)
		}
		v.Standards = append(v.Standards, row)
	}
	return err
}

func (s *Service) fillScores(ctx context.Context, _ string, day time.Time, lang i18n.Lang, v *views.Rules) error {
	list, err := s.ScoreTables(ctx, day)
	for _, t := range list {
		row := views.ScoreTable{Title: t.Title, Region: t.Region, Area: t.Area.Title().In(lang), Source: t.Article + ", " + t.Source, Warning: t.Warning}
		for _, i := range t.Items {
			row.Items = append(row.Items, views.ScoreItem{Title: i.Title, Answers: i.answers(lang)})
		}
		v.Scores = append(v.Scores, row)
	}
	return err
}

// answers are the answers to an item with their points, in words.
func (i ScoreItem) answers(lang i18n.Lang) (list []string) {
	if i.Each != nil {
		return []string{fmt.Sprintf(i18n.T("Mỗi %s: %d điểm, nhiều nhất %d điểm", "Each %s: %d points, %d at most").In(lang), i.Unit, *i.Each, *i.Max)}
	}
	for _, c := range i.Choices {
		list = append(list, fmt.Sprintf(i18n.T("%s: %d điểm", "%s: %d points").In(lang), c.Title, c.Points))
	}
	return list
}

func (s *Service) fillEligibility(ctx context.Context, tenant string, day time.Time, lang i18n.Lang, v *views.Rules) error {
	list, err := s.Eligibilities(ctx, tenant, day)
	if err != nil {
		return err
	}
	projects, err := s.Projects(ctx, day)
	if err != nil {
		return err
	}
	for _, e := range list {
		row := views.EligibilityRow{Project: e.Project, Words: e.Words, Source: e.Article + ", " + e.Source, ToCheck: e.ToCheck, Own: e.Owner != ""}
		if i := slices.IndexFunc(projects, func(p Project) bool { return p.Code == e.Project }); i >= 0 {
			row.Title, row.PoorOnly = projects[i].Title, projects[i].PoorDistrictsOnly
		}
		for _, c := range e.AnyOf {
			row.AnyOf = append(row.AnyOf, c.Title)
		}
		for _, c := range e.Priority {
			row.Priority = append(row.Priority, c.Title)
		}
		v.Eligibility = append(v.Eligibility, row)
	}
	return nil
}

func (s *Service) fillHolidays(ctx context.Context, _ string, day time.Time, _ i18n.Lang, v *views.Rules) error {
	list, err := s.Holidays(ctx)
	for _, h := range list {
		if !strings.HasPrefix(string(h.ValidFrom), v.Year) {
			continue
		}
		row := views.HolidayRow{Title: h.Title, Working: h.Working, From: i18n.Date(h.ValidFrom.Time())}
		if h.ValidTo != h.ValidFrom {
			row.To = i18n.Date(h.ValidTo.Time())
		}
		v.Holidays = append(v.Holidays, row)
	}
	return err
}
