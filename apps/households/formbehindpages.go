package households

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/apps/households/views"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// behindLink leads from a figure to its households; nil for who may not see them.
func (s *Service) behindLink(r *web.Request, of FormOf) func(forms.Row, []forms.Measure) string {
	if r.Tenant().Kind == provinceKind || !r.Can(ActionView) {
		return nil
	}
	reveals := r.Can(ActionReveal)
	return func(row forms.Row, measures []forms.Measure) string {
		if tellMasked(measures) && !reveals {
			return ""
		}
		q := url.Values{"year": {strconv.Itoa(of.Year)}, "measure": {measureList(measures)}}
		switch row.Unit.Level {
		case forms.Commune:
			q.Set("unit", row.Unit.Code)
		case forms.Village:
			q.Set("unit", of.Unit)
			q.Set("village", row.Unit.Code)
		}
		return fmt.Sprintf("%s/%d/behind?%s", formBase(r), of.Number, q.Encode())
	}
}

// measureList writes measures as an address carries them: "17,18".
func measureList(measures []forms.Measure) string {
	words := make([]string, len(measures))
	for i, m := range measures {
		words[i] = strconv.Itoa(int(m))
	}
	return strings.Join(words, ",")
}

// behindOf reads an address that a figure led to.
func behindOf(r *web.Request) (number int, q Behind, err error) {
	number, _ = strconv.Atoi(r.Param("form"))
	q = Behind{Unit: r.Query("unit"), Village: r.Query("village")}
	q.Year, _ = strconv.Atoi(r.Query("year"))
	if forms.Title(number) == "" || !saneYear(q.Year) {
		return 0, q, faultNoForm(number)
	}
	for word := range strings.SplitSeq(r.Query("measure"), ",") {
		n, err := strconv.ParseInt(word, 10, 16)
		if err != nil {
			return 0, q, faultNoMeasure()
		}
		q.Measures = append(q.Measures, forms.Measure(n))
	}
	return number, q, nil
}

// behindPage lists the households behind a figure.
func (s *Service) behindPage(r *web.Request) error {
	number, q, err := behindOf(r)
	if err != nil {
		return err
	}
	q.Reason = r.Form("reason")
	list, next, refusal := s.BehindFigure(r.Context(), r.Tenant().ID, q, database.Page{After: r.Query("after")})
	if refusal != nil && !unasked(refusal) {
		return refusal
	}
	peoples, err := s.FormPeoples(r.Context(), r.Tenant().ID, q.Year)
	if err != nil {
		return err
	}
	what := forms.Meaning(number, forms.Options{Peoples: peoples}, q.Measures)
	m := views.Behind{What: what, Pager: behindPager(r, number, q, len(list), next)}
	switch masked := tellMasked(q.Measures); {
	case refusal != nil:
		m.Ask = &views.Ask{Action: behindHref(r, number, q, r.Query("after")), Reason: q.Reason, Err: refusedAsk(r, refusal)}
	case masked && next != "":
		m.Next = &views.Ask{Action: behindHref(r, number, q, next), Reason: q.Reason}
	}
	for _, h := range list {
		m.Rows = append(m.Rows, views.BehindRow{Code: h.Code, Head: h.Head, Href: "/t/" + r.Tenant().ID + "/households/" + h.Household,
			Commune: h.UnitName, Village: h.Village, Class: ClassTitle(classify.Class(h.Class)).In(r.Lang()), Persons: h.Persons})
	}
	back := FormOf{Number: number, Year: q.Year}
	if q.Village != "" {
		back.Unit = q.Unit
	}
	base := formBase(r)
	page := ui.Page{Help: "officer#forms", Title: i18n.T("Các hộ trong con số này", "The households behind this figure"), Active: base,
		Subtitle: i18n.T(fmt.Sprintf("Biểu số %d năm %d: %s", number, q.Year, what), fmt.Sprintf("Form %d of %d: %s", number, q.Year, what)),
		Crumbs: []ui.Crumb{{Title: i18n.T("Mười lăm biểu rà soát", "The fifteen forms"), Href: base + "?" + back.query()},
			{Title: i18n.T(fmt.Sprintf("Biểu số %d", number), fmt.Sprintf("Form %d", number)), Href: fmt.Sprintf("%s/%d?%s", base, number, back.query())}}}
	return r.PageStatus(askedStatus(r, refusal), page, views.BehindPage(m))
}

func behindPager(r *web.Request, number int, q Behind, shown int, next string) ui.Pager {
	p := ui.Pager{Shown: shown, Total: -1, Swap: "behind"}
	if tellMasked(q.Measures) {
		return p
	}
	if r.Query("after") != "" {
		p.First = behindHref(r, number, q, "")
	}
	if next != "" {
		p.Next = behindHref(r, number, q, next)
	}
	return p
}

func behindHref(r *web.Request, number int, q Behind, after string) string {
	self := url.Values{"year": {strconv.Itoa(q.Year)}, "measure": {measureList(q.Measures)}, "unit": {q.Unit}, "village": {q.Village}}
	if after != "" {
		self.Set("after", after)
	}
	return fmt.Sprintf("%s/%d/behind?%s", formBase(r), number, self.Encode())
}
