package planning

import (
	"context"
	"net/http"

	"vuon/platform/web"
)

type remarkInput struct {
	YearInput
	Body struct {
		Remark string `json:"remark" maxLength:"4000" doc:"Why, for the people who read it later."`
	}
}

type returnInput struct {
	YearInput
	Body struct {
		Remark string `json:"remark" maxLength:"4000" doc:"What has to be changed."`
		To     Party  `json:"to,omitempty" doc:"Who has to act: a role, or the account of one who drafted; nobody: the role that drafts."`
	}
}

type takeBackInput struct {
	YearInput
	Body struct {
		Step   Step   `json:"step" doc:"The last step, which is taken back."`
		Remark string `json:"remark" maxLength:"4000" doc:"Why."`
	}
}

// stepAPI are the steps of a plan's life in the JSON API.
func (s *Service) stepAPI(plan string) []web.APIRoute {
	return []web.APIRoute{
		web.Operation(http.MethodPost, plan+"/submit", ActionSubmit, "Submit the draft", s.apiStep(s.Submit)),
		web.Operation(http.MethodPost, plan+"/appraise", ActionAppraise, "Appraise the submitted plan, with an opinion", s.apiRemark(s.Appraise)),
		web.Operation(http.MethodPost, plan+"/approve", ActionApprove, "Approve the submitted plan", s.apiStep(s.Approve)),
		web.Operation(http.MethodPost, plan+"/issue", ActionIssue, "Number and issue the approved plan", s.apiStep(s.Issue)),
		web.Operation(http.MethodPost, plan+"/release", ActionRelease, "Send the issued plan out", s.apiStep(s.Release)),
		web.Operation(http.MethodPost, plan+"/unfit", ActionAppraise, "Appraise the submitted plan as not fit: it is returned", s.apiReturn(s.Unfit)),
		web.Operation(http.MethodPost, plan+"/return", ActionReturn, "Return the plan with a remark, to somebody", s.apiReturn(s.Return)),
		web.Operation(http.MethodPost, plan+"/amend", ActionAmend, "Open an amendment of the issued plan", s.apiRemark(s.Amend)),
		web.Operation(http.MethodPost, plan+"/close", ActionClose, "Close the plan of a year that is over", s.apiRemark(s.Close)),
		web.Operation(http.MethodPost, plan+"/take-back", ActionView, "Take the last step back, with a reason", s.apiTakeBack),
	}
}

func (s *Service) apiStep(step func(context.Context, string, int) (Version, error)) func(context.Context, *YearInput) (*planOutput, error) {
	return func(ctx context.Context, in *YearInput) (*planOutput, error) {
		return planAnswer(step(ctx, in.Tenant, in.Year))
	}
}

func (s *Service) apiRemark(step func(context.Context, string, int, string) (Version, error)) func(context.Context, *remarkInput) (*planOutput, error) {
	return func(ctx context.Context, in *remarkInput) (*planOutput, error) {
		return planAnswer(step(ctx, in.Tenant, in.Year, in.Body.Remark))
	}
}

func (s *Service) apiReturn(step func(context.Context, string, int, string, Party) (Version, error)) func(context.Context, *returnInput) (*planOutput, error) {
	return func(ctx context.Context, in *returnInput) (*planOutput, error) {
		return planAnswer(step(ctx, in.Tenant, in.Year, in.Body.Remark, in.Body.To))
	}
}

func (s *Service) apiTakeBack(ctx context.Context, in *takeBackInput) (*planOutput, error) {
	return planAnswer(s.TakeBack(ctx, in.Tenant, in.Year, in.Body.Step, in.Body.Remark))
}
