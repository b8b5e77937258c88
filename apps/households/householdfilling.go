package households

import (
	"slices"
	"strconv"
	"strings"

	"vuon/apps/households/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// filling fills a form: with what is stored, or, when it was refused, with what was
// typed and what is wrong with it.
type filling struct {
	r     *web.Request
	err   error
	wrong ui.Errors
}

func fill(r *web.Request, refusal error) filling {
	return filling{r, refusal, ui.ErrorsOf(r.Context(), refusal)}
}

func (f filling) say(vi, en string) string { return i18n.Say(f.r.Context(), vi, en) }

// value is what the field shows.
func (f filling) value(name, stored string) string {
	if f.err != nil {
		return f.r.Form(name)
	}
	return stored
}

func (f filling) input(kind, name, label, stored string) views.Input {
	return views.Input{Kind: kind, Field: ui.Field{Name: name, Label: label, Value: f.value(name, stored), Error: f.wrong[name]}}
}

func (f filling) choice(kind, name, label, stored string, options []ui.Option) views.Input {
	in := f.input(kind, name, label, stored)
	chosen := in.Field.Value
	in.Options = slices.Clone(options)
	for i := range in.Options {
		in.Options[i].Selected = in.Options[i].Value == chosen
	}
	return in
}

// yes is one yes or no that is shown.
func (f filling) yes(name, label string, stored bool) views.Input {
	is := stored
	if f.err != nil {
		is = f.r.Form(name) == "yes"
	}
	return views.Input{Kind: "checkbox", Field: ui.Field{Name: name, Optional: true, Error: f.wrong[name]}, Options: []ui.Option{{Value: "yes", Label: label, Selected: is}}}
}

// dayInput asks for the day from which a change is so.
func (s *Service) dayInput(f filling, label string) views.Input {
	return f.input("date", "day", label, dateText(s.dayHere(f.r)))
}

// dayHere is today, or the last day on which the tenant covered anything.
func (s *Service) dayHere(r *web.Request) declared.Date {
	day, err := s.Tenants.Day(r.Context(), r.Tenant().ID)
	if err != nil {
		return s.today()
	}
	return min(declared.DateOf(day), s.today())
}

// reason asks why, or by which decision.
func (f filling) reason(label string) views.Input {
	in := f.input("text", "reason", label, "")
	in.Field.Optional, in.Field.Max, in.Field.Full = true, 300, true
	return in
}

// hint gives an input a hint.
func hint(in views.Input, text string) views.Input {
	in.Field.Hint = text
	return in
}

func optional(in views.Input) views.Input {
	in.Field.Optional = true
	return in
}

func full(in views.Input) views.Input {
	in.Field.Full = true
	return in
}

// typedStep is the day, revision and reason that a form carries.
func typedStep(r *web.Request) (step Step, err error) {
	step.Reason = r.Form("reason")
	step.Revision, _ = strconv.Atoi(r.Form("revision"))
	step.Day, err = typedDay(r, "day")
	return step, err
}

// typedDay reads a day of a form; an empty one is "".
func typedDay(r *web.Request, field string) (declared.Date, error) {
	if strings.TrimSpace(r.Form(field)) == "" {
		return "", nil
	}
	day, err := ui.ReadDate(r.Form(field))
	if err != nil {
		f := fault.From(err)
		return "", f.At(field, f.Message.VI, f.Message.EN)
	}
	return declared.DateOf(day), nil
}

// refusedForm tells that a form can be shown again with what is wrong.
func refusedForm(err error) bool {
	k := fault.From(err).Kind
	return k == fault.Invalid || k == fault.Conflict
}

// formHead is a page that holds a form of a household.
func formHead(r *web.Request, title i18n.Text, h *Household, err error) ui.Page {
	p := ui.Page{Title: title, Crumbs: []ui.Crumb{registryCrumb(r)}, Active: registryBase(r), Styles: registryStyles(), Help: "officer#household-change", Narrow: true}
	if h != nil {
		p.Subtitle = i18n.T(h.Code+" · "+h.Head, "")
		p.Crumbs = append(p.Crumbs, ui.Crumb{Title: i18n.T("Hộ "+h.Head, h.Head), Href: registryBase(r) + "/" + h.ID})
	}
	if err != nil {
		p.Status = fault.From(err).Kind.Status()
	}
	return p
}

// rewritten is a form's hidden revision: what is there now, so that who has seen
// the other's version can save over it.
func rewritten(h Household) [][2]string { return [][2]string{{"revision", strconv.Itoa(h.Revision)}} }

// present tells what stands in the registry, to somebody whose form was overtaken.
// Nothing sensitive is in it.
func (s *Service) presentLines(f filling, h Household, members []Member, villages map[string]string) []string {
	if fault.CodeOf(f.err) != "household_changed" {
		return nil
	}
	lines := []string{f.say("Mã hộ ", "Code ") + h.Code, f.say("Chủ hộ ", "Head ") + h.Head, f.say("Thôn ", "Village ") + villages[h.Village],
		f.say("Cập nhật lúc ", "Changed at ") + i18n.DateTime(h.UpdatedAt)}
	if h.Merit {
		lines = append(lines, f.say("Có người có công", "Person of merit"))
	}
	if h.NoLabour {
		lines = append(lines, f.say("Không có khả năng lao động", "No labour capacity"))
	}
	for _, m := range members {
		lines = append(lines, m.Name+" · "+m.Relation.Title().In(f.r.Lang())+" · "+strconv.Itoa(m.BirthYear()))
	}
	return lines
}
