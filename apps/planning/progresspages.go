package planning

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"vuon/apps/households"
	"vuon/apps/households/classify"
	"vuon/apps/planning/planreader"
	"vuon/apps/planning/views"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// progress is what the pages of a plan show of its targets.
func (s *Service) progress(r *web.Request, m views.Plan, p planreader.Plan, year int) (views.Progress, error) {
	list, err := s.Progress(r.Context(), r.Tenant().ID, year, p.Targets)
	v := drawProgress(r.Context(), list, "/t/"+r.Tenant().ID)
	v.Href = m.Base + "/structure" + m.Query + "#progress"
	return v, err
}

// drawProgress turns targets into words and pictures. Root is the tenant's address.
func drawProgress(ctx context.Context, list []Progress, root string) (v views.Progress) {
	if len(list) == 0 {
		return v
	}
	v.Years = [2]string{strconv.Itoa(list[0].Before.Year), strconv.Itoa(list[0].After.Year)}
	v.Sums = root + "/pictures"
	v.Rates = ui.Lines{Title: i18n.Say(ctx, "Tỷ lệ theo kết quả rà soát (%)", "Rates as reviewed (%)"), X: v.Years[:], Unit: "%", Places: 2}
	seen := map[string]bool{}
	for _, p := range list {
		row := progressRow(ctx, p)
		v.Any = v.Any || p.Before.There || p.After.There
		v.Recent = v.Recent || p.Before.Preliminary || p.After.Preliminary
		if p.After.There {
			row.Href = fmt.Sprintf("%s/forms/%d?year=%d", root, formOf(p), p.After.Year)
		}
		v.Rows = append(v.Rows, row)
		if !seen[row.Title] && len(v.Rates.Series) < 4 {
			v.Rates.Series = append(v.Rates.Series, ui.Line{Label: row.Title, Values: []float64{drawn(p.Before), drawn(p.After)}})
		}
		seen[row.Title] = true
	}
	return v
}

// formOf is the form that has the figures of a target.
func formOf(p Progress) int {
	switch {
	case households.PopulationGroup(p.Target.Population) == households.Everybody:
		return 1
	case p.Class == classify.Poor:
		return 12
	}
	return 13
}

func progressRow(ctx context.Context, p Progress) views.ProgressRow {
	title := views.Word(ctx, p.Target.Indicator)
	if households.PopulationGroup(p.Target.Population) != households.Everybody {
		title += " · " + views.Word(ctx, p.Target.Population)
	}
	row := views.ProgressRow{Title: title, Text: p.Target.Text, Before: found(ctx, p, p.Before), After: found(ctx, p, p.After), Want: views.TargetWords(ctx, p.Target),
		Result: "–", Icon: "circle-dashed", Verdict: i18n.Say(ctx, "Chưa có số liệu", "No figures yet"), Bar: ui.Bar{Max: 1}}
	if got, is := p.Got(); is {
		row.Result = result(ctx, p, got)
		row.Bar = ui.Bar{Value: float64(got), Max: float64(p.Want()), Tone: ui.Warn}
		if p.Target.Direction == "reach" { // the lower the better: full when it came down to the target
			row.Bar.Value, row.Bar.Max = float64(p.Want()), float64(max(got, p.Want()))
		}
	}
	switch p.Attained() {
	case Attained:
		row.Tone, row.Icon, row.Verdict, row.Bar.Tone = ui.Good, "circle-check", i18n.Say(ctx, "Đạt", "Reached"), ui.Good
	case Short:
		row.Tone, row.Icon, row.Verdict = ui.Warn, "alert-triangle", i18n.Say(ctx, "Chưa đạt", "Not reached")
	case NotKnown:
	}
	return row
}

// found is a year's figure in the measure of the target.
func found(ctx context.Context, p Progress, f Found) string {
	if !f.There {
		return "–"
	}
	if p.Target.Unit == "count" || p.Target.Unit == "percent" && p.Target.Direction != "reach" {
		return ui.Integer(f.Part) + i18n.Say(ctx, " hộ", " households")
	}
	rate, is := f.Rate()
	if !is {
		return "–"
	}
	return hundredths(rate) + "%"
}

// result says what came about: "giảm 0,97 điểm %".
func result(ctx context.Context, p Progress, got int64) string {
	if p.Target.Direction == "reach" {
		return found(ctx, p, p.After)
	}
	less := got
	if p.Target.Direction == "increase" {
		less = -got
	}
	word := i18n.Say(ctx, "giảm ", "down ")
	if less < 0 {
		word, less = i18n.Say(ctx, "tăng ", "up "), -less
	}
	switch p.Target.Unit {
	case "count":
		return word + ui.Integer(less/100) + i18n.Say(ctx, " hộ", " households")
	case "percent":
		return word + hundredths(less) + "%"
	}
	return word + hundredths(less) + " " + views.Word(ctx, "percentage_point")
}

// hundredths writes 518 as 5,18.
func hundredths(n int64) string { return ui.Decimal(float64(n)/100, 2) }

// drawn is a rate as a chart draws it; NaN is a gap.
func drawn(f Found) float64 {
	rate, is := f.Rate()
	if !is {
		return math.NaN()
	}
	return float64(rate) / 100
}
