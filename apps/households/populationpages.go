package households

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"vuon/apps/households/forms"
	"vuon/apps/households/views"
	"vuon/platform/i18n"
	"vuon/platform/money"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) populationPage(r *web.Request) error { return s.showPopulation(r, blank()) }

// showPopulation asks for the population of the commune and of its villages; who
// may not state it reads it.
func (s *Service) showPopulation(r *web.Request, was refused) error {
	p, err := s.Population(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"))
	if err != nil {
		return err
	}
	m := views.PopulationPage{Action: unitBase(r) + "/population", Back: unitBase(r), Err: was.err,
		May: s.may(r, ActionList) && p.Review.Standing.Commune.Stage != Recognised}
	if p.Review.Standing.Commune.Stage == Recognised {
		m.Notice = &ui.Notice{Tone: ui.Info, Text: i18n.T("Xã đã có quyết định công nhận: dân cư chỉ còn xem.", "The commune is recognised: its population is read only.")}
	}
	for _, title := range populationTitles() {
		m.Columns = append(m.Columns, ui.Column{Title: title.In(r.Lang()), Num: true})
	}
	wrong := ui.ErrorsOf(r.Context(), was.err)
	for _, row := range p.Rows {
		m.Rows = append(m.Rows, populationView(r, p, row, was, wrong))
	}
	page := s.heading(r, p.Review, "Dân cư năm "+strconv.Itoa(p.Review.Round.Year), "Population of "+strconv.Itoa(p.Review.Round.Year), "officer#review-population")
	return r.PageStatus(statusOf(was), page, views.Population(m))
}

// populationView is a row as it stands in the form. The commune's own is left empty
// where it is the sum of its villages, and follows them.
func populationView(r *web.Request, p CommunePopulation, row PopulationRow, was refused, wrong ui.Errors) views.PopulationRow {
	out, name := views.PopulationRow{Name: row.Name}, cmp.Or(row.Name, p.Review.Standing.Unit.Name)
	sum, some := p.Sum()
	follows := row.Village == "" && some && slices.Equal(row.Counts, sum[:])
	if row.Village == "" {
		out.Name, out.Hint = i18n.Say(r.Context(), "Cả xã: ", "The whole commune: ")+p.Review.Standing.Unit.Name, i18n.Say(r.Context(), "Để trống nếu nhập theo thôn: lấy tổng các thôn", "Leave empty when villages are entered: it is their sum")
	}
	for i, title := range populationTitles() {
		c := views.PopulationCell{Name: populationField(row.Village, i), Label: title.In(r.Lang()) + ", " + out.Name}
		c.Error = strings.TrimPrefix(wrong[c.Name], name+", ")
		if row.Counts != nil {
			c.Text = ui.Integer(row.Counts[i])
		}
		if !follows {
			c.Value = c.Text
		}
		if was.err != nil {
			c.Value = r.Form(c.Name)
		}
		out.Cells = append(out.Cells, c)
	}
	return out
}

// typedPopulation are the rows of which something was typed; -1 stands for what is
// no number.
func typedPopulation(r *web.Request, rows []PopulationRow) map[string]forms.Population {
	stated := map[string]forms.Population{}
	for _, row := range rows {
		var n forms.Population
		some := false
		for i := range n {
			raw := strings.TrimSpace(r.Form(populationField(row.Village, i)))
			some = some || raw != ""
			n[i] = typedCount(raw)
		}
		if some {
			stated[row.Village] = n
		}
	}
	return stated
}

// typedCount reads 1234 and 1.234; -1 is what is neither.
func typedCount(raw string) int64 {
	n, err := money.Parse(raw)
	if err != nil || strings.Trim(raw, "0123456789.") != "" {
		return -1
	}
	return int64(n)
}

func (s *Service) postPopulation(r *web.Request) error {
	p, err := s.Population(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"))
	if err != nil {
		return err
	}
	err = s.SavePopulation(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), typedPopulation(r, p.Rows))
	return s.done(r, err, "population", unitBase(r)+"/population", "Đã lưu dân cư.", "The population is saved.", s.showPopulation)
}

// populationLink leads from the commune's steps to its population, and says when
// that is missing.
func (s *Service) populationLink(r *web.Request, v Review) views.ReviewLink {
	link := views.ReviewLink{Icon: "users", Title: i18n.Say(r.Context(), "Dân cư của xã", "Population"), Href: unitBase(r) + "/population"}
	if !v.People {
		link.Note = i18n.Say(r.Context(), "Chưa nhập: biểu 1 chưa tính được tỷ lệ", "Missing: form 1 has no rates yet")
	}
	return link
}
