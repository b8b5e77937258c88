package planning

import (
	"context"
	"net/http"

	"vuon/platform/web"
)

type askInput struct {
	YearInput
	Body struct {
		Offices  []string `json:"offices" minItems:"1" maxItems:"200" doc:"Ids of the tenant's offices."`
		Due      string   `json:"due,omitempty" format:"date" doc:"Last day to answer; empty: as many days as the workflow gives."`
		Question string   `json:"question,omitempty" maxLength:"4000"`
	}
}

type opinionInput struct {
	YearInput
	Body struct {
		Office   string  `json:"office" maxLength:"100"`
		Verdict  Verdict `json:"verdict" enum:"agree,propose,disagree"`
		Reason   string  `json:"reason,omitempty" maxLength:"4000"`
		Section  string  `json:"section,omitempty" maxLength:"60" doc:"Part that it is about; needed to propose."`
		Proposed string  `json:"proposed,omitempty" maxLength:"200000" doc:"The part's text as it should be."`
		Source   string  `json:"source,omitempty" maxLength:"500" doc:"The office's letter, when its answer is entered for it."`
	}
}

// OpinionPath names an opinion. Exported because the API's framework fills
// embedded structs only then.
type OpinionPath struct {
	YearInput
	Seq int `path:"seq" minimum:"1"`
}

type decisionInput struct {
	OpinionPath
	Body struct {
		Outcome Outcome `json:"outcome" enum:"taken,declined"`
		Word    string  `json:"word,omitempty" maxLength:"4000"`
		Text    string  `json:"text,omitempty" maxLength:"200000" doc:"Taken up: how the part is to read; empty: as proposed."`
		Tag     string  `json:"tag,omitempty" doc:"Of the part as it was read; a stale one is refused with 409."`
	}
}

type roundsOutput struct{ Body []Round }

type candidatesOutput struct{ Body []Candidate }

type opinionOutput struct{ Body Opinion }

// consultationAPI is the consultation of offices in the JSON API.
func (s *Service) consultationAPI(plan string) []web.APIRoute {
	at := plan + "/consultation"
	return []web.APIRoute{
		web.Operation(http.MethodGet, at, ActionView, "The rounds of asking offices about a version", s.apiRounds),
		web.Operation(http.MethodGet, at+"/offices", ActionView, "The offices that can be asked, with their projects", s.apiCandidates),
		web.Operation(http.MethodPost, at, ActionConsult, "Ask offices about the draft", s.apiAsk),
		web.Operation(http.MethodPost, at+"/conclude", ActionConsult, "Close the round of asking", s.apiStep(s.Conclude)),
		web.Operation(http.MethodPost, at+"/opinions", ActionView, "Answer for an asked office", s.apiOpine),
		web.Operation(http.MethodPost, at+"/opinions/{seq}", ActionConsult, "Take an opinion up or decline it", s.apiDecide),
		web.Operation(http.MethodDelete, at+"/opinions/{seq}", ActionView, "Withdraw an opinion", s.apiWithdraw),
	}
}

func (s *Service) apiRounds(ctx context.Context, in *VersionInput) (*roundsOutput, error) {
	_, rounds, err := s.Consultations(ctx, in.Tenant, in.Year, in.Version)
	return &roundsOutput{append([]Round{}, rounds...)}, err
}

func (s *Service) apiCandidates(ctx context.Context, in *YearInput) (*candidatesOutput, error) {
	list, err := s.Candidates(ctx, in.Tenant, in.Year)
	return &candidatesOutput{append([]Candidate{}, list...)}, err
}

func (s *Service) apiAsk(ctx context.Context, in *askInput) (*planOutput, error) {
	due, err := dayOf(in.Body.Due)
	if err != nil {
		return nil, err
	}
	return planAnswer(s.Consult(ctx, in.Tenant, in.Year, Asking{Offices: in.Body.Offices, Due: due, Question: in.Body.Question}))
}

func (s *Service) apiOpine(ctx context.Context, in *opinionInput) (*opinionOutput, error) {
	b := in.Body
	o, err := s.Opine(ctx, in.Tenant, in.Year, Saying{b.Office, b.Verdict, b.Reason, b.Section, b.Proposed, b.Source})
	return &opinionOutput{o}, err
}

func (s *Service) apiDecide(ctx context.Context, in *decisionInput) (*opinionOutput, error) {
	b := in.Body
	o, err := s.Decide(ctx, in.Tenant, in.Year, in.Seq, Decision{b.Outcome, b.Word, b.Text, b.Tag})
	return &opinionOutput{o}, err
}

func (s *Service) apiWithdraw(ctx context.Context, in *OpinionPath) (*struct{}, error) {
	return nil, s.Withdraw(ctx, in.Tenant, in.Year, in.Seq)
}
