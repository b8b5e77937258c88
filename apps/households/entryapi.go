package households

import (
	"context"
	"net/http"

	"vuon/platform/web"
)

// VillageEntriesInput names a village of a review.
type VillageEntriesInput struct {
	Tenant  string `path:"tenant"`
	Round   string `path:"round" doc:"2024, or 2024-05."`
	Village string `path:"village" format:"uuid"`
}

// TakenOutput is a village's forms.
type TakenOutput struct {
	Body Taken
}

// EntriesInput are forms that somebody filled in.
type EntriesInput struct {
	Tenant string `path:"tenant"`
	Round  string `path:"round"`
	Body   struct {
		Entries []struct {
			Client    string `json:"client" format:"uuid" doc:"Chosen by the caller: what is sent twice under one name counts once."`
			Household string `json:"household" format:"uuid"`
			Revision  string `json:"revision" doc:"Of the form that it was based on."`
			Sheet     Sheet  `json:"sheet" doc:"A value for each field: b1, t1, …, m.<person>.name."`
		} `json:"entries" maxItems:"50" nullable:"false"`
	}
}

// AnswersOutput is what became of each.
type AnswersOutput struct {
	Body struct {
		Answers []Answer `json:"answers" nullable:"false"`
	}
}

// entryAPI are the reviewer's operations.
func (s *Service) entryAPI() []web.APIRoute {
	const path = "/api/tenants/{tenant}/reviews/{round}"
	return []web.APIRoute{
		web.Operation(http.MethodGet, path+"/villages/{village}/entries", ActionEnter, "Take a village's review forms along", s.apiTake),
		web.Operation(http.MethodPost, path+"/entries", ActionEnter, "Send review forms", s.apiReceive).
			Describe("Each form is saved, the same as before, in conflict with another version, or refused with its fields; one keeps no other."),
	}
}

func (s *Service) apiTake(ctx context.Context, in *VillageEntriesInput) (*TakenOutput, error) {
	t, err := s.TakeAlong(ctx, in.Tenant, in.Round, in.Village)
	return &TakenOutput{t}, err
}

func (s *Service) apiReceive(ctx context.Context, in *EntriesInput) (*AnswersOutput, error) {
	var list []EntryChange
	for _, e := range in.Body.Entries {
		list = append(list, EntryChange{Round: in.Round, Household: e.Household, Revision: e.Revision, Client: e.Client, Sheet: e.Sheet})
	}
	out := &AnswersOutput{}
	var err error
	out.Body.Answers, err = s.Receive(ctx, in.Tenant, list)
	return out, err
}
