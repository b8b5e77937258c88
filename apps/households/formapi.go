package households

import (
	"context"
	"net/http"

	"vuon/apps/households/forms"
	"vuon/platform/web"
)

// FormInput names a form of a tenant, or of one of its communes.
type FormInput struct {
	Tenant string `path:"tenant"`
	Form   int    `path:"form" minimum:"1" maximum:"13"`
	Year   int    `query:"year" required:"true" minimum:"2000" maximum:"2100" doc:"Year of the review"`
	Unit   string `query:"unit" doc:"Code of a commune; empty: the whole tenant"`
}

// FormOutput is a form with its figures.
type FormOutput struct{ Body FormBody }

// FormBody is a form as the command line writes it, too.
type FormBody struct {
	Form        int          `json:"form"`
	Year        int          `json:"year"`
	Title       string       `json:"title"`
	Columns     []FormColumn `json:"columns"`
	Rows        []FormRow    `json:"rows"`
	Preliminary bool         `json:"preliminary" doc:"Some commune in it is not recognised yet"`
}

// FormColumn is a column of figures.
type FormColumn struct {
	Key     string   `json:"key"`
	Heading []string `json:"heading"`
	Formula string   `json:"formula"`
}

// FormRow is a row of figures by the columns' keys; a rate has two decimals, or is
// null where there is nothing below the line.
type FormRow struct {
	Number      string              `json:"number"`
	Unit        forms.UnitName      `json:"unit"`
	Part        forms.Part          `json:"part"`
	Values      map[string]*float64 `json:"values"`
	NotReported bool                `json:"not_reported"`
}

// BehindInput asks for the households behind a figure.
type BehindInput struct {
	Tenant  string  `path:"tenant"`
	Year    int     `query:"year" required:"true" minimum:"2000" maximum:"2100"`
	Unit    string  `query:"unit" doc:"Code of a commune"`
	Village string  `query:"village"`
	Measure []int16 `query:"measure" required:"true" doc:"Measures of the figure, as the links of the forms name them"`
	web.ListInput
}

// RevealBehindInput asks for them where that tells what is masked.
type RevealBehindInput struct {
	BehindInput
	Body ReasonBody
}

func (s *Service) formAPI() []web.APIRoute {
	return []web.APIRoute{
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/forms/{form}", ActionForms, "A form of the yearly review", s.apiForm),
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/counted-households", ActionView, "The households behind a figure of a form", s.apiBehind),
		web.Operation(http.MethodPost, "/api/tenants/{tenant}/counted-households/reveal", ActionReveal, "The households behind a figure that tells what is masked, for a reason", s.apiRevealBehind),
	}
}

func (s *Service) apiForm(ctx context.Context, in *FormInput) (*FormOutput, error) {
	t, err := s.Form(ctx, in.Tenant, FormOf{Number: in.Form, Year: in.Year, Unit: in.Unit})
	if err != nil {
		return nil, err
	}
	out := &FormOutput{FormBody{Form: t.Number, Year: t.Year, Title: t.Title, Columns: []FormColumn{}, Rows: []FormRow{}, Preliminary: t.Preliminary}}
	for _, c := range t.Columns {
		out.Body.Columns = append(out.Body.Columns, FormColumn{c.Key, c.Heading, c.Formula})
	}
	for _, r := range t.Rows {
		row := FormRow{Number: r.Number, Unit: r.Unit, Part: r.Part, Values: map[string]*float64{}, NotReported: !r.Reported}
		for i, c := range t.Columns {
			row.Values[c.Key] = value(r.Cells[i], c.Rate)
		}
		out.Body.Rows = append(out.Body.Rows, row)
	}
	return out, nil
}

func value(c forms.Cell, rate bool) *float64 {
	switch {
	case c.Blank:
		return nil
	case rate:
		return new(float64(c.Value) / 100)
	}
	return new(float64(c.Value))
}

func (s *Service) apiBehind(ctx context.Context, in *BehindInput) (*web.Listed[Counted], error) {
	return s.apiBehindList(ctx, in, "")
}

func (s *Service) apiRevealBehind(ctx context.Context, in *RevealBehindInput) (*web.Listed[Counted], error) {
	return s.apiBehindList(ctx, &in.BehindInput, in.Body.Reason)
}

func (s *Service) apiBehindList(ctx context.Context, in *BehindInput, reason string) (*web.Listed[Counted], error) {
	q := Behind{Year: in.Year, Unit: in.Unit, Village: in.Village, Reason: reason}
	for _, m := range in.Measure {
		q.Measures = append(q.Measures, forms.Measure(m))
	}
	list, next, err := s.BehindFigure(ctx, in.Tenant, q, in.Page())
	if err != nil {
		return nil, err
	}
	return web.ListOf(list, next), nil
}
