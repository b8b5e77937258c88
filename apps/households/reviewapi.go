package households

import (
	"context"
	"net/http"
	"strings"
	"time"

	"vuon/platform/tenancy/declared"
	"vuon/platform/web"
)

const reviewsAPI = "/api/tenants/{tenant}/reviews"

// ReviewsInput names a tenant.
type ReviewsInput struct {
	Tenant string `path:"tenant"`
}

// ReviewInput names a review.
type ReviewInput struct {
	ReviewsInput
	Round string `path:"round" doc:"\"2024\", or \"2024-05\" of a month"`
}

// UnitInput names a commune's review.
type UnitInput struct {
	ReviewInput
	Unit string `path:"unit" doc:"code of the commune"`
}

// ReviewsOutput are the reviews of a tenant.
type ReviewsOutput struct {
	Body struct {
		Items []Round `json:"items"`
	}
}

// ReviewOpenInput opens a review.
type ReviewOpenInput struct {
	ReviewsInput
	Body struct {
		Kind  RoundKind `json:"kind" enum:"periodic,regular"`
		Year  int       `json:"year"`
		Month int       `json:"month,omitempty" doc:"of a regular review"`
	}
}

// ReviewRoundOutput is one review.
type ReviewRoundOutput struct{ Body Round }

// ReviewStandingOutput is how a commune stands.
type ReviewStandingOutput struct {
	Unit     string        `json:"unit" doc:"code of the commune"`
	Name     string        `json:"name"`
	Stage    Stage         `json:"stage"`
	Next     ReviewStep    `json:"next,omitempty"`
	Due      declared.Date `json:"due,omitempty"`
	Late     bool          `json:"late"`
	Listed   int           `json:"listed"`
	Entered  int           `json:"entered"`
	Poor     int           `json:"poor" doc:"preliminary until the stage is recognised"`
	NearPoor int           `json:"near_poor"`
	Escapes  int           `json:"escapes"`
	Decision string        `json:"decision,omitempty"`
	Dated    declared.Date `json:"dated,omitempty"`
}

// ReviewBoardOutput is how the communes stand in a review.
type ReviewBoardOutput struct {
	Body struct {
		Round Round                  `json:"round"`
		Items []ReviewStandingOutput `json:"items"`
	}
}

// ReviewStepInput takes a step of a commune's review. What a step needs stands in the
// fields of its name.
type ReviewStepInput struct {
	UnitInput
	Body struct {
		Step       ReviewStep    `json:"step" enum:"list,review,return,recheck,submit,opine,object,post,recognise"`
		Reason     string        `json:"reason,omitempty" doc:"of return"`
		Opinion    string        `json:"opinion,omitempty" doc:"of opine and object"`
		Households []string      `json:"households,omitempty" doc:"codes, of object"`
		Dated      declared.Date `json:"dated,omitempty" doc:"of post and recognise"`
		Places     string        `json:"places,omitempty" doc:"of post"`
		Number     int           `json:"number,omitempty" doc:"of recognise"`
		Signatory  string        `json:"signatory,omitempty"`
		Capacity   string        `json:"capacity,omitempty"`
	}
}

// ReviewStepOutput is where the commune stands now.
type ReviewStepOutput struct{ Body ReviewStandingOutput }

// reviewAPI are the calls of reviews.
func (s *Service) reviewAPI() []web.APIRoute {
	return []web.APIRoute{
		web.Operation(http.MethodGet, reviewsAPI, ActionForms, "Lists the reviews", func(ctx context.Context, in *ReviewsInput) (*ReviewsOutput, error) {
			out := &ReviewsOutput{}
			list, err := s.Rounds(ctx, in.Tenant)
			out.Body.Items = append([]Round{}, list...)
			return out, err
		}),
		web.Operation(http.MethodPost, reviewsAPI, ActionOpen, "Opens a review", func(ctx context.Context, in *ReviewOpenInput) (*ReviewRoundOutput, error) {
			var r Round
			var err error
			if in.Body.Kind == Regular {
				r, err = s.OpenRegular(ctx, in.Tenant, in.Body.Year, time.Month(in.Body.Month))
			} else {
				r, err = s.OpenPeriodic(ctx, in.Tenant, in.Body.Year)
			}
			return &ReviewRoundOutput{r}, err
		}),
		web.Operation(http.MethodGet, reviewsAPI+"/{round}", ActionForms, "Shows how the communes stand in a review", func(ctx context.Context, in *ReviewInput) (*ReviewBoardOutput, error) {
			out := &ReviewBoardOutput{}
			r, list, err := s.Board(ctx, in.Tenant, in.Round)
			out.Body.Round, out.Body.Items = r, []ReviewStandingOutput{}
			for _, st := range list {
				out.Body.Items = append(out.Body.Items, standingOutput(st))
			}
			return out, err
		}),
		web.Operation(http.MethodPost, reviewsAPI+"/{round}/communes/{unit}/steps", ActionView, "Takes a step of a commune's review", s.apiStep),
	}
}

func standingOutput(st Standing) ReviewStandingOutput {
	p, c := st.Progress, st.Commune
	return ReviewStandingOutput{Unit: st.Unit.Code, Name: st.Unit.Name, Stage: c.Stage, Next: st.Next, Due: st.Due, Late: st.Late, Listed: p.Listed, Entered: p.Entered,
		Poor: p.Poor, NearPoor: p.NearPoor, Escapes: p.Escapes, Decision: c.DecisionNumber, Dated: c.DecisionOn}
}

func (s *Service) apiStep(ctx context.Context, in *ReviewStepInput) (*ReviewStepOutput, error) {
	b := in.Body
	var err error
	switch b.Step {
	case StepList:
		err = s.CloseList(ctx, in.Tenant, in.Round, in.Unit)
	case StepReview:
		err = s.EndReviewing(ctx, in.Tenant, in.Round, in.Unit)
	case StepReturn:
		err = s.ReturnToReviewing(ctx, in.Tenant, in.Round, in.Unit, b.Reason)
	case StepRecheck:
		err = s.Recheck(ctx, in.Tenant, in.Round, in.Unit)
	case StepSubmit:
		err = s.Submit(ctx, in.Tenant, in.Round, in.Unit)
	case StepOpine:
		err = s.Opine(ctx, in.Tenant, in.Round, in.Unit, b.Opinion)
	case StepObject:
		err = s.Object(ctx, in.Tenant, in.Round, in.Unit, b.Opinion, b.Households)
	case StepPost:
		_, err = s.Post(ctx, in.Tenant, in.Round, in.Unit, b.Dated, b.Places)
	case StepRecognise:
		_, err = s.Recognise(ctx, in.Tenant, in.Round, in.Unit, Decision{Number: b.Number, Dated: b.Dated, Signatory: b.Signatory, Capacity: strings.ReplaceAll(b.Capacity, " / ", "\n")})
	default:
		err = faultNoDocument()
	}
	if err != nil {
		return nil, err
	}
	v, err := s.Review(ctx, in.Tenant, in.Round, in.Unit)
	return &ReviewStepOutput{standingOutput(v.Standing)}, err
}
