package households

import (
	"context"
	"net/http"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/web"
)

// EligibleInput asks for the households of a project.
type EligibleInput struct {
	Tenant  string `path:"tenant"`
	Project string `query:"project" required:"true" maxLength:"20" doc:"Code of the catalogue: DA2."`
	Unit    string `query:"unit" maxLength:"10" doc:"Code of a commune."`
	Class   string `query:"class" enum:"poor,near_poor,escaped,not_poor" doc:"Poor, near-poor and newly escaped when left out."`
	Year    int    `query:"year" minimum:"2000" maximum:"2100" doc:"Reached means in that year; at any time when left out."`
	web.ListInput
}

// RevealEligibleInput asks for them with the reasons that are covered otherwise.
type RevealEligibleInput struct {
	EligibleInput
	Body ReasonBody
}

// BenefitInput records a benefit.
type BenefitInput struct {
	HouseholdInput
	Body NewBenefit
}

// WithdrawalInput withdraws a benefit.
type WithdrawalInput struct {
	HouseholdInput
	Benefit string `path:"benefit" format:"uuid"`
	Body    struct {
		Reason string `json:"reason" maxLength:"1000"`
	}
}

// BenefitOutput is the benefit as it was recorded.
type BenefitOutput struct{ Body Benefit }

// ChanceOutput is what a household may receive of a project; reasons that tell of
// ethnicity or health are said in other words.
type ChanceOutput struct {
	Project  string   `json:"project"`
	Title    string   `json:"title"`
	Eligible bool     `json:"eligible"`
	General  bool     `json:"general"`
	Order    int      `json:"order,omitempty" doc:"Of priority, from 1."`
	Reasons  []string `json:"reasons"`
	Priority string   `json:"priority,omitempty"`
	Received int      `json:"received" doc:"Benefits of the project."`
	Source   string   `json:"source"`
}

func (s *Service) supportAPI() []web.APIRoute {
	const one = "/api/tenants/{tenant}/households/{id}"
	return []web.APIRoute{
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/eligibility", ActionEligibility, "Households that may take part in a project and were not reached yet", s.apiEligible),
		web.Operation(http.MethodPost, "/api/tenants/{tenant}/eligibility/reveal", ActionReveal, "The same with reasons that tell of ethnicity or health, for a reason", s.apiRevealEligible),
		web.Operation(http.MethodGet, one+"/chances", ActionEligibility, "What a household may receive", s.apiChances),
		web.Operation(http.MethodGet, one+"/benefits", ActionEligibility, "What a household received", s.apiBenefits),
		web.Operation(http.MethodPost, one+"/benefits", ActionBenefit, "Record what a household received", s.apiAddBenefit),
		web.Operation(http.MethodPost, one+"/benefits/{benefit}/withdraw", ActionBenefit, "Withdraw what was recorded by mistake", s.apiWithdrawBenefit),
	}
}

func (s *Service) apiEligible(ctx context.Context, in *EligibleInput) (*web.Listed[Eligible], error) {
	return s.apiEligibleList(ctx, in, in.filter())
}

func (s *Service) apiRevealEligible(ctx context.Context, in *RevealEligibleInput) (*web.Listed[Eligible], error) {
	f := in.filter()
	f.Reveal, f.Why = true, in.Body.Reason
	return s.apiEligibleList(ctx, &in.EligibleInput, f)
}

func (in *EligibleInput) filter() EligibleFilter {
	return EligibleFilter{Project: in.Project, Unit: in.Unit, Class: classify.Class(in.Class), Year: in.Year}
}

func (s *Service) apiEligibleList(ctx context.Context, in *EligibleInput, f EligibleFilter) (*web.Listed[Eligible], error) {
	l, err := s.Eligible(ctx, in.Tenant, f, in.Page())
	if err != nil {
		return nil, err
	}
	return web.ListOf(l.Rows, l.Next), nil
}

func (s *Service) apiChances(ctx context.Context, in *HouseholdInput) (*web.Listed[ChanceOutput], error) {
	p, err := s.Support(ctx, in.Tenant, in.ID)
	if err != nil {
		return nil, err
	}
	list := make([]ChanceOutput, len(p.Chances))
	for i, c := range p.Chances {
		list[i] = ChanceOutput{Project: c.Project, Title: c.Title.VI, Eligible: c.Eligible, General: c.General, Order: c.Order, Received: c.Received, Source: c.Source,
			Reasons: []string{}}
		for _, reason := range c.Reasons {
			list[i].Reasons = append(list[i].Reasons, reason.Shown())
		}
		if c.Priority != nil {
			list[i].Priority = c.Priority.Shown()
		}
	}
	return web.ListOf(list, ""), nil
}

func (s *Service) apiBenefits(ctx context.Context, in *HouseholdInput) (*web.Listed[Benefit], error) {
	var list []Benefit
	err := s.reads(ctx, in.Tenant, ActionEligibility, func(ctx context.Context, tx database.Tx) error {
		h, err := s.seen(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		list, err = s.Benefits(ctx, tx, h.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return web.ListOf(list, ""), nil
}

func (s *Service) apiAddBenefit(ctx context.Context, in *BenefitInput) (*BenefitOutput, error) {
	b, err := s.AddBenefit(ctx, in.Tenant, in.ID, in.Body)
	if err != nil {
		return nil, err
	}
	return &BenefitOutput{Body: b}, nil
}

func (s *Service) apiWithdrawBenefit(ctx context.Context, in *WithdrawalInput) (*struct{}, error) {
	return nil, s.WithdrawBenefit(ctx, in.Tenant, in.ID, in.Benefit, in.Body.Reason)
}
