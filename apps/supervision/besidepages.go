package supervision

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"vuon/apps/planning/planreader"
	plan "vuon/apps/planning/views"
	"vuon/apps/supervision/views"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) besideRoutes() []web.Route {
	return []web.Route{{Method: http.MethodGet, Path: "/t/:tenant/beside", Action: ActionView, Handle: s.besidePage}}
}

func (s *Service) besidePage(r *web.Request) error {
	year, err := s.year(r)
	if err != nil {
		return err
	}
	sides, err := s.Sides(r.Context(), r.Tenant().ID, year)
	if err != nil {
		return err
	}
	base := "/t/" + r.Tenant().ID + "/beside"
	show := r.Query("show")
	m := views.SideBySide{Base: base, Path: base, Year: year, Tabs: []ui.Tab{
		{Title: i18n.Say(r.Context(), "Chỉ tiêu", "Targets"), Href: fmt.Sprintf("%s?year=%d", base, year), Active: show != "section"},
		{Title: i18n.Say(r.Context(), "Mục, dự án", "Sections"), Href: fmt.Sprintf("%s?year=%d&show=section", base, year), Active: show == "section"}}}
	if show == "section" {
		s.passages(r, &m, sides, year)
	} else if err := s.targets(r, &m, sides, year); err != nil {
		return err
	}
	page := ui.Page{Title: i18n.T(fmt.Sprintf("So sánh kế hoạch năm %d của các huyện", year), fmt.Sprintf("Plans of %d side by side", year)), Wide: true, Landscape: true,
		Active: base, Styles: []string{"supervision.css"}, Help: "supervisor#compare", Actions: ui.PrintButton(i18n.Say(r.Context(), "In", "Print"))}
	return r.Page(page, views.SideBySidePage(m))
}

func (s *Service) targets(r *web.Request, m *views.SideBySide, sides []Side, year int) error {
	g, err := s.Guidance(r.Context(), r.Tenant().ID, year)
	if err != nil {
		return err
	}
	var asked []planreader.Target
	if g.Sent > 0 {
		asked = g.Targets
	}
	for _, side := range sides {
		m.Districts = append(m.Districts, side.Name)
	}
	for _, l := range Targets(sides, asked) {
		line := views.Line{Name: plan.Word(r.Context(), l.Sample.Indicator), Population: population(r.Context(), l.Sample)}
		if l.Asked != nil {
			line.Asked = plan.TargetWords(r.Context(), *l.Asked)
		}
		for _, side := range sides {
			line.Cells = append(line.Cells, targetCell(r, side, l, year))
		}
		m.Lines = append(m.Lines, line)
	}
	return nil
}

// population is whom a target is about: "other" is a group that the list of
// populations does not name.
func population(ctx context.Context, t planreader.Target) string {
	if t.Population == "other" {
		return i18n.Say(ctx, "Nhóm khác", "Another group")
	}
	return plan.Word(ctx, t.Population)
}

func targetCell(r *web.Request, side Side, l TargetLine, year int) views.Cell {
	t, there := l.By[side.Tenant]
	switch {
	case !side.There():
		return views.Cell{Words: i18n.Say(r.Context(), "Chưa có kế hoạch", "No plan")}
	case !there && l.Asked != nil:
		return views.Cell{Words: i18n.Say(r.Context(), "Không nêu", "Not stated"), Tone: ui.Warn}
	case !there:
		return views.Cell{}
	}
	c := views.Cell{Words: plan.TargetWords(r.Context(), t), Href: fmt.Sprintf("/t/%s/overview/%s?year=%d", r.Tenant().ID, side.Tenant, year)}
	if l.Asked != nil {
		c.Tone, c.Note = ui.Good, i18n.Say(r.Context(), "đạt định hướng", "as asked")
		if !Meets(t, *l.Asked) {
			c.Tone, c.Note = ui.Warn, i18n.Say(r.Context(), "thấp hơn định hướng", "below what is asked")
		}
	}
	return c
}

func (s *Service) passages(r *web.Request, m *views.SideBySide, sides []Side, year int) {
	topics := Topics(sides)
	m.Topic = r.Query("topic")
	if m.Topic == "" && len(topics) > 0 {
		m.Topic = topics[0].ID
	}
	for _, t := range topics {
		m.Topics = append(m.Topics, ui.Option{Value: t.ID, Label: t.Title, Selected: t.ID == m.Topic})
	}
	for _, p := range Passages(sides, m.Topic) {
		v := views.Passage{District: p.Side.Name, Href: fmt.Sprintf("/t/%s/overview/%s?year=%d", r.Tenant().ID, p.Side.Tenant, year), Missing: p.Section == nil}
		if p.Section != nil {
			v.At, v.Title = p.At, strings.TrimSpace(p.Section.Mark+" "+p.Section.Title)
			v.Lines = passageLines(*p.Section, false)
		}
		m.Passages = append(m.Passages, v)
	}
}

// passageLines are the paragraphs of a section and of what stands below it.
func passageLines(s planreader.Section, head bool) (out []views.PassageLine) {
	if title := strings.TrimSpace(s.Mark + " " + s.Title); head && title != "" {
		out = append(out, views.PassageLine{Text: title, Head: true})
	}
	for line := range strings.SplitSeq(s.Text, "\n") {
		if line = strings.TrimSpace(strings.ReplaceAll(line, "\t", " · ")); line != "" {
			out = append(out, views.PassageLine{Text: line})
		}
	}
	for _, c := range s.Children {
		out = append(out, passageLines(c, true)...)
	}
	return out
}
