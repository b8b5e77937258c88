package households

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"vuon/apps/catalogue"
	"vuon/apps/households/classify"
	"vuon/apps/households/views"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
	"vuon/platform/web/ui"
)

// entryForm is the form on a day with nothing in it: what the catalogue makes of it.
func (s *Service) entryForm(ctx context.Context, day declared.Date) (f views.EntryForm, err error) {
	indicators, err := s.Catalogue.Indicators(ctx, day.Time())
	if err != nil {
		return f, err
	}
	slices.SortFunc(indicators, func(a, b catalogue.Indicator) int { return a.Number - b.Number })
	for _, i := range indicators {
		n := strconv.Itoa(i.Number)
		f.Indicators = append(f.Indicators, views.EntryTick{Name: "t" + n, Key: "T" + n, Title: i.Title, Note: i.Deprived})
	}
	if f.Causes, err = s.entryTerms(ctx, catalogue.Causes, "n", causes, day); err != nil {
		return f, err
	}
	if f.Supports, err = s.entryTerms(ctx, catalogue.Needs, "h", supports, day); err != nil {
		return f, err
	}
	groups, err := s.Catalogue.EthnicGroups(ctx, day.Time())
	if err != nil {
		return f, err
	}
	for _, g := range groups {
		f.Peoples = append(f.Peoples, g.Name)
	}
	for _, m := range movements() {
		f.Movements = append(f.Movements, ui.Option{Value: string(m), Label: movementTitle(m).In(i18n.From(ctx))})
	}
	f.Relations = []ui.Option{{Value: "", Label: i18n.Say(ctx, "Chọn", "Choose")}}
	for _, r := range Relations() {
		f.Relations = append(f.Relations, ui.Option{Value: string(r), Label: r.Title().In(i18n.From(ctx))})
	}
	f.Client = uuid.NewString()
	return f, nil
}

func (s *Service) entryTerms(ctx context.Context, list catalogue.ListName, letter string, most int, day declared.Date) (out []views.EntryTick, err error) {
	terms, err := s.Catalogue.Terms(ctx, list, day.Time())
	for i, t := range terms[:min(len(terms), most)] {
		n := strconv.Itoa(i + 1)
		out = append(out, views.EntryTick{Name: letter + n, Key: strings.ToUpper(letter) + n, Title: t.Title})
	}
	return out, err
}

func movementTitle(m classify.Movement) i18n.Text {
	switch m {
	case classify.Arrived:
		return i18n.T("Chuyển đến", "Arrived")
	case classify.Split:
		return i18n.T("Tách hộ", "Split off")
	case classify.Left:
		return i18n.T("Chuyển đi", "Left")
	case classify.Merged:
		return i18n.T("Nhập vào hộ khác", "Merged into another")
	case classify.Died:
		return i18n.T("Không còn ai", "Nobody is left")
	}
	return i18n.T("Không có", "None")
}

// fillForm puts a sheet into the form. Who is not in the saved sheet was added.
func fillForm(ctx context.Context, f views.EntryForm, e Entry, sheet Sheet, standard classify.Standard) views.EntryForm {
	f.Sheet, f.Members, f.Revision = sheet, sheet.persons(), e.Revision
	known := e.Sheet.persons()
	for _, person := range f.Members {
		if !slices.Contains(known, person) {
			f.Added = append(f.Added, person)
		}
	}
	f.Score = scoreView(ctx, e.Scores, sheet)
	f.Outcome = outcomeOf(ctx, e.Result, sheet, standard)
	return f
}

// outcomeOf is what the household is by a sheet, as far as the sheet is filled in.
func outcomeOf(ctx context.Context, r Result, sheet Sheet, standard classify.Standard) views.EntryOutcome {
	facts := r.Facts
	facts.Movement, facts.Deprived, facts.Average = classify.Movement(sheet["movement"]), sheet.set("t", classify.Indicators), sheet["average"] != ""
	var out views.EntryOutcome
	for n := range facts.Deprived.All() {
		out.B2 += standard.Points[n-1]
	}
	var err error
	if facts.B1, err = strconv.Atoi(sheet["b1"]); err != nil {
		return out
	}
	outcome, _ := classify.Of(standard, facts) // what is wrong is said when it is saved
	out.Class = string(outcome.Class)
	for _, reason := range outcome.Reasons {
		out.Reasons = append(out.Reasons, views.EntryReason{Text: reason.Text.In(i18n.From(ctx)), Source: reason.Source + ", " + reason.Article})
	}
	return out
}

// entryDifferences are the fields in which the actor's sheet and what is saved differ.
// Which one alone has changed cannot be told: the page does not hold what both
// began with, so the actor's own is offered first.
func entryDifferences(ctx context.Context, f views.EntryForm, mine, theirs Sheet) (list []views.EntryDifference) {
	for _, name := range bothNames(mine, theirs) {
		if mine[name] != theirs[name] {
			list = append(list, views.EntryDifference{Name: name, Label: f.Label(ctx, name), Mine: f.Words(ctx, name, mine[name]), Theirs: f.Words(ctx, name, theirs[name])})
		}
	}
	return list
}

func bothNames(a, b Sheet) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

// lastTime says in a line what the review before found.
func lastTime(h Household) string {
	if h.B1 == nil {
		return ""
	}
	var lacks []string
	for n := range h.Deprived.All() {
		lacks = append(lacks, "T"+strconv.Itoa(n))
	}
	return strings.TrimSpace("B1 " + strconv.Itoa(*h.B1) + " " + strings.Join(lacks, " "))
}
