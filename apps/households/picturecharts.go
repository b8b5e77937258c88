package households

import (
	"cmp"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/apps/households/views"
	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// bar is a name that a chart compares: poor and near-poor households, and of how
// many they are a share.
type bar struct {
	name       string
	href       string
	missing    bool
	poor, near int64
	ofPoor     int64 // 0: the share is not known
	ofNear     int64
	behind     behindBar
}

// behindBar is where the households behind a bar are found; without measures they
// are not shown.
type behindBar struct {
	form          int
	unit, village string
	poor, near    forms.Measure
}

// measured is a bar of two measures as shares of all poor and near-poor households.
func (p picture) measured(form int, name string, of func(classify.Class) forms.Measure) bar {
	sums, poor, near := p.Now().Sums, of(classify.Poor), of(classify.NearPoor)
	return bar{name: name, poor: sums.At(poor), near: sums.At(near), behind: behindBar{form, p.Of.Unit, "", poor, near},
		ofPoor: sums.At(forms.Households(classify.Poor)), ofNear: sums.At(forms.Households(classify.NearPoor))}
}

func (p picture) named(form int, words []i18n.Text, of func(classify.Class, int) forms.Measure) (bars []bar) {
	for i, w := range words {
		bars = append(bars, p.measured(form, w.In(i18n.From(p.ctx)), func(c classify.Class) forms.Measure { return of(c, i+1) }))
	}
	return bars
}

// deprivations is what the poor lack, the most frequent first.
func (p picture) deprivations() views.PictureChart {
	c := views.PictureChart{ID: "deprivations", Title: p.say("Thiếu hụt các dịch vụ xã hội cơ bản", "Deprivations of basic social services"), Head: p.say("Chỉ số", "Indicator"),
		Note: p.say("Một hộ có thể thiếu hụt nhiều chỉ số.", "A household may be deprived in several indicators."), Forms: []views.FormLink{p.form(4), p.form(6)}}
	return p.chart(c, p.named(4, indicatorWords(), forms.Deprived))
}

// causes is why they are poor.
func (p picture) causes() views.PictureChart {
	c := views.PictureChart{ID: "causes", Title: p.say("Nguyên nhân nghèo", "Causes of poverty"), Head: p.say("Nguyên nhân", "Cause"),
		Note: p.say("Một hộ có thể có nhiều nguyên nhân.", "A household may have several causes."), Forms: []views.FormLink{p.form(10)}}
	return p.chart(c, p.named(10, causeWords(), forms.Cause))
}

// peoples is who they are: by the ethnic group of the head.
func (p picture) peoples() views.PictureChart {
	c := views.PictureChart{ID: "peoples", Title: p.say("Theo dân tộc của chủ hộ", "By the head's ethnic group"), Head: p.say("Dân tộc", "Ethnic group"),
		Note: p.say("Tỷ lệ tính trên tổng số hộ nghèo, tổng số hộ cận nghèo.", "Shares are of all poor, and of all near-poor households."), Forms: []views.FormLink{p.form(9)}}
	bars := []bar{p.measured(9, "Kinh", forms.Kinh)}
	others := p.measured(9, p.say("Dân tộc khác", "Other groups"), forms.Minority)
	others.behind = behindBar{}
	for _, people := range p.Peoples {
		one := p.measured(9, people.Name, func(class classify.Class) forms.Measure { return forms.Ethnic(class, people.Code) })
		others.poor -= one.poor
		others.near -= one.near
		bars = append(bars, one)
	}
	return p.chart(c, append(bars, others))
}

// places compares the communes, or the villages of one.
func (p picture) places() views.PictureChart {
	c := views.PictureChart{ID: "places", Title: p.say("So sánh các xã, phường, thị trấn", "Communes compared"), Head: p.say("Xã, phường, thị trấn", "Commune"),
		Note: p.say("Tỷ lệ tính trên số hộ dân cư của từng xã.", "Rates are of all households of the commune."), Forms: []views.FormLink{p.form(1)}}
	if p.Of.Unit != "" {
		c.Title, c.Head = p.say("So sánh các thôn, buôn, bon, tổ dân phố", "Villages compared"), p.say("Thôn, buôn, bon, tổ dân phố", "Village")
		c.Note = p.say("Tỷ lệ tính trên số hộ dân cư của từng thôn, nếu đã nhập dân số theo thôn.", "Rates are of all households of the village, where its population was entered.")
	}
	bars := make([]bar, len(p.Parts))
	for i, u := range p.Parts {
		bars[i] = bar{name: u.Name, missing: !u.Reported, poor: u.Sums.At(forms.Households(classify.Poor)), near: u.Sums.At(forms.Households(classify.NearPoor)),
			ofPoor: u.Population[0], ofNear: u.Population[0]}
		bars[i].behind = behindBar{1, u.Code, "", forms.Households(classify.Poor), forms.Households(classify.NearPoor)}
		switch {
		case u.Level == forms.Commune:
			bars[i].href = p.href("/pictures", p.Of.Year, u.Code)
		case u.Code == "":
			bars[i].behind = behindBar{}
		default:
			bars[i].behind.unit, bars[i].behind.village = p.Of.Unit, u.Code
		}
	}
	return p.chart(c, bars)
}

// chart draws bars in one measure: shares, or where nothing but numbers is known
// the numbers. The longest are first.
func (p picture) chart(c views.PictureChart, bars []bar) views.PictureChart {
	c.Share = p.say("Tỷ lệ", "Share")
	length := func(n, of int64) float64 { return rateDrawn(n, of) }
	if !slices.ContainsFunc(bars, func(b bar) bool { return b.ofPoor > 0 || b.ofNear > 0 }) {
		length = func(n, _ int64) float64 { return float64(n) }
	}
	longest := 0.0
	for _, b := range bars {
		for _, v := range []float64{length(b.poor, b.ofPoor), length(b.near, b.ofNear)} {
			if !math.IsNaN(v) {
				longest = max(longest, v)
			}
		}
	}
	slices.SortStableFunc(bars, func(a, b bar) int {
		return cmp.Or(cmp.Compare(length(b.poor, b.ofPoor), length(a.poor, a.ofPoor)), cmp.Compare(length(b.near, b.ofNear), length(a.near, a.ofNear)))
	})
	figure := func(n, of int64, tone ui.Tone, href string) views.PictureFigure {
		f := views.PictureFigure{Href: href, Count: ui.Integer(n), Share: rateWritten(n, of), Bar: ui.Bar{Max: longest, Tone: tone}}
		if v := length(n, of); !math.IsNaN(v) {
			f.Bar.Value = v
		}
		return f
	}
	for _, b := range bars {
		c.Rows = append(c.Rows, views.PictureRow{Name: b.name, Href: b.href, Missing: b.missing, Poor: figure(b.poor, b.ofPoor, ui.Warn, p.behind(b.behind, b.behind.poor, b.poor)), Near: figure(b.near, b.ofNear, ui.Info, p.behind(b.behind, b.behind.near, b.near))})
	}
	return c
}

// behind is the address of the households that make a figure, for who may see them.
func (p picture) behind(b behindBar, m forms.Measure, n int64) string {
	if !p.open || m == 0 || n == 0 || !p.reveals && tellsMasked(m.String()) {
		return ""
	}
	q := url.Values{"year": {strconv.Itoa(p.Of.Year)}, "measure": {strconv.Itoa(int(m))}}
	if b.unit != "" {
		q.Set("unit", b.unit)
	}
	if b.village != "" {
		q.Set("village", b.village)
	}
	return fmt.Sprintf("%s/forms/%d/behind?%s", p.root, b.form, q.Encode())
}
