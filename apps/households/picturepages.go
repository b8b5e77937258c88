package households

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/apps/households/views"
	"vuon/platform/documents/form"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// pictureRoutes are the pages of pictures.
func (s *Service) pictureRoutes() []web.Route {
	return []web.Route{{Method: http.MethodGet, Path: "/t/:tenant/pictures", Action: ActionForms, Handle: s.picturesPage}}
}

// pictureNav leads there.
func pictureNav() []web.NavItem {
	return []web.NavItem{{Title: i18n.T("Biểu đồ hộ nghèo", "Pictures of poverty"), Icon: "chart-bar", Path: "/pictures", Action: ActionForms, Group: "work", Order: 24}}
}

func (s *Service) picturesPage(r *web.Request) error {
	page := ui.Page{Help: "officer#pictures", Title: i18n.T("Biểu đồ hộ nghèo, hộ cận nghèo", "Pictures of poor and near-poor households"), Active: "/t/" + r.Tenant().ID + "/pictures",
		Wide: true, Styles: []string{"pictures.css"}, Actions: ui.PrintButton(i18n.Say(r.Context(), "In", "Print"))}
	if r.Tenant().Kind == provinceKind {
		return s.districtChoice(r, page)
	}
	year, err := yearOf(r.Query("year"))
	if err != nil {
		return err
	}
	p, err := s.Pictures(r.Context(), r.Tenant().ID, FormOf{Year: year, Unit: r.Query("unit")})
	if err != nil {
		return err
	}
	if p.Of.Year == 0 {
		page.Actions = nil
		return r.Page(page, views.NoPicturesPage(views.NoPictures{}))
	}
	page.Subtitle = i18n.T(fmt.Sprintf("%s, kết quả rà soát năm %d", p.Name, p.Of.Year), fmt.Sprintf("%s, review of %d", p.Name, p.Of.Year))
	return r.Page(page, picturesPage(newPicture(r, p)))
}

// picturesPage draws the page.
func picturesPage(p picture) templ.Component { return views.PicturesPage(p.page()) }

// yearOf reads the year of an address; none is 0.
func yearOf(query string) (int, error) {
	if query == "" {
		return 0, nil
	}
	year, err := strconv.Atoi(query)
	if err != nil || !saneYear(year) {
		return 0, fault.New(fault.NotFound, "round_unknown", "Không có đợt rà soát của năm này.", "There is no review of that year.")
	}
	return year, nil
}

// districtChoice lets a province go to the pictures of one of its tenants.
func (s *Service) districtChoice(r *web.Request, page ui.Page) error {
	children, err := s.Tenants.Children(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	var m views.NoPictures
	for _, t := range children {
		if !t.Closed {
			m.Districts = append(m.Districts, views.FormLink{Label: t.Name, Href: "/t/" + t.ID + "/pictures"})
		}
	}
	page.Actions = nil
	return r.Page(page, views.NoPicturesPage(m))
}

// picture turns sums into charts for a reader.
type picture struct {
	Pictures
	ctx  context.Context
	root string // "/t/krong-no"
	open bool   // the reader may see the households behind the figures …
	// … and, where those tell what is masked, reveals may see them for a reason.
	reveals bool
}

func newPicture(r *web.Request, p Pictures) picture {
	return picture{Pictures: p, ctx: r.Context(), root: "/t/" + r.Tenant().ID, open: r.Can(ActionView), reveals: r.Can(ActionReveal)}
}

func (p picture) say(vi, en string) string { return i18n.Say(p.ctx, vi, en) }

// href is an address with the year and commune of the pictures.
func (p picture) href(path string, year int, unit string) string {
	q := url.Values{"year": {strconv.Itoa(year)}}
	if unit != "" {
		q.Set("unit", unit)
	}
	return p.root + path + "?" + q.Encode()
}

func (p picture) form(number int) views.FormLink {
	return views.FormLink{Label: p.say(fmt.Sprintf("Biểu số %d", number), fmt.Sprintf("Form %d", number)), Href: p.href(fmt.Sprintf("/forms/%d", number), p.Of.Year, p.Of.Unit)}
}

func (p picture) page() views.Pictures {
	m := views.Pictures{Base: p.root + "/pictures", Stats: p.stats(), Rates: p.rates(), History: p.history(), Form: p.form(1)}
	for _, y := range p.Reviews {
		m.Years = append(m.Years, ui.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y), Selected: y == p.Of.Year})
	}
	if p.Whole && len(p.Communes) > 1 {
		m.Communes = append(m.Communes, ui.Option{Label: p.say("Toàn huyện", "The whole district"), Selected: p.Of.Unit == ""})
	}
	if len(p.Communes) > 1 {
		for _, u := range p.Communes {
			m.Communes = append(m.Communes, ui.Option{Value: u.Code, Label: u.Name, Selected: u.Code == p.Of.Unit})
		}
	}
	if p.Now().Preliminary {
		m.State = ui.Notice{Tone: ui.Warn, Title: i18n.T("Số liệu sơ bộ", "Preliminary figures"),
			Text: i18n.T("Còn xã chưa được công nhận kết quả rà soát; số liệu có thể thay đổi.", "Some communes are not recognised yet; figures may change.")}
	}
	m.Charts = []views.PictureChart{p.deprivations(), p.causes(), p.peoples(), p.places()}
	return m
}

// rateWritten is a share as it is written, "–" where there is no whole.
func rateWritten(part, whole int64) string {
	h, is := form.Rate(part, whole)
	if !is {
		return "–"
	}
	return ui.Decimal(float64(h)/100, 2) + "%"
}

// rateDrawn is a share as a chart draws it; NaN is a gap.
func rateDrawn(part, whole int64) float64 {
	h, is := form.Rate(part, whole)
	if !is {
		return math.NaN()
	}
	return float64(h) / 100
}

// stats are the figures of the year in large.
func (p picture) stats() []ui.Stat {
	now := p.Now()
	stat := func(class classify.Class, vi, en, icon string) ui.Stat {
		part, whole := now.Rate(class, Everybody)
		out := ui.Stat{Label: p.say(vi, en), Value: ui.Integer(part), Unit: p.say("hộ", "households"), Icon: icon}
		if whole > 0 {
			out.Note = rateWritten(part, whole) + p.say(" số hộ dân cư", " of all households")
		}
		if len(p.Years) > 1 {
			before, _ := p.Years[len(p.Years)-2].Rate(class, Everybody)
			out.Trend, out.Note = p.change(part-before, out.Note)
			out.Tone = ui.Good
			if part > before {
				out.Tone = ui.Bad
			}
		}
		return out
	}
	poor, near := classify.Poor, classify.NearPoor
	escaped := ui.Stat{Label: p.say("Hộ thoát nghèo trong năm", "Escaped poverty this year"), Value: ui.Integer(now.Sums.At(forms.EscapesHouseholds)), Unit: p.say("hộ", "households"),
		Icon: "circle-check", Note: p.say("vượt chuẩn nghèo và cận nghèo", "above both standards")}
	onsite, whole := now.Rate(poor, OnsiteMinority)
	minority := ui.Stat{Label: p.say("Hộ nghèo DTTS tại chỗ", "Poor on-site minorities"), Value: ui.Integer(onsite), Unit: p.say("hộ", "households"), Icon: "users",
		Note: p.say("trên tổng số hộ nghèo", "of the poor households")}
	if whole > 0 {
		minority.Note = rateWritten(onsite, whole) + p.say(" số hộ DTTS tại chỗ", " of all on-site minorities")
	}
	return []ui.Stat{stat(poor, "Hộ nghèo", "Poor households", "home-heart"), stat(near, "Hộ cận nghèo", "Near-poor households", "home"), escaped, minority}
}

// change says how many more or fewer there are than the year before.
func (p picture) change(by int64, note string) (trend int, text string) {
	if note != "" {
		note = " · " + note
	}
	year := p.Years[len(p.Years)-2].Year
	switch {
	case by < 0:
		return -1, fmt.Sprintf(p.say("giảm %s hộ so với %d", "%s fewer than in %d"), ui.Integer(-by), year) + note
	case by > 0:
		return 1, fmt.Sprintf(p.say("tăng %s hộ so với %d", "%s more than in %d"), ui.Integer(by), year) + note
	}
	return 0, fmt.Sprintf(p.say("bằng năm %d", "as in %d"), year) + note
}

// rates are the rates over the years; without the population the numbers of
// households.
func (p picture) rates() ui.Lines {
	poor := ui.Line{Label: p.say("Hộ nghèo", "Poor")}
	near := ui.Line{Label: p.say("Hộ cận nghèo", "Near-poor")}
	onsite := ui.Line{Label: p.say("Hộ nghèo DTTS tại chỗ", "Poor on-site minorities")}
	l := ui.Lines{Title: p.say("Tỷ lệ hộ nghèo, hộ cận nghèo (%)", "Rates of poor and near-poor households (%)"), Unit: "%", Places: 2}
	for _, y := range p.Years {
		l.X = append(l.X, strconv.Itoa(y.Year))
		poor.Values = append(poor.Values, rateDrawn(y.Rate(classify.Poor, Everybody)))
		near.Values = append(near.Values, rateDrawn(y.Rate(classify.NearPoor, Everybody)))
		onsite.Values = append(onsite.Values, rateDrawn(y.Rate(classify.Poor, OnsiteMinority)))
	}
	l.Series = []ui.Line{poor, near, onsite}
	return l
}

// history are the years in figures, the newest first.
func (p picture) history() (rows []views.PictureYear) {
	for i := len(p.Years) - 1; i >= 0; i-- {
		y := p.Years[i]
		poor, whole := y.Rate(classify.Poor, Everybody)
		near, _ := y.Rate(classify.NearPoor, Everybody)
		row := views.PictureYear{Year: strconv.Itoa(y.Year), Href: p.href("/pictures", y.Year, p.Of.Unit), Population: "–", Poor: ui.Integer(poor), PoorRate: rateWritten(poor, whole),
			Near: ui.Integer(near), NearRate: rateWritten(near, whole), Left: ui.Integer(y.Sums.At(forms.EscapesHouseholds)), Preliminary: y.Preliminary}
		if whole > 0 {
			row.Population = ui.Integer(whole)
		}
		rows = append(rows, row)
	}
	return rows
}
